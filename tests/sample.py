"""Which tests a whole run leaves out, so that it ends in time: a plain one takes a sample, ``--deep`` everything.

A journey that is walked in several looks (phone and desk, Khmer and English, light and dark) is walked in one of them,
drawn by the seed. Cases that mean different things are never drawn from: they all run. What is marked ``deep`` measures
more than a plain run has time for.
"""

from random import Random

LOOKS = {"size", "language", "dark"}


def pytest_addoption(parser):
    parser.addoption("--sample", type=int, metavar="SEED", help="one look of each journey, drawn by this number")


def pytest_report_header(config):
    seed = config.getoption("--sample")
    return None if seed is None else f"sample: one look of each journey (seed {seed}); --deep walks all of them"


def pytest_collection_modifyitems(config, items):
    seed, kept = config.getoption("--sample"), set(items)
    if not config.getoption("--deep"):
        kept = {item for item in items if not item.get_closest_marker("deep")}
    if seed is not None:
        kept &= drawn(items, seed)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def drawn(items: list, seed: int) -> set:
    """All items but the looks of a journey that were not drawn. The same for the same seed, in every worker."""
    looks: dict[tuple, list] = {}
    for item in items:
        looks.setdefault(_case(item), []).append(item)
    return {Random(f"{seed} {case}").choice(found) for case, found in looks.items()}


def _case(item) -> tuple:
    """What all looks of one case share; each other item is a case of its own."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if "journeys" not in item.path.parts or not parameters.keys() & LOOKS:
        return (item.nodeid,)
    function = item.nodeid.split("[")[0]
    return (function, *sorted(f"{name}={value!r}" for name, value in parameters.items() if name not in LOOKS))

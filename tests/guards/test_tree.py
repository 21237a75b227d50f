"""What no file of ours may hold, and what the locks must hold. Every exception gives a reason and fails when stale."""

import re
import tomllib

import pytest

from khmertext.folding import SPELLINGS
from tests.guards.tree import ROOT, files

pytestmark = pytest.mark.once

TEXT = (".py", ".html", ".js", ".css", ".md", ".toml", ".lock", ".po", ".txt", ".json", ".yml", ".svg", "")
LONGEST = 400

LONG_FILES: dict[str, str] = {}
"""Python files above 400 lines, each with the reason why it is read best in one piece."""

SKIPS = {
    "tests/fieldbook/test_fsyncs.py": "a Python with SQLite inside itself lets nobody count what it asks the disk",
    "tests/guards/test_deploy.py": "nginx and systemd belong to whoever runs them in front of and below the portal",
    "tests/cache_server.py": "a shared cache is for several machines; its server is installed where CI is set",
    "tests/lighthouse/test_pages.py": "Lighthouse comes with npm, which a machine may not have or reach",
    "tests/portal/backups/test_restoring_across.py": "both databases are at hand in the half on PostgreSQL alone",
    "tests/portal/test_bench_proxy.py": "nginx is for those who put it in front of the portal; its test is a deep one",
    "tests/scanners/conftest.py": "of deep tests, whose scanners come over the network, where there is one",
    "tests/scanners/test_advisories.py": "a deep test, which asks those who publish advisories, where one is in reach",
    "tests/portal/test_both_databases.py": "the half on PostgreSQL needs server programs that a machine may not have",
}
"""Files that may leave a test out, each with the reason."""

# Written in pieces, so that this file does not hold what it forbids.
MACHINE = re.compile("|".join(["/ro" + "ot/", "/wo" + "rk/", "/ho" + r"me/\w", r"[A-Z]:\\Us" + "ers"]))
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.", r"registry\.np" + "mjs", r"deb\.deb" + "ian"])
)
PROMISES = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b")
EVALUATED = re.compile(r"\.wait_for_fun" + r"ction\(")
"""A condition that Playwright reads as source text; the portal's pages forbid that, so only a fast machine passes."""
OTHER_SPELLINGS = {
    "site/khmertext/folding.py": "where the two spellings meet",
    "tests/content/search_set.toml": "what readers type",
    "tests/khmertext/test_folding.py": "how the two spellings meet",
}
"""Files that may hold a word in another spelling than ours, each with the reason."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._@-]*")
LEFT_BY_DATABASES = re.compile(r"(-shm|-wal|-journal|\.sqlite3|\.db|\.dump)$")
"""A test once left files under names of any bytes in the folder that it was started in, and they were committed."""
LEFT_OUT = re.compile(r"pytest\.sk" + r"ip|mark\.sk" + r"ip|mark\.xf" + r"ail|pytest\.xf" + "ail|importor" + "skip")


def found(pattern, *endings):
    """``file:line`` of every hit."""
    return [
        f"{path}:{number}"
        for path in files(*endings)
        for number, line in enumerate((ROOT / path).read_text(errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (MACHINE, "open('/ho" + "me/dara/portal')"),
        (REGISTRIES, "--index-url https://py" + "pi.org/simple"),
        (PROMISES, "# TO" + "DO later"),
        (EVALUATED, "page.wait_for_fun" + "ction('document.title')"),
    ],
    ids=["a path of one machine", "the address of a registry", "a promise", "a condition read as source text"],
)
def test_no_file_holds(pattern, planted):
    assert pattern.search(planted)
    assert found(pattern, *TEXT) == []


def test_no_test_is_left_out_without_a_reason():
    hits = {hit.split(":")[0] for hit in found(LEFT_OUT, ".py")}
    assert hits == set(SKIPS)


def test_a_khmer_word_is_written_in_one_spelling():
    hits = {hit.split(":")[0] for hit in found(re.compile("|".join(SPELLINGS)), *TEXT)}
    assert hits == set(OTHER_SPELLINGS)


@pytest.mark.parametrize(
    ("name", "plain"), [("\x04-shm", False), ("portal.sqlite3-wal", False), ("0001_first.py", True)]
)
def test_a_name_is_judged(name, plain):
    assert bool(PLAIN_NAME.fullmatch(name) and not LEFT_BY_DATABASES.search(name)) is plain


def test_every_file_has_a_plain_name_and_no_database_left_it():
    names = [path.name for path in files()]
    assert [name for name in names if not PLAIN_NAME.fullmatch(name) or LEFT_BY_DATABASES.search(name)] == []


def test_no_python_file_is_too_long():
    long = {str(path) for path in files(".py") if len((ROOT / path).read_text().splitlines()) > LONGEST}
    assert long - {str(path) for path in files(".py") if "migrations" in path.parts} == set(LONG_FILES)


def test_no_drawers():
    drawers = {"utils", "helpers", "common", "core", "misc", "base", "manager"}
    allowed = {"site/portal/settings/base.py"}  # the settings that the others loosen: Django's own word for them
    assert {str(path) for path in files(".py") if path.stem in drawers} == allowed


def test_no_file_chooses_a_python_for_others():
    """A ``.python-version`` breaks the pyenv of whoever has not got exactly that one."""
    assert not (ROOT / ".python-version").exists()


def pins(lock):
    """Version by package, and the number of hashes of each."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    return {block.split("==")[0]: (block.split()[0], block.count("--hash=sha256:")) for block in blocks}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_pins_every_package_by_hash_and_names_no_address(lock):
    assert "://" not in (ROOT / lock).read_text()
    assert [name for name, (pin, hashes) in pins(lock).items() if "==" not in pin or not hashes] == []


def test_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"]
    assert {plain_name(each) for each in wanted} <= set(pins("requirements.lock"))
    wanted = project["dependency-groups"]["dev"]
    assert {plain_name(each) for each in wanted} <= set(pins("requirements-dev.lock"))


def test_development_lock_holds_the_runtime_lock():
    """The set-up counts an installed development lock for both."""
    development = pins("requirements-dev.lock")
    assert {name: pin for name, pin in pins("requirements.lock").items() if development.get(name) != pin} == {}


def plain_name(requirement):
    return re.match(r"[A-Za-z0-9-]+", requirement).group().lower()

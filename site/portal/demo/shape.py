"""Which groups there are, and where: real communes and villages of several provinces."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from participation.models import CommunityGroup, Kind
from places.models import AdminArea

SEED = "demo-1"
PROVINCES = ("25", "17", "16", "19", "03", "05")
COUNCILS = 124
CLUBS = 212
NETWORKS = 345
BEHIND_THE_OTHERS = 1_000_000
"""Networks are numbered from here, so that those of clubs and councils stay as they are."""


@dataclass(frozen=True, slots=True)
class GroupShape:
    """One group before it has an id: enough to draw its whole life from ``rng()``."""

    turn: int
    number: int
    kind: str
    area_id: str
    commune_id: str
    villages: tuple[str, ...]
    name_km: str
    name_latin: str
    school: tuple[str, str] | None
    founded_on: date
    status: str
    quiet_days: int
    rhythm_days: int

    def rng(self) -> Random:
        """The group's own source of chance, independent of every other group."""
        return Random(f"{SEED}:{self.number}")


def shapes(today: date, factor: int = 1) -> Iterator[GroupShape]:
    """The groups, commune by commune: one council each, and one or two clubs in its villages.

    :param factor: how many times the true scale; more groups in the same communes where these run out.
    """
    rng = Random(SEED)
    communes = _communes(rng)
    councils, clubs = COUNCILS * factor, CLUBS * factor
    villages = _villages({commune.id for commune in communes[: min(councils, len(communes))]})
    number = 0
    for turn in range(councils):
        commune = communes[turn % len(communes)]
        number += 1
        here = villages[commune.id]
        yield _council(turn, number, commune, tuple(village.id for village in here), rng, today, turn // len(communes))
        for club in range(clubs * (turn + 1) // councils - clubs * turn // councils):
            number += 1
            again, place = divmod(club + 2 * (turn // len(communes)), len(here))
            yield _club(turn, number, commune, here[place], rng, today, again=again)


def network_shapes(today: date, factor: int = 1) -> Iterator[GroupShape]:
    """The networks, in the communes of the councils: each in a village of its own as long as there are some.

    :param factor: how many times the true scale.
    """
    communes = _communes(Random(SEED))
    rng, councils, networks = Random(f"{SEED}:networks"), COUNCILS * factor, NETWORKS * factor
    communes = communes[: min(councils, len(communes))]
    villages = _villages({commune.id for commune in communes})
    number = 0
    for turn, commune in enumerate(communes):
        here = villages[commune.id]
        for network in range(networks * (turn + 1) // len(communes) - networks * turn // len(communes)):
            number += 1
            again, place = divmod(network, len(here))
            yield _network(turn, BEHIND_THE_OTHERS + number, commune, here[place], rng, today, again=again)


def _communes(rng: Random) -> list[AdminArea]:
    """Communes with villages, the provinces taking turns, in an order that chance decides."""
    by_province: dict[str, list[AdminArea]] = {}
    rows = AdminArea.objects.filter(level=3, is_active=True, children__is_active=True).distinct().order_by("id")
    for commune in rows:
        by_province.setdefault(commune.code[:2], []).append(commune)
    chosen = [by_province[code] for code in PROVINCES if code in by_province] or list(by_province.values())
    for communes in chosen:
        rng.shuffle(communes)
    longest = max(map(len, chosen), default=0)
    mixed = [communes[turn] for turn in range(longest) for communes in chosen if turn < len(communes)]
    if not mixed:
        raise LookupError("There are no places yet: run import_gazetteer first.")
    return mixed


def _villages(commune_ids: set[str]) -> dict[str, list[AdminArea]]:
    found: dict[str, list[AdminArea]] = {}
    for village in AdminArea.objects.filter(parent_id__in=commune_ids, level=4, is_active=True).order_by("id"):
        found.setdefault(village.parent_id, []).append(village)
    return found


def _suffix(again: int) -> str:
    return f" {again + 1}" if again else ""


def _founding(rng: Random, today: date) -> date:
    """Some time since 2004, most of them in the last eight years, none in the last four weeks."""
    years = rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 11, 15, 20))
    return max(date(2004, 3, 1), today - timedelta(days=365 * years + rng.randrange(-300, 200)))


def _status(rng: Random) -> tuple[str, int]:
    """A status, and for how many days the group has been quiet beyond its rhythm."""
    status = rng.choices(
        (
            CommunityGroup.Status.ACTIVE,
            CommunityGroup.Status.PAUSED,
            CommunityGroup.Status.CLOSED,
            CommunityGroup.Status.FORMING,
        ),
        (86, 5, 6, 3),
    )[0]
    if status in (CommunityGroup.Status.PAUSED, CommunityGroup.Status.CLOSED):
        return status, rng.randrange(60, 400)
    return status, rng.randrange(45, 200) if rng.random() < 0.11 else 0


def _council(
    turn: int, number: int, commune: AdminArea, villages: tuple[str, ...], rng: Random, today: date, again: int
) -> GroupShape:
    in_school = rng.random() < 0.4
    status, quiet = _status(rng)
    names = (
        (f"ក្រុមប្រឹក្សាកុមារសាលាបឋមសិក្សា{commune.name_km}", f"Children's council of {commune.name_latin} primary school")
        if in_school
        else (f"ក្រុមប្រឹក្សាកុមារ{_unit(commune)}{commune.name_km}", f"Children's council of {commune.name_latin}")
    )
    return GroupShape(
        turn=turn,
        number=number,
        kind=Kind.COUNCIL,
        area_id=commune.id,
        commune_id=commune.id,
        villages=villages,
        name_km=names[0] + _suffix(again),
        name_latin=names[1] + _suffix(again),
        school=(f"សាលាបឋមសិក្សា{commune.name_km}", f"{commune.name_latin} primary school") if in_school else None,
        founded_on=_founding(rng, today),
        status=status,
        quiet_days=quiet,
        rhythm_days=rng.choice((14, 30, 30, 60)),
    )


def _club(
    turn: int, number: int, commune: AdminArea, village: AdminArea, rng: Random, today: date, again: int
) -> GroupShape:
    status, quiet = _status(rng)
    return GroupShape(
        turn=turn,
        number=number,
        kind=Kind.CLUB,
        area_id=village.id,
        commune_id=commune.id,
        villages=(village.id,),
        name_km=f"ក្លឹបកុមារភូមិ{village.name_km}{_suffix(again)}",
        name_latin=f"{village.name_latin} children's club{_suffix(again)}",
        school=None,
        founded_on=_founding(rng, today),
        status=status,
        quiet_days=quiet,
        rhythm_days=rng.choice((7, 14, 14, 14, 14)),
    )


def _unit(commune: AdminArea) -> str:
    return "សង្កាត់" if commune.unit_type == AdminArea.UnitType.SANGKAT else "ឃុំ"


def _network(
    turn: int, number: int, commune: AdminArea, village: AdminArea, rng: Random, today: date, again: int
) -> GroupShape:
    status, quiet = _status(rng)
    return GroupShape(
        turn=turn,
        number=number,
        kind=Kind.NETWORK,
        area_id=village.id,
        commune_id=commune.id,
        villages=(village.id,),
        name_km=f"បណ្តាញការពារគ្រួសារភូមិ{village.name_km}{_suffix(again)}",
        name_latin=f"{village.name_latin} family protection network{_suffix(again)}",
        school=None,
        founded_on=_founding(rng, today),
        status=status,
        quiet_days=quiet,
        rhythm_days=60,
    )

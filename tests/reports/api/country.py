"""Two provinces with everything that other systems read, and the same words as the matrix of permissions."""

from datetime import date

from participation.actions.meetings import record_meeting
from participation.models import CommunityGroup, Kind
from people.models import Person
from reports.actions.freezing import freeze_quarter
from reports.keeping.filling import fill_missing
from reports.keeping.folding import fold
from reports.quarters import Quarter
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_meeting, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_village
from tests.factories.reports import make_indicators, make_target
from tests.factories.services import make_coverage, make_service, make_type

NOW = "2026-10-05T03:00:00Z"
HERE, THERE = "05060101", "10010101"


def make_members(group: CommunityGroup, number: int, **values) -> list[Person]:
    """Girls and boys in turn, members since the year before."""
    people = []
    for turn in range(number):
        sex = ("female", "male")[turn % 2]
        people.append(make_person(birth_year=2014, sex=sex, family_name="Secretfamily", given_name="Secretgiven"))
        make_membership(group=group, person=people[-1], began_on=date(2025, 1, 1), **values)
    return people


def make_country() -> dict[str, CommunityGroup]:
    """A club of fourteen here, one of three and one of sixteen there, each with a session and services; one frozen
    quarter. The day is ``NOW``."""
    topic = make_indicators()["children_protect"].topic
    by, groups = make_user("programme_officer"), {}
    for name, village, members in (("here", HERE, 14), ("small", THERE, 3), ("there", "10010102", 16)):
        area = make_village(village)
        group = make_group(
            area=area, name_km="ក្លឹបសម្ងាត់", name_latin="Secret club", founded_on=date(2024, 2, 3), last_met_on=None
        )
        marks = {person.pk: "present" for person in make_members(group, members)}
        record_meeting(group=group, held_on=date(2026, 8, 5), by=by, marks=marks, topics=[topic])
        make_meeting(group=group, held_on=date(2026, 9, 9), kind="election")
        groups[name] = group
    network = make_group(area=make_village(HERE), kind=Kind.NETWORK, founded_on=date(2024, 1, 1), last_met_on=None)
    make_members(network, 6)
    for village in (HERE, THERE):
        commune = make_village(village).parent
        for kind in ("health", "police", "legal"):
            make_coverage(service=make_service(area=commune, type=make_type(kind), phones="012 345 678, 099 111 222"))
        make_service(area=commune, name_en="Unchecked office", is_checked=False)
    make_target(indicator=make_indicators()["children_protect"], value=1400)
    fill_missing()
    fold(look=True)
    freeze_quarter(quarter=Quarter(2026, 3), by=by)
    return groups

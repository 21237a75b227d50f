"""Every file that leaves the portal: whose names it holds. Names of members leave with a proof and a reason, or not."""

import pytest
from django.urls import reverse

from accounts.models import JournalEntry, User
from accounts.roles import ROLES
from accounts.roles import Capability as C
from tests.accounts.downloads.reading import proven
from tests.factories.accounts import make_user, signed_in
from tests.guards.matrix.rules import RULES
from tests.guards.matrix.test_permissions import address, unpacked
from tests.guards.matrix.world import HERE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOBODY, ADULTS, MEMBERS, PRINTED = "nobody", "adults at work", "members", "members, on paper"
CODED = "members, by their codes"

BOTH = ("csv", "xlsx")
OF_NOBODY = (
    *(f"exports:{name}" for name in ("groups", "meetings", "schools", "projects", "partners", "asks", "quiet")),
    *(f"exports:{name}" for name in ("plans", "missed", "gaps")),
    *("clubs:plans", "clubs:peers", "councils:all_elections", "councils:results", "councils:gaps"),
    *("services:list", "services:reach", "targets:board", "targets:frozen"),
    *("networks:list", "trainings:list", "helplines:list", "checks:people"),
    *("targets:dhis2", "targets:dhis2_places"),
)
OF_ADULTS = ("exports:facilitators", "checks:list", "journal:list", "accounts:list")
TEMPLATES = tuple(f"{subject}:template" for subject in ("imports", "service_imports", "dhis2_codes", "dhis2_places"))
EXCHANGE = ("primero-locations", "primero-service-types", "primero-agencies", "oscar-gazetteer", "oscar-services")
FILES = {
    **{f"{name}_{format}": NOBODY for name in (*OF_NOBODY, *TEMPLATES) for format in BOTH},
    **{f"{name}_{format}": ADULTS for name in OF_ADULTS for format in BOTH},
    "exports:members": MEMBERS,
    "exports:consents": MEMBERS,
    "exports:register": PRINTED,
    "kobo:form_xlsx": NOBODY,
    "kobo:codes_xlsx": CODED,
    "councils:seats_paper": PRINTED,
    "councils:election_sheet": PRINTED,
    "help_sheet": NOBODY,
    "targets:dhis2_values_adx": NOBODY,
    "targets:dhis2_values_csv": NOBODY,
    **{f"services:{kind}_file": NOBODY for kind in EXCHANGE},
    "consents:form": PRINTED,
    "consents:cards": PRINTED,
    "trainings:register": PRINTED,
}
"""What each holds of people. Papers are for who sees the names anyway, and each printing is a line in the journal."""

OF_VALUES = ("targets:dhis2_values_adx", "targets:dhis2_values_csv")
PAPERS = ("_paper", "_sheet", ":register", "consents:form", "consents:cards")
NAMES = 3
"""Of a side's words, the first: family, given and Latin name."""
REASON = {"reason": "meeting", "format": "csv"}


def is_file(name: str) -> bool:
    return name.endswith(("_csv", "_xlsx", "_adx", "_file", *PAPERS)) or name.startswith("exports:")


def reader_of(world, name: str) -> User:
    """Somebody who opens the file: one who sees names, where there is one; of the whole country where it asks so."""
    rule = RULES[name]
    if rule.everywhere:
        return make_user("programme_officer")
    roles = [key for key, role in ROLES.items() if not rule.needs or role.capabilities & set(rule.needs)]
    return world.users["programme_officer" if "programme_officer" in roles else roles[0]]


def taken(world, name: str, client) -> str:
    response = client.get(address(name, RULES[name], world, HERE))
    if name in OF_VALUES:  # a quarter without any number is no file, but a page that says so
        assert response.status_code == 302, name
        return client.get(response.url).text
    assert response.status_code == 200, name
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return unpacked(content).decode(errors="replace")


def names_in(world, text: str) -> list[str]:
    return [word for word in world.sides[HERE].people_words[:NAMES] if word in text]


def test_every_file_says_whose_names_it_holds():
    assert {name for name in RULES if is_file(name)} == set(FILES)


def test_whatever_is_sent_as_a_file_is_known(world, deep):
    """Asked of every page in ``--deep``; here of those whose name speaks of a file."""
    client, found = signed_in(world.users["programme_officer"]), set()
    for name, rule in RULES.items():
        if rule.public or "get" not in rule.methods or not (deep or name.endswith("_csv")):
            continue
        response = client.get(address(name, rule, world, HERE))
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            found.add(name)
    assert found - set(FILES) == set()
    assert {"exports:groups_csv", "clubs:plans_csv"} <= found


def test_files_without_names_of_members_hold_none(world):
    faults = {}
    for name, whose in FILES.items():
        if whose in (NOBODY, ADULTS):
            faults[name] = names_in(world, taken(world, name, signed_in(reader_of(world, name))))
    assert {name: words for name, words in faults.items() if words} == {}


@pytest.mark.parametrize("name", [name for name, whose in FILES.items() if whose == MEMBERS])
def test_names_of_members_leave_with_a_second_factor_a_reason_and_a_line(name, world):
    client, path = signed_in(world.users["programme_officer"]), reverse(name)
    assert RULES[name].needs == (C.EXPORT_NAMES,)
    for response in (client.get(path), client.post(path, REASON)):
        assert "/accounts/2fa/reauthenticate/" in response.url
    proven(client)
    without = client.post(path, {**REASON, "reason": ""})
    assert (without.streaming, names_in(world, without.text)) == (False, [])
    assert JournalEntry.objects.filter(verb="names.exported").count() == 0
    answer = client.post(path, REASON)
    text = b"".join(answer.streaming_content).decode()
    line = JournalEntry.objects.get(verb="names.exported")
    assert (line.details["reason"], line.actor) == ("meeting", world.users["programme_officer"])
    if name == "exports:members":
        assert len(names_in(world, text)) == NAMES  # so the search above would have found them


@pytest.mark.parametrize("name", [name for name, whose in FILES.items() if whose == CODED])
def test_codes_of_members_leave_as_their_names_do_and_without_them(name, world):
    client, path = signed_in(world.users["programme_officer"]), reverse(name)
    assert RULES[name].needs == (C.EXPORT_NAMES,)
    for response in (client.get(path), client.post(path, REASON)):
        assert "/accounts/2fa/reauthenticate/" in response.url
    proven(client)
    assert client.post(path, {**REASON, "reason": ""}).status_code == 422
    assert JournalEntry.objects.filter(verb="names.exported").count() == 0
    text = unpacked(client.post(path, REASON).content).decode(errors="replace")
    code = world.sides[HERE].rows["person"].code
    line = JournalEntry.objects.get(verb="names.exported")
    assert (line.details["reason"], line.actor) == ("meeting", world.users["programme_officer"])
    assert (code in text, names_in(world, text)) == (True, [])


@pytest.mark.parametrize("name", [name for name, whose in FILES.items() if whose == PRINTED])
def test_papers_with_names_are_for_who_sees_them_and_leave_a_line(name, world):
    assert RULES[name].needs == (C.SEE_PEOPLE,)
    client = signed_in(world.users["programme_officer"])
    client.get(reverse("desk"))
    before = JournalEntry.objects.filter(kind="read").count()
    taken(world, name, client)
    assert JournalEntry.objects.filter(kind="read", people__gt=0).count() > 0
    assert JournalEntry.objects.filter(kind="read").count() == before + 1

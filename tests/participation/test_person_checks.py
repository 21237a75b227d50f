"""Conduct and screening of adults with a post and without an account: who is listed for whom, noted, merged, told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.checks import CheckEndsBeforeItBegins, CheckKnown
from accounts.models import JournalEntry
from participation.actions.person_checks import record_person_check
from participation.models import Kind, PersonCheck
from people.merging import merge_people, undo_merge
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership, make_person_check, make_post
from tests.factories.people import make_person
from tests.participation.reaches import Reach, browser

pytestmark = pytest.mark.django_db
PEOPLE, LIST = reverse("checks:people"), reverse("checks:list")
SENTENCE = "Of adults with a post and without an account, a code of conduct or screening is missing or has ended."


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def network(reach):
    return make_group(kind=Kind.NETWORK, area=reach.group.area, name_latin="Zebra network")


def holder(group, code="coordinator", *, checked=False, **facts):
    """Who has a post for adults."""
    post = make_post(group.kind, code, is_for_adults=code not in ("member", "child_representative"))
    person = make_person(**{"birth_year": 1980, **facts})
    make_membership(group=group, person=person, post=post)
    if checked:
        for what in PersonCheck.What.values:
            make_person_check(person, what)
    return person


def listed(client, query=""):
    return [row.person for row in client.get(f"{PEOPLE}?{query}").context["rows"]]


def test_every_adult_with_a_post_is_listed_and_no_child_and_no_parent_among_parents(reach, network):
    today = timezone.localdate()
    adults = [
        holder(network, family_name="ក", given_name="ក"),
        holder(network, "elder", family_name="ខ", given_name="ខ", birth_year=None),
        holder(reach.group, "adviser", family_name="គ", given_name="គ", birth_year=today.year - 18),
    ]
    holder(network, "teacher", birth_year=today.year - 17)
    holder(network, "child_representative", birth_year=2013)
    holder(make_group(kind=Kind.PARENTS, area=network.area), "leader")
    holder(make_group(kind=Kind.NETWORK, area=reach.foreign_group.area))
    left = holder(network, "police_post")
    left.memberships.update(ended_on=today - timedelta(days=1), end_reason="moved_away")
    client = browser(reach.officer())
    assert listed(client) == adults
    assert JournalEntry.objects.get(verb="person_check.read").people == 3


def test_day_is_noted_seen_narrowed_and_taken_back(reach, network):
    person, client = holder(network), browser(reach.officer())
    today = timezone.localdate()
    url = reverse("checks:record_member", args=[person.pk])
    wrong = client.post(url, {"what": "conduct", "done_on": today, "valid_until": today - timedelta(days=1)})
    assert "valid_until" in wrong.context["form"].errors
    for what, days in (("conduct", 700), ("screening", 20)):
        data = {"what": what, "done_on": today, "valid_until": today + timedelta(days=days)}
        assert client.post(url, data).url == reverse("checks:member", args=[person.pk])
    (row,) = client.get(PEOPLE).context["rows"]
    assert [str(mark.standing) for mark in row.marks] == ["in_force", "ends_soon"]
    assert (listed(client, "show=ending"), listed(client, "show=lapsed")) == ([person], [])
    check = PersonCheck.objects.get(what="screening")
    assert check.recorded_as == "programme_officer"
    assert "noted as: Programme officer" in client.get(reverse("checks:member", args=[person.pk])).text
    client.post(reverse("checks:take_back_member", args=[check.pk]))
    assert listed(client, "show=lapsed") == [person]
    verbs = JournalEntry.objects.filter(verb__startswith="person_check.").exclude(kind="read")
    assert [line.verb for line in verbs.order_by("pk")] == ["person_check.recorded"] * 2 + ["person_check.taken_back"]
    assert all(person.name not in str(line.details) for line in verbs)


def test_who_may_see_no_names_is_told_how_many(reach, network):
    person = holder(network, family_name="Quagga")
    holder(network, "elder", checked=True)
    client = browser(make_user("area_officer", area=reach.group.area))
    text = client.get(LIST).text
    assert "have no account: 2. Missing or ended for: 1." in text
    assert PEOPLE not in text
    assert "Quagga" not in text
    check = make_person_check(person, done_on=date(2021, 1, 1))
    for url in (
        PEOPLE,
        reverse("checks:people_csv"),
        reverse("checks:member", args=[person.pk]),
        reverse("checks:record_member", args=[person.pk]),
        reverse("checks:take_back_member", args=[check.pk]),
    ):
        assert client.get(url).status_code == 404
    home = client.get(reverse("desk")).text
    assert SENTENCE in home
    assert f'href="{LIST}"' in home


def test_officer_is_told_on_the_first_page_until_all_is_in_force(reach, network):
    person = holder(network)
    client = browser(reach.officer())
    home = client.get(reverse("desk")).text
    assert SENTENCE in home
    assert f"{PEOPLE}?show=lapsed" in home
    for what in PersonCheck.What.values:
        make_person_check(person, what)
    assert SENTENCE not in client.get(reverse("desk")).text
    PersonCheck.objects.filter(what="screening").update(valid_until=timezone.localdate() - timedelta(days=1))
    assert SENTENCE in client.get(reverse("desk")).text
    assert SENTENCE not in browser(reach.facilitator()).get(reverse("desk")).text


def test_strangers_are_not_found(reach):
    stranger = holder(make_group(kind=Kind.NETWORK, area=reach.foreign_group.area))
    child = make_membership(group=reach.group).person
    check, client = make_person_check(stranger), browser(reach.officer())
    for name, key in (("member", stranger.pk), ("record_member", stranger.pk), ("member", child.pk)):
        assert client.get(reverse(f"checks:{name}", args=[key])).status_code == 404
    assert client.get(reverse("checks:take_back_member", args=[check.pk])).status_code == 404


def test_file_tells_posts_without_a_name(reach, network):
    person = holder(network, checked=True, family_name="Okapi")
    client = browser(reach.officer())
    for format in ("csv", "xlsx"):
        (row,) = rows_in(client.get(reverse(f"checks:people_{format}")))
        assert (row["Code of the group"], row["Screening done"]) == (network.code, "In force")
        assert not any(word in str(row.values()) for word in ("Okapi", person.code))


def test_days_that_make_no_sense_and_the_same_day_twice_are_refused(network):
    said = {"person": holder(network), "what": "conduct", "by": make_user(), "recorded_as": "programme_officer"}
    day = date(2026, 1, 1)
    with pytest.raises(CheckEndsBeforeItBegins):
        record_person_check(**said, done_on=day, valid_until=date(2025, 1, 1))
    record_person_check(**said, done_on=day, valid_until=day)
    with pytest.raises(CheckKnown):
        record_person_check(**said, done_on=day, valid_until=day)
    assert PersonCheck.objects.count() == 1


def test_checks_follow_a_merge_and_come_back(network):
    by, day = make_user("programme_officer"), date(2025, 5, 5)
    kept, gone = holder(network), holder(network, "elder")
    both, theirs = make_person_check(gone, done_on=day), make_person_check(gone, "screening")
    make_person_check(kept, done_on=day)
    merge = merge_people(kept=kept, gone=gone, by=by)
    assert PersonCheck.objects.filter(person=kept).count() == PersonCheck.objects.count() == 2
    back = undo_merge(merge=merge, by=by)
    assert set(PersonCheck.objects.filter(person=back).values_list("pk", flat=True)) == {both.pk, theirs.pk}
    assert PersonCheck.objects.count() == 3


def test_list_costs_the_same_at_one_adult_and_at_three(reach, network, django_assert_num_queries):
    client = browser(reach.officer())
    holder(network)
    client.get(PEOPLE)
    with django_assert_num_queries(BUDGET):
        client.get(PEOPLE)
    holder(network, "elder"), holder(network, "teacher", checked=True)
    with django_assert_num_queries(BUDGET):
        assert len(listed(client)) == 3


def test_empty_list_says_so(reach):
    assert "No adult holds a post in a group of your area yet." in browser(reach.officer()).get(PEOPLE).text


BUDGET = 8

"""Looking for people, a person's page, and correcting it: at the desk."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from participation.models import Attendance
from people.anonymising import NAMELESS, remove_name
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_mark, make_meeting, make_membership
from tests.factories.people import make_consent, make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db

SEARCH = "/desk/people/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def client(reach):
    return browser(reach.facilitator())


def page_url(person):
    return reverse("people:page", args=[person.pk])


def edit_url(person):
    return reverse("people:edit", args=[person.pk])


def part_of(page, name):
    """The section of a page under one heading."""
    return re.search(rf'aria-labelledby="{name}".*?</section>', page.text, re.S)[0]


# --- search ----------------------------------------------------------------------------------------------------------
def test_search_is_posted_and_finds_in_scope_only(reach, client):
    reach.add_member(family_name="សុខ", given_name="ដារា")
    answer = client.post(SEARCH, {"q": "សុខ"})
    assert len(re.findall(r'href="/desk/people/[0-9a-f-]{36}/"', answer.text)) == 2
    assert client.post(SEARCH, {"q": reach.stranger.code.lower()}).text.count(reach.stranger.name) == 0


def test_search_by_address_finds_nothing(reach, client):
    assert reach.person.code not in client.get(SEARCH, {"q": "សុខ"}).text


def test_search_leaves_one_line_with_the_count(reach, client):
    reach.add_member(family_name="សុខ", given_name="ដារា")
    client.post(SEARCH, {"q": "សុខ"})
    (row,) = journal_rows("people.found")
    assert (row.kind, row.people) == ("read", 2)
    assert "សុខ" not in str(row.details)


def test_search_shows_fifty_and_asks_for_more_words(reach, client):
    for number in range(51):
        make_membership(group=reach.group, person=make_person(given_name=f"ច្រើន {number}"))
    answer = client.post(SEARCH, {"q": "ច្រើន"})
    assert "There are more." in answer.text
    assert journal_rows("people.found")[0].people == 50


@pytest.mark.parametrize("words", ["\x00", '"', "%", "' OR 1=1 --", "\u200b", "x" * 101])
def test_search_with_odd_words_is_no_error(reach, client, words):
    answer = client.post(SEARCH, {"q": words})
    assert answer.status_code == 200
    assert reach.person.code not in answer.text


def test_search_is_closed_without_names(reach):
    assert browser(reach.nameless()).get(SEARCH).status_code == 404
    assert browser(reach.nameless()).post(SEARCH, {"q": reach.person.code}).status_code == 404


def test_search_costs_the_same_for_one_and_for_three(reach, client, django_assert_max_num_queries):
    client.get(SEARCH)
    with django_assert_max_num_queries(20) as one:
        client.post(SEARCH, {"q": "ស្រីនាង"})
    for _more in range(2):
        reach.add_member(family_name="សុខ", given_name="ស្រីនាង", village=make_area("05060101"))
    with django_assert_max_num_queries(20) as three:
        client.post(SEARCH, {"q": "ស្រីនាង"})
    assert len(three) == len(one)


# --- the page --------------------------------------------------------------------------------------------------------
def test_page_out_of_scope_is_not_found(reach, client):
    for url in (page_url(reach.stranger), edit_url(reach.stranger)):
        assert client.get(url).status_code == 404
    assert client.post(edit_url(reach.stranger), {"family_name": "x"}).status_code == 404
    assert journal_rows("person.read") == []


def test_page_is_closed_without_names(reach):
    assert browser(reach.nameless()).get(page_url(reach.person)).status_code == 404


def test_each_reading_leaves_a_line(reach, client):
    client.get(page_url(reach.person))
    client.get(page_url(reach.person))
    rows = journal_rows("person.read")
    assert [(row.about_type, row.about_id, row.people) for row in rows] == [
        ("people.person", str(reach.person.pk), 1)
    ] * 2


def test_page_says_who_opened_it_by_role_only(reach, client):
    client.get(page_url(reach.person))
    page = browser(reach.officer()).get(page_url(reach.person))
    facilitator = JournalEntry.objects.filter(verb="person.read").order_by("pk")[0].actor
    assert "Facilitator</strong>" in part_of(page, "readers")
    assert "You</strong>" in part_of(page, "readers")
    assert facilitator.full_name not in page.text
    assert facilitator.username not in page.text
    assert reverse("journal:list") not in page.text


def test_page_says_who_opened_it_by_name_to_who_answers_for_children(reach, client):
    client.get(page_url(reach.person))
    page = browser(reach.reader()).get(page_url(reach.person))
    facilitator = JournalEntry.objects.filter(verb="person.read").order_by("pk")[0].actor
    assert f"{facilitator.full_name}</strong>" in part_of(page, "readers")
    assert f"{reverse('journal:list')}?person={reach.person.code}" in part_of(page, "readers")


def test_page_forgets_readings_after_ninety_days(reach, client):
    client.get(page_url(reach.person))
    JournalEntry.objects.update(at=timezone.now() - timezone.timedelta(days=91))
    page = browser(reach.reader()).get(page_url(reach.person))
    assert ("You</strong>" in part_of(page, "readers"), part_of(page, "readers").count("</strong>")) == (True, 1)


def test_page_says_which_roles_may_see_it(reach, client):
    part = part_of(client.get(page_url(reach.person)), "may-read")
    found = re.findall(r"<strong>(.*?)</strong><span>(.*?)</span>", part)
    assert found[:2] == [
        ("Facilitator", "Only the members of their own groups."),
        ("Programme officer", "The members of the groups in their area."),
    ]
    assert "Administrator" not in [name for name, _whose in found]


def test_page_hides_groups_out_of_reach_and_says_so(reach, client):
    make_membership(group=reach.foreign_group, person=reach.person)
    text = client.get(page_url(reach.person)).text
    assert reach.group.name_km in text
    assert reach.foreign_group.name_km not in text
    assert str(reach.foreign_group.pk) not in text
    assert "1 time in a group is hidden from you." in text


def test_page_counts_participations_in_reach_only(reach, client):
    for state in (Attendance.State.PRESENT, Attendance.State.LATE, Attendance.State.ABSENT):
        make_mark(meeting=make_meeting(group=reach.group), person=reach.person, state=state)
    make_mark(meeting=make_meeting(group=reach.foreign_group), person=reach.person)
    text = client.get(page_url(reach.person)).text
    assert re.search(r'stat-card-number">\s*2\s*<', text)
    assert "of 3 meetings" in text


def test_page_offers_changes_only_to_who_may_make_them(reach, client):
    end = reverse("members:end", args=[reach.membership.pk])
    assert end in client.get(page_url(reach.person)).text
    page = browser(reach.reader()).get(page_url(reach.person)).text
    assert end not in page
    assert edit_url(reach.person) not in page


def test_page_costs_the_same_for_one_membership_and_for_three(reach, django_assert_max_num_queries):
    officer = browser(reach.officer())
    officer.get(page_url(reach.person))
    with django_assert_max_num_queries(25) as one:
        officer.get(page_url(reach.person))
    for _more in range(2):
        make_membership(group=make_group(area=make_area(HERE)), person=reach.person)
        browser(make_user("programme_officer")).get(page_url(reach.person))
    with django_assert_max_num_queries(25) as three:
        officer.get(page_url(reach.person))
    assert len(three) == len(one)


# --- correcting ------------------------------------------------------------------------------------------------------
def answers(person, **changed):
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "sex": person.sex,
        "birth_year": person.birth_year,
        "difficulty": person.difficulty,
        "version": person.version,
        **changed,
    }


def test_edit_saves_and_keeps_past_marks(reach, client):
    mark = make_mark(meeting=make_meeting(group=reach.group), person=reach.person)
    answer = client.post(edit_url(reach.person), answers(reach.person, sex="male", given_name="ថ្មី"))
    assert answer.url == page_url(reach.person)
    reach.person.refresh_from_db()
    assert (reach.person.sex, reach.person.given_name, reach.person.version) == ("male", "ថ្មី", 2)
    mark.refresh_from_db()
    assert mark.sex == "female"


def test_edit_shows_what_is_kept(reach, client):
    text = client.get(edit_url(reach.person)).text
    assert f'value="{reach.person.given_name}"' in text
    assert 'name="version" value="1"' in text


def test_stale_edit_shows_both_values_and_saves_nothing(reach, client):
    stale = answers(reach.person, given_name="របស់ខ្ញុំ")
    client.post(edit_url(reach.person), answers(reach.person, given_name="របស់គេ"))
    answer = client.post(edit_url(reach.person), stale)
    assert answer.status_code == 200
    assert "Somebody else changed this" in answer.text
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", answer.text)
    assert cells == ["របស់គេ", "របស់ខ្ញុំ"]
    assert 'value="របស់ខ្ញុំ"' in answer.text
    reach.person.refresh_from_db()
    assert reach.person.given_name == "របស់គេ"
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert client.post(edit_url(reach.person), {**stale, "version": version}).status_code == 302
    reach.person.refresh_from_db()
    assert reach.person.given_name == "របស់ខ្ញុំ"


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 40, "\x00"])
def test_edit_without_a_true_version_saves_nothing(reach, client, version):
    answer = client.post(edit_url(reach.person), answers(reach.person, given_name="ថ្មី", version=version))
    assert answer.status_code == 200
    reach.person.refresh_from_db()
    assert reach.person.given_name == "ស្រីនាង"


def test_edit_is_closed_to_who_only_reads(reach):
    reader = browser(reach.reader())
    assert reader.get(page_url(reach.person)).status_code == 200
    assert reader.get(edit_url(reach.person)).status_code == 404
    assert reader.post(edit_url(reach.person), answers(reach.person, given_name="x")).status_code == 404


# --- whose name was removed ------------------------------------------------------------------------------------------
def corrected(client, person, **answers):
    person.refresh_from_db()
    facts = {"sex": "male", "birth_year": "2013", "difficulty": "not_asked", "version": person.version}
    return client.post(reverse("people:edit", args=[person.pk]), facts | answers)


@pytest.fixture
def nameless(reach):
    reach.person.birth_month = 5
    reach.person.save()
    return remove_name(person=reach.person, reason="no_paper", by=None)


def test_details_are_corrected_without_a_name(reach, client, nameless):
    page = client.get(reverse("people:edit", args=[nameless.pk])).text
    assert (NAMELESS in re.search(r"<form class=\"form\".*</form>", page, re.S)[0], "until the paper" in page) == (
        False,
        True,
    )
    assert corrected(client, nameless, birth_month="5").status_code == 302
    nameless.refresh_from_db()
    assert (nameless.sex, nameless.birth_year, nameless.birth_month) == ("male", 2013, None)
    assert (nameless.name, nameless.name_key, nameless.name_sort) == (NAMELESS, "", "")
    assert (nameless.anonymised_on is None, nameless.likeness_keys.count()) == (False, 0)


def test_name_comes_back_with_the_paper_only(reach, client, nameless):
    name = {"family_name": "សុខ", "given_name": "ដារា"}
    assert "only after consent" in corrected(client, nameless, **name).text
    make_consent(person=nameless)
    half = corrected(client, nameless, given_name="ដារា")
    assert (half.status_code, list(half.context["form"].errors)) == (200, ["family_name"])
    assert corrected(client, nameless, **name).status_code == 302
    nameless.refresh_from_db()
    assert (nameless.name, nameless.anonymised_on, nameless.likeness_keys.count()) == ("សុខ ដារា", None, 1)
    assert nameless.name_sort
    assert "សុខ ដារា" in client.get(reverse("people:page", args=[nameless.pk])).text


def test_form_of_a_group_tells_nameless_members_apart_by_their_code(reach, client, nameless):
    named = reach.add_member().person
    text = client.get(reverse("consents:enter", args=[reach.group.pk])).text
    assert (nameless.code in text, named.code in text) == (True, False)

"""The board and its pages: what they show, to whom, and that they never count the register."""

import csv
import io
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.paging import page_of
from participation.actions.meetings import record_meeting
from participation.models import CommunityGroup, Topic
from reports.actions.freezing import freeze_quarter
from reports.keeping.filling import fill_missing
from reports.keeping.folding import fold
from reports.models import FrozenQuarter, Indicator, ShownFigure
from reports.quarters import Quarter
from reports.reads.board import Asked, board, visible_indicators
from reports.reads.details import groups_of
from tests.factories.accounts import make_user, signed_in
from tests.factories.networks import make_network, make_place, make_training
from tests.factories.participation import make_group, make_membership, make_past_rhythm, make_project, make_support
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune, make_village
from tests.factories.reports import make_indicators, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-05T03:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def programme():
    """Eight girls and six boys at one session in August, and two officials at a training in the year before."""
    topic = make_indicators()["children_protect"].topic
    group, by = make_group(area=make_village(), last_met_on=None), make_user("programme_officer")
    make_support(group=group, project=make_project(code="EU-1"), began_on=date(2026, 1, 1))
    people = [make_person(birth_year=2014, sex=sex) for sex in ("female",) * 8 + ("male",) * 6]
    marks = {make_membership(group=group, person=person).person_id: "present" for person in people}
    record_meeting(group=group, held_on=date(2026, 8, 5), by=by, marks=marks, topics=[topic])
    make_network(area=make_village("16020301"), founded_on=date(2026, 9, 1))
    training = make_training(began_on=date(2025, 2, 1), ended_on=date(2025, 2, 2), area=make_commune("160203"))
    for sector in ("police", "teacher"):
        make_place(training=training, sector=sector, person=make_person(birth_year=1980))
    fill_missing()
    fold(look=True)
    return by


def line(user, code, asked=None):
    found = board(asked or Asked(Quarter(2026, 3)), visible_indicators(user), user=user)
    return next(line for line in found.lines if line.indicator.code == code)


def page(user, name, **query):
    return signed_in(user).get(reverse(name), query).text


# --- numbers ---------------------------------------------------------------------------------------------------------
def test_done_new_and_missing_of_each_target(programme):
    children = line(programme, "children_protect")
    assert (children.done, children.new, children.missing, children.percent) == (14, 14, 1386, 1)
    trained = line(programme, "officials_trained")
    assert (trained.done, trained.new, trained.missing) == (2, 0, 3998)
    assert line(programme, "mechanisms").done == 1
    assert line(programme, "clubs_active").target is None


def test_a_person_trained_twice_counts_at_the_first_training_and_in_the_sector_of_then(programme):
    person = make_person(birth_year=1980)
    for day, sector in ((date(2026, 5, 5), "police"), (date(2026, 8, 8), "ngo")):
        make_place(training=make_training(began_on=day, ended_on=day), sector=sector, person=person)
    fold(look=True)
    trained = line(programme, "officials_trained")
    (parts,) = [split.parts for split in trained.splits if split.name == "part"]
    assert {part.group: part.value for part in parts} == {"police": 2, "teacher": 1}
    assert (trained.done, trained.new) == (3, 0)


def test_splits_say_who(programme):
    splits = {split.name: split.parts for split in line(programme, "children_protect").splits}
    assert [(part.group, part.value, part.share) for part in splits["sex"]] == [
        ("female", 8, 100),
        ("male", 6, 75),
        ("other", 0, 0),
    ]
    assert [(part.group, part.value) for part in splits["age_group"]] == [("10_14", 14)]


def test_places_lead_from_provinces_to_communes(programme):
    areas = ["", "mef05", "mef0506"]
    found = [line(programme, "children_protect", Asked(Quarter(2026, 3), area)).places for area in areas]
    assert [[(place.area, place.done) for place in places] for places in found] == [
        [("mef05", 14)],
        [("mef0506", 14)],
        [("mef050601", 14)],
    ]


def test_an_earlier_quarter_knows_nothing_of_a_later_session(programme):
    assert line(programme, "children_protect", Asked(Quarter(2026, 2))).done == 0


def test_a_project_has_its_own_numbers_and_target(programme):
    indicator = Indicator.objects.get(code="children_protect")
    project = make_project(code="EU-2")
    make_target(indicator=indicator, project=project, value=20)
    asked = Asked(Quarter(2026, 3), "", project)
    assert (line(programme, "children_protect", asked).done, line(programme, "children_protect", asked).missing) == (
        0,
        20,
    )


def test_board_asks_the_same_few_questions_whatever_there_is(programme, django_assert_num_queries):
    indicators = visible_indicators(programme)
    with django_assert_num_queries(6):
        board(Asked(Quarter(2026, 3)), indicators, user=programme)
    for number in range(3):
        group = make_group(area=make_village(f"1701010{number + 1}"))
        record_meeting(group=group, held_on=date(2026, 9, 1), by=programme, marks={})
    fold(look=True)
    with django_assert_num_queries(6):
        board(Asked(Quarter(2026, 3)), indicators, user=programme)


# --- pages -----------------------------------------------------------------------------------------------------------
def test_pages_of_an_officer_show_exact_numbers(programme):
    assert "1,386" in page(programme, "targets:board")
    indicator = Indicator.objects.get(code="children_protect")
    text = signed_in(programme).get(reverse("targets:indicator", args=[indicator.pk])).text
    assert ">14<" in text
    assert 'href="?area=mef05"' in text
    assert "<svg" in text
    assert "style=" not in text
    assert "1,386" in page(programme, "targets:report_km")
    assert "Children who learn to protect themselves" in page(programme, "targets:report_en")


def test_way_down_leads_to_meetings_on_the_topic_alone(programme):
    indicator = Indicator.objects.get(code="children_protect")
    other = record_meeting(
        group=CommunityGroup.objects.filter(kind="club").first(), held_on=date(2026, 8, 2), by=programme, marks={}
    )
    client = signed_in(programme)
    ways = client.get(reverse("targets:indicator", args=[indicator.pk])).context["ways"]
    (way,) = [way for way in ways if way.url.startswith(reverse("meetings:list"))]
    assert "topic=self_protection" in way.url
    found = client.get(way.url).context["lines"]
    assert found
    assert all("self_protection" in one.meeting.topics.values_list("code", flat=True) for one in found)
    assert str(other.pk) in client.get(reverse("meetings:list")).text


def test_groups_of_a_number_are_paged_the_largest_first(programme, monkeypatch):
    monkeypatch.setattr("reports.views.board.page_of", partial(page_of, size=2))
    topic = Topic.objects.get(code="self_protection")
    for number in range(4):
        group = make_group(area=make_village(f"1701010{number + 1}"))
        members = [make_membership(group=group, person=make_person()).person for _turn in range(number + 1)]
        marks = {person.pk: "present" for person in members}
        record_meeting(group=group, held_on=date(2026, 9, 1), by=programme, marks=marks, topics=[topic])
    fold(look=True)
    indicator, client, seen = Indicator.objects.get(code="children_protect"), signed_in(programme), []
    url = reverse("targets:indicator", args=[indicator.pk])
    page = client.get(url)
    while True:
        seen += [(row.group.pk, row.number) for row in page.context["groups"]]
        if not page.context["next_url"]:
            break
        page = client.get(url + page.context["next_url"])
    whole = groups_of(indicator, Asked(Quarter(2026, 4)), programme)
    assert seen == [tuple(row) for row in whole.order_by("-counted", "-group")]
    assert len(seen) >= 5
    assert [number for _pk, number in seen] == sorted((number for _pk, number in seen), reverse=True)
    back = client.get(url + page.context["previous_url"])
    assert [(row.group.pk, row.number) for row in back.context["groups"]] in [
        seen[at : at + 2] for at in range(0, 8, 2)
    ]


def test_what_is_not_known_of_rhythms_is_said(programme):
    group = CommunityGroup.objects.first()
    url = reverse("targets:indicator", args=[Indicator.objects.get(code="clubs_active").pk])
    client = signed_in(programme)
    make_past_rhythm(group=group, ended_on=date(2026, 5, 10))
    assert "is known from" not in client.get(url, {"quarter": "2026Q1"}).text
    make_past_rhythm(group=group, ended_on=date(2026, 5, 10) - timedelta(days=1), is_known=False)
    assert "is known from 10 May 2026 on" in client.get(url, {"quarter": "2026Q1"}).text
    assert "is known from" not in client.get(url, {"quarter": "2026Q3"}).text
    other = reverse("targets:indicator", args=[Indicator.objects.get(code="children_protect").pk])
    assert "is known from" not in client.get(other, {"quarter": "2026Q1"}).text


def test_who_works_in_one_province_sees_its_numbers_and_no_others(programme):
    user = make_user("programme_officer", area=make_area("16"))
    assert line(user, "children_protect", Asked(Quarter(2026, 3))).done == 0
    text = page(user, "targets:board", area="mef05")
    assert "1,386" not in text
    indicator = Indicator.objects.get(code="officials_trained")
    text = signed_in(user).get(reverse("targets:indicator", args=[indicator.pk]), {"area": "mef05"}).text
    assert "mef1602" in text
    assert "mef0506" not in text


def test_a_filter_that_makes_no_sense_is_left_out(programme):
    text = page(programme, "targets:board", quarter="2026Q9", area="nowhere", project="7")
    assert "1,386" in text


def test_long_file_has_a_line_for_each_number(programme):
    response = signed_in(programme).get(reverse("targets:board_csv"), {"quarter": "2026Q3"})
    found = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    girls = [row for row in found if row["indicator"] == "children_protect" and row["sex"] == "female"]
    assert [(row["period"], row["area_code"], row["age_group"], row["value"], row["basis"]) for row in girls] == [
        ("2026Q3", "050601", "10_14", "8", "computed")
    ]
    assert girls[0]["sdg"] == "5.2 16.2"
    sheet = signed_in(programme).get(reverse("targets:board_xlsx"))
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    sheet.close()


# --- donors ----------------------------------------------------------------------------------------------------------
NUMBERS = ("board", "report_km", "report_en", "board_csv")


def test_a_donor_sees_nothing_before_a_quarter_is_frozen(programme):
    donor = make_user("donor")
    for name in ("targets:board", "targets:report_km"):
        assert "14" not in page(donor, name).split("<main")[1].split("</main")[0]
    assert signed_in(donor).get(reverse("targets:board_csv")).status_code == 302


def test_a_donor_sees_frozen_figures_in_fives_whatever_is_asked(programme):
    freeze_quarter(quarter=Quarter(2026, 3), by=programme)
    donor = make_user("donor")
    children = ShownFigure.objects.filter(indicator__code="children_protect", area="")
    told = {(figure.split, figure.group): figure.value for figure in children}
    assert told["", ""] == 15
    assert (told["sex", "female"], told["sex", "male"]) == (10, 5)
    for query in ({}, {"area": "mef050601"}, {"project": str(make_project().pk)}, {"quarter": "2026Q4"}):
        text = page(donor, "targets:board", **query)
        assert "1,385" in text
        assert "1,386" not in text
    response = signed_in(donor).get(reverse("targets:board_csv"))
    rows = b"".join(response.streaming_content).decode("utf-8-sig")
    assert '"14"' not in rows
    assert '"hidden"' in rows


def test_an_administrator_freezes_a_quarter_and_reads_it_in_fives(programme):
    administrator = make_user("administrator")
    client = signed_in(administrator)
    answer = client.post(reverse("targets:freeze"), {"quarter": "2026Q3", "note": ""}, follow=True)
    assert answer.redirect_chain == [(reverse("targets:frozen"), 302)]
    frozen = FrozenQuarter.objects.get()
    links = [link["url"] for link in answer.context["links"]]
    assert links == [reverse("targets:indicators")]
    shown = client.get(reverse("targets:frozen_page", args=[frozen.pk]))
    assert {client.get(link["url"]).status_code for link in shown.context["links"]} == {200}
    number = next(line for line in shown.context["board"].lines if line.indicator.code == "children_protect")
    assert number.done == 15
    rows = b"".join(client.get(reverse("targets:frozen_csv", args=[frozen.pk])).streaming_content).decode("utf-8-sig")
    assert '"14"' not in rows


def test_kept_counts_are_for_who_may_see_them(programme):
    assert not Indicator.objects.visible_to(AnonymousUser()).exists()
    donor = make_user("donor")
    assert line(donor, "children_protect").done == 0

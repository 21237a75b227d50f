"""The desk of trainings: recorded, filled from the register or line by line, read with and without names, printed."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from people.models import Consent, Person
from protection.models import Training, TrainingPlace, TrainingTopic
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_user
from tests.factories.networks import HELD_ON, make_place, make_training, make_training_topic
from tests.factories.participation import make_facilitation, make_group, make_membership, make_partner
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune
from tests.protection.conftest import HERE, THERE, browser

pytestmark = pytest.mark.django_db
LIST = reverse("trainings:list")


@pytest.fixture
def training():
    return make_training(area=make_commune(HERE))


@pytest.fixture
def officer(training):
    return browser(make_user("programme_officer", area=make_area(HERE[:4])))


def url(name, row):
    return reverse(f"trainings:{name}", args=[row.pk])


def line(number, **said):
    usual = {"family_name": "ហេង", "given_name": "ពិសិដ្ឋ", "sex": "male", "age": "41", "sector": "police"}
    return {f"{number}-{name}": value for name, value in {**usual, **said}.items()}


def typed(*lines, **said):
    data = {"step": "type", "home": make_commune(HERE).pk, **said}
    for each in lines:
        data |= each
    return data


def test_training_is_recorded_where_the_officer_works(officer):
    topic = make_training_topic("referral")
    data = {"topic": topic.pk, "began_on": HELD_ON, "ended_on": HELD_ON, "area": make_commune(THERE).pk}
    assert "area" in officer.post(reverse("trainings:record"), data).context["form"].errors
    data["area"] = make_commune(HERE).pk
    answer = officer.post(reverse("trainings:record"), data)
    made = Training.objects.get(topic=topic)
    assert answer.url == url("fill", made)
    page = officer.get(url("edit", made))
    assert page.context["form"].initial["area"] == made.area
    officer.post(url("edit", made), {**data, "began_on": HELD_ON - timedelta(days=1)})
    made.refresh_from_db()
    assert made.began_on == HELD_ON - timedelta(days=1)


def test_known_adults_are_found_and_chosen(training, officer):
    teacher = make_membership(person=make_person(family_name="ចាន់", given_name="បុប្ផា", birth_year=1980)).person
    teacher.village = make_commune(HERE)
    teacher.save()
    group = teacher.memberships.get().group
    group.area = make_commune(HERE)
    group.save()
    stranger = make_person(family_name="ចាន់", given_name="លាក់", village=make_commune(THERE))
    found = officer.post(url("fill", training), {"step": "find", "q": "ចាន់"})
    assert [row.person for row in found.context["found"].rows] == [teacher]
    assert JournalEntry.objects.filter(verb="people.found", people=1).count() == 1
    wrong = officer.post(url("fill", training), {"step": "known", "q": "ចាន់", "sector": "teacher"})
    assert "Choose somebody from the list." in wrong.text
    chosen = {"step": "known", "q": "ចាន់", "person": [teacher.pk, stranger.pk, "no id"], "sector": "teacher"}
    assert officer.post(url("fill", training), chosen).url == url("page", training)
    assert [(place.person, place.sector) for place in TrainingPlace.objects.all()] == [(teacher, "teacher")]


def test_lines_are_typed_in_and_empty_ones_left_out(training, officer):
    answer = officer.post(url("fill", training), typed(line(1), line(3, given_name="រតនា", age=""), signed="on"))
    assert answer.url == url("page", training)
    people = {place.person.given_name: place.person for place in TrainingPlace.objects.select_related("person")}
    assert set(people) == {"ពិសិដ្ឋ", "រតនា"}
    grown = people["ពិសិដ្ឋ"]
    assert (grown.birth_year, grown.birth_is_estimated) == (timezone.localdate().year - 41, True)
    assert grown.village == make_commune(HERE)
    assert Consent.objects.get().person == grown  # of unknown age may be a child
    assert grown.name in officer.get(url("page", training)).text


def test_line_with_half_an_answer_is_shown_again_and_keeps_all_out(training, officer):
    answer = officer.post(url("fill", training), typed(line(1), line(2, sex="", sector="")))
    second = answer.context["lines"][1]
    assert set(second.errors) == {"sex", "sector"}
    assert not Person.objects.exists()
    assert "Choose somebody, or write down a name." in officer.post(url("fill", training), typed()).text


def test_who_may_be_known_is_asked_about_line_by_line(training, officer):
    known = make_person(
        family_name="ហេង",
        given_name="ពិសិដ្ឋ",
        sex="male",
        birth_year=timezone.localdate().year - 41,
        village=make_commune(HERE),
    )
    data = typed(line(1), line(2, given_name="រតនា"))
    asked = officer.post(url("fill", training), data)
    (question,) = asked.context["questions"]
    assert (question.line, [row.person for row in question.people]) == (1, [known])
    assert not TrainingPlace.objects.exists()
    officer.post(url("fill", training), {**data, "same-1": str(known.pk)})
    assert set(TrainingPlace.objects.values_list("person__given_name", flat=True)) == {"ពិសិដ្ឋ", "រតនា"}
    assert Person.objects.count() == 2
    other = make_training(area=make_commune(HERE))
    officer.post(url("fill", other), {**typed(line(1)), "same-1": "new"})
    assert Person.objects.count() == 3


def test_an_answer_that_is_none_of_those_asked_about_asks_again(training, officer):
    make_person(family_name="ហេង", given_name="ពិសិដ្ឋ", sex="male", village=make_commune(HERE), birth_year=None)
    other = make_person(village=make_commune(THERE))
    answer = officer.post(url("fill", training), {**typed(line(1)), "same-1": str(other.pk)})
    assert len(answer.context["questions"]) == 1


def test_names_are_hidden_from_readers_without_them(training, officer):
    place = make_place(training=training, person=make_person(family_name="សុខ", given_name="សម្ងាត់", birth_year=1980))
    assert place.person.given_name in officer.get(url("page", training)).text
    reader = browser(make_user("area_officer", area=make_area(HERE[:4])))
    page = reader.get(url("page", training)).text
    assert "hidden from you" in page
    assert place.person.given_name not in page
    assert "Teacher or school staff" in page
    for name in ("register", "edit", "fill"):
        assert reader.get(url(name, training)).status_code == 404
    assert reader.get(url("leave_out", place)).status_code == 404


def test_somebody_is_taken_off_the_list(training, officer):
    place = make_place(training=training)
    assert place.person.name in officer.get(url("leave_out", place)).text
    officer.post(url("leave_out", place))
    assert not TrainingPlace.objects.exists()


def test_trainings_of_elsewhere_are_not_found(officer):
    foreign = make_place(training=make_training(area=make_commune(THERE)))
    for name in ("page", "edit", "fill", "register"):
        assert officer.get(url(name, foreign.training)).status_code == 404
    assert officer.get(url("leave_out", foreign)).status_code == 404
    assert [row.training.area_id for row in officer.get(LIST).context["rows"]] != [foreign.training.area_id]


def test_training_of_a_province_shows_an_officer_of_a_district_their_own_people_and_nothing_of_others():
    wide = make_training(area=make_area(HERE[:2]), organiser=make_partner(name_km="Okapi", name_en="Okapi"))
    empty = make_training(area=make_area(HERE[:2]), topic=make_training_topic("laws"))
    own = make_membership(group=make_group(area=make_commune(HERE)), person=make_person(birth_year=1980)).person
    stranger = make_person(given_name="Quagga")
    other = make_membership(group=make_group(area=make_commune("050101")), person=stranger).person
    make_place(training=wide, person=own, sector="ccwc")
    make_place(training=wide, person=other, sector="police")
    make_place(training=empty, person=other)
    client = browser(make_user("programme_officer", area=make_area(HERE[:4])))
    (row,) = client.get(LIST).context["rows"]
    assert (row.training, row.people, row.by_sector["ccwc"], row.by_sector["police"]) == (wide, 1, 1, 0)
    text = client.get(url("page", wide)).text
    assert own.name in text
    for hidden in ("Quagga", "Okapi", url("register", wide), url("fill", wide)):
        assert hidden not in text
    assert JournalEntry.objects.get(verb="training.read").people == 1
    for name, row in (("page", empty), ("register", wide), ("edit", wide), ("fill", wide)):
        assert client.get(url(name, row)).status_code == 404
    (line,) = rows_in(client.get(reverse("trainings:list_csv")))
    assert (line["People who took part"], line["Who held it"]) == ("1", "")
    counting = browser(make_user("area_officer", area=make_area(HERE[:4]))).get(url("page", wide))
    assert (counting.context["row"].people, counting.context["people"]) == (1, None)
    assert own.name not in counting.text
    whole = browser(make_user("programme_officer", area=make_area(HERE[:2]))).get(url("page", wide))
    assert whole.context["row"].people == 2
    assert browser(make_user("programme_officer", area=make_area("0501"))).get(url("page", empty)).status_code == 200


def test_known_ages_are_on_the_list_to_be_signed(training, officer):
    make_place(training=training, person=make_person(birth_year=1980, birth_is_estimated=True))
    make_place(training=training, person=make_person(birth_year=1991, birth_month=12))
    make_place(training=training, person=make_person(birth_year=None))
    page = officer.get(url("register", training) + "?in=en")
    ages = re.findall(r'<td class="number">(~?\d*)</td>\s*<td>Teacher', page.text)
    assert sorted(ages) == ["", "34", "~46"]


def test_page_of_a_person_tells_their_trainings_to_who_sees_the_person(training, officer):
    member = make_membership(group=make_group(area=make_commune(HERE)), person=make_person(birth_year=1985))
    person = member.person
    far = make_training(area=make_commune(THERE), topic=make_training_topic("laws"), ended_on=date(2026, 3, 12))
    address = reverse("people:page", args=[person.pk])
    assert 'id="section-1"' not in officer.get(address).text
    make_place(training=training, person=person), make_place(training=far, person=person, sector="police")
    (section,) = officer.get(address).context["sections"]
    assert [(each.text, each.note, each.url) for each in section.periods] == [
        (far.topic.name_en, "Police", ""),
        (training.topic.name_en, "Teacher or school staff", url("page", training)),
    ]
    facilitator = make_user("facilitator")
    make_facilitation(user=facilitator, group=member.group)
    (section,) = browser(facilitator).get(address).context["sections"]
    assert [each.url for each in section.periods] == ["", ""]


def test_list_of_participants_is_printed_in_both_languages(training, officer):
    place = make_place(training=training)
    khmer, english = officer.get(url("register", training)).text, officer.get(url("register", training) + "?in=en").text
    assert "ហត្ថលេខា" in khmer
    assert "Signature" in english
    assert place.person.name in english
    assert JournalEntry.objects.filter(verb="training.register_printed", people=1).count() == 2


def test_list_is_narrowed_by_topic_place_and_days(training, officer):
    other = make_training(
        area=make_commune(HERE),
        topic=make_training_topic("laws"),
        began_on=date(2025, 1, 1),
        ended_on=date(2025, 1, 2),
    )

    def shown(query=""):
        return [row.training.pk for row in officer.get(f"{LIST}?{query}").context["rows"]]

    assert shown() == [training.pk, other.pk]
    assert shown(f"topic={other.topic_id}") == [other.pk]
    assert shown("since=2025-06-01") == [training.pk]
    assert shown("until=2025-06-01") == [other.pk]
    assert shown(f"area={make_commune(THERE).pk}") == []
    assert "No training fits all of this." in officer.get(f"{LIST}?since=2199-01-01").text


def test_list_is_taken_along_in_numbers(training, officer):
    make_place(training=training, person=make_person(sex="male", birth_year=1980), sector="ccwc")
    make_place(training=training, sector="police")
    for format in ("csv", "xlsx"):
        (row,) = rows_in(officer.get(reverse(f"trainings:list_{format}")))
        assert (str(row["People who took part"]), str(row["Men and boys"]), str(row["Police"])) == ("2", "1", "1")


def test_list_costs_the_same_at_one_training_and_at_three(training, officer, django_assert_num_queries):
    make_place(training=training)
    officer.get(LIST)
    with django_assert_num_queries(BUDGET):
        officer.get(LIST)
    for _turn in range(2):
        make_place(training=make_training(area=make_commune(HERE)))
    with django_assert_num_queries(BUDGET):
        assert len(officer.get(LIST).context["rows"]) == 3


def test_topics_are_kept_by_an_administrator():
    client = browser(make_user("administrator"))
    topic = make_training_topic()
    assert topic.name_en in client.get(reverse("trainings:topics")).text
    data = {"name_km": "ថវិកា", "name_en": "Budgets", "position": "90"}
    client.post(reverse("trainings:add_topic"), {**data, "code": "budgets"})
    client.post(reverse("trainings:edit_topic", args=[topic.pk]), {**data, "name_en": "Other words"})
    assert set(TrainingTopic.objects.values_list("name_en", "is_active")) == {("Budgets", True), ("Other words", False)}
    assert reverse("trainings:topics") in client.get(reverse("rules:list")).text


BUDGET = 11

"""Groups whose asks nobody answered in time, as one of the work lists of who is not heard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_ask, make_group
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db
URL = "/desk/councils/gaps/?show=asks"
HERE, THERE = "050601", "100101"


@pytest.fixture
def officer():
    return signed_in(make_user("area_officer", area=make_area("0506"), language="en"))


def make_late_ask(group, *, days=3):
    today = timezone.localdate()
    return make_ask(group=group, sent_on=today - timedelta(days=30), answer_due_on=today - timedelta(days=days))


def shown(client):
    return {group.pk: detail for group, _path, detail, _url in client.get(URL).context["rows"]}


def test_only_groups_within_reach_with_an_ask_beyond_its_day_are_listed(officer):
    late, in_time, foreign = (make_group(area=make_area(code)) for code in (HERE, HERE, THERE))
    for days in (2, 9):
        make_late_ask(late, days=days)
    make_late_ask(foreign)
    for status in ("drafted", "answered", "told", "closed", "withdrawn"):
        make_ask(status, group=in_time)
    make_late_ask(in_time, days=0)
    details = shown(officer)
    assert details.keys() == {late.pk}
    assert details[late.pk].startswith("2 asks without an answer, the first due on ")
    first_due = timezone.localdate() - timedelta(days=9)
    assert details[late.pk].endswith(f"{first_due.day} {first_due:%b %Y}")


def test_one_ask_is_told_as_one(officer):
    late = make_group(area=make_area(HERE))
    make_late_ask(late)
    assert shown(officer)[late.pk].startswith("1 ask without an answer, due on ")


def test_list_costs_the_same_at_one_row_and_at_three(officer, django_assert_num_queries):
    make_late_ask(make_group(area=make_area(HERE)))
    officer.get(URL)
    for number in (1, 3):
        while len(shown(officer)) < number:
            make_late_ask(make_group(area=make_area(HERE)))
        with django_assert_num_queries(10):
            officer.get(URL)

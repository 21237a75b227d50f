import pytest

from accounts import counting
from accounts.counting import Counted, counted
from accounts.models import User
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bound(monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)


@pytest.mark.parametrize(("rows", "found"), [(0, Counted(0)), (2, Counted(2)), (3, Counted(2, is_more=True))])
def test_counts_up_to_the_bound_and_says_when_there_is_more(rows, found, django_assert_num_queries):
    for _ in range(rows):
        make_user()
    with django_assert_num_queries(1) as queries:
        assert counted(User.objects.by_name()) == found
    assert "LIMIT 3" in queries.captured_queries[0]["sql"]


def test_words_say_more_than_the_bound():
    assert Counted(2).words("%(total)s rows", "More than %(total)s rows") == "2 rows"
    assert Counted(2, is_more=True).words("%(total)s rows", "More than %(total)s rows") == "More than 2 rows"
    assert Counted(1000, is_more=True).words("%(total)s rows", "More than %(total)s rows") == "More than 1,000 rows"

"""Who must answer children: kept by an administrator beside the rules."""

import pytest

from participation.forms.asks import SendForm
from participation.models import DutyBearer
from participation.seeds.duty_bearers import DUTY_BEARERS
from participation.seeds.planting import plant
from tests.factories.accounts import make_user, signed_in
from tests.factories.participation import make_ask, make_bearer

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/rules/duty-bearers/", "/desk/rules/duty-bearers/new/"


@pytest.fixture
def client():
    return signed_in(make_user("administrator"))


def test_seeds_stand_in_the_list_and_stay_as_an_administrator_left_them(client):
    plant()
    assert set(DutyBearer.objects.values_list("code", flat=True)) == {code for code, _km, _en in DUTY_BEARERS}
    DutyBearer.objects.filter(code="school").update(name_en="Head teacher")
    plant()
    assert (DutyBearer.objects.count(), DutyBearer.objects.get(code="school").name_en) == (9, "Head teacher")
    assert "Head teacher" in client.get(LIST).text
    assert f'href="{LIST}"' in client.get("/desk/rules/").text


def test_list_costs_the_same_at_one_row_and_at_three(client, django_assert_num_queries):
    make_bearer()
    client.get(LIST)
    for number in (0, 2):
        for _time in range(number):
            make_bearer(is_active=False)
        with django_assert_num_queries(5):
            answer = client.get(LIST)
        assert [row.is_active for row in answer.context["rows"]] == [True] + [False] * number


def test_administrator_adds_and_takes_out_of_use(client):
    given = {"code": "Market", "name_km": " ផ្សារ ", "name_en": "Market committee", "position": "5"}
    assert client.post(ADD, given).status_code == 302
    bearer = DutyBearer.objects.get()
    assert (bearer.code, bearer.name_km) == ("market", "ផ្សារ")
    assert "code" in client.post(ADD, given).context["form"].errors
    edit = f"/desk/rules/duty-bearers/{bearer.pk}/edit/"
    assert client.post(edit, {"name_km": "ទីផ្សារ", "name_en": "Market", "position": "5"}).status_code == 302
    bearer.refresh_from_db()
    assert (bearer.name_km, bearer.is_active) == ("ទីផ្សារ", False)


def test_one_out_of_use_stays_on_its_asks_and_is_offered_to_no_other():
    gone = make_bearer(is_active=False)
    known, other = make_ask("drafted", body=gone), make_ask("drafted")
    assert gone in SendForm(ask=known).fields["body"].queryset
    assert gone not in SendForm(ask=other).fields["body"].queryset

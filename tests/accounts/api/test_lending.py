"""What a key sees is a part of what its maker sees, whatever roles and places are put together."""

from itertools import product

import pytest

from accounts.api.lending import areas_of, carries, reaches, reader, within_both
from accounts.api.scopes import LENT, ApiScope, scopes_of
from accounts.roles import ROLES, Capability
from participation.models import CommunityGroup
from people.models import Person
from tests.factories.accounts import make_grant, make_user
from tests.factories.participation import make_facilitation, make_group, make_membership
from tests.factories.places import make_area, make_village

C = Capability


def test_the_smaller_of_two_places_is_what_they_have_in_common():
    assert within_both(None, None) == (True, None)
    assert within_both(None, "mef05") == within_both("mef05", None) == (True, "mef05")
    assert within_both("mef0506", "mef05") == within_both("mef05", "mef0506") == (True, "mef0506")
    assert within_both("mef05", "mef10") == (False, None)


def test_no_part_lends_the_sight_of_a_person_or_any_power():
    lent = frozenset().union(*LENT.values())
    assert lent == {C.SEE_TOTALS, C.SEE_GROUPS, C.SEE_SERVICES}
    assert set(LENT) == set(ApiScope)
    assert scopes_of(lent) == list(ApiScope)
    assert scopes_of([]) == [ApiScope.PLACES]


@pytest.fixture
def country(db):
    """A group with a member in each of two provinces."""
    groups = [make_group(area=make_village(code)) for code in ("05060101", "05070101", "10010101")]
    for group in groups:
        make_membership(group=group)
    return groups


@pytest.mark.parametrize("role", ROLES)
def test_a_key_sees_no_group_that_its_maker_does_not_and_never_a_person(country, role):
    """Every role and place of a maker × every place of a key × every part."""
    for own, area in product((None, "05", "0506", "10"), (None, "05", "0507", "050601", "10")):
        maker = make_user(role, area=own and make_area(own))
        if role == "facilitator":
            make_facilitation(group=country[0], user=maker)
        for scope in ApiScope:
            key = reader(maker, area=area and f"mef{area}", scope=scope)
            assert Person.objects.visible_to(key).count() == 0
            assert not any(key.can(capability) for capability in Capability if capability not in LENT[scope])
            seen = set(CommunityGroup.objects.visible_to(key))
            assert seen <= set(CommunityGroup.objects.visible_to(maker)), (role, own, area, scope)
            assert all(group.area_id.startswith(f"mef{area or ''}") for group in seen)
            assert CommunityGroup.objects.editable_by(key).count() == 0


def test_the_search_above_finds_a_key_with_its_makers_own_roles(country):
    """The planted leak: were the maker's roles lent as they are, names would be seen."""
    maker = make_user("programme_officer")
    key = reader(maker, area="mef05", scope=ApiScope.GROUPS)
    key.current_grants = maker.current_grants
    assert Person.objects.visible_to(key).count() == 3
    assert CommunityGroup.objects.visible_to(key).filter(area="mef10010101").exists()


def test_groups_of_ones_own_are_not_lent(country):
    maker = make_user("facilitator")
    make_facilitation(group=country[0], user=maker)
    key = reader(maker, area=None, scope=ApiScope.GROUPS)
    assert (key.current_grants, CommunityGroup.objects.visible_to(key).count()) == ([], 0)
    assert CommunityGroup.objects.visible_to(maker).count() == 1


def test_two_places_of_a_maker_are_two_places_of_the_key(country):
    maker = make_user("programme_officer", area=make_area("0506"))
    make_grant(maker, "programme_officer", area=make_area("10"))
    assert areas_of(reader(maker, area=None, scope=ApiScope.GROUPS)) == ["mef0506", "mef10"]
    assert areas_of(reader(maker, area="mef05", scope=ApiScope.GROUPS)) == ["mef0506"]
    assert areas_of(reader(make_user("programme_officer"), area=None, scope=ApiScope.GROUPS)) is None
    assert (reaches(maker, "mef1001"), reaches(maker, "mef05"), reaches(maker, None)) == (True, False, False)


def test_one_role_must_have_all_that_a_part_needs(country):
    """Totals in one place and groups in another are not exact totals in either."""
    maker = make_user("donor", area=make_area("05"))
    make_grant(maker, "focal_point", area=make_area("10"))
    key = reader(maker, area=None, scope=ApiScope.TARGETS)
    assert not carries(key.current_grants, ApiScope.TARGETS)

"""Roles as data: complete, readable, and as the design says."""

from accounts.models import User
from accounts.roles import ROLES, Capability, Reach, roles_with
from tests.factories.accounts import make_grant, make_user

C = Capability


def test_every_capability_belongs_to_a_role_and_says_what_it_is():
    assert [capability for capability in Capability if not roles_with(capability)] == []
    assert all(str(capability.label) for capability in Capability)


def test_every_role_has_a_name_and_a_purpose():
    assert all(str(role.name) and str(role.purpose) and role.capabilities for role in ROLES.values())


def test_names_of_members_are_seen_by_two_roles_only_and_by_a_third_in_an_emergency():
    assert [role.key for role in roles_with(C.SEE_PEOPLE)] == ["facilitator", "programme_officer"]
    assert [role.key for role in roles_with(C.OPEN_EMERGENCY)] == ["safeguarding_officer"]
    assert ROLES["facilitator"].reach is Reach.OWN_GROUPS


def test_second_factor_is_asked_of_who_sees_names_beyond_their_own_decides_who_may_or_takes_on_notes():
    assert [role.key for role in ROLES.values() if role.needs_second_factor] == [
        "programme_officer",
        "safeguarding_officer",
        "focal_point",
        "administrator",
    ]


def test_administrators_see_no_names_and_guard_no_children():
    held = ROLES["administrator"].capabilities
    assert held & {C.SEE_PEOPLE, C.EDIT_PEOPLE, C.SEE_JOURNAL, C.GRANT_SAFEGUARDING} == set()


def test_capabilities_of_several_roles_add_up(db):
    user = make_user("facilitator")
    assert not user.can(C.SEE_TOTALS)
    make_grant(user, "donor")
    assert user.can(C.SEE_TOTALS)
    assert user.can(C.SEE_PEOPLE)


def test_holding_finds_open_accounts_with_the_capability_today(db):
    keeper = make_user("administrator")
    make_user("administrator", is_active=False)
    make_user("facilitator")
    assert list(User.objects.holding(C.MANAGE_ACCOUNTS)) == [keeper]

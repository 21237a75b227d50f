"""Schools, partners, projects, supports, rules and posts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from participation.actions.projects import (
    add_partner,
    add_project,
    change_partner,
    change_project,
    end_support,
    support_group,
)
from participation.actions.rules import add_post, change_kind_rule, change_post_rule
from participation.actions.schools import add_school, change_school
from participation.models import CommunityGroup, Kind, KindRule, Partner, Post, Project, ProjectGroup, School
from participation.refusals import (
    AlreadySupported,
    CodeTaken,
    EndsBeforeItBegins,
    NameTaken,
    OldestBelowYoungest,
    OutsideTheProject,
    PostHasHolders,
    SizeUpsideDown,
    SupportEnded,
)
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_group,
    make_membership,
    make_partner,
    make_post,
    make_project,
    make_rule,
    make_school,
    make_support,
)
from tests.factories.places import make_commune

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- schools ---------------------------------------------------------------------------------------------------------
def test_add_school_keeps_one_spelling_and_its_key():
    school = add_school(
        name_km=" សាលា  អង្គរ ",
        name_latin="Sala Angkor",
        level=School.Level.PRIMARY,
        area=make_commune(),
        official_code=" 123 ",
        by=make_user(),
    )
    assert (school.name_km, school.official_code) == ("សាលា អង្គរ", "123")
    assert "salaangkor" in school.name_key
    assert JournalEntry.objects.get(verb="school.added").about_id == str(school.pk)


def test_school_code_is_given_once():
    make_school(official_code="123")
    other = make_school(official_code="124")
    with pytest.raises(CodeTaken) as refused:
        change_school(school=other, by=make_user(), official_code="123")
    assert list(refused.value.message_dict) == ["official_code"]
    other.refresh_from_db()
    assert other.official_code == "124"


def test_two_schools_without_a_code_are_no_conflict():
    make_school()
    assert add_school(name_km="សាលា", level=School.Level.OTHER, area=make_commune(), by=make_user()).official_code == ""


def test_renamed_school_renames_what_its_groups_are_found_by():
    school = make_school(name_km="សាលាស្វាយ")
    group = make_group(school=school, setting=CommunityGroup.Setting.SCHOOL)
    change_school(school=school, by=make_user(), name_km="សាលាអង្គរ")
    assert list(CommunityGroup.objects.matching("អង្គរ")) == [group]
    assert list(CommunityGroup.objects.matching("ស្វាយ")) == []


def test_change_school_knows_no_other_field():
    with pytest.raises(TypeError, match="name_key"):
        change_school(school=make_school(), by=make_user(), name_key="x")


def test_add_school_refuses_an_empty_name():
    with pytest.raises(ValidationError):
        add_school(name_km=" ", level=School.Level.OTHER, area=make_commune(), by=make_user())
    assert School.objects.count() == 0


# --- partners and projects -------------------------------------------------------------------------------------------
def test_partner_name_is_given_once():
    partner = add_partner(name_km=" អង្គការ  ក ", type=Partner.Type.DONOR, by=make_user())
    assert partner.name_km == "អង្គការ ក"
    with pytest.raises(NameTaken):
        add_partner(name_km="អង្គការ ក", type=Partner.Type.DONOR, by=make_user())
    assert change_partner(partner=partner, by=make_user(), is_active=False).is_active is False


def test_project_code_is_given_once_and_its_days_are_in_order():
    partner, user = make_partner(), make_user()
    project = add_project(code=" cp-7 ", name_km="គម្រោង", partner=partner, began_on=date(2024, 1, 1), by=user)
    assert project.code == "CP-7"
    with pytest.raises(CodeTaken):
        add_project(code="CP-7", name_km="គម្រោង", partner=partner, began_on=date(2024, 1, 1), by=user)
    with pytest.raises(EndsBeforeItBegins):
        change_project(project=project, by=user, ended_on=date(2023, 12, 31))
    assert Project.objects.get().ended_on is None


def test_support_lies_within_its_project():
    project = make_project(began_on=date(2024, 1, 1), ended_on=date(2025, 12, 31))
    group, user = make_group(), make_user()
    for days in (
        {"began_on": date(2023, 12, 31)},
        {"began_on": date(2026, 1, 1)},
        {"began_on": date(2024, 1, 1), "ended_on": date(2026, 1, 1)},
    ):
        with pytest.raises(OutsideTheProject):
            support_group(project=project, group=group, by=user, **days)
    with pytest.raises(EndsBeforeItBegins):
        support_group(project=project, group=group, began_on=date(2024, 2, 2), ended_on=date(2024, 2, 1), by=user)
    support = support_group(project=project, group=group, began_on=date(2024, 1, 1), by=user)
    assert ProjectGroup.objects.get() == support


def test_support_refuses_a_shared_day_and_allows_the_next():
    support = make_support(began_on=date(2024, 1, 1), ended_on=date(2024, 6, 30))
    both = {"project": support.project, "group": support.group, "by": make_user()}
    for days in ({"began_on": date(2024, 6, 30)}, {"began_on": date(2023, 1, 1), "ended_on": date(2024, 1, 1)}):
        with pytest.raises(AlreadySupported):
            support_group(**both, **days)
    assert support_group(**both, began_on=date(2024, 7, 1)).ended_on is None


def test_end_support_once_or_earlier():
    support = end_support(support=make_support(), ended_on=date(2025, 6, 30), by=make_user())
    assert support.ended_on == date(2025, 6, 30)
    assert end_support(support=support, ended_on=date(2025, 5, 31), by=make_user()).ended_on == date(2025, 5, 31)
    with pytest.raises(SupportEnded):
        end_support(support=support, ended_on=date(2025, 5, 31), by=make_user())
    with pytest.raises(EndsBeforeItBegins):
        end_support(support=support, ended_on=support.began_on - DAY, by=make_user())


@pytest.mark.parametrize("fields", [{"began_on": date(2023, 3, 2)}, {"ended_on": date(2023, 2, 28)}])
def test_project_must_hold_its_supports(fields):
    support = make_support(began_on=date(2023, 3, 1))
    with pytest.raises(OutsideTheProject):
        change_project(project=support.project, by=make_user(), **fields)


# --- rules and posts -------------------------------------------------------------------------------------------------
def test_change_kind_rule_leaves_the_groups():
    group = make_group(rhythm_days=30)
    rule = change_kind_rule(rule=make_rule(), by=make_user(), rhythm_days=14)
    group.refresh_from_db()
    assert (rule.rhythm_days, group.rhythm_days) == (14, 30)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"age_from": 18}, OldestBelowYoungest),
        ({"size_to": 7}, SizeUpsideDown),
        ({"rhythm_days": 0}, ValidationError),
    ],
)
def test_change_kind_rule_refuses(fields, refusal):
    rule = make_rule()
    with pytest.raises(refusal):
        change_kind_rule(rule=rule, by=make_user(), **fields)
    stored = KindRule.objects.get(kind=rule.kind)
    assert (stored.age_from, stored.size_to, stored.rhythm_days) == (6, 40, 30)


def test_add_post_once_per_kind():
    post = add_post(kind=Kind.CLUB, code="Singer", name_km="អ្នកចម្រៀង", name_en="Singer", by=make_user())
    assert (post.code, Post.objects.get()) == ("singer", post)
    with pytest.raises(CodeTaken):
        add_post(kind=Kind.CLUB, code="singer", name_km="អ្នកចម្រៀង", name_en="Singer", by=make_user())
    assert add_post(kind=Kind.COUNCIL, code="singer", name_km="ក", name_en="S", by=make_user()).kind == Kind.COUNCIL


def test_post_with_two_holders_in_a_group_cannot_become_single():
    post, group = make_post(code="deputy"), make_group()
    make_membership(group=group, post=post)
    second = make_membership(group=group, post=post)
    with pytest.raises(PostHasHolders):
        change_post_rule(post=post, by=make_user(), is_single=True)
    second.ended_on, second.end_reason = date(2025, 1, 1), "other"
    second.save()
    assert change_post_rule(post=post, by=make_user(), is_single=True).is_single is True


def test_posts_held_in_two_groups_may_become_single():
    post = make_post(code="deputy")
    make_membership(post=post)
    make_membership(post=post)
    assert change_post_rule(post=post, by=make_user(), is_single=True).is_single is True

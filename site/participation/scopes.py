"""Which rows of the spine, and which persons, a user may see and change.

A facilitator reaches the groups they facilitate today. An area role reaches the groups in its area. A person is reached
through any membership in a reached group, past ones too; a person without one, through the village. A membership
entered by mistake reaches nobody.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import scoping
from accounts.roles import Capability
from accounts.scoping import NOBODY, Rule, reach_q
from people.models import Consent, NotTheSame, Person, PersonAlias, PersonLikenessKey, PersonMerge

from .models import (
    Attendance,
    CommunityGroup,
    Decision,
    Facilitation,
    GroupStatus,
    HeadCount,
    ImportedRow,
    ImportRun,
    Meeting,
    Membership,
    MissedMeeting,
    Partner,
    PlannedMeeting,
    Project,
    ProjectGroup,
    School,
)

C = Capability


def groups_q(user, capability: Capability, path: str = "") -> Q:
    """Rows whose group (at ``path``, such as ``"meeting__group__"``) is within reach for ``capability``."""
    own = Facilitation.objects.current(timezone.localdate()).filter(user=user).values("group_id")
    key = f"{path.removesuffix('__')}_id__in" if path else "pk__in"
    return reach_q(user, capability, area=f"{path}area_id", own=Q(**{key: own}))


def through(path: str, capability: Capability) -> Rule:
    """The rule of a row that hangs on a group."""
    return lambda user: groups_q(user, capability, path)


def persons(capability: Capability) -> Rule:
    """The rule of persons."""

    def rule(user) -> Q:
        if not user.can(capability):
            return NOBODY
        memberships = Membership.objects.real().filter(person_id=OuterRef("pk"))
        reached = memberships.filter(groups_q(user, capability, "group__"))
        unattached = ~Exists(memberships)
        by_village = reach_q(user, capability, area="village_id", own=Q(created_by=user))
        if by_village == ~NOBODY:  # the whole country: with or without a membership, nobody is beyond it
            return by_village
        return Q(Exists(reached)) | Q(unattached) & by_village

    return rule


def own_imports(path: str) -> Rule:
    """The rule of imports: one's own, for whoever keeps both groups and people."""

    def rule(user) -> Q:
        may_import = user.can(C.EDIT_PEOPLE) and user.can(C.EDIT_GROUPS)
        return Q(**{f"{path}created_by": user}) if may_import else NOBODY

    return rule


def of_persons(capability: Capability) -> Rule:
    """The rule of what is kept about a person: that of the person."""
    rule = persons(capability)
    return lambda user: Q(person_id__in=Person.objects.filter(rule(user)).values("pk"))


def of_visible_people(*names: str) -> Rule:
    """Rows about people, all of whom (at ``names``) the user may see."""
    return lambda user: Q(**{f"{name}__in": Person.objects.visible_to(user) for name in names})


def of_editable_people(*names: str) -> Rule:
    """Rows about people, all of whom (at ``names``) the user may change."""
    return lambda user: Q(**{f"{name}__in": Person.objects.editable_by(user) for name in names})


def register_all() -> None:
    """Called once, when the apps are ready."""
    register = scoping.register
    register(CommunityGroup, visible=through("", C.SEE_GROUPS), editable=through("", C.EDIT_GROUPS))
    register(GroupStatus, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.EDIT_GROUPS))
    register(Membership, visible=through("group__", C.SEE_PEOPLE), editable=through("group__", C.EDIT_PEOPLE))
    register(Meeting, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.RECORD_MEETINGS))
    for model in (PlannedMeeting, MissedMeeting):
        register(model, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.RECORD_MEETINGS))
    register(
        Attendance,
        visible=through("meeting__group__", C.SEE_PEOPLE),
        editable=through("meeting__group__", C.RECORD_MEETINGS),
    )
    register(
        HeadCount,
        visible=through("meeting__group__", C.SEE_GROUPS),
        editable=through("meeting__group__", C.RECORD_MEETINGS),
    )
    register(
        Decision,
        visible=through("meeting__group__", C.SEE_PEOPLE),
        editable=through("meeting__group__", C.RECORD_MEETINGS),
    )
    register(
        Facilitation,
        visible=through("group__", C.SEE_GROUPS),
        editable=through("group__", C.MANAGE_FACILITATIONS),
    )
    register(
        School,
        visible=scoping.everyone_with(C.SEE_GROUPS, C.MANAGE_PARTNERS),
        editable=lambda user: reach_q(user, C.MANAGE_PARTNERS, area="area_id", own=NOBODY),
    )
    register(
        ProjectGroup,
        visible=through("group__", C.SEE_GROUPS),
        editable=through("group__", C.MANAGE_PARTNERS),
    )
    for model in (Partner, Project):
        register(
            model,
            visible=scoping.everyone_with(C.SEE_GROUPS, C.MANAGE_PARTNERS),
            editable=scoping.everyone_with(C.MANAGE_PARTNERS),
        )
    register(Consent, visible=of_persons(C.SEE_PEOPLE), editable=of_persons(C.EDIT_PEOPLE))
    register(Person, visible=persons(C.SEE_PEOPLE), editable=persons(C.EDIT_PEOPLE))
    for model, names in (
        (PersonLikenessKey, ("person",)),
        (PersonAlias, ("person",)),
        (PersonMerge, ("kept",)),
        (NotTheSame, ("first", "second")),
    ):
        register(model, visible=of_visible_people(*names), editable=of_editable_people(*names))
    register(ImportRun, visible=own_imports(""), editable=own_imports(""))
    register(ImportedRow, visible=own_imports("run__"), editable=own_imports("run__"))

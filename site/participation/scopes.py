"""Which rows of the spine, and which persons, a user may see and change.

A facilitator reaches the groups they facilitate today, and of their former members those who left within a year: the
others are counts there. An area role reaches the groups in its area. Who reads one group in an emergency reaches of it
what a facilitator does, and changes nothing. A person is reached through any membership in a reached group, past ones
too; a person without one, through the village. A membership entered by mistake reaches nobody.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import scoping
from accounts.roles import Capability
from accounts.scoping import NOBODY, Rule, emergency_q, reach_q
from people.models import (
    Consent,
    NotTheSame,
    Person,
    PersonAlias,
    PersonLikenessKey,
    PersonMerge,
    PersonRequest,
    Purpose,
    SupportNeed,
)

from .imports.registry import subjects_for
from .models import (
    Ask,
    AskAnswer,
    AskLink,
    AskStep,
    Attendance,
    AttendanceCount,
    CommunityGroup,
    CountDelta,
    Decision,
    Facilitation,
    FoundGap,
    GroupCall,
    GroupRhythm,
    GroupStatus,
    HeadCount,
    ImportedFile,
    ImportedRow,
    ImportRun,
    ImportTrace,
    Issue,
    JointMeeting,
    JointPart,
    Meeting,
    MeetingAlias,
    MeetingPhoto,
    MeetingPhotoPerson,
    Membership,
    MissedMeeting,
    Partner,
    PlannedMeeting,
    Project,
    ProjectGroup,
    RetentionHold,
    School,
)

C = Capability

FORMER_REACHED_FOR = timedelta(days=365)
"""How long who works with a group still reaches somebody who left it: for coming back, and for late papers."""


def groups_q(user, capability: Capability, path: str = "") -> Q:
    """Rows whose group (at ``path``, such as ``"meeting__group__"``) is within reach for ``capability``."""
    within = reach_q(user, capability, area=f"{path}area_id", own=_own_groups(user, path))
    return _or_in_emergency(within, user, capability, path)


def members_q(user, capability: Capability, path: str = "group__") -> Q:
    """As ``groups_q`` for rows about a person in a group: the own groups reach nobody who left them long ago.

    A mark may outlive every membership, such as one taken back with an import; it is reached as the group is.
    """
    since = timezone.localdate() - FORMER_REACHED_FOR
    same = Membership.objects.filter(person_id=OuterRef("person_id"), group_id=OuterRef(f"{path}id"))
    lately = same.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since))
    not_long_ago = Q(Exists(lately)) | ~Q(Exists(same))
    within = reach_q(user, capability, area=f"{path}area_id", own=_own_groups(user, path) & not_long_ago)
    return _or_in_emergency(within, user, capability, path, not_long_ago)


def _or_in_emergency(within: Q, user, capability: Capability, path: str, narrower: Q | None = None) -> Q:
    """The own reach, and the one group that is read through an emergency access."""
    group = f"{path.removesuffix('__')}_id" if path else "pk"
    opened = emergency_q(user, capability, group=group, area=f"{path}area_id")
    if opened == NOBODY:
        return within
    return within | (opened & narrower if narrower is not None else opened)


def _own_groups(user, path: str) -> Q:
    own = Facilitation.objects.current(timezone.localdate()).filter(user=user).values("group_id")
    return Q(**{f"{path.removesuffix('__')}_id__in" if path else "pk__in": own})


def through(path: str, capability: Capability) -> Rule:
    """The rule of a row that hangs on a group."""
    return lambda user: groups_q(user, capability, path)


def through_members(path: str, capability: Capability) -> Rule:
    """The rule of a row about a person in a group."""
    return lambda user: members_q(user, capability, path)


def persons(capability: Capability) -> Rule:
    """The rule of persons."""

    def rule(user) -> Q:
        if not user.can(capability) and user.emergency is None:
            return NOBODY
        memberships = Membership.objects.real().filter(person_id=OuterRef("pk"))
        reached = memberships.filter(members_q(user, capability))
        unattached = ~Exists(memberships)
        by_village = reach_q(user, capability, area="village_id", own=Q(created_by=user))
        if by_village == ~NOBODY:  # the whole country: with or without a membership, nobody is beyond it
            return by_village
        return Q(Exists(reached)) | Q(unattached) & by_village

    return rule


def own_imports(path: str) -> Rule:
    """The rule of imports: one's own, of what one may import today."""

    def rule(user) -> Q:
        subjects = subjects_for(user)
        return Q(**{f"{path}created_by": user, f"{path}subject__in": subjects}) if subjects else NOBODY

    return rule


def of_persons(capability: Capability) -> Rule:
    """The rule of what is kept about a person: that of the person."""
    rule = persons(capability)
    return lambda user: Q(person_id__in=Person.objects.filter(rule(user)).values("pk"))


def asks(path: str) -> Rule:
    """Who may write, send and follow up an ask: who records in its group, and the officers of its place."""

    def rule(user) -> Q:
        return groups_q(user, C.RECORD_MEETINGS, path) | groups_q(user, C.EDIT_GROUPS, path)

    return rule


def photos() -> Rule:
    """The rule of photos: marked ones while everyone shown allows it today, unmarked ones for who works with them."""

    def rule(user) -> Q:
        today = timezone.localdate()
        shown = MeetingPhotoPerson.objects.filter(photo_id=OuterRef("pk"))
        allowed = Consent.objects.in_force(today).filter(
            purpose=Purpose.PHOTO_INSIDE, person_id=OuterRef("person_id"), began_on__lte=today
        )
        everyone_allows = ~Exists(shown.filter(~Exists(allowed)))
        may_see = groups_q(user, C.SEE_PEOPLE, "meeting__group__")
        marked = Q(shown_marked_at__isnull=False) & Q(everyone_allows)
        at_work = Q(taken_by=user) | groups_q(user, C.RECORD_MEETINGS, "meeting__group__")
        return may_see & (marked | Q(shown_marked_at__isnull=True) & at_work)

    return rule


def of_joint_parts(capability: Capability) -> Rule:
    """The rule of joint meetings: of whoever reaches one of the groups."""

    def rule(user) -> Q:
        parts = JointPart.objects.filter(groups_q(user, capability, "meeting__group__"))
        return Q(pk__in=parts.values("joint_id"))

    return rule


def may_hold(user) -> bool:
    """Holds are of those who answer for children's safety, and of administrators."""
    return user.can(C.SEE_JOURNAL) or user.can(C.EDIT_RULES)


def holds(user) -> Q:
    """The rule of holds: on groups within reach, and on people for who keeps the names of an area."""
    found = NOBODY
    if may_hold(user):
        found |= Q(group__isnull=False) & groups_q(user, C.SEE_GROUPS, "group__")
    if user.can(C.EXPORT_NAMES):
        found |= Q(person__in=Person.objects.filter(persons(C.EXPORT_NAMES)(user)).values("pk"))
    return found


def of_visible_photos(user) -> Q:
    """The rule of who is on a photo: that of the photo."""
    return Q(photo_id__in=MeetingPhoto.objects.visible_to(user).values("pk"))


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
    for model in (GroupStatus, GroupRhythm):
        register(model, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.EDIT_GROUPS))
    register(
        Membership,
        visible=through_members("group__", C.SEE_PEOPLE),
        editable=through_members("group__", C.EDIT_PEOPLE),
    )
    register(Meeting, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.RECORD_MEETINGS))
    for model in (PlannedMeeting, MissedMeeting):
        register(model, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.RECORD_MEETINGS))
    register(
        Attendance,
        visible=through_members("meeting__group__", C.SEE_PEOPLE),
        editable=through_members("meeting__group__", C.RECORD_MEETINGS),
    )
    for model in (AttendanceCount, HeadCount):
        register(
            model,
            visible=through("meeting__group__", C.SEE_GROUPS),
            editable=through("meeting__group__", C.RECORD_MEETINGS),
        )
    for model in (Decision, Issue):
        register(
            model,
            visible=through("meeting__group__", C.SEE_PEOPLE),
            editable=through("meeting__group__", C.RECORD_MEETINGS),
        )
    for model, path in ((Ask, ""), (AskLink, "ask__"), (AskStep, "ask__")):
        to_group = f"{path}issue__meeting__group__"
        register(model, visible=through(to_group, C.SEE_GROUPS), editable=asks(to_group))
    register(
        AskAnswer,
        visible=through("ask__issue__meeting__group__", C.SEE_GROUPS),
        editable=through("ask__issue__meeting__group__", C.EDIT_GROUPS),
    )
    register(
        MeetingAlias,
        visible=through("meeting__group__", C.SEE_GROUPS),
        editable=through("meeting__group__", C.RECORD_MEETINGS),
    )
    register(
        JointPart,
        visible=through("meeting__group__", C.SEE_GROUPS),
        editable=through("meeting__group__", C.RECORD_MEETINGS),
    )
    register(JointMeeting, visible=of_joint_parts(C.SEE_GROUPS), editable=of_joint_parts(C.RECORD_MEETINGS))
    register(GroupCall, visible=through("group__", C.SEE_GROUPS), editable=through("group__", C.MANAGE_FACILITATIONS))
    register(MeetingPhoto, visible=photos(), editable=through("meeting__group__", C.RECORD_MEETINGS))
    register(
        MeetingPhotoPerson,
        visible=of_visible_photos,
        editable=through("photo__meeting__group__", C.RECORD_MEETINGS),
    )
    register(RetentionHold, visible=holds, editable=holds)
    register(FoundGap, visible=through("group__", C.SEE_GROUPS), editable=lambda user: NOBODY)
    register(CountDelta, visible=through("group__", C.SEE_GROUPS), editable=lambda user: NOBODY)
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
    for model in (Consent, PersonRequest, SupportNeed):
        register(model, visible=of_persons(C.SEE_PEOPLE), editable=of_persons(C.EDIT_PEOPLE))
    register(Person, visible=persons(C.SEE_PEOPLE), editable=persons(C.EDIT_PEOPLE))
    for model, names in (
        (PersonLikenessKey, ("person",)),
        (PersonAlias, ("person",)),
        (PersonMerge, ("kept",)),
        (NotTheSame, ("first", "second")),
    ):
        register(model, visible=of_visible_people(*names), editable=of_editable_people(*names))
    register(ImportRun, visible=own_imports(""), editable=own_imports(""))
    for model in (ImportedFile, ImportedRow, ImportTrace):
        register(model, visible=own_imports("run__"), editable=own_imports("run__"))

"""Parents' groups of the demo, one at each status, entered through the actions of the register."""

from datetime import date, timedelta
from random import Random

from accounts.models import User
from participation.actions.facilitations import appoint_facilitator
from participation.actions.groups import add_group, change_status
from participation.actions.meetings import record_meeting
from participation.actions.memberships import enrol_newcomer
from participation.models import Attendance, CommunityGroup, Kind, Post
from people.models import Sex

from .words import BOYS, FAMILY, GIRLS

Status = CommunityGroup.Status
SEED = "demo-parents"
STATUSES = (Status.ACTIVE, Status.ACTIVE, Status.ACTIVE, Status.FORMING, Status.PAUSED, Status.CLOSED)
MEMBERS = 9
MEETINGS = 4
POSTS = ("leader", "deputy", "secretary")
YOUNGEST, OLDEST = 22, 55


def add_parents_groups(today: date, *, by: User, facilitators: list[User]) -> int:
    """In villages with a network; those that meet have met each month."""
    rng = Random(SEED)
    networks = CommunityGroup.objects.filter(kind=Kind.NETWORK, status=Status.ACTIVE).select_related("area")
    villages = [network.area for network in networks.order_by("code")[: len(STATUSES)]]
    posts = {post.code: post for post in Post.objects.filter(kind=Kind.PARENTS)}
    for turn, (village, status) in enumerate(zip(villages, STATUSES, strict=False)):
        founded_on = today - timedelta(days=200 + 30 * turn)
        group = add_group(
            kind=Kind.PARENTS,
            name_km=f"ក្រុមឪពុកម្តាយភូមិ{village.name_km}",
            name_latin=f"Parents' group of {village.name_latin}",
            setting=CommunityGroup.Setting.VILLAGE,
            area=village,
            founded_on=founded_on,
            status=Status.FORMING if status == Status.FORMING else Status.ACTIVE,
            by=by,
        )
        appoint_facilitator(user=facilitators[turn % len(facilitators)], group=group, began_on=founded_on, by=by)
        people = []
        for seat in range(MEMBERS):
            female = rng.random() < 0.65
            family, given = rng.choice(FAMILY), rng.choice(GIRLS if female else BOYS)
            code = POSTS[seat] if seat < len(POSTS) else "member"
            membership = enrol_newcomer(
                group=group,
                post=posts[code],
                began_on=founded_on,
                by=by,
                family_name=family[0],
                given_name=given[0],
                name_latin=f"{family[1]} {given[1]}",
                sex=Sex.FEMALE if female else Sex.MALE,
                birth_year=today.year - rng.randrange(YOUNGEST, OLDEST),
                birth_is_estimated=True,
                village=village,
            )
            people.append(membership.person_id)
        if status == Status.FORMING:
            continue
        for meeting in range(MEETINGS):
            came = {
                person: Attendance.State.PRESENT if rng.random() < 0.8 else Attendance.State.ABSENT for person in people
            }
            held_on = today - timedelta(days=12 + 30 * (MEETINGS - 1 - meeting))
            record_meeting(group=group, held_on=held_on, by=by, marks=came)
        if status in (Status.PAUSED, Status.CLOSED):
            group.refresh_from_db()
            change_status(group=group, status=status, since=today - timedelta(days=5), reason="ការងាររដូវកាល", by=by)
    return len(villages)

"""The short roster that a phone keeps: what the screen needs and nothing more, in the same queries for any number."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from clubs.models import ClubProfile
from khmertext.clusters import clusters
from participation.actions.unchecked import is_unchecked
from participation.models import (
    Ask,
    AskAnswer,
    CommunityGroup,
    Decision,
    Facilitation,
    Kind,
    Meeting,
    Membership,
    PlannedMeeting,
    Post,
    Topic,
)
from people.consents import IS_YES, standings
from people.models import Purpose, SupportNeed
from places.codes import lifted_to
from places.models import AdminArea

from ..answers import (
    Reference,
    RosterAnswer,
    RosterAsk,
    RosterDecision,
    RosterGroup,
    RosterMember,
    RosterPlan,
    RosterPost,
    RosterReply,
    RosterTopic,
    RosterUser,
    TheirMeeting,
)
from .elections import councils_of
from .meetings import as_records, as_time

PAST = timedelta(days=60)
"""How far back a phone shows who belonged, and corrects what was recorded."""
MOST_USED = 8
BEYOND_THE_RHYTHM, LONGEST = 10, 45
"""Days for which a phone keeps the list after it was read."""
REFERENCE = "reference"
MOST_ASKS, MOST_WORDS = 10, 200


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole payload, its mark for the cache, and what of it is new to a phone."""

    answer: RosterAnswer
    etag: str

    def without(self, have: Mapping[str, str]) -> RosterAnswer:
        """What a phone lacks that holds these digests by group, and by ``reference`` for the topics."""
        whole = self.answer
        reference = whole.reference
        if have.get(REFERENCE) == reference.digest:
            reference = Reference(reference.digest, [])
        groups = [group for group in whole.groups if have.get(str(group.id)) != group.digest]
        return msgspec.structs.replace(whole, reference=reference, groups=groups)


def roster_for(user: User) -> Roster:
    """The groups that a user facilitates today, each with a digest by which the phone knows it again."""
    now, today = timezone.now(), timezone.localdate()
    own = Facilitation.objects.current(today).filter(user=user).values("group_id")
    groups = list(CommunityGroup.objects.visible_to(user).filter(pk__in=own).open().by_place())
    ids = [group.pk for group in groups]
    members, plans, due = _members(user, ids, today), _plans(ids, today), _due(ids)
    posts, used, open_meetings = _posts(groups), _topics_used(ids), _open(user, ids, today)
    asks = _asks(ids)
    councils = councils_of((group.pk for group in groups if group.kind == Kind.COUNCIL), to=user, on=today)
    feeds = _feeds(ids, councils)
    rows = [
        RosterGroup(
            id=group.pk,
            code=group.code,
            kind=group.kind,
            name_km=group.name_km,
            name_latin=group.name_latin,
            area=lifted_to(group.area_id, AdminArea.COMMUNE),
            asks_quorum=group.kind == Kind.COUNCIL,
            rhythm_days=group.rhythm_days,
            last_met_on=group.last_met_on,
            overdue_from=group.overdue_after + timedelta(days=1),
            valid_until=today + timedelta(days=min(group.rhythm_days + BEYOND_THE_RHYTHM, LONGEST)),
            next=plans.get(group.pk),
            members=members[group.pk],
            posts=posts[group.kind],
            due=due[group.pk],
            asks=asks[group.pk],
            topics=used[group.pk],
            open=open_meetings[group.pk],
            feeds=feeds.get(group.pk),
            council=councils.get(group.pk),
        )
        for group in groups
    ]
    rows = [msgspec.structs.replace(row, digest=_digest(row)) for row in rows]
    answer = RosterAnswer(
        user=RosterUser(user.pk, user.get_full_name(), user.language, unchecked=is_unchecked(user, today)),
        now=now,
        today=today,
        ids=ids,
        reference=_reference(),
        groups=rows,
    )
    told = [answer.user, answer.reference.digest, *((row.id, row.digest) for row in rows)]
    return Roster(answer, f'"{_digest(told)}"')


def people_in(answer: RosterAnswer) -> int:
    """How many persons a payload shows."""
    members = {member.id for group in answer.groups for member in group.members}
    ballots = (ballot for group in answer.groups if group.council for ballot in group.council.elections)
    return len(members | {each.person for ballot in ballots for each in ballot.candidates})


def initial_of(family_name: str) -> str:
    """The first letter as a reader sees it: a Khmer base with everything written round it."""
    return clusters(family_name)[0] if family_name else ""


def _digest(what: object) -> str:
    return hashlib.sha256(msgspec.json.encode(what)).hexdigest()[:16]


def _members(user: User, ids: Iterable[uuid.UUID], today: date) -> dict[uuid.UUID, list[RosterMember]]:
    """Who belonged within the last 60 days: three queries. Whose name was removed has the word that stands for it."""
    memberships = list(
        Membership.objects.visible_to(user)
        .filter(group_id__in=ids, began_on__lte=today)
        .overlapping(today - PAST, today)
        .select_related("person", "post")
        .in_roster_order()
    )
    people = {row.person_id for row in memberships}
    needs = defaultdict(list)
    for person, need in (
        SupportNeed.objects.visible_to(user)
        .filter(person_id__in=people)
        .order_by("need")
        .values_list("person_id", "need")
    ):
        needs[person].append(need)
    with_photo = {
        person
        for person, found in standings(people, on=today).items()
        if any(each.purpose == Purpose.PHOTO_INSIDE and each.state in IS_YES for each in found)
    }
    found: dict[uuid.UUID, list[RosterMember]] = defaultdict(list)
    for row in memberships:
        found[row.group_id].append(
            RosterMember(
                id=row.person_id,
                name=row.person.given_name or row.person.family_name,
                initial=initial_of(row.person.family_name),
                post=row.post.code,
                since=row.began_on,
                until=row.ended_on,
                needs=needs[row.person_id],
                photo=row.person_id in with_photo,
            )
        )
    return found


def _plans(ids: Iterable[uuid.UUID], today: date) -> dict[uuid.UUID, RosterPlan]:
    """The next plan of each group."""
    found: dict[uuid.UUID, RosterPlan] = {}
    for plan in (
        PlannedMeeting.objects.standing().filter(group_id__in=ids, planned_on__gte=today).order_by("planned_on", "pk")
    ):
        row = RosterPlan(plan.pk, plan.planned_on, as_time(plan.starts_at), plan.place_text)
        found.setdefault(plan.group_id, row)
    return found


def _due(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[RosterDecision]]:
    """What was decided and is not done, the oldest first."""
    found: dict[uuid.UUID, list[RosterDecision]] = defaultdict(list)
    rows = Decision.objects.pending().filter(meeting__group_id__in=ids).select_related("meeting", "post")
    for row in rows.order_by("meeting__held_on", "pk"):
        post = row.post.code if row.post else None
        found[row.meeting.group_id].append(RosterDecision(row.pk, row.text, post, row.due_on, row.meeting.held_on))
    return found


def _asks(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[RosterAsk]]:
    """What children wait for, answered ones first, the words of an answer no longer than a small screen wants."""
    under_way = Ask.objects.open().filter(issue__meeting__group_id__in=ids).select_related("issue__meeting")
    asks = list(under_way.order_by("status", "answer_due_on", "pk"))
    answers = AskAnswer.objects.confirmed().filter(ask__in=[ask.pk for ask in asks]).oldest_first() if asks else ()
    latest = {answer.ask_id: answer for answer in answers}
    found: dict[uuid.UUID, list[RosterAsk]] = defaultdict(list)
    for ask in asks:
        if len(of_group := found[ask.issue.meeting.group_id]) < MOST_ASKS:
            answer = latest.get(ask.pk) if ask.status == Ask.Status.ANSWERED else None
            of_group.append(RosterAsk(ask.pk, ask.text, answer and _reply(answer)))
    return found


def _reply(answer: AskAnswer) -> RosterReply:
    words = []
    for language in ("km", "en"):
        with override(language):
            words.append(answer.get_kind_display())
    return RosterReply(*words, answer.text[:MOST_WORDS])


def _posts(groups: Iterable[CommunityGroup]) -> dict[str, list[RosterPost]]:
    found: dict[str, list[RosterPost]] = defaultdict(list)
    kinds = {group.kind for group in groups}
    for post in Post.objects.filter(kind__in=kinds, is_active=True).order_by("position", "pk"):
        found[post.kind].append(RosterPost(post.code, post.name_km, post.name_en))
    return found


def _topics_used(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The topics that each group used most, these first."""
    rows = (
        Meeting.topics.through.objects.filter(meeting__group_id__in=ids)
        .values("meeting__group_id", "topic__code")
        .annotate(times=Count("pk"), last=Max("meeting__held_on"))
        .order_by("-times", "-last", "topic__code")
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in rows:
        if len(codes := found[row["meeting__group_id"]]) < MOST_USED:
            codes.append(row["topic__code"])
    return found


def _open(user: User, ids: Iterable[uuid.UUID], today: date) -> dict[uuid.UUID, list[TheirMeeting]]:
    """What was recorded within the last 60 days and is not approved: it can still be put right."""
    meetings = Meeting.objects.filter(
        group_id__in=ids, status=Meeting.Status.RECORDED, held_on__gte=today - PAST
    ).newest_first()
    found: dict[uuid.UUID, list[TheirMeeting]] = defaultdict(list)
    for record in as_records(meetings, to=user):
        found[record.group].append(record)
    return found


def _feeds(ids: Iterable[uuid.UUID], councils: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Which of the councils hears which of the clubs: whose members may stand."""
    found = ClubProfile.objects.filter(group__in=ids, feeds__in=list(councils))
    return dict(found.values_list("group_id", "feeds_id")) if councils else {}


def _reference() -> Reference:
    topics = [
        RosterTopic(topic.code, topic.type, topic.theme, topic.name_km, topic.name_en)
        for topic in Topic.objects.filter(is_active=True).order_by("type", "position", "number", "pk")
    ]
    return Reference(_digest(topics), topics)

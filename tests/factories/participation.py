"""Groups and all that hangs on them. Dates lie in the past, long enough ago for any test."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from participation.actions.words import keep_words, put_names_in_order
from participation.models import (
    Ask,
    AskAnswer,
    AskLink,
    Attendance,
    AttendanceCount,
    CommunityGroup,
    CountDelta,
    Decision,
    DutyBearer,
    Facilitation,
    GroupCall,
    GroupRhythm,
    GroupStatus,
    HeadCount,
    ImportedRow,
    ImportRun,
    Issue,
    JointMeeting,
    JointPart,
    Kind,
    KindRule,
    Meeting,
    MeetingAlias,
    MeetingPhoto,
    MeetingPhotoPerson,
    Membership,
    MissedMeeting,
    Partner,
    PersonCheck,
    PlannedMeeting,
    Post,
    Project,
    ProjectGroup,
    RetentionHold,
    School,
    Topic,
)
from participation.models.attendance import attendance_id
from participation.seeds.kinds import POSTS, RULES
from people.models import Person
from people.names import search_key
from tests.factories.accounts import make_link, make_user
from tests.factories.people import make_person
from tests.factories.places import make_area

FOUNDED_ON = date(2020, 1, 15)
JOINED_ON = date(2023, 3, 1)
_numbers = count(1)


def make_rule(kind: str = Kind.CLUB, **overrides) -> KindRule:
    """The rule of a kind, as seeded."""
    rule, _is_new = KindRule.objects.get_or_create(kind=kind, defaults=RULES[Kind(kind)]._asdict())
    return _changed(rule, overrides)


def make_post(kind: str = Kind.CLUB, code: str = "member", **overrides) -> Post:
    """A post as seeded; under another code, one that several people may hold."""
    seeds = {seed.code: seed for seed in POSTS[Kind(kind)]}
    known = seeds[code]._asdict() if code in seeds else {"name_km": f"តំណែង {code}", "name_en": f"Post {code}"}
    post, _is_new = Post.objects.get_or_create(kind=kind, code=code, defaults={**known, "code": code})
    return _changed(post, overrides)


def make_topic(**overrides) -> Topic:
    number = next(_numbers)
    fields = {"type": Topic.Type.ACTIVITY, "code": f"activity-{number}", "name_km": f"សកម្មភាព {number}"}
    return Topic.objects.create(**{**fields, "name_en": f"Activity {number}", **overrides})


def make_school(**overrides) -> School:
    number = next(_numbers)
    fields = {"name_km": f"សាលាបឋមសិក្សា {number}", "level": School.Level.PRIMARY, **overrides}
    _complete(fields, area=make_area)
    school = School(**fields)
    school.name_key = search_key(school.name_km, school.name_latin)
    school.save()
    return school


def make_partner(**overrides) -> Partner:
    number = next(_numbers)
    fields = {"name_km": f"អង្គការ {number}", "name_en": f"Organisation {number}", "type": Partner.Type.IMPLEMENTING}
    return Partner.objects.create(**{**fields, **overrides})


def make_project(**overrides) -> Project:
    number = next(_numbers)
    fields = {"code": f"P-{number}", "name_km": f"គម្រោង {number}", "began_on": FOUNDED_ON, **overrides}
    _complete(fields, partner=make_partner)
    return Project.objects.create(**fields)


def make_group(**overrides) -> CommunityGroup:
    """An active club in a village, in need of a meeting; with its status period and its search tokens."""
    number = next(_numbers)
    kind = overrides.get("kind", Kind.CLUB)
    rule = make_rule(kind)
    fields = {
        "kind": kind,
        "code": f"{str(kind)[0].upper()}-TEST-{number:04d}",
        "name_km": f"ក្លឹបកុមារ {number}",
        "setting": CommunityGroup.Setting.VILLAGE,
        "founded_on": FOUNDED_ON,
        "status_since": overrides.get("founded_on", FOUNDED_ON),
        "rhythm_days": rule.rhythm_days,
        "age_from": rule.age_from,
        "age_to": rule.age_to,
        **overrides,
    }
    _complete(fields, area=make_area)
    group = CommunityGroup(**fields)
    if group.overdue_after is None:
        group.overdue_after = (group.last_met_on or group.status_since) + timedelta(days=group.rhythm_days * 3 // 2)
    put_names_in_order(group)
    group.save()
    GroupStatus.objects.create(
        group=group, status=group.status, began_on=group.status_since, reason=group.status_reason
    )
    keep_words(group)
    return group


def make_closed_group(**overrides) -> CommunityGroup:
    fields = {"status": CommunityGroup.Status.CLOSED, "status_since": date(2024, 6, 30), "status_reason": "គ្មានសមាជិក"}
    return make_group(**{**fields, **overrides})


def make_person_check(person: Person, what: str = "conduct", **overrides) -> PersonCheck:
    """The code signed, or a screening done, long ago and in force for long."""
    fields = {"done_on": date(2020, 1, 1), "valid_until": date(2100, 1, 1), "recorded_as": "programme_officer"}
    return PersonCheck.objects.create(person=person, what=what, **{**fields, **overrides})


def make_past_rhythm(**overrides) -> GroupRhythm:
    """A rhythm that held until the end of 2025."""
    fields = {"rhythm_days": 14, "ended_on": date(2025, 12, 31), **overrides}
    _complete(fields, group=make_group)
    return GroupRhythm.objects.create(**fields)


def make_membership(**overrides) -> Membership:
    """An open membership of an ordinary member."""
    fields = {"began_on": JOINED_ON, **overrides}
    _complete(fields, group=make_group, person=make_person)
    _complete(fields, post=lambda: make_post(fields["group"].kind))
    if fields.get("ended_on"):
        fields.setdefault("end_reason", Membership.EndReason.CHOSE_TO_LEAVE)
    return Membership.objects.create(**fields)


def make_facilitation(**overrides) -> Facilitation:
    """A user works with a group, without an end; the role that gives this a meaning is the user's own."""
    fields = {"began_on": JOINED_ON, **overrides}
    _complete(fields, group=make_group, user=make_user)
    return Facilitation.objects.create(**fields)


def make_meeting(**overrides) -> Meeting:
    """A meeting within the last ten months, on a day of its own; the group's kept dates stay as they are."""
    fields = {"recorded_at": timezone.now(), **overrides}
    _complete(fields, group=make_group)
    _complete(fields, held_on=lambda: _free_day(fields["group"]))
    return Meeting.objects.create(**fields)


def _free_day(group: CommunityGroup) -> date:
    """A day on which the group did not meet yet: days come again after ten months, and tests name some themselves."""
    while True:
        day = timezone.localdate() - timedelta(days=next(_numbers) % 300 + 1)
        if not Meeting.objects.filter(group=group, held_on=day).exists():
            return day


def make_hold(**overrides) -> RetentionHold:
    """Nothing of a group is erased for a quarter of a year."""
    fields = {
        "reason": "សវនកម្មរបស់ម្ចាស់ជំនួយមិនទាន់ចប់នៅឡើយទេ",
        "placed_at": timezone.now(),
        "until": timezone.localdate() + timedelta(days=90),
        **overrides,
    }
    if "person" not in fields:
        _complete(fields, group=make_group)
    return RetentionHold.objects.create(**fields)


def make_mark(**overrides) -> Attendance:
    """A member was present."""
    fields = {"state": Attendance.State.PRESENT, **overrides}
    _complete(fields, meeting=make_meeting, person=make_person)
    meeting, person = fields["meeting"], fields["person"]
    copies = {
        "id": attendance_id(meeting.pk, person.pk),
        "sex": person.sex,
        "age_group": person.age_group_on(meeting.held_on),
        "difficulty": person.difficulty,
    }
    return Attendance.objects.create(**{**copies, **fields})


def make_attendance_count(**overrides) -> AttendanceCount:
    """Three girls had been present."""
    fields = {"state": "present", "sex": "female", "age_group": "10_14", "difficulty": "no", "number": 3, **overrides}
    _complete(fields, meeting=make_meeting)
    return AttendanceCount.objects.create(**fields)


def make_head_count(**overrides) -> HeadCount:
    fields = {"group": HeadCount.Group.WOMEN, "number": 3, **overrides}
    _complete(fields, meeting=make_meeting)
    return HeadCount.objects.create(**fields)


def make_decision(**overrides) -> Decision:
    fields = {"text": f"សម្អាតអណ្តូងភូមិ {next(_numbers)}", **overrides}
    _complete(fields, meeting=make_meeting)
    return Decision.objects.create(**fields)


def make_issue(**overrides) -> Issue:
    fields = {"text": f"ផ្លូវទៅសាលាលិចទឹក {next(_numbers)}", **overrides}
    _complete(fields, meeting=make_meeting)
    return Issue.objects.create(**fields)


def make_bearer(**overrides) -> DutyBearer:
    number = next(_numbers)
    fields = {"code": f"body-{number}", "name_km": f"ក្រុមប្រឹក្សាឃុំ {number}", "name_en": f"Commune council {number}"}
    return DutyBearer.objects.create(**{**fields, **overrides})


SENT_ON, DUE_ON, ANSWERED_ON = date(2024, 6, 3), date(2024, 7, 3), date(2024, 6, 20)


def make_ask(status: str = Ask.Status.SENT, *, group: CommunityGroup | None = None, **overrides) -> Ask:
    """An ask at any step, with the facts that belong to it; raised and told at meetings of one group."""
    if group is not None and "issue" not in overrides:
        overrides["issue"] = make_issue(meeting=make_meeting(group=group))
    fields = {"status": status, "text": f"សូមជួសជុលផ្លូវ {next(_numbers)}", **overrides}
    _complete(fields, issue=make_issue)
    fields.setdefault("area", fields["issue"].meeting.group.area)
    if status not in (Ask.Status.DRAFTED, Ask.Status.WITHDRAWN):
        fields = {"sent_on": SENT_ON, "answer_due_on": DUE_ON, **fields}
        _complete(fields, body=make_bearer)
    if status in (Ask.Status.ANSWERED, Ask.Status.TOLD, Ask.Status.CLOSED):
        fields.setdefault("answered_on", ANSWERED_ON)
    if status in (Ask.Status.TOLD, Ask.Status.CLOSED) and "told_meeting" not in fields:
        fields["told_meeting"] = make_meeting(group=fields["issue"].meeting.group)
    if status == Ask.Status.CLOSED:
        fields.setdefault("closed_on", DUE_ON)
    if status == Ask.Status.WITHDRAWN:
        fields = {"withdrawn_on": DUE_ON, "withdraw_reason": Ask.WithdrawReason.TWICE, **fields}
    return Ask.objects.create(**fields)


def make_ask_answer(*, ask: Ask | None = None, **overrides) -> AskAnswer:
    """A confirmed answer, unless a link is given: then one that waits."""
    now = timezone.now()
    fields = {"ask": ask or make_ask(Ask.Status.ANSWERED), "kind": AskAnswer.Kind.PLANNED, "answered_on": ANSWERED_ON}
    fields |= {"recorded_at": now, "confirmed_at": None if "link" in overrides else now, "text": "ឆ្នាំក្រោយ"}
    return AskAnswer.objects.create(**{**fields, **overrides})


def make_ask_link(*, ask: Ask | None = None, token: str = "a-token-for-officials", **overrides) -> AskLink:
    link = make_link(None, token, purpose="official_answer", user_id=None, **overrides)
    return AskLink.objects.create(ask=ask or make_ask(), link=link)


def make_meeting_alias(**overrides) -> MeetingAlias:
    """The id of a second record of a meeting."""
    fields = {"old_id": uuid.uuid4(), **overrides}
    _complete(fields, meeting=make_meeting)
    return MeetingAlias.objects.create(**fields)


def make_step(**overrides) -> CountDelta:
    """A meeting was counted, and nobody at it."""
    fields = {"meeting_id": uuid.uuid4(), "held_on": FOUNDED_ON, "meetings": 1, **overrides}
    _complete(fields, group=make_group)
    return CountDelta.objects.create(**fields)


def make_photo(shown=(), **overrides) -> MeetingPhoto:
    """A small picture of which somebody said that it shows ``shown``; with ``shown=None`` nobody said so yet."""
    fields = {
        "width": 4,
        "height": 3,
        "size": len(TINY_JPEG),
        "recorded_at": timezone.now(),
        "shown_marked_at": None if shown is None else timezone.now(),
        "delete_after": timezone.localdate() + timedelta(days=300),
        **overrides,
    }
    _complete(fields, meeting=make_meeting)
    photo = MeetingPhoto(**fields)
    photo.file.save("", ContentFile(TINY_JPEG), save=False)
    photo.save()
    MeetingPhotoPerson.objects.bulk_create(MeetingPhotoPerson(photo=photo, person=person) for person in shown or ())
    return photo


def _tiny_jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 3), "teal").save(out, "JPEG")
    return out.getvalue()


TINY_JPEG = _tiny_jpeg()


def make_import(by=None, given_name: str = "បូផា", **overrides) -> ImportRun:
    """A draft of one row."""
    run = ImportRun.objects.create(**{"file_name": "list.csv", "created_by": by or make_user(), **overrides})
    cells = {"group_name": "ក្លឹប", "family_name": "សុខ", "given_name": given_name}
    ImportedRow.objects.create(run=run, number=2, state="refused", cells=cells, problems={"sex": "?"})
    return run


def make_support(**overrides) -> ProjectGroup:
    fields = {"began_on": JOINED_ON, **overrides}
    _complete(fields, project=make_project, group=make_group)
    return ProjectGroup.objects.create(**fields)


def make_plan(**overrides) -> PlannedMeeting:
    """A meeting planned for some day ahead, each for a later day."""
    fields = {**overrides}
    _complete(fields, group=make_group)
    _complete(fields, planned_on=lambda: timezone.localdate() + timedelta(days=next(_numbers) % 300 + 1))
    return PlannedMeeting.objects.create(**fields)


def make_missed(**overrides) -> MissedMeeting:
    """No meeting was held yesterday; the group's kept dates stay as they are."""
    fields = {
        "reason": MissedMeeting.Reason.HARVEST,
        "missed_on": timezone.localdate() - timedelta(days=1),
        **overrides,
    }
    _complete(fields, group=make_group)
    return MissedMeeting.objects.create(**fields)


def make_call(**overrides) -> GroupCall:
    """Somebody called yesterday, and they will meet soon."""
    fields = {
        "called_on": timezone.localdate() - timedelta(days=1),
        "outcome": GroupCall.Outcome.WILL_MEET,
        **overrides,
    }
    _complete(fields, group=make_group)
    return GroupCall.objects.create(**fields)


def make_joint(*meetings: Meeting) -> JointMeeting:
    """Meetings that were one activity, counted at the first; the kept counts stay as they are."""
    joint = JointMeeting.objects.create()
    for number, meeting in enumerate(meetings):
        JointPart.objects.create(meeting=meeting, joint=joint, is_host=number == 0)
    return joint


def _complete(fields, **makers):
    """What nobody asked for is made, and only that."""
    for name, make in makers.items():
        if name not in fields:
            fields[name] = make()


def _changed(row, overrides):
    """A row that is there once for all, with what this test wants otherwise."""
    for name, value in overrides.items():
        setattr(row, name, value)
    if overrides:
        row.save()
    return row

"""The indicators once more, slowly and obviously: plain Python over rows of the register. Shares no code with them."""

from collections import defaultdict
from datetime import timedelta

from participation.models import Attendance, CommunityGroup, HeadCount, JointPart, Meeting, ProjectGroup
from protection.models import ServiceCoverage

CHILD_AGES = ("0_5", "6_9", "10_14", "15_17")
ADULT_AGES = ("18_24", "25_up", "unknown")


def quarter(day):
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def commune(area_id):
    return area_id[:9]


def places(area_id):
    """The country, the province, the district and the commune of an id such as mef05060101."""
    return ["", area_id[:5], area_id[:7], area_id[:9]]


class Register:
    """All rows that count, read once."""

    def __init__(self):
        self.groups = {group.pk: group for group in CommunityGroup.objects.all()}
        self.meetings = {meeting.pk: meeting for meeting in Meeting.objects.prefetch_related("topics")}
        self.codes = {pk: {topic.code for topic in meeting.topics.all()} for pk, meeting in self.meetings.items()}
        self.marks = list(Attendance.objects.all())
        self.heads = list(HeadCount.objects.all())
        self.joint = {part.meeting_id: part.joint_id for part in JointPart.objects.all()}
        self.guests = {part.meeting_id for part in JointPart.objects.all() if not part.is_host}
        self.met = defaultdict(list)
        for meeting in self.meetings.values():
            self.met[meeting.group_id].append(meeting.held_on)
        self.supports = defaultdict(list)
        for support in ProjectGroup.objects.all():
            self.supports[support.group_id].append(support)

    def projects_of(self, meeting):
        found = [""]
        for support in self.supports[meeting.group_id]:
            if support.began_on <= meeting.held_on and (
                support.ended_on is None or meeting.held_on <= support.ended_on
            ):
                found.append(support.project_id.hex)
        return found

    def place_of(self, meeting):
        return self.groups[meeting.group_id].area_id


def add(found, project, when, area, words, number):
    for place in places(area):
        found[project, when, place, *words] += number


def nonzero(found):
    return {cell: number for cell, number in found.items() if number}


def people_at_sessions(register, *, ages, topic=None, kind=None, sessions=1):
    """Each person once, at the session at which they had come often enough."""
    came = defaultdict(list)
    for mark in register.marks:
        if mark.state not in ("present", "late") or mark.age_group not in ages:
            continue
        meeting = register.meetings[mark.meeting_id]
        if topic is not None and topic not in register.codes[meeting.pk]:
            continue
        if kind is not None and register.groups[meeting.group_id].kind != kind:
            continue
        for project in register.projects_of(meeting):
            came[project, mark.person_id].append((meeting.held_on, meeting.slot, meeting.pk, mark))
    found = defaultdict(int)
    for (project, _person), times in came.items():
        seen, number = set(), 0
        first_of_joint = {}
        for _day, _slot, pk, _mark in times:
            joint = register.joint.get(pk, pk)
            first_of_joint[joint] = min(pk, first_of_joint.get(joint, pk))
        for _day, _slot, pk, mark in sorted(times, key=lambda time: time[:3]):
            joint = register.joint.get(pk, pk)
            if joint in seen or pk != first_of_joint[joint]:
                continue
            seen.add(joint)
            number += 1
            if number == sessions:
                meeting = register.meetings[pk]
                kind = register.groups[meeting.group_id].kind
                words = (mark.sex, mark.age_group, mark.difficulty, kind)
                add(found, project, quarter(meeting.held_on), register.place_of(meeting), words, 1)
    return nonzero(found)


def participations(register, *, topic=None, ages=None, kind=None):
    found = defaultdict(int)
    for mark in register.marks:
        meeting = register.meetings[mark.meeting_id]
        is_about = topic is None or topic in register.codes[meeting.pk]
        is_of_age = ages is None or mark.age_group in ages
        is_of_kind = kind is None or register.groups[meeting.group_id].kind == kind
        if mark.state in ("present", "late") and is_about and is_of_age and is_of_kind:
            words = (mark.sex, mark.age_group, mark.difficulty, register.groups[meeting.group_id].kind)
            for project in register.projects_of(meeting):
                add(found, project, quarter(meeting.held_on), register.place_of(meeting), words, 1)
    return nonzero(found)


def guests(register, *, topic):
    found = defaultdict(int)
    for head in register.heads:
        meeting = register.meetings[head.meeting_id]
        if topic in register.codes[meeting.pk] and head.group in ("girls", "boys"):
            sex = "female" if head.group == "girls" else "male"
            for difficulty, number in (
                ("yes", head.with_difficulty),
                ("not_asked", head.number - head.with_difficulty),
            ):
                for project in register.projects_of(meeting):
                    words = (sex, "under_18", difficulty, head.basis)
                    add(found, project, quarter(meeting.held_on), register.place_of(meeting), words, number)
    return nonzero(found)


def activities(register):
    found = defaultdict(int)
    for meeting in register.meetings.values():
        if meeting.pk not in register.guests:
            for project in register.projects_of(meeting):
                words = ("", "", "", register.groups[meeting.group_id].kind)
                add(found, project, quarter(meeting.held_on), register.place_of(meeting), words, 1)
    return nonzero(found)


def formed(register, kind):
    found = defaultdict(int)
    for group in register.groups.values():
        if group.kind == kind and group.founded_on.year >= 2004:
            projects = {""} | {support.project_id.hex for support in register.supports[group.pk]}
            for project in projects:
                add(found, project, quarter(group.founded_on), group.area_id, ("", "", "", kind), 1)
    return nonzero(found)


def active_on(register, kind, day):
    """The communes of the groups of a kind that met within three of their intervals before a day."""
    found = defaultdict(int)
    for group in register.groups.values():
        before = [held_on for held_on in register.met[group.pk] if held_on <= day]
        past = sorted((row.ended_on, row.rhythm_days) for row in group.past_rhythms.all() if row.ended_on >= day)
        days = past[0][1] if past else group.rhythm_days
        if group.kind == kind and before and max(before) > day - timedelta(days=3 * days):
            for place in places(group.area_id):
                found[place] += 1
    return nonzero(found)


def mechanisms_on(register, day):
    """The places of the villages with a network that was active on a day."""
    villages = set()
    for group in register.groups.values():
        if group.kind == "network" and len(group.area_id) == 11:
            for period in group.statuses.all():
                lasts = period.ended_on is None or day <= period.ended_on
                if period.status == "active" and period.began_on <= day and lasts:
                    villages.add(group.area_id)
    found = defaultdict(int)
    for village in villages:
        for place in places(village):
            found[place] += 1
    return nonzero(found)


def communes_reached_on(day):
    types = defaultdict(set)
    for coverage in ServiceCoverage.objects.select_related("service"):
        lasts = coverage.ended_on is None or day <= coverage.ended_on
        if coverage.service.checked_on and coverage.began_on <= day and lasts:
            types[coverage.commune_id].add(coverage.service.type_id)
    return {commune_id for commune_id, known in types.items() if len(known) >= 3}

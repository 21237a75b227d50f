"""The spine: one group, one membership, one meeting for every kind."""

from .alias import MeetingAlias
from .ask import Ask, AskAnswer, AskLink, AskStep
from .attendance import Attendance, AttendanceCount, HeadCount
from .call import GroupCall
from .count_delta import CountDelta
from .decision import Decision
from .duty_bearer import DutyBearer
from .facilitation import Facilitation
from .gap import FoundGap, GapLook
from .group import CommunityGroup, GroupRhythm, GroupStatus, GroupWord
from .hold import RetentionHold
from .imports import ImportedFile, ImportedRow, ImportRun, ImportTrace
from .issue import Issue
from .joint import JointMeeting, JointPart
from .meeting import Meeting
from .membership import Membership
from .person_check import PersonCheck
from .photo import MeetingPhoto, MeetingPhotoPerson
from .planning import CalendarFeed, MissedMeeting, PlannedMeeting
from .project import Partner, Project, ProjectGroup
from .rules import Kind, KindRule, Post
from .school import School
from .topic import Topic

__all__ = [
    "Ask",
    "AskAnswer",
    "AskLink",
    "AskStep",
    "Attendance",
    "AttendanceCount",
    "CalendarFeed",
    "CommunityGroup",
    "CountDelta",
    "Decision",
    "DutyBearer",
    "Facilitation",
    "FoundGap",
    "GapLook",
    "GroupCall",
    "GroupRhythm",
    "GroupStatus",
    "GroupWord",
    "HeadCount",
    "ImportRun",
    "ImportTrace",
    "ImportedFile",
    "ImportedRow",
    "Issue",
    "JointMeeting",
    "JointPart",
    "Kind",
    "KindRule",
    "Meeting",
    "MeetingAlias",
    "MeetingPhoto",
    "MeetingPhotoPerson",
    "Membership",
    "MissedMeeting",
    "Partner",
    "PersonCheck",
    "PlannedMeeting",
    "Post",
    "Project",
    "ProjectGroup",
    "RetentionHold",
    "School",
    "Topic",
]

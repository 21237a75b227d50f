"""The spine: one group, one membership, one meeting for every kind."""

from .attendance import Attendance, HeadCount
from .decision import Decision
from .facilitation import Facilitation
from .group import CommunityGroup, GroupStatus, GroupWord
from .imports import ImportedRow, ImportRun
from .meeting import Meeting
from .membership import Membership
from .planning import CalendarFeed, MissedMeeting, PlannedMeeting
from .project import Partner, Project, ProjectGroup
from .rules import Kind, KindRule, Post
from .school import School
from .topic import Topic

__all__ = [
    "Attendance",
    "CalendarFeed",
    "CommunityGroup",
    "Decision",
    "Facilitation",
    "GroupStatus",
    "GroupWord",
    "HeadCount",
    "ImportRun",
    "ImportedRow",
    "Kind",
    "KindRule",
    "Meeting",
    "Membership",
    "MissedMeeting",
    "Partner",
    "PlannedMeeting",
    "Post",
    "Project",
    "ProjectGroup",
    "School",
    "Topic",
]

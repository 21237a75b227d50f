"""What is kept about people in plans of clubs: every column of this package."""

from accounts.retention.personal import PERMANENT, STAFF, Kept, PrivacyClass, Purpose, declare

MINUTES = Kept(Purpose.MINUTES, PrivacyClass.STAFF, PERMANENT)
"""Free words, in which no name may stand."""

declare(
    "clubs.ClubProfile",
    plain="group feeds",
)
declare(
    "clubs.PeerClubs",
    {STAFF: "created_by"},
    plain="id first second began_on ended_on created_at",
)
declare(
    "clubs.PlannedActivity",
    {MINUTES: "title dropped_because", STAFF: "created_by"},
    plain="id season planned_on precision post held_at created_at",
)
declare(
    "clubs.PlannedActivity_topics",
    plain="id plannedactivity topic",
)
declare(
    "clubs.SeasonPlan",
    {MINUTES: "title", STAFF: "created_by"},
    plain="id group began_on ended_on created_at",
)

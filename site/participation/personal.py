"""What is kept about who takes part, why, for whom and how long: every column of this package."""

from accounts.retention.personal import PERMANENT, STAFF, Kept, PrivacyClass, Purpose, declare

BELONGING = Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "identity")
"""Who belonged where: it stays with the nameless record, for counts."""
CHECKED = Kept(Purpose.SAFETY, PrivacyClass.RESTRICTED, "identity")
"""Code of conduct and screening of an adult without an account."""
MARKS = Kept(Purpose.TAKING_PART, PrivacyClass.RESTRICTED, "attendance")
COUNTS = Kept(Purpose.FIGURES, PrivacyClass.STAFF, PERMANENT)
MINUTES = Kept(Purpose.MINUTES, PrivacyClass.STAFF, PERMANENT)
"""Free words, in which no name may stand."""
PICTURE = Kept(Purpose.PICTURES, PrivacyClass.RESTRICTED, "photos")
HELD = Kept(Purpose.SAFETY, PrivacyClass.RESTRICTED, "holds")
DRAFTED = Kept(Purpose.SENDING, PrivacyClass.RESTRICTED, "drafts")
IMPORTED = Kept(Purpose.SENDING, PrivacyClass.RESTRICTED, "imports")
WORKING = Kept(Purpose.ACCOUNT, PrivacyClass.STAFF, "accounts")

declare(
    "participation.Ask",
    {MINUTES: "text"},
    plain="id issue level area body answer_due_on status sent_on answered_on told_meeting closed_on "
    "withdrawn_on withdraw_reason overdue_told_at created_at",
)
declare(
    "participation.AskAnswer",
    {MINUTES: "text", STAFF: "recorded_by confirmed_by"},
    plain="id ask kind answered_on recorded_at link confirmed_at",
)
declare(
    "participation.AskLink",
    plain="id ask link",
)
declare(
    "participation.AskStep",
    {STAFF: "by"},
    plain="id ask status at",
)
declare(
    "participation.Ask_topics",
    plain="id ask topic",
)
declare(
    "participation.Attendance",
    {MARKS: "meeting person state is_first_time sex age_group difficulty"},
    plain="id",
)
declare(
    "participation.AttendanceCount",
    {COUNTS: "state sex age_group difficulty number first_times"},
    plain="id meeting",
)
declare(
    "participation.CalendarFeed",
    {WORKING: "user token_hash"},
    plain="id created_at",
)
declare(
    "participation.CommunityGroup",
    {STAFF: "created_by"},
    plain="id kind code name_km name_latin name_key name_sort setting area school founded_on founded_is_year "
    "founded_by status status_since status_reason rhythm_days usual_day usual_place age_from age_to "
    "main_language last_met_on last_missed_on overdue_after created_at updated_at version",
)
declare(
    "participation.CountDelta",
    {COUNTS: "marks guests"},
    plain="id group held_on meeting_id at meetings activities",
)
declare(
    "participation.Decision",
    {MINUTES: "text"},
    plain="id meeting post due_on done_on is_dropped",
)
declare(
    "participation.DutyBearer",
    plain="id code name_km name_en position is_active",
)
declare(
    "participation.Facilitation",
    {WORKING: "user began_on ended_on is_substitute revoked_at", STAFF: "created_by"},
    plain="id group",
)
declare(
    "participation.FoundGap",
    plain="id key group",
)
declare(
    "participation.GapLook",
    plain="key looked_at",
)
declare(
    "participation.GroupCall",
    {STAFF: "created_by"},
    plain="id group called_on outcome next_call_on created_at",
)
declare(
    "participation.GroupRhythm",
    plain="id group rhythm_days ended_on is_known",
)
declare(
    "participation.GroupStatus",
    {STAFF: "changed_by"},
    plain="id group status began_on ended_on reason",
)
declare(
    "participation.GroupWord",
    plain="id group token",
)
declare(
    "participation.HeadCount",
    {COUNTS: "group number with_difficulty"},
    plain="id meeting basis",
)
declare(
    "participation.ImportRun",
    {IMPORTED: "file_name failure", STAFF: "created_by"},
    plain="id subject created_at is_applied applied_at task stage stage_at rows_done rows_total job hanging",
)
declare(
    "participation.ImportTrace",
    {IMPORTED: "record before after"},
    plain="id run kind is_made version post opened",
)
declare(
    "participation.ImportedFile",
    {DRAFTED: "content"},
    plain="run",
)
declare(
    "participation.ImportedRow",
    {DRAFTED: "cells problems likes same_as_person"},
    plain="id run number state choice same_as_row",
)
declare(
    "participation.Issue",
    {MINUTES: "text"},
    plain="id meeting raised_by created_at",
)
declare(
    "participation.JointMeeting",
    {STAFF: "created_by"},
    plain="id created_at",
)
declare(
    "participation.JointPart",
    plain="meeting joint is_host",
)
declare(
    "participation.KindRule",
    plain="kind age_from age_to term_months rhythm_days size_from size_to",
)
declare(
    "participation.Meeting",
    {MINUTES: "place_text summary", STAFF: "recorded_by"},
    plain="id group kind number held_on slot started_at ended_at quorum_met minutes_approved adults_present "
    "felt_good felt_so_so felt_bad status recorded_at received_at version",
)
declare(
    "participation.MeetingAlias",
    plain="old_id meeting",
)
declare(
    "participation.MeetingPhoto",
    {PICTURE: "file recorded_at", STAFF: "taken_by shown_marked_by"},
    plain="id meeting width height size received_at shown_marked_at delete_after",
)
declare(
    "participation.MeetingPhotoPerson",
    {PICTURE: "photo person"},
    plain="id",
)
declare(
    "participation.Meeting_topics",
    plain="id meeting topic",
)
declare(
    "participation.Membership",
    {BELONGING: "person post how_filled began_on ended_on end_reason", STAFF: "created_by ended_by"},
    plain="id group created_at",
)
declare(
    "participation.MissedMeeting",
    {STAFF: "created_by"},
    plain="id group missed_on reason created_at",
)
declare(
    "participation.Partner",
    plain="id name_km name_en type is_active",
)
declare(
    "participation.PersonCheck",
    {CHECKED: "person what done_on valid_until recorded_as recorded_at", STAFF: "recorded_by"},
    plain="id",
)
declare(
    "participation.PlannedMeeting",
    {STAFF: "created_by"},
    plain="id group planned_on starts_at place_text kind cancelled_at created_at updated_at version",
)
declare(
    "participation.Post",
    plain="id kind code name_km name_en position is_single is_for_adults is_active",
)
declare(
    "participation.Project",
    plain="id code name_km name_en partner began_on ended_on",
)
declare(
    "participation.ProjectGroup",
    plain="id project group began_on ended_on",
)
declare(
    "participation.RetentionHold",
    {HELD: "person reason", STAFF: "placed_by reviewed_by ended_by"},
    plain="id group placed_at until reviewed_at ended_at end_told_at",
)
declare(
    "participation.School",
    plain="id name_km name_latin name_key official_code level area is_active",
)
declare(
    "participation.Topic",
    plain="id type code number theme name_km name_en position is_active",
)

"""What is kept about staff, and who looked at what: every column of this package."""

from .retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

ACCOUNT = Kept(Purpose.ACCOUNT, PrivacyClass.STAFF, "accounts")
CHECKS = Kept(Purpose.ACCOUNT, PrivacyClass.RESTRICTED, "accounts")
LINKS = Kept(Purpose.ACCOUNT, PrivacyClass.RESTRICTED, "links")
TOLD = Kept(Purpose.ACCOUNT, PrivacyClass.RESTRICTED, "notices")
LOOKED = Kept(Purpose.SAFETY, PrivacyClass.RESTRICTED, "journal")
"""Numbers of records and accounts, never a name."""

SECOND = Kept(Purpose.ACCOUNT, PrivacyClass.RESTRICTED, "journal")

TOKENS = Kept(Purpose.ANSWERING, PrivacyClass.STAFF, "tokens")

declare(
    "accounts.ApiToken",
    {TOKENS: "system reason made_by ended_by token_hash begins_with last_used_on"},
    plain="id scopes area made_on expires_on ended_at told_end_on told_idle_on",
)
declare(
    "accounts.ConfirmationRequest",
    {SECOND: "grant access asked_by asked_as asked_at decided_at decided_by"},
    plain="id what on expires_at outcome",
)
declare(
    "accounts.EmergencyAccess",
    {LOOKED: "officer role group_id reason opened_at ends_at closed_at closed_by"},
    plain="id",
)
declare(
    "accounts.JournalEntry",
    {LOOKED: "at kind verb actor about_type about_id people details"},
    plain="id",
)
declare(
    "accounts.JournalSeal",
    {LOOKED: "leaves"},
    plain="id number first_id last_id lines began_at ended_at missing root previous head key_id mark sealed_at "
    "forgotten_at forgotten_mark",
)
declare(
    "accounts.Notice",
    {TOLD: "user text_key params link created_at read_at read_by mailed_at"},
    plain="id",
)
declare(
    "accounts.OneTimeLink",
    {LINKS: "user token_hash purpose created_at used_at", STAFF: "created_by"},
    plain="id expires_at revoked_at",
)
declare(
    "accounts.ResetCode",
    {LINKS: "user code_hash created_at used_at wrong_tries", STAFF: "created_by"},
    plain="id expires_at revoked_at",
)
declare(
    "accounts.RetentionRun",
    plain="id on began_at last_at ended_at counts forecast",
)
declare(
    "accounts.RetentionTerm",
    {STAFF: "changed_by"},
    plain="id key number reason changed_at",
)
declare(
    "accounts.RoleGrant",
    {ACCOUNT: "user role area began_on ended_on revoked_at", STAFF: "granted_by confirmed_by"},
    plain="id is_confirmed",
)
declare(
    "accounts.StaffCheck",
    {CHECKS: "user what done_on valid_until recorded_as recorded_at", STAFF: "recorded_by"},
    plain="id",
)
declare(
    "accounts.User",
    {ACCOUNT: "username full_name email password last_login language code_of_conduct_accepted_at deputy date_joined"},
    plain="id is_superuser is_staff is_active session_epoch is_demo forgotten_on",
)
declare(
    "accounts.User_groups",
    {ACCOUNT: "user group"},
    plain="id",
)
declare(
    "accounts.User_user_permissions",
    {ACCOUNT: "user permission"},
    plain="id",
)

# Places stand below this package and say nothing of a person.
declare(
    "places.AdminArea",
    plain="id source dataset_year code level unit_type name_km name_latin name_key parent is_active replaced_by",
)
declare(
    "places.Source",
    plain="key title attribution dataset_year loaded_at is_current",
)

"""What is kept about people, why, for whom and how long: every column of this package."""

from accounts.retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

NAMES = Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "identity")
"""What names a person or leads to one."""
FOR_COUNTS = Kept(Purpose.FIGURES, PrivacyClass.RESTRICTED, "identity")
"""Kept exactly until then, and as a band or a commune afterwards."""
NEEDS = Kept(Purpose.TAKING_PART, PrivacyClass.RESTRICTED, "identity")
AGREED = Kept(Purpose.CONSENT, PrivacyClass.RESTRICTED, "identity")
"""Days on signed papers. They stay with the nameless record, as proof that there was a paper."""
MERGED = Kept(Purpose.REGISTER, PrivacyClass.RESTRICTED, "merges")
ASKED = Kept(Purpose.CONSENT, PrivacyClass.RESTRICTED, "requests")

declare(
    "people.Consent",
    {
        AGREED: "person purpose person_on guardian_on began_on given_on valid_until withdrawn_on",
        STAFF: "explained_by withdrawn_by recorded_by",
    },
    plain="id recorded_at replaced_at",
)
declare(
    "people.NotTheSame",
    {NAMES: "first second", STAFF: "said_by"},
    plain="id said_at",
)
declare(
    "people.Person",
    {
        NAMES: "code family_name given_name name_latin name_key name_sort",
        FOR_COUNTS: "sex birth_year birth_month birth_is_estimated village difficulty difficulty_asked_on",
        STAFF: "created_by",
    },
    plain="id anonymised_on forgotten_on created_at updated_at version",
)
declare(
    "people.PersonAlias",
    {NAMES: "old_id old_code person"},
)
declare(
    "people.PersonLikenessKey",
    {NAMES: "person key birth_year commune"},
    plain="id",
)
declare(
    "people.PersonMerge",
    {MERGED: "kept gone_id payload", STAFF: "merged_by undone_by"},
    plain="id merged_at undone_at",
)
declare(
    "people.PersonRequest",
    {ASKED: "person kind asked_on answer answered_at", STAFF: "answered_by"},
    plain="id",
)
declare(
    "people.SupportNeed",
    {NEEDS: "person need"},
    plain="id",
)

"""What is kept about trained adults and hand-over notes: every column of this package."""

from accounts.retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

TRAINED = Kept(Purpose.FIGURES, PrivacyClass.RESTRICTED, "identity")
NOTE = Kept(Purpose.HELP, PrivacyClass.RESTRICTED, "hand_overs")
"""Nothing of a child; still it says that there was one."""

declare(
    "protection.ExchangeList",
    plain="system source",
)
declare(
    "protection.ExchangePlace",
    plain="id system area code",
)
declare(
    "protection.HandOverNote",
    {NOTE: "reference area noted_on channel urgency handed_to handed_on received_at"},
    plain="id due_at escalated_at acknowledged_at followed_up_at closed_at delete_after",
)
declare(
    "protection.HandOverTotal",
    plain="id month province urgency number",
)
declare(
    "protection.HelpLine",
    {STAFF: "verified_by"},
    plain="id number name_km name_en for_whom_km for_whom_en hours_km hours_en is_free takes_text "
    "takes_complaints audience position is_active verified_on next_check_on",
)
declare(
    "protection.Service",
    {STAFF: "created_by"},
    plain="id code type name_km name_en provider_km provider_en name_key area hours_km hours_en for_whom_km "
    "for_whom_en cost languages is_accessible is_child_friendly phones checked_on checked_as "
    "next_check_on public_until closed_on created_at",
)
declare(
    "protection.ServiceCoverage",
    {STAFF: "created_by"},
    plain="id service commune began_on ended_on source created_at",
)
declare(
    "protection.ServiceType",
    plain="id code name_km name_en child_km child_en check_months grace_days reason_km reason_en position is_active",
)
declare(
    "protection.ServiceTypeCode",
    plain="id type system code name_en name_km",
)
declare(
    "protection.StandsBeside",
    {STAFF: "created_by"},
    plain="id network group began_on ended_on created_at",
)
declare(
    "protection.TestCall",
    plain="id helpline number called_on called_as is_answered waited_seconds in_khmer created_at",
)
declare(
    "protection.Training",
    {STAFF: "created_by"},
    plain="id topic began_on ended_on area organiser project created_at",
)
declare(
    "protection.TrainingPlace",
    {TRAINED: "person sector", STAFF: "created_by"},
    plain="id training created_at",
)
declare(
    "protection.TrainingTopic",
    plain="id code name_km name_en position is_active",
)

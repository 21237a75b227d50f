"""What is kept about phones and what they delivered: every column of this package."""

from accounts.retention.personal import STAFF, Kept, PrivacyClass, Purpose, declare

SEALED = Kept(Purpose.SENDING, PrivacyClass.RESTRICTED, "sealed")
DELIVERED = Kept(Purpose.SENDING, PrivacyClass.STAFF, "deliveries")
PHONE = Kept(Purpose.ACCOUNT, PrivacyClass.STAFF, "devices")

declare(
    "fieldbook.Delivery",
    {
        SEALED: "sealed has_names",
        DELIVERED: "user device receipt kind made_at received_at notes",
        STAFF: "settled_by",
    },
    plain="id digest outcome code why_held group meeting_id version photo_id photo_size settled_at",
)
declare(
    "fieldbook.Device",
    {PHONE: "user jwk label enrolled_at seen_at expires_on ended_at app_version", STAFF: "ended_by"},
    plain="id emptied_at unsent is_persistent",
)
declare(
    "fieldbook.ServerKey",
    plain="kid jwk made_at retired_at",
)

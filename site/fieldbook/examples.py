"""Examples for the API's description. Nobody in them exists."""

GROUP, MEETING, PERSON = (
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0001",
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0002",
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0003",
)
RECORD, DEVICE, OTHER = (
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0004",
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0005",
    "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0006",
)
SEAT, CANDIDATE = ("5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0007", "5b1f7f1e-7c0c-4a54-9d6e-2f6f8a1f0008")
SENT_AT = "2026-11-28T15:20:00+07:00"

RECORDS_BY_KIND = {
    "meeting": {
        "id": MEETING,
        "group": GROUP,
        "held_on": "2026-11-28",
        "slot": 1,
        "started_at": "14:00",
        "marks": {PERSON: "absent"},
        "guests": [{"group": "women", "number": 4}],
        "topics": ["article-12"],
        "decisions": [{"id": OTHER, "text": "Clean the well", "post": "leader", "due_on": "2026-12-12"}],
        "told": [OTHER],
        "adults_present": 2,
        "felt_good": 12,
        "next": {"planned_on": "2026-12-12"},
    },
    "missed": {"id": OTHER, "group": GROUP, "missed_on": "2026-11-21", "reason": "harvest"},
    "plan": {"id": OTHER, "group": GROUP, "planned_on": "2026-12-12", "starts_at": "14:00"},
    "set_aside": {"record": RECORD, "meeting": MEETING},
    "photo": {
        "id": OTHER,
        "meeting": MEETING,
        "key": "A" * 43,
        "iv": "A" * 16,
        "size": 180_016,
        "sha256": "0" * 64,
        "type": "image/jpeg",
        "shown": [PERSON],
    },
    "election": {
        "id": OTHER,
        "group": GROUP,
        "held_on": "2026-11-28",
        "method": "phone_ballot",
        "seats": [SEAT],
        "began_on": "2026-11-28",
        "candidates": [{"id": CANDIDATE, "person": PERSON, "pictogram": "sun", "kept": None}],
        "rounds": [
            {"girls_present": 12, "boys_present": 9, "ballots": 21, "spoilt": 1, "votes": {CANDIDATE: 20}},
        ],
        "lots": [],
    },
    "note": {
        "area": "mef050601",
        "noted_on": "2026-11-28",
        "channel": "in_person",
        "urgency": "today",
        "handed_to": "social_worker",
        "handed_on": "2026-11-28",
    },
}

BATCH = "<header in base64url>.<payload in base64url>.<signature in base64url>"
ENROLMENT = {
    "device": DEVICE,
    "jwk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
    "label": "Chrome · Android",
}
PHOTO_CALL = {"device": DEVICE, "user": 17, "photo": OTHER, "offset": 65536, "sha256": "0" * 64, "sent_at": SENT_AT}
FAULT = {"code": "malformed", "sentence": {"km": "…", "en": "…"}}
ANSWERS = {
    "v": 1,
    "now": SENT_AT,
    "device": {"state": "active", "expires_on": "2027-02-26"},
    "key": {"kid": "…", "jwk": {"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}},
    "schema": 1,
    "answers": [
        {
            "id": RECORD,
            "outcome": "taken",
            "receipt": "7K3P-0412",
            "meeting": MEETING,
            "version": 1,
            "notes": ["plan_past"],
            "code": "",
            "sentence": None,
            "fixable": False,
            "theirs": None,
            "election": None,
            "stage": "",
        }
    ],
}

"""A believable afternoon for the screens: two clubs and a council, forty members, names that are hard to draw."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from councils.seeds.lists import METHODS as SEEDS
from participation.seeds.topics import ACTIVITIES, ARTICLES
from tests.journeys.field.contract import Portal

TODAY = date(2026, 11, 28)
CLUB, COUNCIL = (f"00000000-0000-4000-8000-0000000000c{number}" for number in (1, 2))
FAMILY = "សចគហលមនពកខទរ"
GIVEN = (
    *("ស្រីនាង", "បុប្ផា", "សុភា", "ធីតា", "កញ្ញា", "ចន្ធូ", "ស្រីពៅ", "រស្មី"),
    *("ដារា", "វិចិត្រ", "រតនា", "ពិសិដ្ឋ", "សំណាង", "វុទ្ធី", "បូរី", "សុវណ្ណ"),
    *("ញ៉ឹកញ៉ុក", "ព្រឹទ្ធ", "ស្រ៊ុន", "កែវមុនីរតនៈ"),
)
NEEDS = {2: ["step_free"], 5: ["large_print", "sign"], 11: ["interpreter"]}


def member(number: int, group: str = CLUB, **changes) -> dict:
    return {
        "id": str(uuid.uuid5(uuid.UUID(group), str(number))),
        "name": GIVEN[number % len(GIVEN)],
        "initial": FAMILY[(number * 5) % len(FAMILY)],
        "post": "leader" if number == 0 else None,
        "from": "2026-01-05",
        "to": None,
        "needs": NEEDS.get(number, []),
        "photo": number % 3 == 0,
        **changes,
    }


POSTS = [
    {"code": "leader", "km": "ប្រធាន", "en": "Leader"},
    {"code": "deputy", "km": "អនុប្រធាន", "en": "Deputy leader"},
    {"code": "secretary", "km": "លេខាធិការ", "en": "Secretary"},
]
DUE = [
    {"id": "00000000-0000-4000-8000-0000000000d1", "text": "សម្អាតជុំវិញអណ្តូងទឹករបស់សាលា", "post": "leader"},
    {"id": "00000000-0000-4000-8000-0000000000d2", "text": "ជូនដំណឹងដល់មេភូមិអំពីភ្លើងបំភ្លឺផ្លូវ", "post": None},
]


ASKS = [
    {
        "id": "00000000-0000-4000-8000-0000000000e1",
        "text": "សូមជួសជុលអណ្តូងទឹកនៅសាលា",
        "reply": {"km": "មានក្នុងផែនការ", "en": "Planned", "words": "ខែក្រោយ"},
    },
    {
        "id": "00000000-0000-4000-8000-0000000000e2",
        "text": "សូមដាក់ភ្លើងតាមផ្លូវ",
        "reply": None,
    },
]


METHODS = [{"code": one.code, "km": one.name_km, "en": one.name_en} for one in SEEDS if one.is_election]


def seat(number: int) -> dict:
    """The last of five is kept for a class."""
    is_kept = number == 5
    pk = str(uuid.uuid5(uuid.UUID(COUNCIL), f"seat {number}"))
    return {"id": pk, "kept": "k1" if is_kept else "", "label": "ថ្នាក់ទី ៥ក" if is_kept else ""}


def elections() -> dict:
    """What a council would vote about: five seats, and three children for two of them prepared at the desk."""
    candidates = [
        {
            "id": str(uuid.uuid5(uuid.UUID(COUNCIL), f"candidate {number}")),
            "person": one["id"],
            "name": one["name"],
            "initial": one["initial"],
            "girl": number < 2,
            "pictogram": picture,
            "kept": None,
        }
        for number, picture in enumerate(("sun", "tree", "fish"))
        for one in [member(number, COUNCIL)]
    ]
    prepared = {
        "id": str(uuid.uuid5(uuid.UUID(COUNCIL), "election")),
        "held_on": str(TODAY),
        "method": "phone_ballot",
        "seats": [seat(1), seat(2), seat(3)],
        "girls_minimum": 1,
        "quorum": 5,
        "began_on": str(TODAY),
        "candidates": candidates,
    }
    seats = [seat(number) for number in range(1, 6)]
    return {"seats": seats, "girls_minimum": 2, "quorum": 10, "methods": METHODS, "elections": [prepared]}


def decisions() -> list[dict]:
    return [
        {**one, "due_on": str(TODAY - timedelta(days=4)), "decided_on": str(TODAY - timedelta(days=30))} for one in DUE
    ]


def group(pk: str, name: str, latin: str, **changes) -> dict:
    return {
        "id": pk,
        "digest": f"{pk[-2:]}-1",
        "code": f"C-{pk[-2:]}",
        "kind": "club",
        "name_km": name,
        "name_latin": latin,
        "area": "mef050601",
        "asks_quorum": False,
        "rhythm_days": 14,
        "last_met_on": str(TODAY - timedelta(days=14)),
        "overdue_from": str(TODAY + timedelta(days=9)),
        "valid_until": "2036-12-12",
        "next": None,
        "members": [member(number, pk) for number in range(40)],
        "posts": POSTS,
        "due": [],
        "asks": [],
        "topics": ["article-12", "article-19", "article-28", "article-31", "peer-education", "learning-session"],
        "open": [],
        **changes,
    }


def groups() -> list[dict]:
    joined = member(40, from_="2026-11-20")
    joined["from"] = joined.pop("from_")
    left = member(41, to=str(TODAY - timedelta(days=10)))
    club = group(CLUB, "ក្លឹបកុមារភូមិព្រែកតាមាក់", "Preaek Ta Meak children's club", due=decisions(), asks=ASKS)
    club["members"] = [*[member(number) for number in range(39)], joined, left]
    plan = {
        "id": str(uuid.uuid4()),
        "planned_on": str(TODAY + timedelta(days=3)),
        "starts_at": "14:00",
        "place_text": "",
    }
    council = group(
        COUNCIL,
        "ក្រុមប្រឹក្សាកុមារឃុំព្រែកអញ្ចាញ",
        "Preaek Anhchanh children's council",
        kind="council",
        asks_quorum=True,
        overdue_from=str(TODAY - timedelta(days=6)),
        last_met_on=str(TODAY - timedelta(days=45)),
        members=[member(number, COUNCIL) for number in range(15)],
        next=plan,
        council=elections(),
    )
    return [club, council]


def topics() -> list[dict]:
    rows = [(f"article-{one.number}", "article", one.theme, one.name_km, one.name_en) for one in ARTICLES]
    rows += [(one.code.replace("_", "-"), "activity", "", one.name_km, one.name_en) for one in ACTIVITIES]
    return [dict(zip(("code", "type", "theme", "km", "en"), row, strict=True)) for row in rows]


@dataclass
class Village(Portal):
    """The portal with this village in it, on this afternoon."""

    user: dict | None = field(default_factory=lambda: {"id": 17, "name": "សុខ ចាន់ថា", "language": "km"})
    groups: list[dict] = field(default_factory=groups)
    now: datetime | None = field(default_factory=lambda: datetime(2026, 11, 28, 8, 0, tzinfo=UTC))

    def _roster(self, route):
        status, body = super()._roster(route)
        return status, body if status != 200 else {**body, "reference": {"digest": "t1", "topics": topics()}}

    # --- what it answers to records ----------------------------------------------------------------------------------
    theirs: dict | None = None
    """What somebody else recorded: the next meeting that arrives meets it."""

    def _judge(self, sealed: dict) -> dict:
        answer = super()._judge(sealed)
        record = self.opened(sealed)[1]
        if self.theirs is None or record.get("resolves") or "held_on" not in record:
            return answer
        theirs = {**record, "id": "00000000-0000-4000-8000-0000000000ff", "version": 3, **self.theirs}
        conflict = {"outcome": "conflict", "receipt": None, "meeting": theirs["id"], "version": 3}
        conflict["election" if "rounds" in record else "theirs"] = theirs
        return {**answer, **conflict}

    @property
    def last(self) -> dict:
        """The record that arrived last, as it was opened."""
        return self.records[self.order[-1]]["record"]

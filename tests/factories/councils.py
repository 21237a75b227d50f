"""What only a council has: seats, who holds them, and where it is heard."""

from datetime import date
from itertools import count

from councils.models import CouncilProfile, FillingMethod, Mandate, Representation, RepresentedBody, Seat
from councils.seeds.lists import BODIES, METHODS
from participation.models import CommunityGroup, Kind
from tests.factories.participation import make_group, make_post
from tests.factories.people import make_person

BEGAN_ON, ENDS_ON = date(2026, 1, 1), date(2026, 12, 31)
_numbers = count(1)


def make_council(**overrides) -> CommunityGroup:
    """A council of which nothing is said yet; its ordinary post is there."""
    make_post(Kind.COUNCIL, "member")
    return make_group(**{"kind": Kind.COUNCIL, **overrides})


def make_profile(**overrides) -> CouncilProfile:
    fields = {"level": CouncilProfile.Level.COMMUNE, **overrides}
    if "group" not in fields:
        fields["group"] = make_council()
    return CouncilProfile.objects.create(**fields)


def make_method(code: str = "ballot", **overrides) -> FillingMethod:
    """A way to fill a seat as seeded; under another code, a new one."""
    return _listed(FillingMethod, METHODS, code, overrides)


def make_body(code: str = "ccwc", **overrides) -> RepresentedBody:
    """A body as seeded; under another code, a new one."""
    return _listed(RepresentedBody, BODIES, code, overrides)


def make_seat(**overrides) -> Seat:
    """A seat that a council has long had, open to every child."""
    fields = {"number": next(_numbers) % 200 + 1, "began_on": date(2020, 1, 1), **overrides}
    if "council" not in fields:
        fields["council"] = make_council()
    return Seat.objects.create(**fields)


def make_mandate(**overrides) -> Mandate:
    """Somebody has a seat for a year; whether they are a member is for the test to say."""
    fields = {"began_on": BEGAN_ON, "ends_on": ENDS_ON, **overrides}
    if "seat" not in fields:
        fields["seat"] = make_seat(**({"council": fields["council"]} if "council" in fields else {}))
    fields.setdefault("council", fields["seat"].council)
    if "person" not in fields:
        fields["person"] = make_person()
    if "method" not in fields:
        fields["method"] = make_method()
    if fields.get("ended_on"):
        fields.setdefault("end_reason", Mandate.EndReason.RESIGNED)
    return Mandate.objects.create(**fields)


def make_representation(**overrides) -> Representation:
    """A council is heard in the commune committee."""
    fields = {"began_on": BEGAN_ON, **overrides}
    if "council" not in fields:
        fields["council"] = make_council()
    if "body" not in fields:
        fields["body"] = make_body()
    return Representation.objects.create(**fields)


def _listed(model, seeds, code, overrides):
    known = next((seed._asdict() for seed in seeds if seed.code == code), None)
    known = known or {"name_km": f"ពាក្យ {code}", "name_en": f"Word {code}"}
    row, _is_new = model.objects.get_or_create(code=code, defaults={**known, "code": code})
    for name, value in overrides.items():
        setattr(row, name, value)
    if overrides:
        row.save()
    return row

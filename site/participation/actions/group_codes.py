"""Codes of groups: short enough to be written on the club's door, and never given twice."""

from django.db.models import Max

from places.models import AdminArea

from ..models import CommunityGroup, Kind

KIND_LETTERS = {Kind.CLUB: "C", Kind.COUNCIL: "K", Kind.NETWORK: "N", Kind.PARENTS: "P"}
"""The first sign of a group's code; K as in krom, the Khmer for group or council."""


def next_code(kind: str, area: AdminArea) -> str:
    """Kind, district and a running number: short enough to be written on the club's door (``C-0506-0012``)."""
    prefix = code_prefix(kind, area)
    return f"{prefix}{last_number(area, prefix) + 1:04d}"


def code_prefix(kind: str, area: AdminArea) -> str:
    return f"{KIND_LETTERS[Kind(kind)]}-{district_of(area).removeprefix(area.source)}-"


def last_number(area: AdminArea, prefix: str) -> int:
    # Two officers who add groups in one district wait for each other here.
    AdminArea.objects.select_for_update(no_key=True).get(pk=district_of(area))
    last = CommunityGroup.objects.filter(code__startswith=prefix).aggregate(code=Max("code"))["code"]
    return int(last.removeprefix(prefix)) if last else 0


def district_of(area: AdminArea) -> str:
    return area.pk[: len(area.source) + 4]

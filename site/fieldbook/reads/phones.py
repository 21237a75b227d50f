"""Phones in rows: how each stands, and whether it promised to keep what it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Device

MOST = 50
STATES: dict[str, tuple[Promise, str]] = {
    "active": (_("In use"), "ok"),
    "expired": (_("Expired: sign in on the phone to renew it"), "warn"),
    "ended": (_("Ended; it empties itself at its next contact"), "warn"),
    "emptied": (_("Ended and emptied"), "quiet"),
}


@dataclass(frozen=True, slots=True)
class PhoneRow:
    device: Device
    state: str

    @property
    def word(self) -> Promise:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]

    @property
    def may_end(self) -> bool:
        return self.device.ended_at is None


def phone_rows(devices: Iterable[Device], *, on: date) -> list[PhoneRow]:
    """The last phones of an account: nobody has more than a few in use."""
    return [PhoneRow(device, "emptied" if device.emptied_at else str(device.state_on(on))) for device in devices[:MOST]]

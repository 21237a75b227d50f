"""Accounts of the demonstration, as the file beside the demo's database lists them."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from .roles import ROLES

PERIOD = 30


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What one needs to sign in as somebody of the demonstration."""

    username: str
    password: str
    role: str
    totp_secret: str

    @property
    def role_name(self) -> str:
        return ROLES[self.role].name

    @property
    def purpose(self) -> str:
        return ROLES[self.role].purpose

    @property
    def code(self) -> str:
        """The six digits of this half minute; nothing where no second factor is set up."""
        if not self.totp_secret:
            return ""
        return format_hotp_value(hotp_value(self.totp_secret, int(time.time()) // PERIOD))


def list_path() -> Path:
    return Path(settings.VAR_DIR) / "demo_accounts.json"


def demo_accounts() -> list[DemoAccount]:
    """The accounts of the list, in the order in which they were made."""
    path = list_path()
    if not path.exists():
        return []
    return [DemoAccount(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]

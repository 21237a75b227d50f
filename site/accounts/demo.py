"""Accounts of the demonstration: random passwords per installation, kept in a file beside the demo's database."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from places.models import AdminArea

from .models import RoleGrant, User
from .publishing import keep_in_step
from .roles import ROLES

PERIOD = 30
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


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


def write_list(accounts: list[DemoAccount]) -> None:
    """Keep the list where only the owner of the process reads it."""
    fields = ("username", "password", "role", "totp_secret")
    path = list_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    entries = [{field: getattr(account, field) for field in fields} for account in accounts]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")


@transaction.atomic
def add_demo_account(
    *, username: str, full_name: str, role: str, area: AdminArea | None = None, language: str = User.Language.KHMER
) -> tuple[User, DemoAccount]:
    """One account with its role; with a second factor where the role needs one. Not journalled: it is invented."""
    password = "-".join(get_random_string(4, LETTERS) for _part in range(3))
    now = timezone.now()
    user = User(
        username=username, full_name=full_name, language=language, is_demo=True, code_of_conduct_accepted_at=now
    )
    user.set_password(password)
    user.full_clean()
    user.save()
    RoleGrant.objects.create(user=user, role=role, area=area, began_on=timezone.localdate(now))
    secret = ""
    if ROLES[role].needs_second_factor:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    keep_in_step(user)
    return user, DemoAccount(username, password, role, secret)

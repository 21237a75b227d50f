"""Accounts for tests: people who may sign in at once, with the role that a test is about."""

import hashlib
from datetime import date, timedelta
from itertools import count

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from accounts import journal
from accounts.actions.codes import hash_of
from accounts.actions.tokens import hash_of as hash_of_token
from accounts.api.scopes import ApiScope
from accounts.emergency import LASTS
from accounts.models import (
    ApiToken,
    ConfirmationRequest,
    EmergencyAccess,
    JournalEntry,
    JournalSeal,
    Notice,
    OneTimeLink,
    ResetCode,
    RoleGrant,
    StaffCheck,
    User,
)
from accounts.models.tokens import PREFIX, SHOWN
from accounts.publishing import keep_in_step
from accounts.roles import ROLES, Reach

PASSWORD = "four words are enough"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
numbers = count(1)


def make_user(
    role: str | None = None, *, area=None, second_factor: bool | None = None, checked: bool = True, **values
) -> User:
    """An account past the code of conduct. With ``role``, it holds that role since long ago.

    Who works with groups of their own has signed the code and was screened, unless ``checked`` says otherwise.

    A second factor (``SECRET``) is set up where the role needs one, unless ``second_factor`` says otherwise.
    """
    number = next(numbers)
    password = values.pop("password", PASSWORD)
    defaults = {
        "username": f"person{number}",
        "full_name": f"Person {number}",
        "language": "en",
        "code_of_conduct_accepted_at": timezone.now(),
        "password": make_password(password),
    }
    user = User.objects.create(**{**defaults, **values})
    if role:
        make_grant(user, role, area=area)
    if checked and role and ROLES[role].reach is Reach.OWN_GROUPS:
        StaffCheck.objects.bulk_create(_staff_check(user, what) for what in StaffCheck.What.values)
    if second_factor if second_factor is not None else user.needs_second_factor:
        make_second_factor(user)
    return user


def make_staff_check(user: User | None = None, what: str = "conduct", **values) -> StaffCheck:
    """The code signed, or a screening done, long ago and in force for long."""
    check = _staff_check(user or make_user("facilitator", checked=False), what)
    for name, value in values.items():
        setattr(check, name, value)
    check.save(force_insert=True)
    return check


def _staff_check(user: User, what: str) -> StaffCheck:
    return StaffCheck(
        user=user, what=what, done_on=date(2020, 1, 1), valid_until=date(2100, 1, 1), recorded_as="area_officer"
    )


def make_grant(user: User | None = None, role: str = "facilitator", *, area=None, **values) -> RoleGrant:
    """A role in force; the user object forgets the roles that it remembered."""
    user = user or make_user()
    values.setdefault("began_on", date(2020, 1, 1))  # long ago, also for tests that travel in time
    grant = RoleGrant.objects.create(user=user, role=role, area=area, **values)
    user.__dict__.pop("current_grants", None)
    keep_in_step(user)
    return grant


def make_second_factor(user: User) -> None:
    """An app with ``SECRET``, and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def code_now(secret: str = SECRET) -> str:
    """The six digits that the app shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def make_notice(user: User | None = None, **values) -> Notice:
    defaults = {"text_key": "role_granted", "created_at": timezone.now()}
    return Notice.objects.create(user=user or make_user(), **{**defaults, **values})


def make_link(user: User | None = None, token: str = "a-token-for-tests", **values) -> OneTimeLink:
    """An open invitation with a known token."""
    now = timezone.now()
    defaults = {
        "purpose": OneTimeLink.Purpose.INVITATION,
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "created_at": now,
        "expires_at": now + timedelta(hours=72),
    }
    if "user_id" not in values:
        values["user"] = user or make_user()
    return OneTimeLink.objects.create(**{**defaults, **values})


def make_code(user: User | None = None, code: str = "01234567", **values) -> ResetCode:
    """An open code with known digits."""
    now, user = timezone.now(), user or make_user("facilitator")
    defaults = {
        "code_hash": hash_of(code, user.pk),
        "created_at": now,
        "expires_at": now + timedelta(minutes=15),
    }
    return ResetCode.objects.create(user=user, **{**defaults, **values})


def make_token(made_by: User | None = None, key: str = "", **values) -> ApiToken:
    """A key for another system that reads every part, as far as its maker; ``plain`` is the key itself."""
    plain, today = key or f"{PREFIX}key-number-{next(numbers)}", timezone.localdate()
    defaults = {
        "system": "ស្ថិតិ",
        "reason": "របាយការណ៍ប្រចាំត្រីមាស",
        "scopes": ApiScope.values,
        "made_on": today - timedelta(days=1),
        "expires_on": today + timedelta(days=90),
        "begins_with": plain[:SHOWN],
    }
    token = ApiToken.objects.create(
        made_by=made_by or make_user("programme_officer"), token_hash=hash_of_token(plain), **{**defaults, **values}
    )
    token.plain = plain
    return token


def make_emergency(officer: User, group, **values) -> EmergencyAccess:
    """An access opened a moment ago, by an officer of safeguarding, to the people of a group."""
    now = timezone.now()
    defaults = {
        "role": "safeguarding_officer",
        "reason": "កុមារម្នាក់ក្នុងក្រុមនេះកំពុងត្រូវគេស្វែងរក",
        "opened_at": now,
        "ends_at": now + LASTS,
    }
    return EmergencyAccess.objects.create(officer=officer, group_id=group.pk, **{**defaults, **values})


def make_request(grant: RoleGrant | None = None, **values) -> ConfirmationRequest:
    """A request to end a role, asked a moment ago by some officer."""
    now = timezone.now()
    defaults = {"what": "end", "asked_as": "grant_safeguarding", "asked_at": now, "expires_at": now + timedelta(days=7)}
    if "asked_by" not in values:
        values["asked_by"] = make_user()
    if "access" not in values:
        values["grant"] = grant or make_grant()
    return ConfirmationRequest.objects.create(**{**defaults, **values})


def make_seal(number: int = 1, **values) -> JournalSeal:
    """A seal that fits no line."""
    now, text = timezone.now(), "0" * 64
    defaults = {"first_id": 1, "last_id": 1, "lines": 1, "began_at": now, "ended_at": now, "sealed_at": now}
    defaults |= {"root": text, "previous": text, "head": text, "mark": text, "key_id": "0" * 16}
    return JournalSeal.objects.create(number=number, **{**defaults, **values})


def make_journal_entry(by: User | None = None, **values) -> JournalEntry:
    row = journal.entry("test.happened", about=None, by=by)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in, past the second factor."""
    client = Client()
    client.force_login(user)
    return client


def stranger(**extra) -> Client:
    """A browser that reads English and in which nobody is signed in."""
    client = Client(**extra)
    client.cookies["language"] = "en"
    return client

"""Who reads what is measured: a programme officer made for the measure and taken back after it."""

import secrets
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User

PERIOD = 30


def new_reader(password: str | None = None) -> tuple[User, str]:
    """A programme officer for the whole country, and the secret of the second step."""
    user = User(username="bench", full_name="Bench", code_of_conduct_accepted_at=timezone.now())
    user.set_password(password)
    user.save()
    RoleGrant.objects.create(user=user, role="programme_officer", began_on=timezone.localdate())
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user, secret


@transaction.atomic
def sign_in_and_read() -> None:
    """A sign-in as people do it, with password and code, then the list of groups. Nothing of it is kept."""
    password = secrets.token_urlsafe()
    _user, secret = new_reader(password)
    client = Client(headers={"host": "localhost"})
    https = settings.SECURE_SSL_REDIRECT
    client.post(reverse("account_login"), {"login": "bench", "password": password}, secure=https)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
    client.post(reverse("mfa_authenticate"), {"code": code}, secure=https)
    answer = client.get(reverse("groups:list"), secure=https)
    transaction.set_rollback(True)
    if answer.status_code != 200:
        raise ValueError(f"The list of groups answered {answer.status_code}.")

"""Demo accounts: one per role, with passwords of this install only; and facilitators who never sign in."""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.roles import ROLES, Reach
from participation.models import CommunityGroup, Facilitation

AREA_CODES = {
    "programme_officer": "25",
    "area_officer": "17",
    "focal_point": "25",
    "donor": "",
    "safeguarding_officer": "",
}
"""Where the demo's officers work: a province by its code, or everywhere."""

NAMES = {
    "facilitator": "សុខ ដារា (សាកល្បង)",
    "programme_officer": "ចាន់ សុភា (សាកល្បង)",
    "area_officer": "គឹម រតនា (សាកល្បង)",
    "safeguarding_officer": "ហេង កញ្ញា (សាកល្បង)",
    "focal_point": "លី បូរី (សាកល្បង)",
    "communications": "ម៉ៅ ធីតា (សាកល្បង)",
    "khmer_editor": "អ៊ុក សុវណ្ណ (សាកល្បង)",
    "donor": "នួន វិចិត្រ (សាកល្បង)",
    "administrator": "ព្រំ ចន្ធូ (សាកល្បង)",
}


def make_facilitators(count: int, today: date) -> list[User]:
    """Users without a password, so that every group has somebody; the first is the demo's own facilitator account."""
    rows = [
        User(
            username="facilitator" if turn == 0 else f"facilitator-{turn:03d}",
            full_name=NAMES["facilitator"] if turn == 0 else f"អ្នកសម្របសម្រួល {turn:03d}",
            is_demo=True,
            code_of_conduct_accepted_at=timezone.now(),
        )
        for turn in range(count)
    ]
    for row in rows:
        row.set_unusable_password()
    users = User.objects.bulk_create(rows)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role="facilitator", began_on=today - timedelta(days=900)) for user in users
    )
    return users


def make_accounts(source: str, today: date, target: Path) -> list[dict[str, str]]:
    """One account per role; ``target`` gets the passwords and second-factor secrets, for its owner's eyes alone."""
    cards = []
    for key, role in ROLES.items():
        user, _ = User.objects.get_or_create(
            username=key.replace("_", "-"), defaults={"full_name": NAMES.get(key, str(role.name)), "is_demo": True}
        )
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        user.set_password(password)
        user.code_of_conduct_accepted_at = timezone.now()
        user.is_demo = True
        user.save()
        if role.reach is not Reach.OWN_GROUPS:
            code = AREA_CODES.get(key, "")
            RoleGrant.objects.get_or_create(
                user=user,
                role=key,
                area_id=f"{source}{code}" if code else None,
                defaults={"began_on": today - timedelta(days=400)},
            )
        card = {"username": user.username, "password": password, "role": key, "totp_secret": ""}
        if role.needs_second_factor:
            card["totp_secret"] = generate_totp_secret()
            TOTP.activate(user, card["totp_secret"])
            RecoveryCodes.activate(user)
        cards.append(card)
    target.touch(mode=0o600)
    target.write_text(json.dumps(cards, indent=2), encoding="utf-8")
    return cards


def give_facilitator_busy_groups(user: User, today: date) -> None:
    """The demo's facilitator works with groups that met lately, so that the first look is a lively one."""
    Facilitation.objects.filter(user=user, ended_on__isnull=True).exclude(group__status="active").update(ended_on=today)
    lively = CommunityGroup.objects.filter(status="active", overdue_after__gte=today).order_by("-last_met_on", "pk")
    for group in lively.exclude(facilitations__user=user)[:2]:
        Facilitation.objects.create(user=user, group=group, began_on=today - timedelta(days=200))

"""The work list: what phones delivered and the register did not simply take. No word of any record is opened for it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Delivery
from ..models.delivery import DeliveryQuerySet
from ..refusals import SENTENCES

Outcome = Delivery.Outcome

PARTS: dict[str, tuple[Promise, Q]] = {
    "held": (_("Held back"), Q(outcome=Outcome.HELD)),
    "conflict": (_("Twice"), Q(outcome=Outcome.CONFLICT)),
    "refused": (_("Refused"), Q(outcome=Outcome.REFUSED)),
    "names": (_("Names to match"), Q(has_names=True)),
}
WHY_HELD: dict[str, Promise] = {
    "phone_ended": _("The phone was ended"),
    "phone_expired": _("The phone has not been in touch for 90 days"),
    "role_ended": _("The sender no longer works with this group"),
}
TONES = {"held": "warn", "conflict": "info", "refused": "danger", "names": "info"}


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One record in the list: from whom, about which group, and what it waits for."""

    delivery: Delivery
    part: str
    why: str

    @property
    def word(self) -> Promise:
        return PARTS[self.part][0]

    @property
    def tone(self) -> str:
        return TONES[self.part]


def waiting_for(user: User) -> DeliveryQuerySet:
    """What somebody in the user's reach must still look at, one's own included."""
    anything = Q()
    for _word, rule in PARTS.values():
        anything |= rule
    return Delivery.objects.visible_to(user).filter(anything, sealed__isnull=False)


def counts_for(user: User) -> dict[str, int]:
    """How many of each: one query."""
    counted = {part: Count("pk", filter=rule) for part, (_word, rule) in PARTS.items()}
    return waiting_for(user).order_by().aggregate(**counted)


def rows_of(deliveries: list[Delivery]) -> list[DeliveryRow]:
    return [
        DeliveryRow(one, part_of(one), str(WHY_HELD.get(one.why_held) or SENTENCES.get(one.code) or ""))
        for one in deliveries
    ]


def part_of(delivery: Delivery) -> str:
    return "names" if delivery.has_names else str(delivery.outcome)

"""A signed form typed in at once: the day, until when, who explained it, and the ticks of the whole roster."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from people.aliases import kept_ids
from people.consenting import Signed
from people.models import Person, Purpose

from ..models import CommunityGroup, Facilitation
from .inputs import DayField

OWN, GUARDIAN = "own", "guardian"
COLUMNS = ((OWN, _("Own signature")), (GUARDIAN, _("Guardian's signature")), *Purpose.choices)


@dataclass(slots=True)
class Tick:
    """One box of the form."""

    value: str
    label: str
    is_on: bool


@dataclass(slots=True)
class TickRow:
    person: Person
    ticks: list[Tick] = field(default_factory=list)


class RosterConsentForm(ActingForm):
    """``people`` are the members of today; a tick is posted as ``tick=<person>:<column>``."""

    signed_on = DayField(label=_("Signed on"))
    valid_until = DayField(label=_("Valid until"))
    explained_by = forms.ModelChoiceField(label=_("Who explained it"), queryset=User.objects.none())

    def __init__(self, *args, user: User, group: CommunityGroup, people: Iterable[Person], ticked: bool, **kwargs):
        today = timezone.localdate()
        initial = {"signed_on": today, "valid_until": today + timedelta(days=365), "explained_by": user.pk}
        super().__init__(*args, initial=initial, **kwargs)
        self.people = {person.pk: person for person in people}
        current = Facilitation.objects.current(today).filter(group=group).values("user_id")
        chosen = self.fields["explained_by"]
        chosen.queryset = User.objects.filter(Q(pk=user.pk) | Q(pk__in=current)).order_by("full_name", "pk")
        chosen.label_from_instance = User.get_full_name
        self._all = ticked and not self.is_bound
        self._has_two_lines_of_one = False
        self._on = self._led(self.data.getlist("tick")) if self.is_bound else set()

    @property
    def rows(self) -> list[TickRow]:
        """The boxes of each member, as they were sent."""
        return [
            TickRow(
                person,
                [
                    Tick(value := f"{person.pk}:{column}", label, self._all or value in self._on)
                    for column, label in COLUMNS
                ],
            )
            for person in self.people.values()
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        ticks: dict[uuid.UUID, set[str]] = {}
        for value in sorted(self._on):
            person, _colon, column = value.partition(":")
            ticks.setdefault(self._member(person), set()).add(self._column(column))
        if self._has_two_lines_of_one:
            raise ValidationError(
                _("Two records of this person are one now. Look through it and save again."), code="merged"
            )
        signed_on, lines = cleaned.get("signed_on"), []
        for person, found in ticks.items():
            purposes = [purpose for purpose in Purpose.values if purpose in found]
            if purposes:
                own, guardian = (signed_on if column in found else None for column in (OWN, GUARDIAN))
                lines.append(Signed(self.people[person], purposes, own, guardian))
        if signed_on and not lines:
            raise ValidationError(_("Tick what was signed, for at least one member."), code="nothing")
        cleaned["lines"] = lines
        return cleaned

    def _led(self, values: Iterable[str]) -> set[str]:
        """The ticks as sent; on a page opened before two records became one, the old line's go to the kept person."""
        lines: dict[str, set[str]] = {}
        for value in values:
            person, _colon, column = value.partition(":")
            lines.setdefault(person, set()).add(column)
        unknown = lines.keys() - {str(key) for key in self.people}
        ids = [key for text in unknown if (key := _uuid(text))]
        kept = {str(old): str(person) for old, person in kept_ids(ids).items()} if ids else {}
        led = [kept.get(text, text) for text in lines]
        self._has_two_lines_of_one = len(set(led)) < len(led)
        return {f"{kept.get(text, text)}:{column}" for text, columns in lines.items() for column in columns}

    def _member(self, text: str) -> uuid.UUID:
        key = _uuid(text)
        if key not in self.people:
            raise ValidationError(_("Somebody on this form is no member today. Open the page again."), code="member")
        return key

    def _column(self, text: str) -> str:
        if text not in dict(COLUMNS):
            raise ValidationError(_("Nobody asks for consent to this."), code="purpose")
        return text


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

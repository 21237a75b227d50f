"""Preparing an election, typing in what was counted, and drawing a lot."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from participation.forms.inputs import DayField, WholeNumberField

from ..actions.elections import Counted, Stand, WithdrawReason
from ..models import Candidate, FillingMethod, Seat
from ..models.council import MOST_SEATS, MOST_VOTERS
from ..reads.counts import Counts, Round
from ..reads.elections import CandidateRow, CanStand

METHODS = FillingMethod.objects.filter(is_active=True, is_election=True).order_by("position", "pk")
PICTURES = Candidate.Pictogram.values


class SeatsField(forms.ModelMultipleChoiceField):
    """Seats by their number, with their title and whom they are kept for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, seat: Seat) -> str:
        return " · ".join(filter(None, [_("Seat %(number)d") % {"number": seat.number}, seat.title, kept_words(seat)]))


def kept_words(seat: Seat) -> str:
    """For whom a seat is kept, in words; empty for an open one."""
    if seat.kept_for == Seat.KeptFor.NOBODY:
        return ""
    which = seat.kept_club.name if seat.kept_club_id else seat.kept_label
    word = seat.get_kept_for_display()
    return f"{word}: {which}" if which else word


class PrepareForm(ActingForm):
    """Day, way of voting, seats and term; who stands; and for each kind of kept seat who may take it.

    Who is ticked for a kept seat stands; that nobody stands at all is for the action to refuse.
    """

    held_on = DayField(label=_("Day of the election"))
    method = forms.ModelChoiceField(
        label=_("How do they vote?"), queryset=METHODS, empty_label=None, widget=forms.RadioSelect
    )
    seats = SeatsField(label=_("Seats to be filled"), queryset=Seat.objects.none())
    girls_minimum = WholeNumberField(
        label=_("At least so many girls among the elected"),
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Leave empty for what the council has agreed on."),
    )
    quorum = WholeNumberField(
        label=_("At least so many voters must be there"),
        max_value=MOST_VOTERS,
        required=False,
        help_text=_("Leave empty for what the council has agreed on."),
    )
    began_on = DayField(label=_("First day of the term"))
    ends_on = DayField(
        label=_("End of the term"), required=False, help_text=_("Leave empty for a whole term of this council.")
    )
    candidates = forms.MultipleChoiceField(
        label=_("Who stands?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a picture for the ballot, in this order."),
    )

    def __init__(self, *args: object, seats: Sequence[Seat], people: Sequence[CanStand], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person.pk): each.person for each in people}
        choices = [(str(each.person.pk), _label(each)) for each in people]
        self.fields["seats"].queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).by_number()
        self.fields["candidates"].choices = choices
        self.kept = list(_of_each_kind(seats))
        for seat in self.kept:
            self.fields[f"kept_{seat.pk}"] = forms.MultipleChoiceField(
                label=_("Who stands for the kept seat: %(kept)s") % {"kept": kept_words(seat)},
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, object]:
        """The answers as the action takes them: those who stand, each with a picture while there are any."""
        told = super().clean()
        kept: dict[str, Seat] = {}
        for seat in self.kept:
            kept |= dict.fromkeys(told.pop(f"kept_{seat.pk}", None) or (), seat)
        chosen = [key for key in self.people if key in {*(told.get("candidates") or ()), *kept}]
        pictures = [*PICTURES[: len(chosen)], *[""] * (len(chosen) - len(PICTURES))]
        told["candidates"] = [
            Stand(self.people[key], pictogram=picture, kept_seat=kept.get(key))
            for key, picture in zip(chosen, pictures, strict=True)
        ]
        return told


def _label(each: CanStand) -> str:
    return " · ".join(filter(None, [each.person.name, each.person.get_sex_display(), each.club and each.club.name]))


def _of_each_kind(seats: Iterable[Seat]) -> Iterable[Seat]:
    """One seat of each kind of kept seat."""
    seats = list(seats)
    kinds = Counts(seats=tuple(seats)).kinds
    seen: set[str] = set()
    for seat in seats:
        if (kind := kinds.get(seat.pk)) and kind not in seen:
            seen.add(kind)
            yield seat


class CountForm(ActingForm):
    """What was counted in one round. Votes and spoilt ballots must come to the ballots."""

    girls_present = WholeNumberField(label=_("Girls who could vote"), max_value=MOST_VOTERS)
    boys_present = WholeNumberField(label=_("Boys who could vote"), max_value=MOST_VOTERS)
    ballots = WholeNumberField(label=_("Ballots or hands counted"), max_value=2 * MOST_VOTERS)
    spoilt = WholeNumberField(label=_("Spoilt or blank"), max_value=2 * MOST_VOTERS, initial=0)

    def __init__(
        self,
        *args: object,
        rows: Sequence[CandidateRow],
        told: Round | None,
        is_first: bool,
        day: object,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, initial=_initial(told) | {"held_on": min(day, timezone.localdate())}, **kwargs)
        self.keys: dict[str, uuid.UUID] = {}
        if is_first:
            self.fields = {"held_on": DayField(label=_("Day of the election")), **self.fields}
        for row in rows:
            name = f"votes_{row.candidate.pk}"
            self.keys[name] = row.candidate.pk
            self.fields[name] = WholeNumberField(label=candidate_words(row), max_value=2 * MOST_VOTERS)

    def counted(self) -> Counted:
        told: Mapping[str, int] = self.cleaned_data
        votes = {key: told[name] for name, key in self.keys.items()}
        return Counted(told["girls_present"], told["boys_present"], told["ballots"], told["spoilt"], votes)


def _initial(told: Round | None) -> dict[str, object]:
    if told is None:
        return {}
    votes = {f"votes_{key}": number for key, number in told.votes.items()}
    names = ("girls_present", "boys_present", "ballots", "spoilt")
    return {name: getattr(told, name) for name in names} | votes


def candidate_words(row: CandidateRow) -> str:
    """A candidate by name, or by the place and the picture on the ballot for whoever sees no names."""
    picture = row.candidate.get_pictogram_display() if row.candidate.pictogram else ""
    who = row.person.name if row.person else _("Candidate %(place)d") % {"place": row.candidate.position}
    return f"{who} · {picture}" if picture else str(who)


class LotForm(ActingForm):
    """Who was drawn among those with equal votes."""

    drawn = forms.ChoiceField(label=_("Who was drawn?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, rows: Sequence[CandidateRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn"].choices = [(str(row.candidate.pk), candidate_words(row)) for row in rows]


class WithdrawForm(ActingForm):
    """Why an election counts no more."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[choice for choice in WithdrawReason.choices if choice[0] != WithdrawReason.OTHER_RECORD],
        widget=forms.RadioSelect,
    )

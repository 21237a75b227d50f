"""Who takes a seat, why a mandate ends early, and the lines for the successor."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User
from participation.forms.inputs import DayField
from people.models import Person

from ..models import FillingMethod, Mandate
from ..models.mandate import LONGEST_LINE

EndReason = Mandate.EndReason
METHODS = FillingMethod.objects.filter(is_active=True).order_by("position", "pk")


class PersonField(forms.ModelChoiceField):
    """Somebody the user may enrol; the list shows the members without a seat."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} · {person.get_sex_display()} · {person.code}"

    def offer(self, people: Iterable[Person]) -> None:
        """What the list shows; another person within reach may be chosen by the search beside it."""
        nobody = [("", self.empty_label)] if self.empty_label is not None else []
        self.widget.choices = nobody + [(person.pk, self.label_from_instance(person)) for person in people]


class FillForm(ActingForm):
    """Who has a seat, from when, and how they came to it."""

    person = PersonField(
        label=_("Who takes the seat?"), queryset=Person.objects.none(), empty_label=_("Choose a member")
    )
    method = forms.ModelChoiceField(
        label=_("How was the seat filled?"), queryset=METHODS, empty_label=None, widget=forms.RadioSelect
    )
    began_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("End of the term"), required=False, help_text=_("Leave empty for a whole term of this council.")
    )

    def __init__(self, *args: object, user: User, people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.editable_by(user)
        self.fields["person"].offer(people)


class EndForm(ActingForm):
    """The last day and the reason; who takes over, if that is known already."""

    ended_on = DayField(label=_("Last day"))
    end_reason = forms.ChoiceField(label=_("Why does it end?"), choices=EndReason, widget=forms.RadioSelect)
    successor = PersonField(
        label=_("Who takes over?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("From the next day until the end of the term."),
    )
    method = forms.ModelChoiceField(
        label=_("How was the successor found?"), queryset=METHODS, required=False, empty_label=_("No successor yet")
    )

    def __init__(self, *args: object, user: User, people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Person.objects.editable_by(user)
        self.fields["successor"].offer(people)


class HandoverForm(ActingForm):
    """Three lines for the successor, without names."""

    handover_1 = forms.CharField(label=_("What is going on?"), max_length=LONGEST_LINE, required=False)
    handover_2 = forms.CharField(label=_("What did we promise the children?"), max_length=LONGEST_LINE, required=False)
    handover_3 = forms.CharField(label=_("What should be done first?"), max_length=LONGEST_LINE, required=False)

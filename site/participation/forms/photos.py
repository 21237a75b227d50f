"""Who is on a photo."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from people.models import Person

from ..reads.photos import Shown


class ShownForm(ActingForm):
    """Those on the photo among who came, and the word that nobody else can be recognised on it."""

    shown = forms.ModelMultipleChoiceField(
        label=_("Who is on the photo?"), queryset=Person.objects.none(), required=False
    )
    nobody_else = forms.BooleanField(
        label=_("Nobody else can be recognised on it: no guest, no other child"),
        error_messages={"required": _("Say so, or delete the photo: others have not been asked.")},
    )

    def __init__(self, *args: object, people: list[Shown], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["shown"].queryset = Person.objects.filter(pk__in=[one.person_id for one in people])

    @property
    def rows(self) -> list[tuple[Shown, bool]]:
        """Who came, and whether they are ticked: as typed, else as said before."""
        if not self.is_bound:
            return [(one, one.is_shown) for one in self.people]
        ticked = set(self.data.getlist("shown"))
        return [(one, str(one.person_id) in ticked) for one in self.people]

"""What the forms of lists share that an administrator keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.forms.inputs import WholeNumberField


class PlaceInList(WholeNumberField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
        )


class KnownRow(forms.Form):
    """A row that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("What is out of use stays in the history.")
    )


class NewRow(forms.Form):
    """A row to be added."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters; it never changes afterwards.")
    )
    field_order = ("code",)

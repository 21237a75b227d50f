"""Why somebody must see the people of a group now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from khmertext.fields import KhmerCharField


class EmergencyForm(ActingForm):
    """The reason is kept with the name of the officer, and read by the other officers."""

    reason = KhmerCharField(
        label=_("Why must you see these names now?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "At least twenty letters. No name, and nothing of what a child told: the other officers read this."
        ),
    )

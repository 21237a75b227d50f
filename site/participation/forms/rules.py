"""What is usual for a kind of group, and its posts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm

from .inputs import WholeNumberField


class KindRuleForm(ActingForm):
    """Ages, term, rhythm and size that are usual for one kind."""

    age_from = WholeNumberField(label=_("Youngest age"), min_value=0, max_value=99)
    age_to = WholeNumberField(label=_("Oldest age"), min_value=0, max_value=99)
    size_from = WholeNumberField(label=_("Usual size, from"), min_value=0, max_value=999)
    size_to = WholeNumberField(label=_("Usual size, to"), min_value=0, max_value=999)
    rhythm_days = WholeNumberField(
        label=_("Days between two meetings"),
        min_value=1,
        max_value=730,
        help_text=_("A group is overdue when its last meeting is older than one and a half times this."),
    )
    term_months = WholeNumberField(label=_("Term of a post, in months"), min_value=1, max_value=120)


class PostForm(ActingForm):
    """One post of a kind."""

    name_km = forms.CharField(label=_("Name in Khmer"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
    )
    is_single = forms.BooleanField(label=_("Only one person holds it at a time"), required=False)
    is_for_adults = forms.BooleanField(label=_("May be held by someone older than the group's ages"), required=False)


class KnownPostForm(PostForm):
    """A post that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A post out of use stays in the history.")
    )


class NewPostForm(PostForm):
    """A post to be added; its code never changes afterwards."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters, such as librarian.")
    )
    field_order = ["code", *PostForm.base_fields]


class DutyBearerForm(ActingForm):
    """One kind of body that must answer children."""

    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
    )


class KnownDutyBearerForm(DutyBearerForm):
    """One that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("One out of use stays on the asks that name it.")
    )


class NewDutyBearerForm(DutyBearerForm):
    """One to be added; its code never changes afterwards."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters, such as health-centre.")
    )
    field_order = ["code", *DutyBearerForm.base_fields]

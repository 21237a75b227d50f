"""What children raised, as rows on the page of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..models import Issue

MOST_ISSUES = 20


class IssueForm(forms.Form):
    """One issue: in the children's words, without a name. A row left empty is no issue."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What did the children raise?"), max_length=500, required=False)
    raised_by = forms.ChoiceField(
        label=_("Who raised it?"), choices=Issue.RaisedBy, initial=Issue.RaisedBy.ALL, required=False
    )

    def clean_raised_by(self) -> str:
        return self.cleaned_data["raised_by"] or Issue.RaisedBy.ALL


class IssueRows(forms.BaseFormSet):
    """The rows for issues, with sentences for people where Django's are for programmers."""

    default_error_messages = {
        "missing_management_form": _("What the children raised did not arrive whole. Look through it and save again."),
        "too_many_forms": ngettext_lazy("At most %(num)d issue.", "At most %(num)d issues.", "num"),
    }


IssueFormSet = forms.formset_factory(
    IssueForm, formset=IssueRows, extra=1, max_num=MOST_ISSUES, absolute_max=MOST_ISSUES + 1, validate_max=True
)

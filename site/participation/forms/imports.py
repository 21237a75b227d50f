"""The file to import, and what is to become of rows that are perhaps here already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .acting import ActionForm


class ImportForm(ActionForm):
    file = forms.FileField(
        label=_("XLSX or CSV file"), allow_empty_file=True, help_text=_("At most 5 MB and 5,000 rows; the first sheet.")
    )


class ApplyForm(ActionForm):
    takes_doubtful = forms.BooleanField(
        label=_("Import the rows that are perhaps here already, as new ones"), required=False
    )

"""The list of types of services that an administrator keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from khmertext.fields import KhmerCharField
from participation.forms.inputs import WholeNumberField

from ..models.service_type import LONGEST_CHECK, LONGEST_GRACE
from .listed import KnownRow, NewRow, PlaceInList


class ServiceTypeForm(ActingForm):
    """How a type is called, and how long a check of its services stands."""

    name_km = KhmerCharField(label=_("Name in Khmer"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    child_km = KhmerCharField(label=_("For children, in Khmer"), max_length=160)
    child_en = forms.CharField(
        label=_("For children, in English"),
        max_length=160,
        help_text=_("When a child needs it, such as: When you are ill or hurt."),
    )
    check_months = WholeNumberField(label=_("Months between two checks"), min_value=1, max_value=LONGEST_CHECK)
    grace_days = WholeNumberField(
        label=_("Days that it stays public when a check is due"), min_value=0, max_value=LONGEST_GRACE
    )
    reason_km = KhmerCharField(label=_("Why these terms, in Khmer"), max_length=200)
    reason_en = forms.CharField(label=_("Why these terms, in English"), max_length=200)
    position = PlaceInList()


class KnownServiceTypeForm(KnownRow, ServiceTypeForm):
    """A type that is in the list already."""


class NewServiceTypeForm(NewRow, ServiceTypeForm):
    """A type to be added."""

"""What case systems call a type of service or a place, and which list of places they follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from khmertext.fields import KhmerCharField
from places.forms import AreaField
from places.models import AdminArea, Source

from ..models import ExchangePlace, ExchangeSystem, ServiceTypeCode


class TypeCodeForm(ActingForm):
    """An identifier and the words that belong to it."""

    code = forms.CharField(
        label=_("identifier there"),
        max_length=80,
        widget=forms.TextInput(attrs={"lang": "en", "spellcheck": "false", "autocapitalize": "off"}),
    )
    name_en = forms.CharField(label=_("name there, in English"), max_length=120)
    name_km = KhmerCharField(label=_("name there, in Khmer"), max_length=120, required=False)

    def __init__(self, *args: object, row: ServiceTypeCode | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.fields}


class SourceField(forms.ModelChoiceField):
    """A list of places, told by its key, its year and its title."""

    def label_from_instance(self, source: Source) -> str:
        return " · ".join(filter(None, (source.key, str(source.dataset_year), source.title)))


class SourceForm(ActingForm):
    """Which of the lists that are loaded."""

    source = SourceField(
        label=_("list of places"),
        queryset=Source.objects.none(),
        required=False,
        help_text=_("A place goes by the code that it has in this list. Without one, its own code stands."),
    )

    def __init__(self, *args: object, source: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.order_by("-is_current", "key")
        self.fields["source"].empty_label = _("The list in use")
        self.fields["source"].initial = source


class PlaceCodeForm(ActingForm):
    """One place whose code is another one there."""

    system = forms.ChoiceField(label=_("System"), choices=ExchangeSystem)
    area = AreaField(label=_("Place"), levels=AdminArea.LEVELS)
    code = forms.CharField(
        label=_("code there"),
        max_length=8,
        validators=ExchangePlace._meta.get_field("code").validators[:1],
        widget=forms.TextInput(attrs={"lang": "en", "inputmode": "numeric"}),
    )


class LocationsFilter(forms.Form):
    """Down to which level the locations go."""

    level = forms.TypedChoiceField(
        label=_("Down to"),
        choices=[(3, _("Commune")), (4, _("Village"))],
        coerce=int,
        required=False,
        empty_value=AdminArea.COMMUNE,
    )

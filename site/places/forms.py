"""Choosing a place in a form: by typing part of its name, or step by step from the province down."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import is_area_id, steps
from .codes import code_range
from .models import AdminArea

TOO_HIGH = {
    AdminArea.DISTRICT: _("Choose the district too."),
    AdminArea.COMMUNE: _("Choose the commune too."),
    AdminArea.VILLAGE: _("Choose the village too."),
}


class PlacePicker(forms.Widget):
    """Selects that work without script; with script a search box before them.

    The form receives the place's id under the field's name, or the selects as ``name-1`` … ``name-4``.
    """

    template_name = "places/picker.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.levels: tuple[int, ...] = AdminArea.LEVELS
        self.within: list[str] = []

    def value_from_datadict(self, data, files, name):
        """What was found by typing, else the deepest select that fits the selects above it."""
        if found := data.get(name):
            return found
        chosen = ""
        for level in AdminArea.LEVELS:
            step = data.get(f"{name}-{level}") or ""
            if not step.startswith(chosen) or not is_area_id(step):
                break
            chosen = step
        return chosen or None

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-1" not in data

    def id_for_label(self, id_):
        """The legend names the group; there is no single box to name."""
        return ""

    def format_value(self, value):
        area_id = value.pk if isinstance(value, AdminArea) else value
        return area_id if is_area_id(area_id) else None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "steps": steps(self.format_value(value), deepest=max(self.levels), within=self.within),
            "deepest": max(self.levels),
            "levels": ",".join(map(str, self.levels)),
            "within": ",".join(self.within),
            "search_url": reverse("places:search"),
            "children_url": reverse("places:children"),
        }
        return context


class AreaField(forms.Field):
    """A place of the gazetteer; its value is an ``AdminArea`` or ``None``.

    ``levels`` are the levels that may be chosen, ``within`` the ids of the areas it must lie in (all, where empty).
    """

    widget = PlacePicker
    default_error_messages = {
        "required": _("Choose a place."),
        "invalid": _("Choose a place from the list."),
        "outside": _("This place lies outside your area."),
    }

    def __init__(self, *, levels: Iterable[int] = AdminArea.LEVELS, within: Iterable[str] = (), **kwargs):
        super().__init__(**kwargs)
        self.levels = tuple(levels)
        self.within = within

    @property
    def levels(self) -> tuple[int, ...]:
        return self.widget.levels

    @levels.setter
    def levels(self, levels: Iterable[int]) -> None:
        self.widget.levels = tuple(levels)

    @property
    def within(self) -> list[str]:
        return self.widget.within

    @within.setter
    def within(self, within: Iterable[str]) -> None:
        self.widget.within = list(within)

    def prepare_value(self, value):
        return value.pk if isinstance(value, AdminArea) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, AdminArea):
            return value
        area = AdminArea.objects.with_paths().filter(pk=value).first() if is_area_id(value) else None
        if area is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return area

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value.level not in self.levels:
            deeper = [level for level in self.levels if level > value.level]
            if deeper:
                raise ValidationError(TOO_HIGH[min(deeper)], code="too_high")
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self.within and not any(low <= value.pk < high for low, high in map(code_range, self.within)):
            raise ValidationError(self.error_messages["outside"], code="outside")

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (self.prepare_value(data) or "")

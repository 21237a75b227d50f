"""Choices that several forms offer, and the places that somebody may write down."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Capability
from places.forms import AreaField
from places.models import AdminArea
from places.paths import name as place_name

from ..models import CommunityGroup
from ..reach import reaches_area


class NamedField(forms.ModelChoiceField):
    """A row of a list, such as a project, by its name in the language of the page."""

    def label_from_instance(self, row: object) -> str:
        return row.name


class GroupField(forms.ModelChoiceField):
    """A group, shown with the place it stands in: the query brings its area."""

    def label_from_instance(self, group: CommunityGroup) -> str:
        return group_words(group)


def group_words(group: CommunityGroup) -> str:
    """Such as "Children's club 3 (Prek Ta Meak)"."""
    return f"{group.name} ({place_name(group.area)})"


def within_reach(user: User, capability: Capability, area: AdminArea, *, stays: object = None) -> AdminArea:
    """A place in which somebody may do this, or the one that ``stays``; any other is refused at the field."""
    if area != stays and not reaches_area(user, capability, area.pk):
        raise ValidationError(AreaField.default_error_messages["outside"], code="outside")
    return area

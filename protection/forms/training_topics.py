"""The list of topics of trainings that an administrator keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from khmertext.fields import KhmerCharField

from .listed import KnownRow, NewRow, PlaceInList


class TopicForm(ActingForm):
    """How a topic is called."""

    name_km = KhmerCharField(label=_("Name in Khmer"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    position = PlaceInList()


class KnownTopicForm(KnownRow, TopicForm):
    """A topic that is in the list already."""


class NewTopicForm(NewRow, TopicForm):
    """A topic to be added."""

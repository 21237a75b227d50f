"""The list of topics of trainings that an administrator keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from khmertext.fields import KhmerCharField
from participation.forms.inputs import WholeNumberField


class TopicForm(ActingForm):
    """How a topic is called."""

    name_km = KhmerCharField(label=_("Name in Khmer"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    position = WholeNumberField(
        label=_("Place in lists"), min_value=0, max_value=999, help_text=_("The smallest number stands first.")
    )


class KnownTopicForm(TopicForm):
    """A topic that is in the list already."""

    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("What is out of use stays in the history.")
    )


class NewTopicForm(TopicForm):
    """A topic to be added."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A short word in Latin letters; it never changes afterwards.")
    )
    field_order = ("code",)

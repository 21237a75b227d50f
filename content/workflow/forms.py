"""The form with which somebody names a deputy."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Step
from .deputies import possible_deputies, steps_of


class DeputyForm(forms.Form):
    """Offers the steps at which the user reads, and the people who can open the editors' pages."""

    step = forms.ChoiceField(label=_("step"))
    deputy = forms.ModelChoiceField(User.objects.none(), label=_("deputy"), empty_label=_("Choose a colleague"))
    began_on = forms.DateField(label=_("first day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ended_on = forms.DateField(label=_("last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step.value, step.label) for step in steps_of(user)]
        self.fields["deputy"].queryset = User.objects.filter(pk__in=[each.pk for each in possible_deputies(user)])
        self.fields["deputy"].label_from_instance = User.get_full_name
        self.fields["began_on"].initial = timezone.localdate()

    def clean_step(self) -> Step:
        return Step(self.cleaned_data["step"])

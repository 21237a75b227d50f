"""Partners, projects, and the support of a group."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm
from accounts.models import User

from ..models import CommunityGroup, Partner, Project, ProjectGroup
from .inputs import DayField


class PartnerForm(ActingForm):
    """One organisation."""

    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    type = forms.ChoiceField(label=_("What it does"), choices=Partner.Type, widget=forms.RadioSelect)


class KnownPartnerForm(PartnerForm):
    """An organisation that is in the list already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class ProjectForm(ActingForm):
    """One project of a partner."""

    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("As the project is called on paper, such as CP-2026.")
    )
    name_km = forms.CharField(label=_("Name in Khmer"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it goes on."))

    def __init__(self, *args: object, user: User, project: Project | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = Partner.objects.visible_to(user).filter(is_active=True)
        if project:
            offered = offered | Partner.objects.visible_to(user).filter(pk=project.partner_id)
        self.fields["partner"].queryset = offered.order_by("name_km")


class SupportForm(ActingForm):
    """Which project supports a group, from when to when."""

    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none())
    began_on = DayField(label=_("From"))
    ended_on = DayField(label=_("Until"), required=False, help_text=_("Leave empty while it goes on."))

    def __init__(self, *args: object, user: User, group: CommunityGroup, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        supported = ProjectGroup.objects.filter(group=group, ended_on__isnull=True).values("project_id")
        offered = Project.objects.visible_to(user).exclude(pk__in=supported)
        self.fields["project"].queryset = offered.select_related("partner").order_by("code")

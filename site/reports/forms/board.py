"""Which quarter, place and project a board is about; what makes no sense is left out."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.filters import FilterForm
from accounts.models import User
from participation.forms.choices import NamedField
from participation.models import Project
from places.forms import AreaField
from places.models import AdminArea

from ..keys import COUNTRY
from ..quarters import Quarter
from ..reads.board import Asked, quarters_to_choose
from ..scopes import exact_reach
from ..words import quarter_words


class BoardFilter(FilterForm):
    quarter = forms.ChoiceField(label=_("Quarter"), required=False)
    area = AreaField(
        label=_("Place"), required=False, levels=(AdminArea.PROVINCE, AdminArea.DISTRICT, AdminArea.COMMUNE)
    )
    project = NamedField(label=_("Project"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reach = exact_reach(user)
        self.today: date = timezone.localdate()
        choices = [(str(quarter), quarter_words(quarter)) for quarter in quarters_to_choose(self.today)]
        self.fields["quarter"].choices = choices
        self.fields["area"].within = self.reach or []
        self.fields["project"].queryset = Project.objects.visible_to(user).order_by("code")
        self.fields["project"].empty_label = pgettext_lazy("filter", "All")

    @property
    def asked(self) -> Asked:
        chosen = self.chosen
        quarter = Quarter.read(chosen["quarter"]) if "quarter" in chosen else Quarter.of(self.today)
        return Asked(quarter, self._place(chosen.get("area")), chosen.get("project"))

    def _place(self, area: AdminArea | None) -> str:
        """The place asked for, if it lies within reach; else the reader's own."""
        if self.reach is None:
            return area.pk if area else COUNTRY
        if area is not None and any(area.pk.startswith(place) for place in self.reach):
            return area.pk
        return min(self.reach)


class FrozenFilter(forms.Form):
    """Which frozen quarter a donor looks at."""

    quarter = forms.ChoiceField(label=_("Quarter"), required=False)

    def __init__(self, *args: object, quarters: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(one, quarter_words(Quarter.read(one))) for one in quarters]

    @property
    def is_active(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["quarter"])

    @property
    def chosen(self) -> str:
        return self.cleaned_data["quarter"] if self.is_active else ""

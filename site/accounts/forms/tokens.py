"""A key for another system: whose it is, why, what it reads, how far and how long."""

from django import forms
from django.utils.translation import gettext_lazy as _

from khmertext.fields import KhmerCharField
from places.forms import AreaField
from places.models import AdminArea

from ..api.lending import carries, lent
from ..api.scopes import ApiScope
from ..models import User
from ..roles import Capability, Reach
from .acting import ActingForm

TERMS = ((30, _("One month")), (90, _("Three months")), (180, _("Six months")), (365, _("One year")))


class TokenForm(ActingForm):
    """Offers what the maker sees, where the maker sees it."""

    system = KhmerCharField(
        label=_("Which system will read?"),
        max_length=120,
        help_text=_("Its name and whose it is, such as: statistics of the Ministry of Interior."),
    )
    reason = KhmerCharField(
        label=_("What does it need the numbers for?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least ten letters. Colleagues who keep the accounts read this."),
    )
    scopes = forms.MultipleChoiceField(label=_("What may it read?"), widget=forms.CheckboxSelectMultiple)
    area = AreaField(
        label=_("Area"), required=False, levels=(AdminArea.PROVINCE, AdminArea.DISTRICT, AdminArea.COMMUNE)
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=TERMS,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        help_text=_("As short as it is needed. You can end it at any time."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = [scope for scope in ApiScope if carries(lent(user.current_grants, area=None, scope=scope), scope)]
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in offered]
        grants = user.grants_with(Capability.MANAGE_TOKENS)
        goes_everywhere = any(grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id for grant in grants)
        self.fields["area"].within = [] if goes_everywhere else [grant.area_id for grant in grants]
        self.fields["area"].required = not goes_everywhere
        if goes_everywhere:
            self.fields["area"].help_text = _("Leave empty for all of Cambodia.")

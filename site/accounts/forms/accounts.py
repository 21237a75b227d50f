"""Forms of those who keep accounts and roles, and of one's own account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.forms import AreaField
from places.models import AdminArea

from ..actions.roles import roles_to_give
from ..models import User
from ..roles import Role
from .acting import ActingForm
from .links import UserNameField


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def label_of(role: Role) -> str:
    return _("%(role)s: %(purpose)s") % {"role": role.name, "purpose": role.purpose}


class RoleMixin(forms.Form):
    """A role that the user may give, and the area it reaches."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    area = AreaField(
        label=_("Area"),
        required=False,
        levels=(AdminArea.PROVINCE, AdminArea.DISTRICT, AdminArea.COMMUNE),
        help_text=_("Leave empty for all of Cambodia, and for roles without an area."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.key, label_of(role)) for role in roles_to_give(user)]


class GrantForm(RoleMixin, ActingForm):
    """A further role for an account."""

    began_on = forms.DateField(label=_("From"), widget=DayInput)
    ended_on = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Leave empty while it goes on.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"began_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class InviteForm(RoleMixin, ActingForm):
    """A new account with its first role."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    username = UserNameField()
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("Leave empty for who has none.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=User.Language, widget=forms.RadioSelect, initial="km")

    field_order = ["full_name", "username", "email", "language", "role", "area"]


class EndRoleForm(ActingForm):
    """The last day of a role; without one it ends at once."""

    on = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput, help_text=_("Leave empty to end it at once.")
    )


class FilterForm(forms.Form):
    """What to look for among accounts."""

    q = forms.CharField(label=_("Name, user name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open accounts")), ("closed", _("Closed accounts")), ("waiting", _("Not yet signed in"))],
    )

    def __init__(self, *args: object, roles: list[Role], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("All roles")), *((role.key, role.name) for role in roles)]

    def clean_q(self) -> str:
        return self.cleaned_data["q"].strip()


class MyDetailsForm(ActingForm):
    """What a person changes about themself."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("For notices and a forgotten password.")
    )
    deputy = forms.CharField(
        label=_("User name of your deputy"),
        max_length=150,
        required=False,
        help_text=_("A colleague who sees your unread notices while you are away."),
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        self.user = user
        kwargs.setdefault(
            "initial",
            {
                "full_name": user.full_name,
                "email": user.email,
                "deputy": user.deputy.username if user.deputy else "",
            },
        )
        super().__init__(*args, **kwargs)

    def clean_deputy(self) -> User | None:
        typed = self.cleaned_data["deputy"].strip()
        if not typed:
            return None
        deputy = User.objects.filter(is_active=True, username__iexact=typed).first()
        if deputy is None:
            raise ValidationError(_("No colleague has this user name."))
        if deputy.pk == self.user.pk:
            raise ValidationError(_("Name a colleague, not yourself."))
        return deputy


class LanguageForm(forms.Form):
    """The language to change to, and the page to come back to."""

    language = forms.ChoiceField(choices=User.Language)
    next = forms.CharField(required=False, max_length=2000)

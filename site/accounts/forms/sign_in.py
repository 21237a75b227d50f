"""allauth's forms in our own plain words, without placeholders."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from khmertext.numbers import to_ascii_digits


def typed(attributes: dict[str, str], **more: str) -> dict[str, str]:
    """The attributes of an input without a placeholder, which would vanish while one types."""
    kept = {name: value for name, value in attributes.items() if name != "placeholder"}
    return {**kept, "autocapitalize": "none", "spellcheck": "false", **more}


class PlainMixin:
    """Labels and helps set from two tables."""

    labels: dict[str, str] = {}
    helps: dict[str, str] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs = typed(field.widget.attrs)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(PlainMixin, LoginForm):
    """A user name or an e-mail address, and a password."""

    labels = {"login": _("User name or e-mail"), "password": _("Password")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].max_length = 254


class PasswordAgainForm(PlainMixin, ReauthenticateForm):
    labels = {"password": _("Password")}


class NewPasswordForm(PlainMixin, ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": _("At least ten signs. A sentence of four words is good.")}


class CodeMixin(PlainMixin):
    """A code of digits, in either script, with the keyboard for digits."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        self.fields["code"].max_length = 20

    def clean_code(self) -> str:
        self.cleaned_data["code"] = to_ascii_digits(self.cleaned_data["code"]).replace(" ", "")
        return super().clean_code()


class CodeForm(CodeMixin, AuthenticateForm):
    labels = {"code": _("Code from your app, or a recovery code")}


class CodeAgainForm(CodeMixin, MFAReauthenticateForm):
    labels = {"code": _("Code from your app, or a recovery code")}


class FirstCodeForm(CodeMixin, ActivateTOTPForm):
    labels = {"code": _("Code that the app shows now")}


class ForgottenPasswordForm(forms.Form):
    """Asks for a new password by mail."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

"""What one fills in behind a one-time link."""

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khmertext.numbers import to_ascii_digits

from .acting import ActingForm

SALT = "accounts.first_administrator"


class UserNameField(forms.CharField):
    """Latin letters, digits and ``. + - _``: what every keyboard can type."""

    default_validators = [
        ASCIIUsernameValidator(message=_("Use Latin letters, digits and . + - _ only.")),
    ]

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("User name"))
        kwargs.setdefault("help_text", _("Latin letters and digits, such as sokha.chan"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"})
        )
        super().__init__(min_length=3, max_length=60, **kwargs)


class PasswordTwiceForm(ActingForm):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten signs. A sentence of four words is good."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("New password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password_again(self) -> str:
        again = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords are not the same."))
        return again

    def explain(self, refusal: ValidationError) -> None:
        """What is wrong with a password stands at the password."""
        if not hasattr(refusal, "error_dict") and not hasattr(refusal, "field"):
            refusal = ValidationError({"password": refusal.error_list})
        super().explain(refusal)


class FirstAdministratorForm(PasswordTwiceForm):
    """Name, password and second factor of the first administrator, in one step.

    The secret of the second factor travels in the form, signed: nothing is kept before all of it is right.
    """

    secret = forms.CharField(widget=forms.HiddenInput)
    username = UserNameField()
    full_name = forms.CharField(label=_("Your name"), max_length=120)
    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    field_order = ["secret", "username", "full_name", "password", "password_again", "code"]

    @staticmethod
    def sealed(secret: str) -> str:
        return signing.dumps(secret, salt=SALT)

    def clean_secret(self) -> str:
        try:
            return signing.loads(self.cleaned_data["secret"], salt=SALT, max_age=60 * 60)
        except signing.BadSignature as error:
            raise ValidationError(_("This page was open for too long. Load it again.")) from error

    def clean_code(self) -> str:
        return to_ascii_digits(self.cleaned_data["code"]).replace(" ", "")

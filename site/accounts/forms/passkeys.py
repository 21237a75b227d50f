"""allauth's forms of passkeys in our own plain words. Apart from the others: they load the libraries of passkeys."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from .sign_in import PlainMixin

BROKEN = (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError)
"""What the parser of passkeys raises on an answer that no browser ever sent."""


class WholePasskeyMixin:
    """An answer that cannot be read is a wrong passkey, not an error of ours."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeySignInForm(WholePasskeyMixin, LoginWebAuthnForm):
    pass


class PasskeyForm(WholePasskeyMixin, AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(WholePasskeyMixin, ReauthenticateWebAuthnForm):
    pass


class PasskeyNameMixin(PlainMixin):
    labels = {"name": _("Name of the passkey"), "passwordless": _("Sign in with this passkey alone")}
    helps = {
        "name": _("Such as: my phone."),
        "passwordless": _("The phone then asks for your finger, face or PIN."),
    }


class AddPasskeyForm(PasskeyNameMixin, AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=60)

    def clean(self) -> dict[str, object]:
        try:
            return super().clean()
        except BROKEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(PasskeyNameMixin, EditWebAuthnForm):
    name = forms.CharField(required=True, max_length=60)

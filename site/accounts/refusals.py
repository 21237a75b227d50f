"""Refusals: what the domain says no to, each with a name and a sentence fit for the person who reads it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refusal(ValidationError):
    """An action that may not be done; ``message`` is shown to the user as it stands.

    A validation error, so that a form shows it beside the field named by ``field`` without further ado.
    """

    message = _("This cannot be done.")
    field: str | None = None

    def __init__(self, message: str | None = None, **params: object) -> None:
        text = message or type(self).message
        super().__init__({self.field: [ValidationError(text, params=params)]} if self.field else text, params=params)

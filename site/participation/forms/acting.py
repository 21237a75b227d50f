"""Forms behind which an action stands: what the action refuses is shown beside the field it is about."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


class ActionForm(forms.Form):
    """A form whose answers go to one action."""

    def carry_out[M: models.Model](self, action: Callable[..., M], **arguments: object) -> M | None:
        """The record that the action returns; ``None`` if it refused, and then the form holds the reason."""
        try:
            return action(**arguments)
        except ValidationError as refusal:
            self.explain(refusal)
            return None

    def explain(self, refusal: ValidationError) -> None:
        """Put each sentence at its field; what is about a field that is not on the form stands at the top."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)

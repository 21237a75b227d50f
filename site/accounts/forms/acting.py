"""A form behind which an action stands."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class ActingForm(forms.Form):
    """What the action refuses is shown beside the field it is about, else at the top."""

    def carry_out[T](self, action: Callable[..., T], **arguments: object) -> T | None:
        """What the action returns; ``None`` if it refused, and then the form holds the reason."""
        try:
            return action(**arguments)
        except ValidationError as refusal:
            self.explain(refusal)
            return None

    def has_carried_out(self, action: Callable[..., object], **arguments: object) -> bool:
        """Whether the action was done, whatever it returns."""
        self.carry_out(action, **arguments)
        return not self.errors

    def explain(self, refusal: ValidationError) -> None:
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)

"""The last day of something that goes on: of a facilitation, a support, or two groups side by side."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.acting import ActingForm

from .inputs import DayField


class LastDayForm(ActingForm):
    """Offers today."""

    ended_on = DayField(label=_("Last day"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"ended_on": timezone.localdate()})
        super().__init__(*args, **kwargs)

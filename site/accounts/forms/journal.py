"""Which lines of the journal to show: who saw, who changed, who took away; about whom, by whom and when."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from khmertext.fields import DateField

from ..journal_things import about, finders
from ..models import JournalEntry, User
from ..models.journal import JournalQuerySet
from ..retention.terms import first_moment
from ..verbs import WORDS
from .filters import FilterForm

TAKEN_AWAY = "taken_away"
TAKING_AWAY = (
    "names.exported",
    "list.exported",
    "register.printed",
    "election.sheet_printed",
    "training.register_printed",
)
"""What leaves the portal as a file or on paper."""
IN_EMERGENCY = "emergency"


class JournalFilter(FilterForm):
    """All of it stands in the address: codes and numbers, never a name."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    account = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    thing = forms.RegexField(
        r"^[a-z_]{1,30}\.[a-z_]{1,40}:[A-Za-z0-9-]{1,40}$", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kinds = [*JournalEntry.Kind.choices, (TAKEN_AWAY, _("taken away")), (IN_EMERGENCY, _("in an emergency"))]
        self.fields["kind"].choices = [("", _("All lines")), *kinds]
        words = sorted(((verb, str(text)) for verb, text in WORDS.items()), key=lambda pair: pair[1])
        self.fields["verb"].choices = [("", _("All")), *words]
        for name, finder in finders().items():
            self.fields[name] = forms.CharField(label=finder.label, required=False, max_length=20)

    @property
    def account_chosen(self) -> User | None:
        """Whose lines are shown, if it is one person's."""
        key = self.chosen.get("account")
        return User.objects.filter(pk=key).first() if key else None

    def narrow(self, lines: JournalQuerySet) -> JournalQuerySet:
        chosen = self.chosen
        lines = _of_kind(lines, chosen.get("kind"))
        if "verb" in chosen:
            lines = lines.filter(verb=chosen["verb"])
        if "account" in chosen:
            lines = lines.filter(actor_id=chosen["account"])
        if "thing" in chosen:
            kind, _colon, key = str(chosen["thing"]).partition(":")
            lines = lines.filter(about_type=kind, about_id=key)
        for name, finder in finders().items():
            if name in chosen:
                lines = lines.filter(about(finder.find(str(chosen[name]).strip())))
        if "since" in chosen:
            lines = lines.filter(at__gte=first_moment(chosen["since"]))
        if "until" in chosen:
            lines = lines.filter(at__lt=first_moment(chosen["until"] + timedelta(days=1)))
        return lines


def _of_kind(lines: JournalQuerySet, kind: object) -> JournalQuerySet:
    if kind == TAKEN_AWAY:
        return lines.filter(verb__in=TAKING_AWAY)
    if kind == IN_EMERGENCY:
        return lines.filter(details__has_key="emergency")
    return lines.filter(kind=kind) if kind else lines

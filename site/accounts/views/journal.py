"""The journal, for those who answer for children's safety: who read and who changed what."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ..access import needs
from ..models import JournalEntry, User
from ..models.journal import JournalQuerySet
from ..roles import Capability
from ..rows import journal_rows

PAGE = 50


class KindForm(forms.Form):
    """Which lines to show."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All lines")), *JournalEntry.Kind.choices]
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def lines_of(user: User, *, kind: str | None) -> JournalQuerySet:
    """The lines that the user may read, the newest first."""
    lines = JournalEntry.objects.visible_to(user).select_related("actor").newest_first()
    return lines.filter(kind=kind) if kind else lines


@needs(Capability.SEE_JOURNAL)
def journal_list(request: HttpRequest) -> HttpResponse:
    """The newest lines, fifty at a time, followed by their numbers."""
    form = KindForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else {}
    lines = lines_of(request.user, kind=wishes.get("kind"))
    if wishes.get("before"):
        lines = lines.filter(pk__lt=wishes["before"])
    shown = list(lines[: PAGE + 1])
    context = {
        "form": form,
        "rows": journal_rows(shown[:PAGE]),
        "kind": wishes.get("kind") or "",
        "next": shown[PAGE - 1].pk if len(shown) > PAGE else None,
    }
    return render(request, "accounts/journal_list.html", context)

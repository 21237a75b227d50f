"""``/desk/deliveries/``: what phones sent and somebody must look at.

The actions bring the libraries of seals, which a worker holds only once somebody judges a record: they are loaded late.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import journal
from accounts.access import editable_or_404, needs, visible_or_404
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from councils.models import Election
from participation.models import CommunityGroup, Meeting

from ..forms.judging import RefuseForm
from ..models import Delivery
from ..payloads import ElectionRecord, MeetingRecord, Record
from ..reads.waiting import PARTS, WHY_HELD, counts_for, part_of, rows_of, waiting_for
from ..refusals import SENTENCES

if TYPE_CHECKING:
    from ..actions import judging

Outcome = Delivery.Outcome

CHOICES: dict[str, Promise] = {
    "keep_theirs": gettext_lazy("Keep the one in the register"),
    "keep_mine": gettext_lazy("Keep the one from the phone"),
    "combine": gettext_lazy("Put both together"),
    "two_meetings": gettext_lazy("They were two meetings"),
}
DONE: dict[str, Promise] = {
    Outcome.TAKEN: gettext_lazy("The record is in the register."),
    Outcome.KNOWN: gettext_lazy("The record is in the register."),
    Outcome.CONFLICT: gettext_lazy("The register has a meeting of that day already. Compare both."),
    Outcome.REFUSED: gettext_lazy("The record is settled."),
}


@require_safe
@needs(Capability.RECORD_MEETINGS)
def delivery_list(request: HttpRequest) -> HttpResponse:
    """Oldest first: who has waited longest comes first."""
    chosen = request.GET.get("show")
    found = waiting_for(request.user).select_related("group", "user")
    if chosen in PARTS:
        found = found.filter(PARTS[chosen][1])
    page = page_of(found, keys=("received_at", "pk"), asked=request.GET)
    counts, url = counts_for(request.user), reverse("deliveries:list")
    everything = {"label": _("All"), "url": url, "is_current": chosen not in PARTS, "count": sum(counts.values())}
    tabs = [
        {"label": word, "url": f"{url}?show={part}", "is_current": chosen == part, "count": counts[part]}
        for part, (word, _rule) in PARTS.items()
    ]
    context = {"rows": rows_of(page.rows), "tabs": [everything, *tabs], **neighbour_urls(request, page)}
    return render(request, "fieldbook/desk/delivery_list.html", context)


@require_safe
@needs(Capability.RECORD_MEETINGS)
def page(request: HttpRequest, pk: object) -> HttpResponse:
    """The record, opened for who may judge it: a line in the journal says how many persons it showed."""
    deliveries = Delivery.objects.select_related("group", "user", "device", "settled_by")
    delivery = visible_or_404(deliveries, request.user, pk=pk)
    may_judge = Delivery.objects.editable_by(request.user).filter(pk=delivery.pk).exists()
    context = {"delivery": delivery, "links": [way_to_list()], "part": part_of(delivery), "choices": []}
    context["why"] = WHY_HELD.get(delivery.why_held) or SENTENCES.get(delivery.code) or ""
    context["may_judge"] = may_judge and delivery.sealed is not None
    is_election = delivery.kind == Delivery.Kind.ELECTION
    found = (Election if is_election else Meeting).objects.visible_to(request.user).filter(pk=delivery.meeting_id)
    context["has_election" if is_election else "has_meeting"] = found.exists()
    if context["may_judge"]:
        try:
            context |= _opened(request, delivery)
        except ValidationError as refusal:
            context["cannot_open"] = refusal.messages[0]
    return render(request, "fieldbook/desk/delivery_page.html", context)


@require_POST
@needs(Capability.RECORD_MEETINGS)
def take(request: HttpRequest, pk: object) -> HttpResponse:
    delivery = editable_or_404(Delivery, request.user, pk=pk)
    return _act(request, delivery, lambda judging: judging.take_held(delivery=delivery, by=request.user))


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def refuse(request: HttpRequest, pk: object) -> HttpResponse:
    from ..actions.judging import RefuseReason, refuse_held

    delivery = editable_or_404(Delivery, request.user, pk=pk)
    form = RefuseForm(request.POST if request.method == "POST" else None, reasons=RefuseReason.choices)
    if form.is_valid() and form.carry_out(refuse_held, delivery=delivery, by=request.user, **form.cleaned_data):
        messages.success(request, _("The record is refused. The phone keeps its copy."))
        return redirect("deliveries:list")
    context = {"form": form, "delivery": delivery, "links": [way_to_list(), way_to_delivery(delivery)]}
    return render(request, "fieldbook/desk/delivery_refuse.html", context)


@require_POST
@needs(Capability.RECORD_MEETINGS)
def set_aside(request: HttpRequest, pk: object) -> HttpResponse:
    delivery = editable_or_404(Delivery, request.user, pk=pk)
    return _act(request, delivery, lambda judging: judging.set_aside(delivery=delivery, by=request.user))


@require_POST
@needs(Capability.RECORD_MEETINGS)
def resolve(request: HttpRequest, pk: object) -> HttpResponse:
    """One of the four ways out of two records of one meeting, with the register's as it was shown."""
    delivery, choice = editable_or_404(Delivery, request.user, pk=pk), request.POST.get("choice")
    version = request.POST.get("version", "")

    def resolved(judging: "judging") -> Delivery:
        if choice == "keep_theirs":
            return judging.set_aside(delivery=delivery, by=request.user)
        record = judging.record_of(delivery)
        number = int(version) if version.isascii() and version.isdecimal() else None
        if isinstance(record, ElectionRecord):
            if choice != "keep_mine":
                raise ValidationError(_("Votes are never put together. Choose one of the two results."))
            return judging.keep_result(delivery=delivery, version=number, by=request.user)
        if choice == "combine" and (theirs := judging.theirs_of(record)):
            from ..reads.combined import both

            record = both(record, theirs)
        return judging.resolve(delivery=delivery, record=record, choice=choice, version=number, by=request.user)

    if choice not in CHOICES:
        messages.error(request, _("Choose what becomes of the two records."))
        return redirect("deliveries:page", pk=delivery.pk)
    return _act(request, delivery, resolved)


def _act(request: HttpRequest, delivery: Delivery, action: Callable[..., Delivery]) -> HttpResponse:
    """Done, and said in a sentence; or back to the record with what stood in the way."""
    from ..actions import judging

    try:
        done = action(judging)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("deliveries:page", pk=delivery.pk)
    tell = messages.warning if done.outcome == Outcome.CONFLICT else messages.success
    tell(request, DONE[done.outcome])
    if done.sealed is not None:
        return redirect("deliveries:page", pk=done.pk)
    return redirect("deliveries:list")


def _opened(request: HttpRequest, delivery: Delivery) -> dict[str, object]:
    from ..actions.judging import record_of

    record = record_of(delivery)
    if isinstance(record, MeetingRecord):
        context = _compared(request, delivery, record)
    elif isinstance(record, ElectionRecord):
        context = _results(request, delivery, record)
    else:
        context = _told(record)
    if people := context.pop("people"):
        journal.seen("delivery.read", about=delivery, by=request.user, people=people)
    return context


def _told(record: Record) -> dict[str, object]:
    from ..reads.shown_records import other_fields, people_in

    return {"fields": other_fields(record), "heads": [_("On the phone")], "people": people_in(record)}


def _results(request: HttpRequest, delivery: Delivery, record: ElectionRecord) -> dict[str, object]:
    """The result in totals; in a conflict the register's beside it. Votes are never put together."""
    from ..actions.judging import election_of
    from ..reads.elections import as_record
    from ..reads.shown_results import results_of

    records, heads = [record], [_("On the phone")]
    theirs = election_of(record) if delivery.outcome == Outcome.CONFLICT else None
    context: dict[str, object] = {}
    if theirs is not None:
        records, heads = [as_record(theirs, to=request.user), record], [_("In the register"), *heads]
        choices = [(key, CHOICES[key]) for key in ("keep_theirs", "keep_mine")]
        context = {"version": theirs.version, "choices": choices}
    fields = results_of(records, user=request.user)
    return context | {"fields": fields, "heads": heads, "people": len(record.candidates)}


def _compared(request: HttpRequest, delivery: Delivery, record: MeetingRecord) -> dict[str, object]:
    """The record; in a conflict the register's beside it, and what both would be together."""
    from ..actions.judging import theirs_of
    from ..reads.combined import both
    from ..reads.meetings import as_records
    from ..reads.shown_records import Names, fields_of, marks_of, people_in

    records, heads, context = [record], [_("On the phone")], {"is_meeting": True}
    theirs = theirs_of(record) if delivery.outcome == Outcome.CONFLICT else None
    if theirs is not None:
        (standing,) = as_records([theirs], to=request.user)
        records, heads = [standing, record, both(record, theirs)], [_("In the register"), *heads, _("Both together")]
        choices = [key for key in CHOICES if key != "two_meetings" or record.version is None]
        context |= {"version": theirs.version, "choices": [(key, CHOICES[key]) for key in choices]}
    kind = CommunityGroup.objects.filter(pk=record.group).values_list("kind", flat=True).first() or ""
    names = Names.of(records, user=request.user, kind=kind)
    return context | {
        "heads": heads,
        "fields": fields_of(records, names),
        "marks": marks_of(records, names),
        "people": max(people_in(one) for one in records),
    }


def way_to_list() -> dict[str, str]:
    return {"label": _("From phones"), "url": reverse("deliveries:list")}


def way_to_delivery(delivery: Delivery) -> dict[str, str]:
    return {"label": delivery.receipt, "url": reverse("deliveries:page", args=[delivery.pk])}

"""Elections of a council at the desk: the list, preparing, typing in the count, the result and its sheet on paper."""

from datetime import timedelta
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import journal
from accounts.access import needs, visible_or_404
from accounts.emergency import readable_in_emergency
from accounts.models import User
from accounts.roles import Capability
from participation.models import CommunityGroup
from participation.rights import rights_in
from participation.scopes import groups_q
from participation.views.form_pages import answer_form, ask, way_to, way_to_groups
from participation.views.tabs import tabs_of

from ..actions import elections as actions
from ..forms.elections import METHODS, CountForm, LotForm, PrepareForm, WithdrawForm
from ..models import Election, Mandate, Seat
from ..models.election import MOST_ROUNDS
from ..reads.counts import counts_of
from ..reads.elections import ElectionPage, election_page, elections_of, people_who_can_stand
from .doors import council_or_404

DAY = timedelta(days=1)


def election_or_404(user: User, capability: Capability, *, pk: object) -> Election:
    """The election, if the user sees it and one of their roles carries ``capability`` in its council."""
    rows = Election.objects.filter(groups_q(user, capability, "council__"))
    return visible_or_404(rows.select_related("council__area", "method"), user, pk=pk)


def way_to_elections(council: CommunityGroup) -> list[dict[str, str]]:
    return [*way_to(council), {"label": _("Elections"), "url": reverse("councils:elections", args=[council.pk])}]


def way_to_election(election: Election) -> list[dict[str, str]]:
    url = reverse("councils:election", args=[election.pk])
    return [*way_to_elections(election.council), {"label": _("Election"), "url": url}]


@require_safe
@needs(Capability.SEE_GROUPS)
def elections(request: HttpRequest, pk: object) -> HttpResponse:
    council = council_or_404(request.user, Capability.SEE_GROUPS, pk=pk)
    context = {
        "group": council,
        "lines": elections_of(council, user=request.user),
        "file_query": f"council={council.pk}",
        "may_prepare": rights_in(council, request.user).record and council.status != CommunityGroup.Status.CLOSED,
        "tabs": tabs_of(council, "elections"),
        "links": [way_to_groups()],
    }
    return render(request, "councils/elections.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def prepare(request: HttpRequest, pk: object) -> HttpResponse:
    """Chosen already: seats that nobody has or whose term ends soon, and the day after the last of these terms."""
    council = council_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    today = timezone.localdate()
    seats = list(Seat.objects.filter(council=council).standing(today).select_related("kept_club").by_number())
    people = people_who_can_stand(council, on=today, user=request.user)
    if people:
        journal.seen("people.found", about=council, by=request.user, people=len(people))
    ending = dict(Mandate.objects.ending(today).filter(council=council).values_list("seat", "ends_on"))
    vacant = Seat.objects.filter(council=council).vacant(today).values_list("pk", flat=True)
    began_on = max(ending.values()) + DAY if ending else today
    initial = {"held_on": today, "began_on": began_on, "seats": [*vacant, *ending], "method": METHODS.first()}
    form = PrepareForm(request.POST or None, seats=seats, people=people, initial=initial)
    return answer_form(
        request,
        form,
        partial(actions.prepare_election, council=council),
        done=_(
            "The election is prepared. It is on the phones of those who work with this council at the next contact."
        ),
        title=_("Prepare an election"),
        lead=_("Members of the council and of the clubs that it hears can stand. Each voter has one vote."),
        submit=_("Prepare it"),
        way_back=way_to_elections(council),
    )


@require_safe
@readable_in_emergency
@needs(Capability.SEE_GROUPS)
def election(request: HttpRequest, pk: object) -> HttpResponse:
    election = election_or_404(request.user, Capability.SEE_GROUPS, pk=pk)
    page = election_page(election, user=request.user)
    if page.names_shown:
        journal.seen("election.read", about=election, by=request.user, people=page.names_shown)
    context = {"page": page, "election": election, "group": election.council}
    return render(request, "councils/election.html", context | {"links": way_to_elections(election.council)})


@require_safe
@needs(Capability.SEE_PEOPLE)
def sheet(request: HttpRequest, pk: object) -> HttpResponse:
    """The result on paper, in Khmer; ``?in=en`` in English."""
    election = election_or_404(request.user, Capability.SEE_PEOPLE, pk=pk)
    language = "en" if request.GET.get("in") == "en" else "km"
    with translation.override(language):
        page = election_page(election, user=request.user)
        if page.names_shown:
            journal.seen("election.sheet_printed", about=election, by=request.user, people=page.names_shown)
        context = {"page": page, "election": election, "group": election.council, "links": way_to_election(election)}
        context["other"] = "en" if language == "km" else "km"
        return render(request, "councils/election_sheet.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def count(request: HttpRequest, pk: object) -> HttpResponse:
    """One page for one round: the first, or with ``?round=2`` the next among those with equal votes."""
    election, page = _to_be_counted(request, pk)
    asked = request.GET.get("round", "1")
    number = int(asked) if asked in map(str, range(1, MOST_ROUNDS + 1)) else 0
    is_next = number == len(page.rounds) + 1
    if number < 1 or number > len(page.rounds) + 1 or number > 1 and is_next and not page.tied:
        raise Http404
    told = None if is_next else page.rounds[number - 1]
    rows = [
        row
        for row in page.rows
        if told is None and (number == 1 or row.is_tied) or told and row.candidate.pk in told.votes
    ]
    if request.method == "GET" and (shown := sum(not row.is_hidden for row in rows)):
        journal.seen("election.read", about=election, by=request.user, people=shown)
    rows.sort(key=lambda row: row.candidate.position)
    form = CountForm(request.POST or None, rows=rows, told=told, is_first=number == 1, day=election.held_on)

    def record(**answers: object) -> Election:
        kept = counts_of(election)
        return actions.record_election(
            election=election,
            rounds=[*map(_again, kept.rounds[: number - 1]), form.counted()],
            lots=[actions.Drawn(lot.among, lot.drawn) for lot in kept.lots] if is_next else (),
            held_on=answers.get("held_on"),
            version=election.version,
            by=request.user,
        )

    return answer_form(
        request,
        form,
        record,
        done=_("The count is recorded."),
        title=_("The count") if number == 1 else _("Round %(number)d") % {"number": number},
        lead=_("Each voter has one vote. Votes and spoilt ballots together are the ballots."),
        warning="" if is_next else _("Later rounds and drawn lots are taken back when this count is changed."),
        way_back=way_to_election(election),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def lot(request: HttpRequest, pk: object) -> HttpResponse:
    """Names are drawn before everybody; here is written who it was."""
    election, page = _to_be_counted(request, pk)
    if not page.tied:
        raise Http404
    if request.method == "GET" and (shown := sum(not row.is_hidden for row in page.tied)):
        journal.seen("election.read", about=election, by=request.user, people=shown)
    by_key = {str(row.candidate.pk): row.candidate.pk for row in page.tied}

    def draw(*, drawn: str, by: User) -> Election:
        kept = counts_of(election)
        lots = [actions.Drawn(lot.among, lot.drawn) for lot in kept.lots]
        lots.append(actions.Drawn(frozenset(by_key.values()), by_key[drawn]))
        rounds = [_again(each) for each in kept.rounds]
        return actions.record_election(election=election, rounds=rounds, lots=lots, version=election.version, by=by)

    return answer_form(
        request,
        LotForm(request.POST or None, rows=page.tied),
        draw,
        done=_("The drawn lot is recorded."),
        title=_("Draw a lot"),
        lead=_("Write the names on equal pieces of paper and let a child draw one before everybody."),
        way_back=way_to_election(election),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_PEOPLE)
def confirm(request: HttpRequest, pk: object) -> HttpResponse:
    election = election_or_404(request.user, Capability.EDIT_PEOPLE, pk=pk)
    return ask(
        request,
        partial(actions.confirm_election, election=election, version=election.version),
        done=_("The election is confirmed. The elected have their seats."),
        title=_("Confirm this election?"),
        lead=_("Each of the elected takes a seat for the term. Afterwards the election can no longer be changed."),
        submit=_("Confirm"),
        way_back=way_to_election(election),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.RECORD_MEETINGS)
def withdraw(request: HttpRequest, pk: object) -> HttpResponse:
    election = election_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    return answer_form(
        request,
        WithdrawForm(request.POST or None),
        partial(actions.withdraw_election, election=election),
        done=_("The election is withdrawn."),
        title=_("Withdraw this election"),
        lead=_("It stays in the list, and nobody gets a seat by it."),
        submit=_("Withdraw it"),
        way_back=way_to_election(election),
    )


def _to_be_counted(request: HttpRequest, pk: object) -> tuple[Election, ElectionPage]:
    election = election_or_404(request.user, Capability.RECORD_MEETINGS, pk=pk)
    if election.status not in (Election.Status.PREPARED, Election.Status.HELD):
        raise Http404
    return election, election_page(election, user=request.user)


def _again(told: object) -> actions.Counted:
    return actions.Counted(told.girls_present, told.boys_present, told.ballots, told.spoilt, told.votes)

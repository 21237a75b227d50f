"""Elections and their results as tables: numbers alone, so that the files name nobody."""

from collections.abc import Iterator, Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no
from participation.exports.tables import group_columns, named, place_columns, places
from people.models import Sex
from places.paths import parts_for

from ..models import Candidate, Election, Tally
from ..models.election import ElectionQuerySet
from .counts import Counts, counts_of_all

NEWEST = ("held_on", "pk")
"""Keys of the list, all of them downwards."""


def elections(records: ElectionQuerySet) -> Table:
    """A line for each election: who stood, who voted, and how many girls and boys were elected."""

    def lines(batch: list[Election]) -> Iterator[Line]:
        counts, paths = counts_of_all(batch), parts_for({each.council.area_id for each in batch})
        for election in batch:
            yield (
                *_about(election, paths),
                *(election.get_status_display(), election.method.name),
                *(election.began_on, election.ends_on),
                *_sums(counts[election.pk]),
            )

    columns = (
        *_columns(),
        *(_("Status"), _("How they voted"), _("First day of the term"), _("End of the term"), _("Seats to be filled")),
        *(_("At least so many girls"), _("At least so many voters"), _("Girls who stood"), _("Boys who stood")),
        *(_("Girls who could vote"), _("Boys who could vote"), _("Ballots"), _("Spoilt or blank"), _("Rounds")),
        *(_("Drawn lots"), _("Girls elected"), _("Boys elected"), _("Decided")),
    )
    ordered = records.select_related("council", "method").order_by(*(f"-{key}" for key in NEWEST))
    return Table("elections", columns, ordered, lines)


def results(elections: ElectionQuerySet, tallies: QuerySet[Tally]) -> Table:
    """A line for each candidate in each round, by place on the ballot."""

    def lines(batch: list[Tally]) -> Iterator[Line]:
        by_key = {tally.round.election_id: tally.round.election for tally in batch}
        counts, paths = counts_of_all(by_key.values()), parts_for({each.council.area_id for each in by_key.values()})
        for tally in batch:
            election, candidate = tally.round.election, tally.candidate
            told = counts[election.pk]
            yield (
                *_about(election, paths),
                *(election.get_status_display(), tally.round.number),
                *(candidate.position, candidate.person.get_sex_display(), tally.votes),
                yes_no(candidate.pk in told.elected if told.is_decided else None),
            )

    columns = (*_columns(), _("Status"), _("Round"), _("Place on the ballot"), _("Sex"), _("Votes"), _("Were elected"))
    records = tallies.filter(round__election__in=elections.order_by().values("pk"))
    records = records.select_related("candidate__person", "round__election__council").order_by(
        F("round__election__held_on").desc(), F("round__election").desc(), "round__number", "candidate__position", "pk"
    )
    return Table("results", columns, records, lines)


def _columns() -> tuple[str, ...]:
    return _("Day"), *group_columns(), *place_columns()


def _about(election: Election, paths: dict[str, list[str]]) -> Line:
    council = election.council
    return election.held_on, *named(council), *places(paths[council.area_id])


def _sums(counts: Counts) -> Line:
    """Before a count nothing stands where nothing is known."""
    stood = len(counts.seats), counts.girls_minimum, counts.quorum, *_sexes(counts.candidates)
    if not counts.rounds:
        return *stood, *("",) * 6, "", "", yes_no(None)
    first, elected = counts.rounds[0], counts.elected
    told = first.girls_present, first.boys_present, first.ballots, first.spoilt, len(counts.rounds), len(counts.lots)
    return *stood, *told, *_sexes([each for each in counts.candidates if each.pk in elected]), yes_no(counts.is_decided)


def _sexes(candidates: Sequence[Candidate]) -> tuple[int, int]:
    girls = sum(each.person.sex == Sex.FEMALE for each in candidates)
    return girls, len(candidates) - girls

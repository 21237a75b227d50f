"""Elections of a council. Only totals are ever kept: nothing here can say who gave which vote, or when."""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import ScopedQuerySet

from .council import MOST_SEATS, MOST_VOTERS

MOST_CANDIDATES = 60
MOST_ROUNDS = 20


class ElectionQuerySet(ScopedQuerySet):
    def standing(self) -> Self:
        """All that were not withdrawn."""
        return self.exclude(status=Election.Status.WITHDRAWN)

    def prepared(self) -> Self:
        """Those that are still to be held."""
        return self.filter(status=Election.Status.PREPARED)

    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-pk")


class Election(models.Model):
    """Seats of a council are filled for a term. Its id is made where it was written down first."""

    class Status(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("status of an election", "Prepared")
        HELD = "held", pgettext_lazy("status of an election", "Held")
        CONFIRMED = "confirmed", pgettext_lazy("status of an election", "Confirmed")
        WITHDRAWN = "withdrawn", pgettext_lazy("status of an election", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.PROTECT, related_name="elections", verbose_name=_("council")
    )
    held_on = models.DateField(_("day of the election"))
    method = models.ForeignKey(
        "councils.FillingMethod",
        on_delete=models.PROTECT,
        related_name="elections",
        verbose_name=_("how votes are given"),
    )
    seats = models.ManyToManyField("councils.Seat", related_name="elections", verbose_name=_("seats to be filled"))
    girls_minimum = models.PositiveSmallIntegerField(
        _("fewest girls among the elected"), default=0, validators=[MaxValueValidator(MOST_SEATS)]
    )
    quorum = models.PositiveSmallIntegerField(
        _("fewest voters who must be there"), default=0, validators=[MaxValueValidator(MOST_VOTERS)]
    )
    began_on = models.DateField(_("first day of the term"))
    ends_on = models.DateField(_("end of the term"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PREPARED)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.UniqueConstraint(
                fields=["council", "held_on"],
                condition=~Q(status="withdrawn"),
                name="one_standing_election_per_council_and_day",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("began_on")), name="election_term_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(began_on__gte=F("held_on")), name="election_is_held_before_its_term_begins"
            ),
            models.CheckConstraint(
                condition=Q(status="prepared", recorded_at__isnull=True)
                | Q(status__in=["held", "confirmed"], recorded_at__isnull=False)
                | Q(status="withdrawn"),
                name="election_is_recorded_once_it_was_held",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", confirmed_at__isnull=False)
                | ~Q(status="confirmed") & Q(confirmed_at__isnull=True),
                name="election_is_confirmed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"election {self.held_on}"


class Candidate(models.Model):
    """A child who stands in an election, with the picture by which others find them on the ballot."""

    class Pictogram(models.TextChoices):
        SUN = "sun", _("Sun")
        TREE = "tree", _("Tree")
        FISH = "fish", _("Fish")
        STAR = "star", _("Star")
        HOUSE = "house", _("House")
        FLOWER = "flower", _("Flower")
        BOAT = "boat", _("Boat")
        BALL = "ball", _("Ball")
        UMBRELLA = "umbrella", _("Umbrella")
        MOON = "moon", _("Moon")
        BELL = "bell", _("Bell")
        CUP = "cup", _("Cup")
        BOOK = "book", _("Book")
        KITE = "kite", _("Kite")
        LEAF = "leaf", _("Leaf")
        DRUM = "drum", _("Drum")
        KEY = "key", _("Key")
        HAT = "hat", _("Hat")
        CLOUD = "cloud", _("Cloud")
        BIRD = "bird", _("Bird")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(
        "councils.Election", on_delete=models.CASCADE, related_name="candidates", verbose_name=_("election")
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="candidacies", verbose_name=_("person")
    )
    position = models.PositiveSmallIntegerField(_("place on the ballot"), default=1, validators=[MinValueValidator(1)])
    pictogram = models.CharField(_("picture on the ballot"), max_length=10, choices=Pictogram, blank=True)
    kept_seat = models.ForeignKey(
        "councils.Seat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept seat that they may take"),
    )
    """One of the seats of that kind; whoever may take it may take the others of its kind."""
    elected_to = models.ForeignKey(
        "councils.Seat",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seat that they were elected to"),
    )
    """Kept when the election is confirmed: what becomes known of a child or a seat later elects nobody anew."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="one_candidacy_per_person_and_election"),
            models.UniqueConstraint(
                fields=["election", "pictogram"],
                condition=~Q(pictogram=""),
                name="one_candidate_per_picture_and_election",
            ),
            models.UniqueConstraint(
                fields=["election", "elected_to"],
                condition=Q(elected_to__isnull=False),
                name="one_elected_per_seat_and_election",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="places_on_a_ballot_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class ElectionRound(models.Model):
    """One voting: how many voters were there, and how many ballots came of it. The first is among all candidates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(
        "councils.Election", on_delete=models.CASCADE, related_name="rounds", verbose_name=_("election")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUNDS)]
    )
    girls_present = models.PositiveSmallIntegerField(
        _("girls who could vote"), validators=[MaxValueValidator(MOST_VOTERS)]
    )
    boys_present = models.PositiveSmallIntegerField(
        _("boys who could vote"), validators=[MaxValueValidator(MOST_VOTERS)]
    )
    ballots = models.PositiveSmallIntegerField(_("ballots cast"), validators=[MaxValueValidator(2 * MOST_VOTERS)])
    spoilt = models.PositiveSmallIntegerField(
        _("spoilt or blank ballots"), default=0, validators=[MaxValueValidator(2 * MOST_VOTERS)]
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of an election")
        verbose_name_plural = _("rounds of elections")
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="one_round_per_election_and_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="rounds_count_from_one"),
            models.CheckConstraint(
                condition=Q(ballots__lte=F("girls_present") + F("boys_present")),
                name="one_ballot_at_most_for_each_voter_present",
            ),
            models.CheckConstraint(condition=Q(spoilt__lte=F("ballots")), name="spoilt_ballots_are_ballots"),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"


class Tally(models.Model):
    """The votes of one candidate in one round: a number, and nothing that leads to a voter."""

    round = models.ForeignKey(
        "councils.ElectionRound", on_delete=models.CASCADE, related_name="tallies", verbose_name=_("round")
    )
    candidate = models.ForeignKey(
        "councils.Candidate", on_delete=models.CASCADE, related_name="tallies", verbose_name=_("candidate")
    )
    votes = models.PositiveSmallIntegerField(_("votes"), validators=[MaxValueValidator(2 * MOST_VOTERS)])

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["round", "candidate"], name="one_tally_per_round_and_candidate")]

    def __str__(self) -> str:
        return f"tally {self.pk}"


class DrawnLot(models.Model):
    """Among candidates with equal votes one was drawn, who stands before the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(
        "councils.Election", on_delete=models.CASCADE, related_name="lots", verbose_name=_("election")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_CANDIDATES)]
    )
    among = models.ManyToManyField("councils.Candidate", related_name="lots_among", verbose_name=_("drawn among"))
    drawn = models.ForeignKey(
        "councils.Candidate", on_delete=models.CASCADE, related_name="lots_won", verbose_name=_("who was drawn")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("drawn lot")
        verbose_name_plural = _("drawn lots")
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="one_lot_per_election_and_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lots_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"lot {self.number}"

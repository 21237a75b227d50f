"""Hand-over notes: that somebody was told, and whether somebody took it on. They hold no case."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

LEAST_SHOWN = 5
"""A total below it could be known for somebody, so it is neither kept nor shown."""

TOLD_AGAIN_AFTER = timedelta(days=1)
"""As long as nobody takes a note on, those who answer for it hear of it again."""


class HandOverNoteQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        """Nobody has taken them on."""
        return self.filter(acknowledged_at__isnull=True)

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def overdue(self, at: datetime) -> Self:
        """Nobody took them on in time."""
        return self.waiting().filter(due_at__lte=at)

    def to_be_told_again(self, at: datetime) -> Self:
        """Overdue, and those who answer for them have not heard of it yet, or not for a day."""
        return self.overdue(at).filter(Q(escalated_at__isnull=True) | Q(escalated_at__lte=at - TOLD_AGAIN_AFTER))

    def past_their_term(self, at: datetime) -> Self:
        return self.filter(delete_after__lt=timezone.localdate(at))

    def in_order_of_need(self) -> Self:
        """With ``place_in_list`` and ``need``: first what nobody has taken on, then what is open; the urgent before."""
        order = enumerate(HandOverNote.Urgency.values)
        return self.annotate(
            place_in_list=Case(
                When(closed_at__isnull=False, then=Value(2)),
                When(acknowledged_at__isnull=False, then=Value(1)),
                default=Value(0),
                output_field=models.SmallIntegerField(),
            ),
            need=Case(
                *(When(urgency=urgency, then=Value(number)) for number, urgency in order),
                output_field=models.SmallIntegerField(),
            ),
        )


class HandOverNote(models.Model):
    """A child was handed over to somebody who helps: when, in which commune, how urgent, to whom. Nothing of the child.

    The list of columns is law (``docs/decisions/0012``): no name, no text, no attachment, no kind of harm, nobody's id.
    Who sent it is not kept either, because a facilitator leads to a group and a group to its children: whoever has the
    reference may ask how it stands, and learns nothing else.
    """

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")
        OTHER = "other", _("In another way")

    class Urgency(models.TextChoices):
        NOW = "now", _("Now")
        TODAY = "today", _("Today")
        WEEK = "week", _("This week")

    class HandedTo(models.TextChoices):
        HELPLINE = "helpline", _("Child helpline")
        POLICE = "police", _("Police")
        CCWC = "ccwc", _("Commune committee for women and children (CCWC)")
        SOCIAL_WORKER = "social_worker", _("Social worker")
        NGO = "ngo", _("Child protection organisation")
        FOCAL_POINT = "focal_point", _("Safeguarding focal point")
        HOSPITAL = "hospital", _("Hospital or health centre")

    class Stage(models.TextChoices):
        """What the sender is told."""

        RECEIVED = "received", _("Received")
        HANDLED = "handled", _("Somebody is taking care of it")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune or district")
    )
    noted_on = models.DateField(_("day on which somebody told you"))
    channel = models.CharField(_("how you were told"), max_length=10, choices=Channel)
    urgency = models.CharField(_("how urgent"), max_length=5, choices=Urgency)
    handed_to = models.CharField(_("handed over to"), max_length=13, choices=HandedTo)
    handed_on = models.DateField(_("handed over on"))
    received_at = models.DateTimeField(_("received"), db_index=True)
    due_at = models.DateTimeField(_("to be taken on until"))
    escalated_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("taken on"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("followed up"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    delete_after = models.DateField(db_index=True)

    objects = HandOverNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over note")
        verbose_name_plural = _("hand-over notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_on__gte=F("noted_on")), name="note_is_handed_over_after_it_was_told"
            ),
            models.CheckConstraint(
                condition=Q(followed_up_at__isnull=True) | Q(acknowledged_at__isnull=False),
                name="note_is_followed_up_by_who_took_it_on",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(followed_up_at__isnull=False),
                name="note_is_closed_after_it_was_followed_up",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("received_at")), name="note_is_due_after_it_was_received"),
        ]

    def __str__(self) -> str:
        return f"hand-over note {self.pk}"

    @property
    def stage(self) -> "HandOverNote.Stage":
        """How it stands, for who sent it."""
        if self.closed_at is not None:
            return self.Stage.CLOSED
        return self.Stage.HANDLED if self.acknowledged_at is not None else self.Stage.RECEIVED

    def is_overdue(self, at: datetime) -> bool:
        return self.acknowledged_at is None and self.due_at <= at


class HandOverTotalQuerySet(ScopedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-month", "province_id", "urgency")


class HandOverTotal(models.Model):
    """How many notes of one urgency a province had in a month that is over: counted once, and only from five on.

    There is no sum over provinces or urgencies beside it, from which a smaller number could be told.
    """

    month = models.DateField(_("month"))
    province = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(_("how urgent"), max_length=5, choices=HandOverNote.Urgency)
    number = models.PositiveIntegerField(_("notes"), validators=[MinValueValidator(LEAST_SHOWN)])

    objects = HandOverTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("total of hand-over notes")
        verbose_name_plural = _("totals of hand-over notes")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "province", "urgency"], name="one_total_per_month_province_and_urgency"
            ),
            models.CheckConstraint(condition=Q(number__gte=LEAST_SHOWN), name="total_of_notes_is_five_or_more"),
            models.CheckConstraint(condition=Q(month__day=1), name="total_of_notes_is_of_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.province_id} {self.urgency}"

"""Asks: "you said, we did". What children raised, sent to who must answer, and told back to them."""

import uuid
from datetime import date

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import ScopedQuerySet
from places.codes import code_range

LONGEST_ANSWER = 1000


class AskQuerySet(ScopedQuerySet):
    def sent(self) -> "AskQuerySet":
        """All that ever left the house, whatever came of them."""
        return self.filter(sent_on__isnull=False)

    def overdue(self, on: date) -> "AskQuerySet":
        """Sent, not answered, and the day for the answer has passed."""
        return self.filter(status=Ask.Status.SENT, answer_due_on__lt=on)

    def open(self) -> "AskQuerySet":
        """Under way: the children wait for an answer, or to be told of it."""
        return self.filter(status__in=UNDER_WAY)

    def of_group(self, group: object) -> "AskQuerySet":
        return self.filter(issue__meeting__group=group)

    def within(self, area_id: str) -> "AskQuerySet":
        """Those about a place, or about any place in it."""
        low, high = code_range(area_id)
        return self.filter(area_id__gte=low, area_id__lt=high)

    def with_group(self) -> "AskQuerySet":
        return self.select_related("issue__meeting__group", "body")


class Ask(models.Model):
    """An issue that somebody must answer: in the children's words, without a name.

    It is changed only by the actions, along ``STEPS``; the constraints say which facts belong to which status.
    """

    class Status(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("status of an ask", "Being written")
        SENT = "sent", pgettext_lazy("status of an ask", "Sent, waits for an answer")
        ANSWERED = "answered", pgettext_lazy("status of an ask", "Answered, to be told to the children")
        TOLD = "told", pgettext_lazy("status of an ask", "The children were told")
        CLOSED = "closed", pgettext_lazy("status of an ask", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("status of an ask", "Withdrawn")

    class Level(models.TextChoices):
        GROUP = "group", _("The group itself")
        SCHOOL = "school", pgettext_lazy("level of an ask", "School")
        VILLAGE = "village", _("Village")
        COMMUNE = "commune", _("Commune")
        DISTRICT = "district", _("District")
        PROVINCE = "province", _("Province")
        COUNTRY = "country", _("The whole country")

    class WithdrawReason(models.TextChoices):
        SETTLED = "settled", _("It was settled before anybody answered")
        TWICE = "twice", _("It was asked twice")
        CHILDREN = "children", _("The children no longer ask for it")
        RECOGNISED = "recognised", _("A child could be recognised")
        WRONG = "wrong", _("It was written by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issue = models.OneToOneField("participation.Issue", on_delete=models.PROTECT, related_name="ask")
    text = models.CharField(_("what the children ask for"), max_length=500)
    topics = models.ManyToManyField(
        "participation.Topic",
        blank=True,
        related_name="asks",
        limit_choices_to={"type": "article"},
        verbose_name=_("rights"),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.COMMUNE)
    area = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    body = models.ForeignKey(
        "participation.DutyBearer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asks",
        verbose_name=_("who must answer"),
    )
    answer_due_on = models.DateField(_("answer by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFTED)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("first answered on"), null=True, blank=True)
    told_meeting = models.ForeignKey(
        "participation.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asks_told",
        verbose_name=_("meeting at which the children were told"),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdraw_reason = models.CharField(
        _("why it was withdrawn"), max_length=20, choices=WithdrawReason, blank=True, default=""
    )
    overdue_told_at = models.DateTimeField(_("officers told that it is overdue"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        indexes = [
            models.Index(fields=["created_at", "id"], name="ask_by_age"),
            models.Index(fields=["status", "answer_due_on"], name="ask_by_due_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | Q(body__isnull=False, answer_due_on__isnull=False, answer_due_on__gte=F("sent_on")),
                name="sent_ask_says_who_answers_by_when",
            ),
            models.CheckConstraint(
                condition=Q(status="drafted", sent_on__isnull=True)
                | Q(status__in=["sent", "answered", "told", "closed"], sent_on__isnull=False)
                | Q(status="withdrawn"),
                name="ask_beyond_its_draft_was_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["drafted", "sent"], answered_on__isnull=True)
                | Q(status__in=["answered", "told", "closed"], answered_on__isnull=False)
                | Q(status="withdrawn"),
                name="ask_with_an_answer_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(sent_on__isnull=False, answered_on__gte=F("sent_on")),
                name="ask_is_answered_after_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["told", "closed"], told_meeting__isnull=False)
                | ~Q(status__in=["told", "closed"]) & Q(told_meeting__isnull=True),
                name="ask_told_back_names_the_meeting",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False) | ~Q(status="closed") & Q(closed_on__isnull=True),
                name="ask_is_closed_on_a_day_or_open",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_on__isnull=False) & ~Q(withdraw_reason="")
                | ~Q(status="withdrawn") & Q(withdrawn_on__isnull=True, withdraw_reason=""),
                name="ask_is_withdrawn_on_a_day_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(overdue_told_at__isnull=True) | Q(sent_on__isnull=False),
                name="only_a_sent_ask_is_overdue",
            ),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk}"

    def is_overdue(self, on: date) -> bool:
        return self.status == self.Status.SENT and self.answer_due_on < on


_S = Ask.Status
STEPS: dict[str, frozenset[str]] = {
    _S.DRAFTED: frozenset({_S.SENT, _S.WITHDRAWN}),
    _S.SENT: frozenset({_S.ANSWERED, _S.WITHDRAWN}),
    _S.ANSWERED: frozenset({_S.TOLD, _S.WITHDRAWN}),
    _S.TOLD: frozenset({_S.CLOSED, _S.ANSWERED}),
    _S.CLOSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""Where an ask may go from each status. Told goes back to answered when there is something new to tell."""

UNDER_WAY = (_S.SENT, _S.ANSWERED)
ANSWERABLE = (_S.SENT, _S.ANSWERED, _S.TOLD)
"""A further answer may come until the ask is closed: planned, then done."""


class AskLink(models.Model):
    """A one-time link with which an official answers one ask; the link itself is the portal's own kind."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="links")
    link = models.OneToOneField("accounts.OneTimeLink", on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for an official")
        verbose_name_plural = _("links for officials")

    def __str__(self) -> str:
        return f"link of ask {self.ask_id}"


class AskAnswerQuerySet(ScopedQuerySet):
    def confirmed(self) -> "AskAnswerQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "AskAnswerQuerySet":
        """Came through a link, and no officer has said yet that it is really theirs."""
        return self.filter(confirmed_at__isnull=True)

    def oldest_first(self) -> "AskAnswerQuerySet":
        return self.order_by("answered_on", "recorded_at", "pk")


class AskAnswer(models.Model):
    """One answer. What a signed-in person recorded counts at once; what came by a link waits for an officer's word."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("answer to an ask", "Accepted")
        PLANNED = "planned", pgettext_lazy("answer to an ask", "Planned")
        REFUSED = "refused", pgettext_lazy("answer to an ask", "Refused")
        DONE = "done", pgettext_lazy("answer to an ask", "Done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(_("answer"), max_length=10, choices=Kind)
    text = models.TextField(_("in words"), blank=True, validators=[MaxLengthValidator(LONGEST_ANSWER)])
    answered_on = models.DateField(_("answered on"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    link = models.OneToOneField(AskLink, on_delete=models.PROTECT, null=True, blank=True, related_name="answer")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AskAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an ask")
        verbose_name_plural = _("answers to asks")
        indexes = [
            models.Index(fields=["ask"], condition=Q(confirmed_at__isnull=True), name="answers_to_confirm"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="refused") | ~Q(text=""), name="refused_ask_is_told_why"),
            models.CheckConstraint(
                condition=Q(link__isnull=True) | Q(recorded_by__isnull=True),
                name="answer_comes_from_a_person_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=False) | Q(confirmed_at__isnull=False),
                name="only_an_answer_by_link_waits_to_be_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False),
                name="answer_confirmed_by_somebody_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class AskStep(models.Model):
    """One step of an ask: the status it reached, when, and who took it there."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("status"), max_length=10, choices=Ask.Status)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an ask")
        verbose_name_plural = _("steps of asks")

    def __str__(self) -> str:
        return f"ask {self.ask_id} {self.status}"

"""What a person asked about what is kept of them, and how that was answered."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class PersonRequest(models.Model):
    """Somebody asked to see, to have corrected, or to leave: the day, what was asked, how it was answered.

    Closed words only: nothing that the child said is kept. It stays with the nameless record when the person has left.
    """

    class Kind(models.TextChoices):
        SEE = "see", _("See what is kept")
        CORRECT = "correct", _("Have something corrected")
        LEAVE = "leave", _("Leave, and be forgotten")

    class Answer(models.TextChoices):
        PRINTED = "printed", _("The sheet was printed")
        CORRECTED = "corrected", _("The record was opened to be corrected")
        FORGOTTEN = "forgotten", _("Memberships and consents ended, the name was erased")

    ANSWERS = {Kind.SEE: Answer.PRINTED, Kind.CORRECT: Answer.CORRECTED, Kind.LEAVE: Answer.FORGOTTEN}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(_("what was asked"), max_length=10, choices=Kind)
    asked_on = models.DateField(_("asked on"))
    answer = models.CharField(_("how it was answered"), max_length=10, choices=Answer)
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of people")
        indexes = [models.Index(F("answered_at"), name="request_by_answer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="see", answer="printed")
                | Q(kind="correct", answer="corrected")
                | Q(kind="leave", answer="forgotten"),
                name="a_request_is_answered_by_what_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_on}"

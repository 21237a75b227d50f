"""Test calls: somebody dials a helpline and notes what a child would have met."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .roles import role_name

LONGEST_WAIT = 3600


class TestCallQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-called_on", "-pk")


class TestCall(models.Model):
    """One call of the staff. It says how the line answers, never what was spoken about."""

    __test__ = False  # its name begins as those of test classes do

    helpline = models.ForeignKey(
        "protection.HelpLine", on_delete=models.CASCADE, related_name="calls", verbose_name=_("helpline")
    )
    number = models.CharField(_("number"), max_length=20)
    """As it was dialled: a helpline may change its number, and nobody has called the new one then."""
    called_on = models.DateField(_("day of the test call"))
    called_as = models.CharField(_("called by"), max_length=40)
    """The key of a role, as for the check of a service."""
    is_answered = models.BooleanField(_("somebody answered"))
    waited_seconds = models.PositiveSmallIntegerField(
        _("seconds until somebody answered, or until the call was given up"),
        validators=[MaxValueValidator(LONGEST_WAIT)],
    )
    in_khmer = models.BooleanField(_("in Khmer"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TestCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("test call")
        verbose_name_plural = _("test calls")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_answered=True, in_khmer__isnull=False) | Q(is_answered=False, in_khmer__isnull=True),
                name="answered_test_call_says_whether_in_khmer",
            ),
            models.CheckConstraint(
                condition=Q(waited_seconds__lte=LONGEST_WAIT), name="test_call_waits_an_hour_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helpline_id} {self.called_on}"

    @property
    def called_by(self) -> str:
        """The role of who called, in the language of the page."""
        return role_name(self.called_as)

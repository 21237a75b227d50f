"""Where help is found."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmertext.languages import in_language


class HelpLineQuerySet(models.QuerySet):
    def public(self) -> "HelpLineQuerySet":
        """Confirmed by a test call and in use; nothing else is shown to a child."""
        return self.filter(is_active=True, verified_on__isnull=False).order_by("position", "pk")

    def due(self, on: date) -> "HelpLineQuerySet":
        """In use, and never confirmed or due for another test call."""
        return self.filter(self._is_due(on))

    def for_the_desk(self, on: date) -> "HelpLineQuerySet":
        """All of them with ``is_due``: first what waits for a test call, last what is out of use."""
        return self.annotate(is_due=models.ExpressionWrapper(self._is_due(on), models.BooleanField())).order_by(
            "-is_active", "-is_due", "position", "pk"
        )

    @staticmethod
    def _is_due(on: date) -> Q:
        return Q(is_active=True) & (Q(verified_on__isnull=True) | Q(next_check_on__lte=on))


class HelpLine(models.Model):
    """A number that helps. Public only once somebody has called it and confirmed."""

    class Audience(models.TextChoices):
        CHILD = "child", _("Children and young people")
        EVERYONE = "everyone", _("Everyone")

    number = models.CharField(
        _("number"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^\+?[0-9][0-9 ]{1,18}\Z", _("Write a telephone number in digits, such as 012 345 678."))
        ],
    )
    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    for_whom_km = models.CharField(_("what for, in Khmer"), max_length=240)
    for_whom_en = models.CharField(_("what for, in English"), max_length=240)
    hours_km = models.CharField(_("hours in Khmer"), max_length=80, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=80, blank=True)
    is_free = models.BooleanField(_("the call is free"), null=True, blank=True)
    takes_text = models.BooleanField(_("answers text messages"), null=True, blank=True)
    takes_complaints = models.BooleanField(
        _("also for complaints about an adult of our programme"),
        default=False,
        help_text=_("It belongs to nobody of the programme. It is shown beside the question for such a complaint."),
    )
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)
    verified_on = models.DateField(_("test call on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("test call by"),
    )
    next_check_on = models.DateField(_("next test call by"), null=True, blank=True)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, next_check_on__isnull=True)
                | Q(verified_on__isnull=False, next_check_on__isnull=False),
                name="verified_helpline_has_a_next_check",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return self.number.replace(" ", "")

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")

    @property
    def for_whom(self) -> str:
        return in_language(self, "for_whom")

    @property
    def hours(self) -> str:
        return in_language(self, "hours")

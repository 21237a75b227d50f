"""Services: who helps, when, for whom, and until when somebody has made sure of it."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from khmertext.folding import fold
from khmertext.languages import in_language

from .roles import role_name

PHONE = r"\+?[0-9][0-9 ]{2,18}"
MOST_PHONES = 3
PHONES = rf"\A{PHONE}(, {PHONE}){{0,{MOST_PHONES - 1}}}\Z"


class ServiceQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """Not closed; whether somebody checked it is another question."""
        return self.filter(closed_on__isnull=True)

    def public(self, on: date) -> Self:
        """What readers see on a day: open, checked, and not faded."""
        return self.open().filter(public_until__gte=on)

    def due(self, on: date) -> Self:
        """Open, and never checked or to be checked again by that day."""
        return self.open().filter(Q(checked_on__isnull=True) | Q(next_check_on__lte=on))

    def faded(self, on: date) -> Self:
        """Open and checked once, so long ago that readers no longer see it."""
        return self.open().filter(public_until__lt=on)

    def matching(self, text: str) -> Self:
        """Services whose name or provider holds the text, however it is spelt, or whose code it is."""
        key = fold(text)
        by_name = Q(name_key__contains=key) if key else Q(pk__in=[])
        return self.filter(by_name | Q(code=text.strip().upper()))


class Service(models.Model):
    """A place or an office that protects children. It holds no word about anybody who was helped there.

    ``checked_on`` … ``public_until`` are written together by the actions: the day of the last check, the role of who
    checked, and what follows from the terms of the type.
    """

    class Cost(models.TextChoices):
        FREE = "free", _("It costs nothing")
        PARTLY = "partly", _("Some of it costs money")
        PAID = "paid", _("It costs money")
        UNKNOWN = "unknown", _("Not known")

    class Language(models.TextChoices):
        KHMER = "km", _("Khmer")
        ENGLISH = "en", _("English")
        BUNONG = "cmo", _("Bunong")
        BRAO = "brb", _("Brao")
        CHAM = "cja", _("Cham")
        JARAI = "jra", _("Jarai")
        KREUNG = "krr", _("Kreung")
        KUY = "kdt", _("Kuy")
        TAMPUAN = "tpu", _("Tampuan")
        VIETNAMESE = "vi", _("Vietnamese")
        SIGN = "csx", _("Sign language")

    class Standing(models.TextChoices):
        """How true the entry is today."""

        FRESH = "fresh", _("Shown to readers")
        DUE = "due", _("Shown, but a check is due")
        FADED = "faded", _("No longer shown: the check is too old")
        UNCHECKED = "unchecked", _("Not shown: waits for its first check")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    type = models.ForeignKey(
        "protection.ServiceType", on_delete=models.PROTECT, related_name="services", verbose_name=_("type of service")
    )
    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    provider_km = models.CharField(_("provider in Khmer"), max_length=120, blank=True)
    provider_en = models.CharField(_("provider in English"), max_length=120, blank=True)
    name_key = models.CharField(max_length=500, editable=False)
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("where the office is")
    )
    hours_km = models.CharField(_("opening hours in Khmer"), max_length=120, blank=True)
    hours_en = models.CharField(_("opening hours in English"), max_length=120, blank=True)
    for_whom_km = models.CharField(_("for whom, in Khmer"), max_length=200, blank=True)
    for_whom_en = models.CharField(_("for whom, in English"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=10, choices=Cost, default=Cost.UNKNOWN)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    is_accessible = models.BooleanField(_("reached without steps"), null=True, blank=True)
    is_child_friendly = models.BooleanField(_("used to children"), null=True, blank=True)
    phones = models.CharField(
        _("office telephones"),
        max_length=70,
        blank=True,
        validators=[RegexValidator(PHONES, _("Write up to three telephone numbers in digits, a comma between them."))],
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_as = models.CharField(_("checked by"), max_length=40, blank=True)
    """The key of a role: by which kind of person, not by whom; that is for the journal."""
    next_check_on = models.DateField(_("next check by"), null=True, blank=True)
    public_until = models.DateField(_("shown to readers until"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes = [models.Index(fields=["area", "name_key", "id"], name="service_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_as="", next_check_on__isnull=True)
                & Q(public_until__isnull=True)
                | Q(checked_on__isnull=False, next_check_on__isnull=False, public_until__isnull=False)
                & ~Q(checked_as=""),
                name="checked_service_says_by_whom_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True)
                | Q(next_check_on__gt=F("checked_on"), public_until__gte=F("next_check_on")),
                name="service_fades_after_its_next_check",
            ),
            models.CheckConstraint(condition=~Q(name_km=""), name="service_has_a_khmer_name"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page; where there is none, the Khmer one."""
        return in_language(self, "name")

    @property
    def provider(self) -> str:
        return in_language(self, "provider")

    @property
    def hours(self) -> str:
        return in_language(self, "hours")

    @property
    def for_whom(self) -> str:
        return in_language(self, "for_whom")

    @property
    def checked_by(self) -> str:
        """The role of who checked, in the language of the page."""
        return role_name(self.checked_as)

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """Each telephone as it is read, and as it is dialled."""
        return [(number, number.replace(" ", "")) for number in self.phones.split(", ") if number]

    @property
    def language_names(self) -> list[str]:
        """The languages in words, in the order of the list."""
        return [str(language.label) for language in self.Language if language in self.languages]

    def standing(self, on: date) -> "Service.Standing":
        """How true the entry is on a day."""
        if self.closed_on is not None:
            return self.Standing.CLOSED
        if self.checked_on is None:
            return self.Standing.UNCHECKED
        if self.public_until < on:
            return self.Standing.FADED
        return self.Standing.DUE if self.next_check_on <= on else self.Standing.FRESH

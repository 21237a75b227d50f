"""Groups: clubs, councils and networks in one table, told apart by ``kind``."""

import uuid
from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.paging import date_key
from accounts.scoping import ScopedQuerySet
from khmertext.folding import fold
from khmertext.languages import is_english
from khmertext.pairs import MAX_TOKEN_LENGTH, query_tokens
from places.codes import code_range

from .rules import LONGEST_RHYTHM, OLDEST, Kind

CLOSING_UNDONE_FOR_DAYS = 30


class CommunityGroupQuerySet(ScopedQuerySet):
    def of_kind(self, *kinds: str) -> "CommunityGroupQuerySet":
        return self.filter(kind__in=kinds)

    def open(self) -> "CommunityGroupQuerySet":
        """All that are not closed."""
        return self.exclude(status=CommunityGroup.Status.CLOSED)

    def closed(self) -> "CommunityGroupQuerySet":
        return self.filter(status=CommunityGroup.Status.CLOSED)

    def overdue(self, on: date | None = None) -> "CommunityGroupQuerySet":
        """Active groups whose last meeting, or day excused by a reason, is older than 1.5 times their rhythm."""
        return self.filter(status=CommunityGroup.Status.ACTIVE, overdue_after__lt=on or timezone.localdate())

    def within(self, area_id: str) -> "CommunityGroupQuerySet":
        """The groups in an area or below it."""
        low, high = code_range(area_id)
        return self.filter(area_id__gte=low, area_id__lt=high)

    def matching(self, text: str) -> "CommunityGroupQuerySet":
        """Groups with the words of ``text`` inside their own or their school's name, or with that code.

        The token table narrows by index; the folded name then confirms each word as it stands.
        """
        key = fold(text)
        if not key:
            return self.none()
        by_code = Q(code=text.strip().upper())
        tokens = query_tokens(text)
        if not tokens:
            return self.filter(by_code)
        found = self
        for token in tokens:
            found = found.filter(pk__in=GroupWord.objects.filter(token=token).values("group_id"))
        for word in text.split():
            found = found.filter(name_key__contains=fold(word))
        return self.filter(by_code | Q(pk__in=found.values("pk")))

    def by_place(self) -> "CommunityGroupQuerySet":
        """In the order of the gazetteer, then of the name."""
        return self.order_by("area_id", "name_sort", "pk")


class GroupsOfKind(models.Manager.from_queryset(CommunityGroupQuerySet)):
    """The groups of one kind, for the proxy that stands for it."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> CommunityGroupQuerySet:
        return super().get_queryset().of_kind(self.kind)


class CommunityGroup(models.Model):
    """A group of people who meet: a children's club, a children's council, a family protection network."""

    class Setting(models.TextChoices):
        VILLAGE = "village", _("Village")
        SCHOOL = "school", _("School")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        FORMING = "forming", _("Forming")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    name_km = models.CharField(_("name in Khmer"), max_length=160)
    name_latin = models.CharField(_("name in Latin letters"), max_length=160, blank=True)
    name_key = models.CharField(max_length=600, editable=False)
    name_sort = models.CharField(max_length=600, editable=False)
    setting = models.CharField(_("setting"), max_length=10, choices=Setting)
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, related_name="groups", verbose_name=_("village or commune")
    )
    school = models.ForeignKey(
        "participation.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("school"),
    )
    founded_on = models.DateField(_("founded on"))
    founded_is_year = models.BooleanField(_("only the year of founding is known"), default=False)
    founded_by = models.ForeignKey(
        "participation.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("founded with"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    status_since = models.DateField(_("status since"))
    status_reason = models.CharField(_("reason"), max_length=200, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(
        _("days between two meetings"), validators=[MaxValueValidator(LONGEST_RHYTHM)]
    )
    usual_day = models.CharField(_("usual day"), max_length=80, blank=True)
    usual_place = models.CharField(_("usual place"), max_length=160, blank=True)
    age_from = models.PositiveSmallIntegerField(_("youngest age"), validators=[MaxValueValidator(OLDEST)])
    age_to = models.PositiveSmallIntegerField(_("oldest age"), validators=[MaxValueValidator(OLDEST)])
    main_language = models.CharField(_("main language"), max_length=60, blank=True)
    last_met_on = models.DateField(_("last meeting"), null=True, blank=True, editable=False)
    last_missed_on = models.DateField(
        _("last day without a meeting, with a reason"), null=True, blank=True, editable=False
    )
    overdue_after = models.DateField(_("overdue after"), editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommunityGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        indexes = [
            models.Index(fields=["area", "name_sort", "id"], name="group_by_place"),
            models.Index(fields=["kind", "area", "name_sort", "id"], name="group_by_kind_and_place"),
            models.Index(fields=["name_sort", "id"], name="group_by_name"),
            models.Index(date_key("last_met_on"), "area", "name_sort", "id", name="group_by_last_meeting"),
            models.Index(fields=["overdue_after", "id"], name="active_group_by_overdue", condition=Q(status="active")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(age_to__gte=F("age_from")), name="group_oldest_age_is_above_youngest"),
            models.CheckConstraint(condition=Q(rhythm_days__gte=1), name="group_rhythm_is_a_day_or_more"),
            models.CheckConstraint(
                condition=~Q(setting="school") | Q(school__isnull=False), name="group_in_a_school_names_the_school"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["paused", "closed"]) | ~Q(status_reason=""),
                name="paused_and_closed_groups_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name_km

    @property
    def name(self) -> str:
        """The name in the script of the page, Khmer where there is no other."""
        return self.name_latin if self.name_latin and is_english() else self.name_km

    def closing_can_be_undone(self, on: date) -> bool:
        """Whether the group closed so lately that the closing may have been a mistake."""
        return self.status == self.Status.CLOSED and (on - self.status_since).days <= CLOSING_UNDONE_FOR_DAYS

    def is_overdue(self, on: date) -> bool:
        return self.status == self.Status.ACTIVE and self.overdue_after < on


class GroupStatus(models.Model):
    """A period of one status, so that any past day can be asked. The open row equals the group's own status."""

    group = models.ForeignKey(CommunityGroup, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=10, choices=CommunityGroup.Status)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("status of a group")
        verbose_name_plural = _("statuses of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(ended_on__isnull=True), name="one_open_status_per_group"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="status_of_a_group_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.began_on}"


class GroupRhythm(models.Model):
    """How often a group met to be due until a day, after which another rhythm holds; the last one is the group's own.

    ``is_known`` is no where the portal did not keep rhythms yet: then the row holds the oldest one that is known.
    """

    group = models.ForeignKey(CommunityGroup, on_delete=models.CASCADE, related_name="past_rhythms")
    rhythm_days = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LONGEST_RHYTHM)])
    ended_on = models.DateField()
    is_known = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("past rhythm of a group")
        verbose_name_plural = _("past rhythms of groups")
        constraints = [
            models.UniqueConstraint(fields=["group", "ended_on"], name="one_past_rhythm_per_group_and_last_day"),
            models.CheckConstraint(condition=Q(rhythm_days__gte=1), name="past_rhythm_is_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm_days} until {self.ended_on}"


class GroupWord(models.Model):
    """A search token of a group's name: what lets a word inside an unspaced Khmer name be found by index."""

    group = models.ForeignKey(CommunityGroup, on_delete=models.CASCADE, related_name="words")
    token = models.CharField(max_length=MAX_TOKEN_LENGTH)

    class Meta:
        verbose_name = _("search token of a group")
        verbose_name_plural = _("search tokens of groups")
        constraints = [models.UniqueConstraint(fields=["token", "group"], name="one_row_per_token_and_group")]

    def __str__(self) -> str:
        return self.token

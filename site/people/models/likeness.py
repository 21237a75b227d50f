"""Two records that may be one child: the keys under which they meet, what people said of them, and merges."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class PersonLikenessKey(models.Model):
    """A name by its sounds. Birth year and commune stand beside it so that one index finds who may be the same."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="likeness_keys")
    key = models.CharField(max_length=60)
    birth_year = models.PositiveSmallIntegerField(null=True)
    commune = models.CharField(max_length=18, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("likeness key")
        verbose_name_plural = _("likeness keys")
        indexes = [models.Index(fields=["key", "commune", "birth_year"], name="people_who_sound_alike")]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_likeness_key_per_person_and_sound"),
        ]

    def __str__(self) -> str:
        return f"key of {self.person_id}"


class NotTheSame(models.Model):
    """Somebody looked and said that these are two people. The lower id stands first."""

    first = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("two people, not one")
        verbose_name_plural = _("two people, not one")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_people_are_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="told_apart_lower_id_comes_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class PersonMergeQuerySet(ScopedQuerySet):
    def standing(self) -> "PersonMergeQuerySet":
        """Those that nobody has undone."""
        return self.filter(undone_at__isnull=True)


class PersonMerge(models.Model):
    """Two records became one. ``payload`` holds what an undo puts back, and goes after 90 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges")
    gone_id = models.UUIDField()
    payload = models.JSONField(null=True, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of two records")
        constraints = [
            models.UniqueConstraint(
                fields=["gone_id"], condition=Q(undone_at__isnull=True), name="a_record_is_merged_away_once"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class PersonAlias(models.Model):
    """The id of a record that was merged away, its code as it stands on paper, and the person they lead to.

    A membership that went into another one of the kept person leaves its id here too, without a code.
    """

    old_id = models.UUIDField(primary_key=True, editable=False)
    old_code = models.CharField(max_length=8, blank=True, editable=False, db_index=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="aliases")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier id of a person")
        verbose_name_plural = _("earlier ids of people")

    def __str__(self) -> str:
        return f"{self.old_id}"

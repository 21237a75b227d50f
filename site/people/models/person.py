"""Persons: the least that lets a child be told from another and be counted once."""

import uuid
from datetime import date

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from khmertext.folding import fold

from ..ages import AgeGroup, age_group_on, age_on
from ..codes import is_code, new_person_code
from ..finding import SAMPLE_ENDS, NameLetters, letters_of
from .likeness import PersonAlias


class Sex(models.TextChoices):
    """As asked, not examined; ``other`` also stands for not said."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other or not said")


class Difficulty(models.TextChoices):
    """The derived answer to the Washington Group questions; the single answers are never stored."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked")


class PersonQuerySet(ScopedQuerySet):
    def matching(self, text: str) -> "PersonQuerySet":
        """Persons whose folded Khmer or Latin name holds the folded text, or whose code it is or was.

        A text that may be a code costs a query at once, for the codes of records that were merged away.
        """
        key, code = fold(text), text.strip().upper()
        if not key:
            return self.none()
        people, found = self, Q(name_key__contains=key)
        if connections[self.db].vendor == "postgresql":
            people, found = self.alias(letters=NameLetters("name_key")), found & Q(letters__contains=letters_of(key))
        if is_code(code):
            merged = list(PersonAlias.objects.filter(old_code=code).values_list("person_id", flat=True))
            found |= Q(code=code) | Q(pk__in=merged)
        return people.filter(found)

    def in_the_sample(self) -> "PersonQuerySet":
        """One person in sixteen, as chance has it and always the same."""
        return self.filter(pk__lt=SAMPLE_ENDS)

    def by_name(self) -> "PersonQuerySet":
        """In dictionary order of the Khmer name."""
        return self.order_by("name_sort", "pk")


class Person(models.Model):
    """A member, past or present. No phone, address, identity number, health, religion or guardian's name is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_person_code, editable=False)
    family_name = models.CharField(_("family name"), max_length=60)
    given_name = models.CharField(_("given name"), max_length=60)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_key = models.CharField(max_length=260, editable=False, db_index=True)
    name_sort = models.CharField(max_length=400, editable=False, db_index=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(_("birth month"), null=True, blank=True)
    birth_is_estimated = models.BooleanField(_("birth year is an estimate"), default=False)
    village = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    difficulty = models.CharField(
        _("difficulty in seeing, hearing, walking, remembering, self-care or speaking"),
        max_length=10,
        choices=Difficulty,
        default=Difficulty.NOT_ASKED,
    )
    difficulty_asked_on = models.DateField(_("asked on"), null=True, blank=True)
    anonymised_on = models.DateField(_("name removed on"), null=True, blank=True, editable=False)
    forgotten_on = models.DateField(null=True, blank=True, editable=False)
    """When the term of the identity was over: since then the birth year is a band, the village a commune, and the code
    one that stands on no paper."""
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["created_at", "id"], name="people_by_entry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="birth_year_is_of_our_time",
            ),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True)
                | Q(birth_month__gte=1, birth_month__lte=12, birth_year__isnull=False),
                name="birth_month_is_of_a_year",
            ),
            models.CheckConstraint(
                condition=Q(difficulty="not_asked", difficulty_asked_on__isnull=True) | ~Q(difficulty="not_asked"),
                name="difficulty_not_asked_has_no_day",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_on__isnull=True) | Q(anonymised_on__isnull=False, name_key="", name_sort=""),
                name="forgotten_person_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.code}"

    @property
    def name(self) -> str:
        """Family name first, as written in Khmer."""
        return f"{self.family_name} {self.given_name}".strip()

    def age_on(self, day: date) -> int | None:
        return age_on(day, birth_year=self.birth_year, birth_month=self.birth_month)

    def age_group_on(self, day: date) -> AgeGroup:
        return age_group_on(day, birth_year=self.birth_year, birth_month=self.birth_month)

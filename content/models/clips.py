"""Recorded clips: a text of a page, spoken by somebody. A child's voice is personal data, so no name stands here."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.compiled import ANY_KEY, Compiled
from content.sounds.kinds import Kind
from participation.models.photo import private_storage

FOLDER = "clips"
MOST_BYTES = 200_000
LONGEST = 120
"""Seconds of a clip: a text of two sentences is told in a tenth of it, a story of ours in most of it."""


def random_name(clip: "Clip", _given: str) -> str:
    """A name that says nothing, not even which text is spoken."""
    return f"{FOLDER}/{secrets.token_hex(16)}.{clip.kind}"


def digest_of(text: str) -> str:
    """What a text is known by; how its words are spaced changes nothing for who hears it."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TextToHear:
    """A text of a page that somebody may speak. A page tells of its own by ``texts_to_hear()``; none is empty."""

    part: str
    label: str
    text: str


class ClipQuerySet(models.QuerySet):
    def with_file(self) -> "ClipQuerySet":
        return self.exclude(file="")

    def allowed(self, today: date) -> "ClipQuerySet":
        """Neither withdrawn nor past the last day of the consent."""
        return self.filter(withdrawn_on__isnull=True).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))

    def public(self, today: date | None = None) -> "ClipQuerySet":
        """Approved by a second person and still allowed."""
        allowed = self.with_file().allowed(today or timezone.localdate())
        return allowed.filter(reviewed_on__isnull=False, refusal="")

    def ended(self, today: date) -> "ClipQuerySet":
        """Clips whose file lies here still and may not any longer."""
        return self.with_file().filter(Q(withdrawn_on__isnull=False) | Q(valid_until__lt=today) | ~Q(refusal=""))


class Clip(models.Model):
    """One recording of one text. Its file never changes: who speaks again makes another clip."""

    class Speaker(models.TextChoices):
        ADULT = "adult", _("an adult")
        CHILD = "child", _("a child, with consent")

    class Keeper(models.TextChoices):
        """In whose files the signed paper lies."""

        FACILITATOR = "facilitator", _("the facilitator of the group")
        PROGRAMME_OFFICER = "programme_officer", _("the programme officer")
        SAFEGUARDING_OFFICER = "safeguarding_officer", _("the safeguarding officer")

    class Status(models.TextChoices):
        """What follows from the other fields; it is stored nowhere."""

        WAITING = "waiting", _("waits for a second person")
        PUBLIC = "public", _("children hear it")
        TEXT_CHANGED = "text_changed", _("the text has changed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("the consent has ended")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    part = models.CharField(_("part of the page"), max_length=40)
    told = models.CharField(_("what was spoken, as a digest"), max_length=64, editable=False)
    kind = models.CharField(_("kind of file"), max_length=3, choices=Kind, editable=False)
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name, max_length=60, blank=True)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    seconds = models.FloatField(_("seconds"), editable=False)
    content_hash = models.CharField(_("digest of the file"), max_length=64, editable=False)

    speaker = models.CharField(_("who speaks"), max_length=10, choices=Speaker)
    agreed_on = models.DateField(_("agreed on paper on"), null=True, blank=True)
    paper_kept_by = models.CharField(_("the paper is kept by"), max_length=30, choices=Keeper, blank=True)
    valid_until = models.DateField(_("allowed until"), null=True, blank=True)

    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("declared by"),
    )
    declared_on = models.DateField(_("declared on"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ClipQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("recorded clip")
        verbose_name_plural = _("recorded clips")
        indexes = [models.Index(fields=["page", "part"], name="clips_of_a_text")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_BYTES), name="clip_is_at_most_200_kb"),
            models.CheckConstraint(condition=Q(seconds__gt=0, seconds__lte=LONGEST), name="clip_is_short"),
            models.CheckConstraint(
                condition=Q(speaker="adult", agreed_on__isnull=True, paper_kept_by="", valid_until__isnull=True)
                | Q(speaker="child", agreed_on__isnull=False, valid_until__isnull=False) & ~Q(paper_kept_by=""),
                name="voice_of_a_child_rests_on_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("agreed_on")),
                name="consent_to_a_clip_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("declared_by")), name="clip_is_reviewed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(reviewed_on__isnull=False), name="only_a_reviewed_clip_is_refused"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(file=""), name="withdrawn_clip_has_no_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}, {self.get_speaker_display()}"

    @property
    def address(self) -> str:
        """Where readers hear it as long as they may; the view behind it asks each time."""
        return reverse("clip_file", args=[self.file.name.removeprefix(f"{FOLDER}/")])

    @property
    def megabytes(self) -> str:
        """What hearing it costs, never told too small."""
        return f"{-(-self.size // 10_000) / 100:.2f}"

    def is_of(self, text: str) -> bool:
        """Whether these are still the words that were spoken."""
        return self.told == digest_of(text)

    def status(self, text: str) -> Status:
        """``text``: what stands in the page today."""
        if self.withdrawn_on:
            return self.Status.WITHDRAWN
        if self.refusal:
            return self.Status.REFUSED
        if self.valid_until and self.valid_until < timezone.localdate() or not self.file:
            return self.Status.ENDED
        if self.reviewed_on is None:
            return self.Status.WAITING
        return self.Status.PUBLIC if self.is_of(text) else self.Status.TEXT_CHANGED


def clips_for(page: Page, texts: Mapping[str, str]) -> dict[str, Clip]:
    """The newest clip that may be heard beside each text, by the part of the page; one statement.

    A page that is an alias of another is spoken by the other's.
    """
    told = {part: digest_of(text) for part, text in texts.items() if text}
    if not told:
        return {}
    digests = {f"text_{number}": digest for number, digest in enumerate(told.values())}
    clips = _clips_of(timezone.localdate(), len(digests)).run(page=page.alias_of_id or page.pk, **digests)
    return {clip.part: clip for clip in clips if clip.told == told.get(clip.part)}


@lru_cache(maxsize=50)
def _clips_of(today: date, texts: int) -> Compiled:
    """The clips of a page that may be heard today, of so many texts; the newest of a text comes last."""
    digests = {f"text_{number}": f"text {number}" for number in range(texts)}
    clips = Clip.objects.public(today).filter(page_id=ANY_KEY, told__in=digests.values())
    clips = clips.order_by("pk").only("part", "told", "file", "size")
    return Compiled(clips, {"page": ANY_KEY, **digests})

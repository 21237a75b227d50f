"""Pictures of children in public: which photo of a meeting a picture was made from, and the consents it rests on.

No name stands here, and no row leads to one for who may not see names: the public side counts and shows lights.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from .pictures import Picture

USER = settings.AUTH_USER_MODEL
KEPT_WITHOUT = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}
"""Of what may go while the fact stays."""


class ReleaseQuerySet(ScopedQuerySet):
    def standing(self) -> "ReleaseQuerySet":
        """Those whose picture is still there."""
        return self.filter(picture__isnull=False, ended_on__isnull=True)


class PictureRelease(models.Model):
    """Somebody who knows the children let a picture out. It ends with the first consent and stays as a fact without it.

    ``file_hash``: of the file that was let out; another file in its place is not released.
    """

    class Reason(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Consent withdrawn")
        ENDED = "ended", _("Consent ended")

    picture = models.OneToOneField(Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="release")
    photo = models.ForeignKey(
        "participation.MeetingPhoto", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    file_hash = models.CharField(max_length=40)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Reason, blank=True)

    objects = ReleaseQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("release of a picture")
        verbose_name_plural = _("releases of pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                name="a_release_that_ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(picture__isnull=True), name="a_release_that_ended_has_no_picture"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleaseConsent(models.Model):
    """One consent under a release; empty when the paper is gone, and then nobody allows it."""

    release = models.ForeignKey(PictureRelease, on_delete=models.CASCADE, related_name="consents")
    consent = models.ForeignKey("people.Consent", **KEPT_WITHOUT)

    objects = ScopedQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent under a release")
        verbose_name_plural = _("consents under releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "consent"], name="a_release_rests_on_a_consent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consent_id} under {self.release_id}"


class RequestQuerySet(ScopedQuerySet):
    def open(self) -> "RequestQuerySet":
        return self.filter(state=ConsentRequest.State.ASKED)


class ConsentRequest(models.Model):
    """Somebody who may see no name asks those who work with a group for the consent of who is in a picture."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")

    group = models.ForeignKey("participation.CommunityGroup", on_delete=models.CASCADE, related_name="+")
    photo = models.ForeignKey(
        "participation.MeetingPhoto", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="consent_requests"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, **KEPT_WITHOUT)

    objects = RequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request for consent")
        verbose_name_plural = _("requests for consent")
        constraints = [
            models.UniqueConstraint(
                fields=["photo"], condition=Q(state="asked"), name="one_open_request_for_consent_per_photo"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True) | ~Q(state="asked") & Q(answered_at__isnull=False),
                name="an_answered_request_for_consent_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(answered_at__isnull=False),
                name="a_request_for_consent_is_answered_by_somebody_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

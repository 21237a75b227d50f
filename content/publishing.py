"""No page goes live with a picture that must not be shown, and pages with one that is withdrawn are taken down.

Every route ends in one of two places: a row that is live is saved, or a version is planned to go live by itself. Both
are guarded here, below all buttons, workflows, translations and commands. An author hears of it when handing a page in,
not when the last reader says yes.
"""

from django.db.models import Model, signals
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision, WorkflowState

from .lights import Standing, standings_of
from .models import Picture
from .using import pictures_in, planned_revisions, uses_of


class PicturesNotFree(Exception):
    """What would go live shows pictures that must not be shown. No validation error: nobody may tidy it away."""

    def __init__(self, shown: Model, standings: dict[Picture, Standing]) -> None:
        super().__init__(f"{shown._meta.label} {shown.pk}: pictures {sorted(each.pk for each in standings)}")
        self.shown, self.standings = shown, standings

    @property
    def messages(self) -> list[str]:
        """A sentence for each picture, in the language of who reads it."""
        return [
            _("This cannot go live: the picture “%(title)s” must not be shown. %(reason)s")
            % {"title": picture.title, "reason": standing.reason.label}
            for picture, standing in self.standings.items()
        ]


def guard() -> None:
    """Called once, when the apps are ready."""
    signals.pre_save.connect(_refuse_live, dispatch_uid="pictures of what goes live")
    signals.pre_save.connect(_refuse_hand_in, sender=WorkflowState, dispatch_uid="pictures of what is handed in")
    signals.pre_save.connect(_refuse_plan, sender=Revision, dispatch_uid="pictures of what is planned to go live")


def refuse_pictures_not_free(shown: Model, *, fields: list[str] | None = None) -> None:
    """:raises PicturesNotFree: where it shows a picture that must not be shown today."""
    pictures = pictures_in(shown, fields=fields)
    found = standings_of(pictures) if pictures else {}
    bad = {picture: found[picture.pk] for picture in pictures if not found[picture.pk].may_be_shown}
    if bad:
        raise PicturesNotFree(shown, bad)


def _refuse_live(sender: type[Model], instance: Model, raw: bool, update_fields: object, **_facts: object) -> None:
    if raw or not isinstance(instance, DraftStateMixin) or not instance.live:
        return
    if update_fields is not None and "live" not in update_fields:
        refuse_pictures_not_free(instance, fields=list(update_fields))  # a draft is noted on the row of its live page
        return
    whole = instance.specific if type(instance) is Page and instance.pk else instance
    refuse_pictures_not_free(whole)


def _refuse_hand_in(sender: type[Model], instance: WorkflowState, raw: bool, **_facts: object) -> None:
    if not raw and instance._state.adding:
        refuse_pictures_not_free(instance.content_object.get_latest_revision_as_object())


def _refuse_plan(sender: type[Model], instance: Revision, raw: bool, update_fields: object, **_facts: object) -> None:
    is_planned = update_fields is None or "approved_go_live_at" in update_fields
    if not raw and is_planned and instance.approved_go_live_at is not None:
        refuse_pictures_not_free(instance.as_object())


def forget_plans_not_free(**due: object) -> list[Revision]:
    """Versions that were to go live by themselves and must not any more: they stay drafts."""
    kept_back = []
    for revision in planned_revisions(**due):
        try:
            refuse_pictures_not_free(revision.as_object())
        except PicturesNotFree:
            kept_back.append(revision)
    Revision.objects.filter(pk__in=[each.pk for each in kept_back]).update(approved_go_live_at=None)
    return kept_back


def take_down_pages(picture: Picture) -> list[int]:
    """Take down the live pages that show a picture, and the plans to; answers their keys. Drafts stay.

    The first page of a language stays up: without the picture, which is deleted next.
    """
    for revision in planned_revisions():
        if picture in pictures_in(revision.as_object()):
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    taken = []
    for use in uses_of(picture):
        if use.is_live and not use.page.is_site_root():
            use.page.specific.unpublish()
            taken.append(use.page.pk)
    return taken

"""What may be done from the board: compared, approved, handed in, taken down."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail_localize.models import Translation

from accounts import journal
from accounts.models import User
from accounts.publishing import OPENS_THE_ADMIN
from accounts.refusals import Refusal
from accounts.roles import Capability

from ..models import InStep
from .passages import kept, passages_of
from .standing import now_of


class NotYours(Refusal):
    message = _("Your role does not let you do this.")


class OnItsWay(Refusal):
    message = _("This page is on its way already.")


class NothingMarked(Refusal):
    message = _("This page needs no native editor any more.")


class NotLive(Refusal):
    message = _("This page is not live.")


@transaction.atomic
def note_in_step(*, page: Page, source: Page, by: User) -> InStep:
    """Somebody has compared: the translation says what the source says now."""
    if not by.can(Capability.PUBLISH_PAGES):
        raise NotYours
    noted = InStep.objects.filter(page=page).first() or InStep(page=Page.objects.get(pk=page.pk))
    noted.source_language = source.locale.language_code
    noted.passages = kept(passages_of(now_of(source)))
    noted.compared_at, noted.compared_by = timezone.now(), by
    noted.full_clean()
    noted.save()
    journal.note("translation.in_step", about=page, by=by)
    return noted


@transaction.atomic
def approve_khmer(*, page: Page, by: User) -> None:
    """Somebody who writes Khmer as a first language approves the text: the mark goes, from the drafts as well."""
    if not by.can(Capability.EDIT_KHMER):
        raise NotYours
    page = page.specific
    if not getattr(page, "needs_native_editor", False):
        raise NothingMarked
    type(page).objects.filter(pk=page.pk).update(needs_native_editor=False)
    for revision in page.revisions.filter(pk__in={page.latest_revision_id, page.live_revision_id} - {None}):
        revision.content["needs_native_editor"] = False
        revision.save(update_fields=["content"])
    journal.note("page.khmer_approved", about=page, by=by)


@transaction.atomic
def hand_in(*, translation: Translation, by: User) -> Page:
    """What was translated string by string becomes a draft of the page, which then takes the way of every page."""
    page = translation.get_target_instance()
    if not by.can(Capability.PUBLISH_PAGES):
        raise NotYours
    if page.workflow_in_progress:
        raise OnItsWay
    translation.save_target(user=by, publish=False)
    page = translation.get_target_instance()
    page.get_workflow().start(page, by)
    return page


@transaction.atomic
def take_down(*, page: Page, by: User) -> None:
    """Whoever works on pages may take one from the readers at once. Back it comes by the way of every page."""
    if not any(by.can(each) for each in OPENS_THE_ADMIN):
        raise NotYours
    if not page.live:
        raise NotLive
    UnpublishPageAction(page.specific, user=by).execute(skip_permission_checks=True)  # nobody holds the permission
    journal.note("page.taken_down", about=page, by=by)

"""Tells when a page changed for its readers: it, what lists pages of its type, its translations; nothing else."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from freshness.marks import changed
from freshness.noting import tables
from participation.models import MeetingPhotoPerson
from people.models import Consent
from places.models import AdminArea

from .models import AskRelease, Clip, Picture, PictureRelease, PictureRendition, PollCount, ReleaseConsent

EVERY_PAGE = "pages"
"""What lists pages of any type rests on, such as the first page."""

TREE = "tree"
"""Where pages lie, and for whom: changes seldom, and everything that is kept of pages rests on it."""

DRAFT_FIELDS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
}
"""What an editor's work on a draft writes into the table of pages."""


def one_page(pk: int) -> str:
    return f"page:{pk}"


def pages_of_type(model: type[Page]) -> str:
    return f"pages:{model._meta.label_lower}"


def translations(key: object) -> str:
    return f"translations:{key}"


def _page_changed(page: Page) -> None:
    changed(
        one_page(page.pk), pages_of_type(type(page.specific_deferred)), EVERY_PAGE, translations(page.translation_key)
    )


def _published(instance: Page, **_kwargs: object) -> None:
    _page_changed(instance)


def _saved(sender: type[Model], instance: Model, update_fields: frozenset[str] | None = None, **_kwargs) -> None:
    if isinstance(instance, Page):
        if update_fields and update_fields <= DRAFT_FIELDS:
            return
        _page_changed(instance)
    elif sender in (Site, Locale, PageViewRestriction):
        changed(TREE)


def _deleted(sender: type[Model], instance: Model, **_kwargs) -> None:
    if isinstance(instance, Page):
        _page_changed(instance)
    elif sender in (Site, Locale, PageViewRestriction):
        changed(TREE)


def _place_changed(**_kwargs: object) -> None:
    changed(TREE)


def _tables_of(model: type[Page]) -> Iterator[str]:
    """The tables that are written with a page of this type and never without it."""
    yield model._meta.db_table
    for field in model._meta.local_many_to_many:
        yield field.remote_field.through._meta.db_table
    for relation in model._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and relation.field.model is not Page:
            yield relation.field.model._meta.db_table


def name_tables() -> None:
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page:
            for table in _tables_of(model):
                tables.rest_on(table, pages_of_type(model), changes_are_told=True)
    tables.rest_on(Page._meta.db_table, EVERY_PAGE, changes_are_told=True, is_coarse=True)
    for model in (Site, Locale, PageViewRestriction):
        tables.rest_on(model._meta.db_table, TREE, changes_are_told=True)
    # A picture of people stands as long as the consents of everyone on it: writing one empties what shows any.
    for shown in (
        AdminArea,
        AskRelease,
        Clip,
        Consent,
        MeetingPhotoPerson,
        Picture,
        PictureRelease,
        PollCount,
        ReleaseConsent,
    ):
        tables.rest_on(shown._meta.db_table)
    for table in (PictureRendition._meta.db_table, "django_content_type"):
        tables.ignore(table)


def connect() -> None:
    name_tables()
    page_published.connect(_published, dispatch_uid="freshness_published")
    page_unpublished.connect(_published, dispatch_uid="freshness_unpublished")
    page_slug_changed.connect(_place_changed, dispatch_uid="freshness_renamed")
    post_page_move.connect(_place_changed, dispatch_uid="freshness_moved")
    post_save.connect(_saved, dispatch_uid="freshness_saved")
    post_delete.connect(_deleted, dispatch_uid="freshness_deleted")

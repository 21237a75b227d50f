"""Where a picture is used: in what readers see today, and in drafts that are written on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex, Revision

from .models import Picture


@dataclass(frozen=True, slots=True)
class Use:
    """A page with the picture. ``is_live``: readers see it there today; otherwise it stands in a draft."""

    page: Page
    is_live: bool


def keys_of_pictures_in(shown: Model, *, fields: Iterable[str] | None = None) -> set[int]:
    """The pictures in the fields, blocks and child rows of a page as it is in memory; ``fields``: only in these."""
    kind = ContentType.objects.get_for_model(Picture).pk
    found = ReferenceIndex._extract_references_from_object(shown)
    return {
        int(key)
        for content_type, key, path, _whole in found
        if content_type == kind and (fields is None or path.partition(".")[0] in fields)
    }


def pictures_in(shown: Model, *, fields: Iterable[str] | None = None) -> list[Picture]:
    """The pictures themselves, without those that are gone."""
    keys = keys_of_pictures_in(shown, fields=fields)
    return list(Picture.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def uses_of(picture: Picture) -> list[Use]:
    """The pages that show it, live ones first. A page whose draft alone has it counts as a draft."""
    page_type = ContentType.objects.get_for_model(Page).pk
    rows = ReferenceIndex.get_references_to(picture).filter(base_content_type=page_type)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=set(rows.values_list("object_id", flat=True)))}
    uses = [Use(page, page.live) for page in pages.values()]
    uses += [Use(page, False) for page in _pages_with_drafts(picture) if page.pk not in pages]
    return sorted(uses, key=lambda use: (not use.is_live, use.page.draft_title, use.page.pk))


def _pages_with_drafts(picture: Picture) -> list[Page]:
    """Of pages with a version that is not live, those where one has the picture: the last one, and planned ones."""
    waiting = Page.objects.filter(has_unpublished_changes=True).select_related("latest_revision")
    found = {page.pk: page for page in waiting if page.latest_revision and _shows(page.latest_revision, picture)}
    for revision in planned_revisions():
        page = revision.content_object
        if isinstance(page, Page) and page.pk not in found and _shows(revision, picture):
            found[page.pk] = page
    return list(found.values())


def planned_revisions(**due: object) -> QuerySet[Revision]:
    """Versions that go live by themselves."""
    return Revision.objects.filter(approved_go_live_at__isnull=False, **due)


def _shows(revision: Revision, picture: Picture) -> bool:
    return picture.pk in keys_of_pictures_in(revision.as_object())

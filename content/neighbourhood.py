"""Where a page stands: its translations that are live, and the list above it. Remembered until one of them changes."""

from dataclasses import dataclass

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from freshness.kept import Kept

from .freshening import TREE, pages_of_type, translations

PATH_STEP = Page.steplen

_translations = Kept(TREE, most=20_000)
_lists = Kept(TREE, most=1000)


@dataclass(frozen=True, slots=True)
class Place:
    """A page as others link to it."""

    language: str
    title: str
    address: str


def closed_to_strangers() -> Exists:
    """For pages that somebody closed, or below one that somebody closed; part of the statement that reads the pages.

    The path of what is closed is asked for each of the few restrictions: a database that joins them may begin with all
    pages.
    """
    closed = Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path")
    here = ExpressionWrapper(OuterRef("path"), CharField())
    restrictions = PageViewRestriction.objects.annotate(here=here, closed=Subquery(closed))
    return Exists(restrictions.filter(here__startswith=F("closed")))


def other_languages(page: Page, request: HttpRequest | None) -> tuple[Place, ...]:
    """The live translations of a page that everybody may read."""

    def read() -> tuple[Place, ...]:
        others = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
        others = others.exclude(closed_to_strangers()).select_related("locale")
        return tuple(_place(each, request) for each in others)

    return _translations((page.pk, _host(request)), read, translations(page.translation_key))


def list_above(page: Page, request: HttpRequest | None) -> Place | None:
    """The list in which a page stands; none for the first page and the lists themselves."""
    if page.depth is None or page.depth <= 3:  # the root, the first page, the lists
        return None

    def read() -> Place:
        return _place(Page.objects.select_related("locale").get(path=page.path[:-PATH_STEP]), request)

    kinds = (pages_of_type(model) for model in page.allowed_parent_page_models())
    return _lists((page.path[:-PATH_STEP], _host(request)), read, *kinds)


def _host(request: HttpRequest | None) -> str:
    return request.get_host() if request else ""


def _place(page: Page, request: HttpRequest | None) -> Place:
    return Place(page.locale.language_code, page.title, page.get_url(request) or "")

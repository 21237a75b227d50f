"""The way to a page in one statement, however deep it lies: Wagtail walks down the tree and asks twice at each step.

Sites, languages and home pages are kept in memory, and so is which page stands at an address; the page itself is always
read, and what is kept is believed only when the page says the same. Whatever is out of the ordinary goes Wagtail's way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from accounts.compiled import ANY_KEY, Compiled
from freshness.kept import Kept
from freshness.noting import known, tables

from .freshening import TREE, one_page


@dataclass(frozen=True, slots=True)
class Home:
    """Where a language begins on one site."""

    site: Site
    url_path: str
    locale: Locale
    root_paths: list[SiteRootPath]


@dataclass(frozen=True, slots=True)
class Way:
    """What stands at an address."""

    model: type[Page]
    pk: int
    path: str
    """In the tree: the paths of all pages above are its beginnings."""

    def down_to_it(self) -> list[str]:
        """The paths of the pages above and its own."""
        return [self.path[:end] for end in range(Page.steplen, len(self.path) + 1, Page.steplen)]


_homes = Kept(TREE, most=50)
_ways = Kept(TREE, most=20_000)


def serve_known_page(request: HttpRequest, path: str) -> HttpResponse | None:
    """The page at ``path`` below the home page of this language; ``None``: Wagtail is to look itself."""
    home = home_of(request)
    if home is None:
        return None
    parts = [part for part in path.split("/") if part]
    url_path = home.url_path + "".join(f"{part}/" for part in parts)
    way = _ways((home.locale.pk, url_path), lambda: _way(home, url_path))
    page = _page(way, url_path) if way else None
    if page is None or page.alias_of_id:
        return None
    route = page.route(request, [])
    request._wagtail_route_for_request = route
    return _serve(request, *route)


def home_of(request: HttpRequest) -> Home | None:
    """Where the language of a request begins. After that nobody asks the database for its site and the root paths."""
    home = _homes((request.get_host(), get_language()), lambda: _home(request))
    if home is not None:
        request._wagtail_site = home.site
        request._wagtail_cached_site_root_paths = home.root_paths
    return home


def _home(request: HttpRequest) -> Home | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    page = site.root_page.localized
    return Home(site, page.url_path, page.locale, Site.get_site_root_paths())


def _way(home: Home, url_path: str) -> Way | None:
    found = Page.objects.live().filter(locale=home.locale, url_path=url_path).first()
    return Way(found.specific_class, found.pk, found.path) if found and found.specific_class else None


def _page(way: Way, url_path: str) -> Page | None:
    """As it stands in the database now, with what it points to; ``None`` if it is not what it was, or not for all."""
    beside = tuple(_beside(way.model))
    read_with_it = (tables.names.get(model._meta.db_table, "") for _name, model in beside)
    with known(TREE, one_page(way.pk), *filter(None, read_with_it)):
        down = way.down_to_it()
        above = {f"above_{number}": path for number, path in enumerate(down)}
        found = _statement(way.model, len(down)).run(pk=way.pk, path=way.path, url_path=url_path, **above)
        return next(iter(found), None)


@lru_cache(maxsize=200)
def _statement(model: type[Page], depth: int) -> Compiled:
    """One page of a type that lies so deep, if it is live and neither it nor a page above is closed to strangers."""
    above = {f"above_{number}": f"path {number}" for number in range(depth)}
    own = {"pk": ANY_KEY, "path": "path", "url_path": "url path"}
    closed = PageViewRestriction.objects.filter(page__path__in=above.values())
    pages = model.objects.order_by()  # there is one at most, and sorting it has a price
    pages = pages.filter(~Exists(closed), live=True, **own)
    beside = [name for name, _model in _beside(model)]
    return Compiled(pages.select_related(*beside) if beside else pages, own | above)


def _beside(model: type[Page]) -> Iterator[tuple[str, type[Model]]]:
    """The foreign keys that this type of page has for itself, such as the article that it is about."""
    for field in model._meta.local_fields:
        if field.many_to_one and not issubclass(field.related_model, Page):
            yield field.name, field.related_model


def _serve(request: HttpRequest, page: Page, args: tuple, kwargs: dict) -> HttpResponse:
    """As ``wagtail.views.serve`` does it, but for the question that the statement for the page answered."""
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        if hook is not check_view_restrictions:
            chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, args, kwargs)

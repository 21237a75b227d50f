"""Pages that exist in one language only: whoever asks for the other one reads what there is, with a note."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, override
from wagtail.models import Locale, Page, Site
from wagtail.views import serve

from .routing import serve_known_page


def serve_in_some_language(request: HttpRequest, path: str) -> HttpResponse:
    """The page at this address; where there is none, that of the other language tree."""
    try:
        return serve_known_page(request, path) or serve(request, path)
    except Http404:
        page = _page_of_another_tree(request, path)
        if page is None:
            raise
    translation = page.get_translations().filter(locale=Locale.get_active(), live=True).first()
    if translation is not None:
        return redirect(translation.get_url(request))
    return _with_a_note(request, page)


def _page_of_another_tree(request: HttpRequest, path: str) -> Page | None:
    """The live page with the same address below the home page of another language; private ones are nobody's."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    for home in site.root_page.get_translations(inclusive=True).exclude(locale=Locale.get_active()).live():
        address = "/".join(part for part in (home.url_path.rstrip("/"), path.strip("/")) if part) + "/"
        page = Page.objects.live().public().filter(url_path=address, locale=home.locale).first()
        if page is not None:
            return page.specific
    return None


def _with_a_note(request: HttpRequest, page: Page) -> HttpResponse:
    asked = get_language()
    request.note_of_language = {
        "language": asked,
        "text": gettext("This page is not in this language yet. You can read it here as it is."),
    }
    with override(page.locale.language_code):
        response = page.serve(request)
        if hasattr(response, "render"):
            response.render()
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""Search over the public pages of a language: a word inside an unspaced Khmer sentence, common misspellings, Latin,
whole questions. What is looked for is kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from freshness.kept import Kept

from .freshening import TREE, pages_of_type
from .looking import finds, look_for
from .models import RightsPage
from .routing import home_of
from .word_list import meant

LONGEST = 100
"""Letters of what is looked for; more is no word."""

_libraries = Kept(TREE, pages_of_type(RightsPage), most=50)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first; with nothing to look for, or nothing found, the ways on."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "")[:LONGEST].split())
    home = home_of(request)
    locale = home.locale if home else Locale.get_active()
    library = _libraries(locale.pk, lambda: RightsPage.objects.live().filter(locale=locale).first())
    context = {"asked": asked, "library": library, "number": 0}
    if asked:
        found = look_for(asked, locale)
        context |= {
            "found": found,
            "number": found.number,
            "meant": None if found.first or found.has_all_words else suggestion(asked, locale),
            "themes": list(library.themes()) if library and not found.number else [],
        }
    return render(request, "content/search_page.html", context)


def suggestion(words: str, locale: Locale) -> str | None:
    """What may have been meant, if something is found by it; to be asked where the words as they are find nothing."""
    other = meant(words, locale)
    return other if other and finds(other, locale) else None

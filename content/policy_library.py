"""The library of policies as it is shipped: what is known of ten documents, made from files that all can read;
and those in force that protect children, for the desk.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Locale

from participation.models import Topic

from .models import PoliciesPage, PolicyPage
from .models.policies import Status
from .neighbourhood import closed_to_strangers
from .shipping import article_topics, lists_under_home, publish, told_in

POLICIES = Path(settings.BASE_DIR) / "content" / "policies"
NAMESPACE = uuid.UUID("5b0b6d0e-6a0b-4b63-9f0c-2f4f9a6b7c11")
LIBRARY = {
    "km": {
        "title": "ឯកសារ និងគោលនយោបាយ",
        "lead": "មនុស្សធំបានសន្យាអ្វីជាមួយកុមារ? ប្អូនអាចអានអំពីច្បាប់ និងផែនការនីមួយៗនៅទីនេះ។",
    },
    "en": {
        "title": "Policies and documents",
        "lead": "What have adults promised to children? Here you can read about each law and plan.",
    },
}
SLUG = "documents"


def policies() -> Iterator[dict]:
    """What the files tell, with the name of the file."""
    for name, told in told_in(POLICIES):
        yield {"name": name, **told}


@transaction.atomic
def make_policy_library() -> int:
    """Make the pages that were never made; the number of them. What editors changed, moved or took down stays."""
    topics, lists = article_topics(), lists_under_home(PoliciesPage, SLUG, LIBRARY)
    made = 0
    for told in policies():
        for library in lists.values():
            if not PolicyPage.objects.filter(translation_key=_key(told["name"]), locale=library.locale).exists():
                publish(_page(told, library.locale, topics), library)
                made += 1
    return made


def _key(name: str) -> uuid.UUID:
    """Binds the translations of a page, and says which file it was made from, whatever editors make of it."""
    return uuid.uuid5(NAMESPACE, name)


def _page(told: Mapping, locale: Locale, topics: Mapping[int, Topic]) -> PolicyPage:
    words = told[locale.language_code]
    first, last = told.get("valid", (None, None))
    return PolicyPage(
        title=words["title"],
        slug=told["name"],
        locale=locale,
        translation_key=_key(told["name"]),
        kind=told["kind"],
        status=told["status"],
        issuer=words.get("issuer", ""),
        adopted_on=_day(told.get("adopted")),
        is_adopted_year_only=isinstance(told.get("adopted"), int),
        valid_from=_day(first),
        valid_to=_day(last, is_last=True),
        is_valid_years_only=isinstance(first, int),
        for_children=words["for_children"].strip(),
        for_adults=words["for_adults"].strip(),
        articles=[topics[number] for number in told["articles"]],
        needs_native_editor=locale.language_code == "km",
    )


def _day(told: date | int | None, *, is_last: bool = False) -> date | None:
    """A day, or the first or last one of a year of which no more is known."""
    if not isinstance(told, int):
        return told
    return date(told, 12, 31) if is_last else date(told, 1, 1)


def protecting() -> Iterator[tuple[str, str]]:
    """Title and address of the live documents in force that name an article about protection, the newest first."""
    language, today = (get_language() or "km")[:2], timezone.localdate()
    about = PolicyPage.articles.through.objects.filter(topic__theme=Topic.Theme.PROTECTION)
    pages = PolicyPage.objects.live().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        pk__in=about.values("policypage"),
        status=Status.IN_FORCE,
        locale__language_code=language,
    )
    readable = pages.exclude(closed_to_strangers()).select_related("locale")
    for page in readable.order_by("-valid_from", "title").only("title", "url_path", "locale__language_code"):
        yield page.title, page.url

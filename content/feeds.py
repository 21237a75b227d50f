"""Stories and news for feed readers, in the language of the address."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from .models import NewsIndexPage, NewsPage, StoriesPage, StoryPage

MOST = 20
NOON = time(12)
"""A page has a day and no hour; noon stays on that day all over the country."""


class ReadingFeed(Feed):
    """The newest pages of one kind."""

    feed_type = Rss201rev2Feed
    model: type[Page]
    list_model: type[Page]

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def link(self, request: HttpRequest) -> str:
        """The list itself, or the first page where there is none."""
        library = self.list_model.objects.live().filter(locale=Locale.get_active()).first()
        return library.get_full_url(request) if library else request.build_absolute_uri(f"/{get_language()}/")

    def feed_url(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(request.path)

    def items(self, request: HttpRequest) -> list[Page]:
        pages = self.model.objects.live().public().filter(locale=Locale.get_active()).newest_first()[:MOST]
        for page in pages:
            page.address = page.get_full_url(request)
        return list(pages)

    def item_title(self, page: Page) -> str:
        return page.title

    def item_description(self, page: Page) -> str:
        return page.lead

    def item_link(self, page: Page) -> str:
        return page.address

    def item_pubdate(self, page: Page) -> datetime:
        return timezone.make_aware(datetime.combine(page.told_on, NOON))


class StoriesFeed(ReadingFeed):
    title = _("Stories from children's clubs")
    description = _("Stories about the life of clubs, for children.")
    model, list_model = StoryPage, StoriesPage


class NewsFeed(ReadingFeed):
    title = pgettext_lazy("feed", "News of children's clubs and councils")
    description = _("What happened, and what will.")
    model, list_model = NewsPage, NewsIndexPage

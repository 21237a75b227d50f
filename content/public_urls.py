"""Public pages of content that are no Wagtail pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from . import feeds, finding, near, pack_pages, poll_views, public_files

urlpatterns = [
    path("site.webmanifest", public_files.manifest, name="manifest"),
    path("search/", finding.search_page, name="search"),
    path("reading/<int:pk>.json", pack_pages.pack_files, name="pack_files"),
    path("reading/more.json", pack_pages.help_files, name="help_files"),
    path("reading/near-<slug:pk>.json", pack_pages.help_near_files, name="help_near_files"),
    path("reading/offline/", pack_pages.offline_page, name="offline"),
    path("near/", near.provinces, name="near"),
    path("near/<slug:pk>/", near.province, name="near_province"),
    path("near/<slug:pk>/council/", near.commune_councils, name="near_council"),
    path("vote/<int:pk>/", poll_views.vote, name="vote"),
    path("feeds/stories.rss", require_safe(feeds.StoriesFeed()), name="stories_feed"),
    path("feeds/news.rss", require_safe(feeds.NewsFeed()), name="news_feed"),
]

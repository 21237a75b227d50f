"""Public pages of content that are no Wagtail pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from . import feeds, finding, near, poll_views

urlpatterns = [
    path("search/", finding.search_page, name="search"),
    path("near/", near.provinces, name="near"),
    path("near/<slug:pk>/", near.province, name="near_province"),
    path("vote/<int:pk>/", poll_views.vote, name="vote"),
    path("feeds/stories.rss", require_safe(feeds.StoriesFeed()), name="stories_feed"),
    path("feeds/news.rss", require_safe(feeds.NewsFeed()), name="news_feed"),
]

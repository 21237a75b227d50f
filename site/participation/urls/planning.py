"""``/desk/calendar/``, and the pages on which a group's meetings are planned."""

from django.urls import path

from ..views import calendar, feeds, planning

app_name = "planning"
urlpatterns = [
    path("calendar/", calendar.month, name="month"),
    path("calendar/feed/", feeds.mine, name="feed"),
    path("calendar/feed/revoke/", feeds.revoke, name="revoke_feed"),
    path("calendar/feed/<str:token>.ics", feeds.feed_file, name="feed_file"),
    path("groups/<uuid:pk>/plans/new/", planning.plan, name="plan"),
    path("groups/<uuid:pk>/not-held/", planning.not_held, name="not_held"),
    path("plans/<uuid:pk>/change/", planning.change, name="change"),
    path("plans/<uuid:pk>/cancel/", planning.cancel, name="cancel"),
    path("plans/<uuid:pk>/restore/", planning.restore, name="restore"),
    path("not-held/<uuid:pk>/take-back/", planning.take_back, name="take_back"),
]

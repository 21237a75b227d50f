"""``/desk/groups/``."""

from django.urls import path

from ..views import groups, statuses

app_name = "groups"
urlpatterns = [
    path("", groups.group_list, name="list"),
    path("new/", groups.add, name="add"),
    path("<uuid:pk>/", groups.page, name="page"),
    path("<uuid:pk>/history/", groups.group_history, name="history"),
    path("<uuid:pk>/edit/", groups.edit, name="edit"),
    path("<uuid:pk>/status/", statuses.change, name="status"),
    path("<uuid:pk>/status/undo-closing/", statuses.undo, name="undo_closing"),
]

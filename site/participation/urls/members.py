"""``/desk/groups/<group>/members/`` and ``/desk/memberships/``: who joins, moves and leaves."""

from django.urls import path

from ..views import enrolment, members

app_name = "members"
urlpatterns = [
    path("groups/<uuid:pk>/members/enrol/", enrolment.enrol, name="enrol"),
    path("memberships/<uuid:pk>/end/", members.end, name="end"),
    path("memberships/<uuid:pk>/undo-end/", members.undo_end, name="undo_end"),
    path("memberships/<uuid:pk>/restart/", members.restart, name="restart"),
    path("memberships/<uuid:pk>/post/", members.change_post, name="post"),
    path("memberships/<uuid:pk>/transfer/", members.transfer, name="transfer"),
]

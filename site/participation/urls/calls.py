"""``/desk/quiet/``, and the page on which a call is noted."""

from django.urls import path

from ..views import calls

app_name = "calls"
urlpatterns = [
    path("quiet/", calls.call_list, name="list"),
    path("groups/<uuid:pk>/calls/new/", calls.note, name="note"),
]

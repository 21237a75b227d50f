"""``/desk/people/``. No address carries a name: searching is a POST."""

from django.urls import path

from ..views import people, person_requests

app_name = "people"
urlpatterns = [
    path("", people.search, name="search"),
    path("<uuid:pk>/", people.page, name="page"),
    path("<uuid:pk>/edit/", people.edit, name="edit"),
    path("<uuid:pk>/request/", person_requests.ask, name="request"),
    path("<uuid:pk>/request/sheet/", person_requests.sheet, name="sheet"),
    path("<uuid:pk>/request/leave/", person_requests.forget, name="leave"),
]

"""``/desk/people/``. No address carries a name: searching is a POST."""

from django.urls import path

from ..views import people

app_name = "people"
urlpatterns = [
    path("", people.search, name="search"),
    path("<uuid:pk>/", people.page, name="page"),
    path("<uuid:pk>/edit/", people.edit, name="edit"),
]

"""``/desk/schools/``."""

from django.urls import path

from ..views import schools

app_name = "schools"
urlpatterns = [
    path("", schools.school_list, name="list"),
    path("new/", schools.add, name="add"),
    path("<uuid:pk>/edit/", schools.edit, name="edit"),
]

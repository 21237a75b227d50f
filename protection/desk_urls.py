"""The desk of the helplines, below ``/desk/helplines/``."""

from django.urls import path

from .views import helplines as views

app_name = "helplines"
urlpatterns = [
    path("", views.helpline_list, name="list"),
    path("list.csv", views.helpline_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", views.helpline_file, {"format": "xlsx"}, name="list_xlsx"),
    path("add/", views.helpline_add, name="add"),
    path("<int:pk>/calls/", views.helpline_calls, name="calls"),
    path("<int:pk>/edit/", views.helpline_edit, name="edit"),
    path("<int:pk>/confirm/", views.helpline_confirm, name="confirm"),
    path("<int:pk>/retire/", views.helpline_retire, name="retire"),
    path("<int:pk>/reinstate/", views.helpline_reinstate, name="reinstate"),
]

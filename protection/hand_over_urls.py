"""Hand-over notes, below ``/desk/hand-overs/``."""

from django.urls import path

from .views import hand_overs as views

app_name = "hand_overs"
urlpatterns = [
    path("", views.note_list, name="list"),
    path("totals/", views.totals, name="totals"),
    path("<uuid:pk>/", views.note_page, name="page"),
    path("<uuid:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<uuid:pk>/follow-up/", views.follow_up, name="follow_up"),
    path("<uuid:pk>/close/", views.close, name="close"),
    path("<uuid:pk>/take-back/", views.take_back, name="take_back"),
]

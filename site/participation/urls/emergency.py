"""``/desk/emergency/``."""

from django.urls import path

from ..views import emergency

app_name = "emergency"
urlpatterns = [
    path("", emergency.board, name="board"),
    path("groups/<uuid:pk>/", emergency.open_group, name="open"),
    path("<int:pk>/close/", emergency.close, name="close"),
    path("<int:pk>/extend/", emergency.extend, name="extend"),
]

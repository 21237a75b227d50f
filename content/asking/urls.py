"""``/desk/board/``: what of the asks everybody may read."""

from django.urls import path

from . import views

app_name = "ask_board"
urlpatterns = [
    path("board/", views.waiting, name="list"),
    path("asks/<uuid:pk>/release/", views.release, name="release"),
    path("asks/<uuid:pk>/poster/", views.poster, name="poster"),
    path("board/<int:pk>/take-back/", views.take_back, name="take_back"),
]

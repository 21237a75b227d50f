"""``/desk/people/likenesses/``: records that may be one person."""

from django.urls import path

from ..views import likenesses

app_name = "likenesses"
urlpatterns = [
    path("", likenesses.pair_list, name="list"),
    path("<uuid:pk>/<uuid:other>/", likenesses.pair, name="pair"),
    path("merges/<uuid:pk>/undo/", likenesses.undo, name="undo"),
]

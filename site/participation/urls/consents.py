"""``/desk/consents/`` and the papers of a group under ``/desk/groups/<uuid>/consents/``."""

from django.urls import path

from ..views import consents

app_name = "consents"
urlpatterns = [
    path("consents/", consents.work_list, name="list"),
    path("consents/<uuid:pk>/withdraw/", consents.withdraw, name="withdraw"),
    path("groups/<uuid:pk>/consents/", consents.enter, name="enter"),
    path("groups/<uuid:pk>/consents/form/", consents.printed_form, name="form"),
    path("groups/<uuid:pk>/consents/cards/", consents.cards, name="cards"),
]

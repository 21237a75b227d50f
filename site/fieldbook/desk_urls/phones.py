"""``/desk/phones/``."""

from django.urls import path

from ..views import desk_phones

app_name = "phones"

urlpatterns = [
    path("", desk_phones.mine, name="mine"),
    path("accounts/<int:pk>/", desk_phones.of_account, name="account"),
    path("<uuid:pk>/end/", desk_phones.end, name="end"),
]

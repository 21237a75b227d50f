"""``/desk/deliveries/`` and ``/desk/phones/``."""

from django.urls import include, path

from .views import desk_copies, desk_correcting, desk_deliveries, desk_names, desk_phones

deliveries = (
    [
        path("", desk_deliveries.delivery_list, name="list"),
        path("load/", desk_copies.load, name="load"),
        path("<uuid:pk>/", desk_deliveries.page, name="page"),
        path("<uuid:pk>/take/", desk_deliveries.take, name="take"),
        path("<uuid:pk>/refuse/", desk_deliveries.refuse, name="refuse"),
        path("<uuid:pk>/resolve/", desk_deliveries.resolve, name="resolve"),
        path("<uuid:pk>/set-aside/", desk_deliveries.set_aside, name="set_aside"),
        path("<uuid:pk>/put-right/", desk_correcting.put_right, name="put_right"),
        path("<uuid:pk>/names/", desk_names.match, name="names"),
    ],
    "deliveries",
)
phones = (
    [
        path("", desk_phones.mine, name="mine"),
        path("accounts/<int:pk>/", desk_phones.of_account, name="account"),
        path("<uuid:pk>/end/", desk_phones.end, name="end"),
    ],
    "phones",
)

urlpatterns = [path("deliveries/", include(deliveries)), path("phones/", include(phones))]

"""``/desk/deliveries/``."""

from django.urls import path

from ..views import desk_copies, desk_correcting, desk_deliveries, desk_names

app_name = "deliveries"

urlpatterns = [
    path("", desk_deliveries.delivery_list, name="list"),
    path("load/", desk_copies.load, name="load"),
    path("<uuid:pk>/", desk_deliveries.page, name="page"),
    path("<uuid:pk>/take/", desk_deliveries.take, name="take"),
    path("<uuid:pk>/refuse/", desk_deliveries.refuse, name="refuse"),
    path("<uuid:pk>/resolve/", desk_deliveries.resolve, name="resolve"),
    path("<uuid:pk>/set-aside/", desk_deliveries.set_aside, name="set_aside"),
    path("<uuid:pk>/put-right/", desk_correcting.put_right, name="put_right"),
    path("<uuid:pk>/names/", desk_names.match, name="names"),
]

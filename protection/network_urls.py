"""The desk of networks, below ``/desk/networks/``."""

from django.urls import path

from .views import networks

app_name = "networks"
urlpatterns = [
    path("", networks.network_list, name="list"),
    path("list.csv", networks.network_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", networks.network_file, {"format": "xlsx"}, name="list_xlsx"),
    path("<uuid:pk>/", networks.page, name="page"),
    path("<uuid:pk>/notice/", networks.notice, name="notice"),
    path("<uuid:pk>/beside/", networks.beside, name="beside"),
    path("beside/<uuid:pk>/end/", networks.end, name="end_beside"),
]

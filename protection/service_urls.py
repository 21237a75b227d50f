"""The desk of services, below ``/desk/services/``."""

from django.urls import path

from .exchange.writing import FILES
from .views import coverages, exchange, reach, service_types, services

app_name = "services"
urlpatterns = [
    path("", services.service_list, name="list"),
    path("list.csv", services.service_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", services.service_file, {"format": "xlsx"}, name="list_xlsx"),
    path("add/", services.add, name="add"),
    path("reach/", reach.reach, name="reach"),
    path("reach.csv", reach.reach_file, {"format": "csv"}, name="reach_csv"),
    path("reach.xlsx", reach.reach_file, {"format": "xlsx"}, name="reach_xlsx"),
    path("types/", service_types.types, name="types"),
    path("types/new/", service_types.add_type, name="add_type"),
    path("types/<int:pk>/", service_types.edit_type, name="edit_type"),
    path("exchange/", exchange.overview, name="exchange"),
    path("exchange/primero/<int:pk>/", exchange.edit_code, {"system": "primero"}, name="primero_code"),
    path("exchange/oscar/<int:pk>/", exchange.edit_code, {"system": "oscar"}, name="oscar_code"),
    path("exchange/codes/<int:pk>/remove/", exchange.remove_code, name="exchange_remove_code"),
    path("exchange/take/primero/", exchange.take_list, {"preset": "primero"}, name="take_primero"),
    path("exchange/take/primero-oscar/", exchange.take_list, {"preset": "primero_oscar"}, name="take_primero_oscar"),
    path("exchange/take/oscar/", exchange.take_list, {"preset": "oscar"}, name="take_oscar"),
    path("exchange/primero/places/", exchange.edit_source, {"system": "primero"}, name="primero_source"),
    path("exchange/oscar/places/", exchange.edit_source, {"system": "oscar"}, name="oscar_source"),
    path("exchange/places/", exchange.place_list, name="exchange_places"),
    path("exchange/places/set/", exchange.set_place, name="exchange_place"),
    path("exchange/places/<int:pk>/remove/", exchange.remove_place, name="exchange_remove_place"),
    *(
        path(f"exchange/{kind}.{file.ending}", exchange.exchange_file, {"kind": kind}, name=f"{kind}_file")
        for kind, file in FILES.items()
    ),
    path("near/<uuid:pk>/", services.near_group, name="near_group"),
    path("<uuid:pk>/", services.page, name="page"),
    path("<uuid:pk>/confirm/", services.confirm, name="confirm"),
    path("<uuid:pk>/correct/", services.correct, name="correct"),
    path("<uuid:pk>/close/", services.close, name="close"),
    path("<uuid:pk>/reopen/", services.reopen, name="reopen"),
    path("<uuid:pk>/cover/", coverages.cover, name="cover"),
    path("coverages/<uuid:pk>/end/", coverages.end, name="end_coverage"),
    path("coverages/<uuid:pk>/take-back/", coverages.take_back, name="take_back_coverage"),
]

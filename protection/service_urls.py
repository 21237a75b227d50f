"""The desk of services, below ``/desk/services/``."""

from django.urls import path

from .views import coverages, reach, service_types, services

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

"""The desk of targets, below ``/desk/targets/``."""

from django.urls import path

from .views import board, dhis2, dhis2_sending, frozen, keeping

app_name = "targets"
urlpatterns = [
    path("", board.board_page, name="board"),
    path("list.csv", board.board_file, {"format": "csv"}, name="board_csv"),
    path("list.xlsx", board.board_file, {"format": "xlsx"}, name="board_xlsx"),
    path("report/km/", board.report, {"language": "km"}, name="report_km"),
    path("report/en/", board.report, {"language": "en"}, name="report_en"),
    path("<int:pk>/", board.indicator_page, name="indicator"),
    path("indicators/", keeping.indicator_list, name="indicators"),
    path("indicators/<int:pk>/edit/", keeping.edit_indicator, name="edit_indicator"),
    path("indicators/<int:pk>/target/", keeping.add_target, name="add_target"),
    path("set/<uuid:pk>/", keeping.edit_target, name="edit_target"),
    path("set/<uuid:pk>/remove/", keeping.remove_target, name="remove_target"),
    path("surveys/", keeping.result_list, name="results"),
    path("surveys/enter/", keeping.enter_result, name="enter_result"),
    path("surveys/<uuid:pk>/take-back/", keeping.take_back_result, name="take_back_result"),
    path("frozen/", frozen.frozen_list, name="frozen"),
    path("frozen/freeze/", frozen.freeze, name="freeze"),
    path("frozen/<uuid:pk>/", frozen.frozen_page, name="frozen_page"),
    path("frozen/<uuid:pk>/list.csv", frozen.frozen_file, {"format": "csv"}, name="frozen_csv"),
    path("frozen/<uuid:pk>/list.xlsx", frozen.frozen_file, {"format": "xlsx"}, name="frozen_xlsx"),
    path("dhis2/", dhis2.overview, name="dhis2"),
    path("dhis2/system/", dhis2.edit_system, name="dhis2_system"),
    path("dhis2/list.csv", dhis2.code_file, {"format": "csv"}, name="dhis2_csv"),
    path("dhis2/list.xlsx", dhis2.code_file, {"format": "xlsx"}, name="dhis2_xlsx"),
    path("dhis2/numbers/<int:pk>/", dhis2.edit_code, name="dhis2_code"),
    path("dhis2/numbers/<uuid:pk>/remove/", dhis2.remove_code, name="dhis2_remove_code"),
    path("dhis2/places/", dhis2.place_list, name="dhis2_places"),
    path("dhis2/places/list.csv", dhis2.place_file, {"format": "csv"}, name="dhis2_places_csv"),
    path("dhis2/places/list.xlsx", dhis2.place_file, {"format": "xlsx"}, name="dhis2_places_xlsx"),
    path("dhis2/places/set/", dhis2.set_place, name="dhis2_place"),
    path("dhis2/places/<uuid:pk>/remove/", dhis2.remove_place, name="dhis2_remove_place"),
    path("frozen/<uuid:pk>/dhis2/", dhis2_sending.preview, name="dhis2_preview"),
    path("frozen/<uuid:pk>/dhis2.xml", dhis2_sending.values_file, {"format": "adx"}, name="dhis2_values_adx"),
    path("frozen/<uuid:pk>/dhis2.csv", dhis2_sending.values_file, {"format": "csv"}, name="dhis2_values_csv"),
]

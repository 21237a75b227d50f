"""The desk of targets, below ``/desk/targets/``."""

from django.urls import path

from .views import board, frozen, keeping

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
]

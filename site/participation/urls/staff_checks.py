"""``/desk/checks/``: conduct and screening."""

from django.urls import path

from ..views import staff_checks

app_name = "checks"
urlpatterns = [
    path("", staff_checks.check_list, name="list"),
    path("list.csv", staff_checks.check_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", staff_checks.check_file, {"format": "xlsx"}, name="list_xlsx"),
    path("<int:pk>/", staff_checks.person, name="person"),
    path("<int:pk>/new/", staff_checks.record, name="record"),
    path("entries/<int:pk>/take-back/", staff_checks.take_back, name="take_back"),
]

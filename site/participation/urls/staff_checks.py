"""``/desk/checks/``: conduct and screening."""

from django.urls import path

from ..views import person_checks, staff_checks

app_name = "checks"
urlpatterns = [
    path("", staff_checks.check_list, name="list"),
    path("list.csv", staff_checks.check_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", staff_checks.check_file, {"format": "xlsx"}, name="list_xlsx"),
    path("<int:pk>/", staff_checks.person, name="person"),
    path("<int:pk>/new/", staff_checks.record, name="record"),
    path("people/", person_checks.member_list, name="people"),
    path("people/list.csv", person_checks.member_file, {"format": "csv"}, name="people_csv"),
    path("people/list.xlsx", person_checks.member_file, {"format": "xlsx"}, name="people_xlsx"),
    path("people/<uuid:pk>/", person_checks.member, name="member"),
    path("people/<uuid:pk>/new/", person_checks.record, name="record_member"),
    path("people/entries/<int:pk>/take-back/", person_checks.take_back, name="take_back_member"),
    path("entries/<int:pk>/take-back/", staff_checks.take_back, name="take_back"),
]

"""``/desk/kobo/``."""

from django.urls import path

from ..views import desk_kobo

app_name = "kobo"

urlpatterns = [
    path("", desk_kobo.page, name="form"),
    path("form.xlsx", desk_kobo.form_file, name="form_xlsx"),
    path("codes/", desk_kobo.codes, name="codes_xlsx"),
]

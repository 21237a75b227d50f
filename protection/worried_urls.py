"""“I am worried about a child”, below ``/desk/worried/``. No address here names a note."""

from django.urls import path

from .views import worried as views

app_name = "worried"
urlpatterns = [
    path("", views.worried, name="page"),
    path("look/", views.look, name="look"),
]

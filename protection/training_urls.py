"""The desk of trainings, below ``/desk/trainings/``."""

from django.urls import path

from .views import filling, training_topics, trainings

app_name = "trainings"
urlpatterns = [
    path("", trainings.training_list, name="list"),
    path("list.csv", trainings.training_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", trainings.training_file, {"format": "xlsx"}, name="list_xlsx"),
    path("new/", trainings.record, name="record"),
    path("topics/", training_topics.topics, name="topics"),
    path("topics/new/", training_topics.add, name="add_topic"),
    path("topics/<int:pk>/", training_topics.edit, name="edit_topic"),
    path("<uuid:pk>/", trainings.page, name="page"),
    path("<uuid:pk>/edit/", trainings.edit, name="edit"),
    path("<uuid:pk>/people/", filling.fill, name="fill"),
    path("<uuid:pk>/register/", trainings.register, name="register"),
    path("places/<uuid:pk>/take-off/", trainings.leave_out, name="leave_out"),
]

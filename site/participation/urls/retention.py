"""``/desk/retention/``: how long data is kept, what falls due, and holds."""

from django.urls import path

from ..views import retention

app_name = "retention"
urlpatterns = [
    path("", retention.overview, name="overview"),
    path("fields/", retention.fields, name="fields"),
    path("people/", retention.people, name="people"),
    path("terms/<slug:key>/", retention.edit_term, name="term"),
    path("holds/", retention.holds, name="holds"),
    path("holds/person/<uuid:pk>/", retention.hold_person, name="hold_person"),
    path("holds/group/<uuid:pk>/", retention.hold_group, name="hold_group"),
    path("holds/<uuid:pk>/review/", retention.review, name="review"),
    path("holds/<uuid:pk>/end/", retention.end, name="end"),
]

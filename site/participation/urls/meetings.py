"""``/desk/meetings/`` and the page on which a group's meeting is recorded."""

from django.urls import path

from ..views import meetings, recording

app_name = "meetings"
urlpatterns = [
    path("meetings/", meetings.meeting_list, name="list"),
    path("meetings/<uuid:pk>/", meetings.page, name="page"),
    path("meetings/<uuid:pk>/approve/", meetings.approve, name="approve"),
    path("meetings/<uuid:pk>/reopen/", meetings.reopen, name="reopen"),
    path("meetings/<uuid:pk>/withdraw/", meetings.withdraw, name="withdraw"),
    path("meetings/<uuid:pk>/correct/", recording.correct, name="correct"),
    path("groups/<uuid:pk>/meetings/record/", recording.record, name="record"),
]

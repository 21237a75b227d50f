"""``/desk/meetings/`` and the page on which a group's meeting is recorded."""

from django.urls import path

from ..views import joint, meetings, paper_sheets, photos, recording

app_name = "meetings"
urlpatterns = [
    path("meetings/", meetings.meeting_list, name="list"),
    path("meetings/<uuid:pk>/", meetings.page, name="page"),
    path("meetings/<uuid:pk>/approve/", meetings.approve, name="approve"),
    path("meetings/<uuid:pk>/reopen/", meetings.reopen, name="reopen"),
    path("meetings/<uuid:pk>/withdraw/", meetings.withdraw, name="withdraw"),
    path("meetings/<uuid:pk>/together/", joint.bind, name="bind"),
    path("meetings/<uuid:pk>/alone/", joint.part, name="part"),
    path("meetings/<uuid:pk>/correct/", recording.correct, name="correct"),
    path("photos/<uuid:pk>/", photos.picture, name="photo"),
    path("photos/<uuid:pk>/people/", photos.shown, name="photo_shown"),
    path("photos/<uuid:pk>/delete/", photos.delete, name="photo_delete"),
    path("groups/<uuid:pk>/meetings/record/", recording.record, name="record"),
    path("groups/<uuid:pk>/meetings/joint/", joint.record, name="record_joint"),
    path("groups/<uuid:pk>/sheet/", paper_sheets.type_in, name="sheet"),
]

"""``/desk/asks/``: what children ask for, and what adults answered."""

from django.urls import path

from ..views import ask_steps, asks

app_name = "asks"
urlpatterns = [
    path("asks/", asks.ask_list, name="list"),
    path("asks/<uuid:pk>/", asks.page, name="page"),
    path("asks/<uuid:pk>/change/", ask_steps.change, name="change"),
    path("asks/<uuid:pk>/send/", ask_steps.send, name="send"),
    path("asks/<uuid:pk>/due/", ask_steps.move_due, name="move_due"),
    path("asks/<uuid:pk>/answer/", ask_steps.answer, name="answer"),
    path("asks/<uuid:pk>/tell/", ask_steps.tell, name="tell"),
    path("asks/<uuid:pk>/untell/", ask_steps.untell, name="untell"),
    path("asks/<uuid:pk>/close/", ask_steps.close, name="close"),
    path("asks/<uuid:pk>/withdraw/", ask_steps.withdraw, name="withdraw"),
    path("asks/<uuid:pk>/link/", ask_steps.open_link, name="link"),
    path("asks/links/<int:pk>/revoke/", ask_steps.revoke_link, name="revoke_link"),
    path("asks/answers/<uuid:pk>/confirm/", ask_steps.confirm, name="confirm"),
    path("asks/answers/<uuid:pk>/turn-down/", ask_steps.turn_down, name="turn_down"),
    path("issues/<uuid:pk>/ask/", ask_steps.draft, name="draft"),
]

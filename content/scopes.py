"""Who may see and answer for pictures of children: those who work with the group that the photo is from. Who may let an
ask out: who answers for children's safety where it was raised."""

from django.db.models import Q

from accounts import scoping
from accounts.roles import Capability as C
from participation.scopes import groups_q, through

from .models import AskRelease, ConsentRequest, PictureRelease, ReleaseConsent


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(
        PictureRelease, visible=through("group__", C.SEE_PEOPLE), editable=through("group__", C.RECORD_MEETINGS)
    )
    scoping.register(
        AskRelease,
        visible=through("ask__issue__meeting__group__", C.SEE_GROUPS),
        editable=through("ask__issue__meeting__group__", C.APPROVE_PAGES),
    )
    scoping.register(
        ReleaseConsent,
        visible=through("release__group__", C.SEE_PEOPLE),
        editable=through("release__group__", C.RECORD_MEETINGS),
    )
    scoping.register(
        ConsentRequest,
        visible=lambda user: groups_q(user, C.RECORD_MEETINGS, "group__") | Q(asked_by=user),
        editable=through("group__", C.RECORD_MEETINGS),
    )

"""What content adds to the nightly retention: recordings whose consent has ended, and pictures allowed no more."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.retention.rules import Sweep, register_sweep
from participation.reads.person_sheet import day
from people import telling
from people.models import Person
from people.telling import Told

from .actions import end_releases_without_consent
from .clipping import let_go_of_ended
from .models import ReleaseConsent


def _pictures(person: Person, user: User) -> Told:
    """Public, so that whoever reads may know."""
    rows = ReleaseConsent.objects.filter(consent__person=person).select_related("release").order_by("release")
    releases = {row.release_id: row.release for row in rows}.values()
    lines = [
        f"{day(timezone.localdate(one.released_at))}" + (f" – {day(one.ended_on)}" if one.ended_on else "")
        for one in releases
    ]
    return Told(_("Pictures on public pages that show you"), lines)


def register_all() -> None:
    """Called once, when the apps are ready."""
    label = _("Recordings are deleted whose consent has ended")
    register_sweep(Sweep("clips", label, "clips", lambda: let_go_of_ended(timezone.localdate())))
    label = _("Pictures are taken down that somebody on them allows no more")
    register_sweep(Sweep("pictures", label, "photos", end_releases_without_consent))
    telling.register("content.ReleaseConsent", tell=_pictures)

"""The pages of one group: those of the register, and those that other packages have for its kind."""

from django.urls import reverse
from django.utils.translation import gettext as _

from .. import extras
from ..models import CommunityGroup


def tabs_of(group: CommunityGroup, current: str) -> list[dict]:
    """For ``components/tabs.html``; ``current`` is the key of the page itself."""
    tabs = {
        "page": (_("Members"), "people", reverse("groups:page", args=[group.pk])),
        **{tab.key: (tab.label, tab.icon, reverse(tab.url_name, args=[group.pk])) for tab in extras.tabs_of(group)},
        "meetings": (_("Meetings"), "meeting", f"{reverse('meetings:list')}?group={group.pk}"),
        "history": (_("History"), "history", reverse("groups:history", args=[group.pk])),
    }
    return [
        {"label": label, "icon": icon, "url": url, "is_current": key == current}
        for key, (label, icon, url) in tabs.items()
    ]

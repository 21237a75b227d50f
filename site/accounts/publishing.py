"""The groups of Django's that Wagtail asks for: one for each capability that opens its admin."""

from django.contrib.auth.models import Group, Permission

from .models import User
from .roles import Capability

GROUP_NAMES = {
    Capability.PUBLISH_PAGES: "Communications",
    Capability.EDIT_KHMER: "Khmer editors",
    Capability.APPROVE_PAGES: "Safeguarding of pages",
}
"""What each group may do with pages and pictures, is for the package that owns them to say."""

OPENS_THE_ADMIN = tuple(GROUP_NAMES)


def publishing_group(capability: Capability = Capability.PUBLISH_PAGES) -> Group:
    """The group of those whose role carries the capability; they may enter Wagtail's admin."""
    group, is_new = Group.objects.get_or_create(name=GROUP_NAMES[capability])
    if is_new:
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return group


def keep_in_step(user: User) -> None:
    """Puts the user into the groups, or takes them out, as the roles held today say."""
    held = set(user.groups.filter(name__in=GROUP_NAMES.values()).values_list("name", flat=True))
    for capability, name in GROUP_NAMES.items():
        should_be = user.can(capability)
        if should_be and name not in held:
            user.groups.add(publishing_group(capability))
        elif name in held and not should_be:
            user.groups.remove(publishing_group(capability))

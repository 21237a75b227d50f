"""The one group of Django's that Wagtail asks for: its members are those whose role lets them publish."""

from django.contrib.auth.models import Group, Permission

from .models import User
from .roles import Capability

GROUP_NAME = "Communications"


def publishing_group() -> Group:
    """The group; its permissions on pages and pictures are given by the package that owns them."""
    group, is_new = Group.objects.get_or_create(name=GROUP_NAME)
    if is_new:
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return group


def keep_in_step(user: User) -> None:
    """Puts the user into the group, or takes them out, as the roles held today say."""
    is_member = user.groups.filter(name=GROUP_NAME).exists()
    should_be = user.can(Capability.PUBLISH_PAGES)
    if should_be and not is_member:
        user.groups.add(publishing_group())
    elif is_member and not should_be:
        user.groups.remove(publishing_group())

"""What the codes of persons and groups stand for in the journal: the record, what it was before, what hangs on it."""

from django.utils.translation import gettext_lazy as _

from accounts import journal, journal_things
from people.models import Person, PersonAlias

from .models import CommunityGroup, Meeting, Membership

MOST = 1000
"""Records of one kind that are looked for at once, the newest."""


def of_person(code: str) -> journal_things.Things:
    """A person under every id and code it ever had, and its memberships."""
    code = code.upper()
    keys = set(Person.objects.filter(code=code).values_list("pk", flat=True))
    keys |= set(PersonAlias.objects.filter(old_code=code).values_list("person_id", flat=True))
    if not keys:
        return {}
    old = PersonAlias.objects.filter(person_id__in=keys).values_list("pk", flat=True)
    memberships = Membership.objects.filter(person_id__in=keys).values_list("pk", flat=True)
    return {
        journal.label_of(Person): [str(key) for key in (*keys, *old)],
        journal.label_of(Membership): [str(key) for key in memberships],
    }


def of_group(code: str) -> journal_things.Things:
    """A group with its meetings and memberships."""
    group = CommunityGroup.objects.filter(code=code.upper()).first()
    if group is None:
        return {}
    meetings = Meeting.objects.filter(group=group).order_by("-held_on", "-pk").values_list("pk", flat=True)
    memberships = Membership.objects.filter(group=group).order_by("-began_on", "-pk").values_list("pk", flat=True)
    return {
        journal.label_of(CommunityGroup): [str(group.pk)],
        journal.label_of(Meeting): [str(key) for key in meetings[:MOST]],
        journal.label_of(Membership): [str(key) for key in memberships[:MOST]],
    }


def register_all() -> None:
    """Called once, when the apps are ready."""
    journal_things.register("person", journal_things.Finder(_("Code of a person"), of_person))
    journal_things.register("group", journal_things.Finder(_("Code of a group"), of_group))

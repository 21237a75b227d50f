"""What follows for public pictures when somebody takes back the consent to be shown in public."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from people import consequences
from people.models import Consent, Person, Purpose

from .actions import end_release
from .models import PictureRelease
from .using import uses_of


def register() -> None:
    """Called once, when the apps are ready."""
    consequences.register(consequences.Consequence("public pictures", tell, follow))


def releases_of(person: Person) -> list[PictureRelease]:
    """The pictures in public that show a person, by the consents they were released on or by the marks of today."""
    standing = PictureRelease.objects.standing()
    by_paper = standing.filter(consents__consent__person=person).values_list("pk", flat=True)
    by_mark = standing.filter(photo__shown__person=person).values_list("pk", flat=True)
    return list(standing.filter(pk__in={*by_paper, *by_mark}).select_related("picture").order_by("pk"))


def tell(consent: Consent) -> Iterable[str]:
    """What will happen, before it does: pages by their titles, drafts by their number."""
    releases = releases_of(consent.person) if consent.purpose == Purpose.PHOTO_PUBLIC else []
    if not releases:
        return
    number = len(releases)
    yield ngettext(
        "%(number)s picture on public pages is deleted, in every size.",
        "%(number)s pictures on public pages are deleted, in every size.",
        number,
    ) % {"number": number}
    uses = [use for release in releases for use in uses_of(release.picture)]
    titles = sorted({use.page.title for use in uses if use.is_live})
    for title in titles:
        yield _("The page “%(title)s” is taken down.") % {"title": title}
    drafts = len({use.page.pk for use in uses if not use.is_live})
    if drafts:
        yield ngettext("%(number)s draft loses the picture.", "%(number)s drafts lose the picture.", drafts) % {
            "number": drafts
        }
    yield _("Copies that people have saved on their telephones cannot be called back.")


def follow(consent: Consent, by: User | None) -> None:
    """In the same transaction: the pictures go, and the pages with them."""
    if consent.purpose != Purpose.PHOTO_PUBLIC:
        return
    for release in releases_of(consent.person):
        end_release(release=release, because=PictureRelease.Reason.WITHDRAWN, by=by)

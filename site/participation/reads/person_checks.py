"""Conduct and screening of adults who hold a post in a group of the reader's reach and have no account.

Names need the right to see names. Who names facilitators without it, such as an area officer, is told how many.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import scoping
from accounts.models import User
from accounts.roles import Capability
from accounts.scoping import NOBODY
from people.models import Person
from people.models.person import PersonQuerySet

from ..extras import Waiting, register_waiting
from ..models import Kind, Membership, PersonCheck
from ..models.membership import MembershipQuerySet
from ..scopes import groups_q, of_persons
from .staff_checks import CheckMark, What, lapsed, marks_on

GROWN_UP = 18
C = Capability


@dataclass(frozen=True, slots=True)
class CheckedMember:
    """A person with the posts of today and both marks."""

    person: Person
    posts: list[Membership]
    marks: list[CheckMark]


def posts_of_adults(user: User, on: date) -> MembershipQuerySet:
    """Posts for adults in open groups of the reach, but for parents' groups: there parents meet among themselves."""
    rows = Membership.objects.current(on).filter(groups_q(user, C.MANAGE_FACILITATIONS, "group__"))
    return rows.filter(post__is_for_adults=True).exclude(group__kind=Kind.PARENTS).exclude(group__status="closed")


def adults_with_posts(user: User) -> PersonQuerySet:
    """Who holds one of them and is no child; somebody of unknown age is asked too. With both last days."""
    today = timezone.localdate()
    posts = posts_of_adults(user, today).filter(person=OuterRef("pk"))
    born = today.year - GROWN_UP
    had_birthday = Q(birth_month__isnull=True) | Q(birth_month__lte=today.month)
    grown_up = Q(birth_year__isnull=True) | Q(birth_year__lt=born) | Q(birth_year=born) & had_birthday
    found = Person.objects.filter(Exists(posts), grown_up, anonymised_on__isnull=True)
    return found.annotate(**{f"{what}_until": PersonCheck.objects.valid_until(what) for what in What.values})


def checked_members(user: User) -> PersonQuerySet:
    """Those of them whose names the reader may see."""
    return adults_with_posts(user).visible_to(user) if may_see_names(user) else Person.objects.none()


def may_see_names(user: User) -> bool:
    return user.can(C.MANAGE_FACILITATIONS) and user.can(C.SEE_PEOPLE)


def member_rows(people: Sequence[Person], *, user: User) -> list[CheckedMember]:
    """The rows of a page of people: one query."""
    today = timezone.localdate()
    posts = defaultdict(list)
    rows = posts_of_adults(user, today).filter(person__in=people).select_related("group", "post")
    for membership in rows.order_by("group__area_id", "group__name_sort", "pk"):
        posts[membership.person_id].append(membership)
    return [CheckedMember(person, posts[person.pk], marks_on(person, today)) for person in people]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many adults without an account hold a post, and of how many of them one of the two is not in force."""

    adults: int
    lapsed: int


def numbers_of_members(user: User) -> Numbers:
    people = adults_with_posts(user)
    return Numbers(people.count(), lapsed(people, timezone.localdate()).count())


def checks_waiting(user: User) -> Iterator[Waiting]:
    """For the first page of the desk of officers: that somebody of their area has a post and no checks in force."""
    if user.can(C.MANAGE_FACILITATIONS) and lapsed(adults_with_posts(user), timezone.localdate()).exists():
        sentence = _(
            "Of adults with a post and without an account, a code of conduct or screening is missing or has ended."
        )
        url = f"{reverse('checks:people')}?show=lapsed" if may_see_names(user) else reverse("checks:list")
        yield Waiting(sentence, _("See of whom") if may_see_names(user) else _("See how many"), url)


def kept_by(user: User) -> Q:
    """The rule of who sees, notes and takes back: whoever names facilitators and may see the name."""
    return of_persons(C.SEE_PEOPLE)(user) if may_see_names(user) else NOBODY


def register_all() -> None:
    """Called once, when the apps are ready."""
    register_waiting(checks_waiting)
    scoping.register(PersonCheck, visible=kept_by, editable=kept_by)

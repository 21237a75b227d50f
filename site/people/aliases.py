"""Old ids of people: a record that was merged away is found under the one that was kept."""

from collections.abc import Callable, Iterable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .models import Person, PersonAlias


def kept_id(pk: object) -> UUID | None:
    """The id of the person into whose record this one went; ``None`` for an id that is no old one."""
    return PersonAlias.objects.filter(old_id=pk).values_list("person_id", flat=True).first()


def kept_ids(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of these ids the old ones, each with the id of the person it leads to: one query."""
    return dict(PersonAlias.objects.filter(old_id__in=list(ids)).values_list("old_id", "person_id"))


def follows_aliases(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the address with an old id to the same page of the kept person, for who may see that person.

    What was typed about the old record is not put into the kept one unseen: the page says why it is asked again.
    """

    @wraps(view)
    def led(request: HttpRequest, pk: object, **kwargs: object) -> HttpResponse:
        kept = kept_id(pk) if request.user.is_authenticated else None
        if kept and Person.objects.visible_to(request.user).filter(pk=kept).exists():
            if request.method == "POST":
                messages.warning(request, _("Two records of this person are one now. Look through it and save again."))
            return redirect(request.resolver_match.view_name, kept, **kwargs)
        return view(request, pk, **kwargs)

    return led

"""Old ids of people: a record that was merged away is found under the one that was kept."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import Person, PersonAlias


def kept_id(pk: object) -> UUID | None:
    """The id of the person into whose record this one went; ``None`` for an id that is no old one."""
    return PersonAlias.objects.filter(old_id=pk).values_list("person_id", flat=True).first()


def follows_aliases(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the address with an old id to the same page of the kept person, for who may see that person."""

    @wraps(view)
    def led(request: HttpRequest, pk: object, **kwargs: object) -> HttpResponse:
        kept = kept_id(pk) if request.user.is_authenticated else None
        if kept and Person.objects.visible_to(request.user).filter(pk=kept).exists():
            return redirect(request.resolver_match.view_name, kept, **kwargs)
        return view(request, pk, **kwargs)

    return led

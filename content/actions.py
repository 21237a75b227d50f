"""What may be done with pictures."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal

from .models import Picture


class NothingDeclared(Refusal):
    message = _("Nobody has declared yet that nobody in this picture can be recognised.")


class SecondPersonNeeded(Refusal):
    message = _("A second person has to confirm: you declared this picture yourself.")


@transaction.atomic
def declare_picture(*, picture: Picture, by: User | None) -> Picture:
    """Save a new picture, or one with a new file, with the word of its uploader. An earlier confirmation is void."""
    picture.declared_by, picture.declared_on = by, timezone.localdate()
    picture.confirmed_by = picture.confirmed_on = None
    picture.full_clean(exclude=["file", "width", "height"])
    picture.save()
    journal.note("picture.declared", about=picture, by=by)
    return picture


@transaction.atomic
def confirm_picture(*, picture: Picture, by: User) -> Picture:
    """A second person has looked and agrees."""
    if picture.declared_on is None:
        raise NothingDeclared
    if picture.declared_by_id == by.pk:
        raise SecondPersonNeeded
    picture.confirmed_by, picture.confirmed_on = by, timezone.localdate()
    picture.full_clean(exclude=["file", "width", "height"])
    picture.save(update_fields=["confirmed_by", "confirmed_on"])
    journal.note("picture.confirmed", about=picture, by=by)
    return picture

"""What may be done with pictures."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from participation.models import MeetingPhoto
from people.consents import publishable
from people.models import Consent, Person, Purpose

from .lights import Light, standing_of
from .models import ConsentRequest, Picture, PictureRelease, ReleaseConsent
from .publishing import take_down_pages


class NothingDeclared(Refusal):
    message = _("Nobody has declared yet that nobody in this picture can be recognised.")


class SecondPersonNeeded(Refusal):
    message = _("A second person has to confirm: you declared this picture yourself.")


class NobodySaidWhoIsShown(Refusal):
    message = _("Nobody has said yet who is on this photo.")


class PublicConsentMissing(Refusal):
    message = _("Somebody on this photo has not allowed it to be shown in public, or no longer does.")


class ReleasedAlready(Refusal):
    message = _("This photo is among the pictures for public pages already.")


class NameInDescription(Refusal):
    message = _("The description names somebody who is on the photo. Say what they do, not who they are.")


class NothingToAsk(Refusal):
    message = _("Everyone in this picture allows it, or the photo it was made from is gone.")


class AskedAlready(Refusal):
    message = _("The facilitators of the group have been asked already.")


class AnsweredAlready(Refusal):
    message = _("Somebody has answered this request already.")


@transaction.atomic
def declare_picture(*, picture: Picture, by: User | None) -> Picture:
    """Save a new picture, or one with a new file, with the word of its uploader. An earlier confirmation is void."""
    picture.declared_by, picture.declared_on = by, timezone.localdate()
    picture.confirmed_by = picture.confirmed_on = None
    picture.full_clean(exclude=["file", "width", "height"])
    picture.save()
    picture.declared_hash = picture.file_hash  # known once the file lies on the disk, made anew
    picture.save(update_fields=["declared_hash"])
    journal.note("picture.declared", about=picture, by=by)
    return picture


@transaction.atomic
def confirm_picture(*, picture: Picture, by: User) -> Picture:
    """A second person has looked and agrees."""
    if not picture.is_declared:
        raise NothingDeclared
    if picture.declared_by_id == by.pk:
        raise SecondPersonNeeded
    picture.confirmed_by, picture.confirmed_on = by, timezone.localdate()
    picture.full_clean(exclude=["file", "width", "height"])
    picture.save(update_fields=["confirmed_by", "confirmed_on"])
    journal.note("picture.confirmed", about=picture, by=by)
    return picture


@transaction.atomic
def release_picture(*, photo: MeetingPhoto, alt_km: str, alt_en: str, by: User) -> Picture:
    """Make a picture for public pages out of a photo of a meeting, when everyone on it allows that.

    Of a photo that shows nobody it is the word of one person, and a second one has to confirm it.
    """
    photo.refresh_from_db(from_queryset=MeetingPhoto.objects.select_for_update(no_key=True, of=("self",)))
    if photo.shown_marked_at is None:
        raise NobodySaidWhoIsShown
    if PictureRelease.objects.standing().filter(photo=photo).exists():
        raise ReleasedAlready
    people = list(Person.objects.select_for_update().filter(photos__photo=photo).order_by("pk"))
    if publishable(people, on=timezone.localdate()) != {person.pk for person in people}:
        raise PublicConsentMissing
    if any(_names(person, text) for person in people for text in (alt_km, alt_en)):
        raise NameInDescription
    with photo.file.open("rb") as file:
        copy = ContentFile(file.read(), name="photo.jpg")
    picture = Picture(title=alt_km, alt_km=alt_km, alt_en=alt_en, file=copy, uploaded_by_user=by)
    try:
        _save_released(picture, photo, people, by)
    except BaseException:
        if picture.file._committed:
            picture.file.storage.delete(picture.file.name)
        raise
    return picture


def _save_released(picture: Picture, photo: MeetingPhoto, people: list[Person], by: User) -> None:
    if people:
        picture.full_clean(exclude=["file", "width", "height"])
        picture.save()
    else:
        picture.nobody_recognisable = True
        declare_picture(picture=picture, by=by)
    release = PictureRelease(
        picture=picture, photo=photo, group_id=photo.meeting.group_id, file_hash=picture.file_hash, released_by=by
    )
    release.full_clean()
    release.save()
    consents = Consent.objects.open().filter(person__in=people, purpose=Purpose.PHOTO_PUBLIC).order_by("pk")
    ReleaseConsent.objects.bulk_create(ReleaseConsent(release=release, consent=consent) for consent in consents)
    papers = [str(consent.pk) for consent in consents]
    journal.note("picture.released", about=picture, by=by, photo=photo.pk, consents=papers)


def _names(person: Person, text: str) -> bool:
    return any(name and name.casefold() in text.casefold() for name in (person.name, person.name_latin))


@transaction.atomic
def end_release(*, release: PictureRelease, because: str, by: User | None) -> None:
    """The picture goes for good, with every size it was drawn in; pages that show it are taken down.

    What people have saved on their telephones cannot be called back.
    """
    picture = release.picture
    pages = take_down_pages(picture)
    release.picture, release.ended_on, release.ended_because = None, timezone.localdate(), because
    release.full_clean()
    release.save(update_fields=["picture", "ended_on", "ended_because"])
    journal.note("picture.taken_down", about=picture, by=by, because=because, release=release.pk, pages=pages)
    picture.delete()


def end_releases_without_consent() -> int:
    """Take down the pictures of which somebody allows it no more; says how many."""
    number = 0
    for release in PictureRelease.objects.standing().select_related("picture").iterator():
        standing = standing_of(release.picture)
        if standing.people and not standing.may_be_shown:
            end_release(release=release, because=PictureRelease.Reason.ENDED, by=None)
            number += 1
    return number


@transaction.atomic
def ask_for_consent(*, photo: MeetingPhoto, by: User) -> ConsentRequest:
    """Lay the question before those who work with the group. It says which photo, and nobody's name."""
    release = PictureRelease.objects.standing().filter(photo=photo).select_related("picture").first()
    if release is not None and standing_of(release.picture).light is Light.GREEN:
        raise NothingToAsk
    if ConsentRequest.objects.open().filter(photo=photo).exists():
        raise AskedAlready
    request = ConsentRequest(
        group_id=photo.meeting.group_id, photo=photo, picture=release and release.picture, asked_by=by
    )
    request.full_clean()
    request.save()
    journal.note("consent.asked", about=photo, by=by, group=request.group_id)
    return request


@transaction.atomic
def answer_request(*, request: ConsentRequest, state: str, by: User) -> ConsentRequest:
    """Done: the papers are on file. Declined: somebody said no, and nobody is told who."""
    request.refresh_from_db(from_queryset=ConsentRequest.objects.select_for_update(no_key=True))
    if request.state != ConsentRequest.State.ASKED:
        raise AnsweredAlready
    request.state, request.answered_at, request.answered_by = state, timezone.now(), by
    request.full_clean()
    request.save(update_fields=["state", "answered_at", "answered_by"])
    journal.note("consent.answered", about=request, by=by, state=state, group=request.group_id)
    return request

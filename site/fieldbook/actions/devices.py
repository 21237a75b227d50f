"""Phones: enrolled at a sign-in, renewed at each contact, ended by their owner or an administrator."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User

from ..models import Device
from ..models.device import LASTS
from ..payloads import Batch
from ..refusals import DeviceEnded, DeviceOfAnother, KeyOfAnotherDevice

SEEN_EVERY = timedelta(hours=1)
"""A contact is noted once an hour: most batches cost no write for it."""


@transaction.atomic
def enrol_device(*, id: uuid.UUID, jwk: dict[str, str], label: str, by: User) -> Device:
    """This browser may deliver for this user from now on. The same phone again is renewed, with the key it has.

    A device id that belongs to another user is refused, and so is another key under a known id: the phone then makes
    a new id, and its old one can deliver what it still holds.
    """
    now = timezone.now()
    device = Device.objects.select_for_update().filter(pk=id).first()
    if device is not None:
        return _renewed(device, jwk, label, by, now)
    device = Device(
        id=id, user=by, jwk=jwk, label=label, enrolled_at=now, seen_at=now, expires_on=timezone.localdate() + LASTS
    )
    device.clean_fields(exclude={"user"})
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError:  # enrolled this moment from another tab
        return _renewed(Device.objects.select_for_update().get(pk=id), jwk, label, by, now)
    journal.security("phone.enrolled", about=device, by=by)
    return device


def note_contact(*, device: Device, batch: Batch) -> None:
    """A signed batch arrived: the phone is known to live, and its key lasts another 90 days unless it was ended.

    One that had expired stays so until its user signs in again.
    """
    now, today = timezone.now(), timezone.localdate()
    told = {"app_version": batch.app, "is_persistent": batch.persisted, "unsent": batch.unsent}
    is_news = any(getattr(device, name) != value for name, value in told.items())
    is_empty = device.ended_at is not None and device.emptied_at is None and not batch.unsent and not batch.records
    if not is_news and not is_empty and now - device.seen_at < SEEN_EVERY:
        return
    told["seen_at"] = now
    if device.state_on(today) == Device.State.ACTIVE:
        told["expires_on"] = today + LASTS
    with transaction.atomic():
        if is_empty:
            told["emptied_at"] = now
            journal.security("phone.emptied", about=device, by=None)
        Device.objects.filter(pk=device.pk).update(**told)
    for name, value in told.items():
        setattr(device, name, value)


@transaction.atomic
def end_device(*, device: Device, by: User) -> Device:
    """The phone is lost or given away: what it still sends is held, and it is told to empty itself."""
    device.refresh_from_db(from_queryset=Device.objects.select_for_update())
    if device.ended_at is None:
        device.ended_at, device.ended_by = timezone.now(), by
        device.save(update_fields=["ended_at", "ended_by"])
        journal.security("phone.ended", about=device, by=by, user=device.user_id)
    return device


def _renewed(device: Device, jwk: dict[str, str], label: str, by: User, now: datetime) -> Device:
    if device.user_id != by.pk:
        raise DeviceOfAnother
    if device.jwk != jwk:
        raise KeyOfAnotherDevice
    if device.ended_at is not None:
        raise DeviceEnded
    device.seen_at, device.expires_on = now, timezone.localdate() + LASTS
    device.label = label or device.label
    device.save(update_fields=["seen_at", "expires_on", "label"])
    journal.security("phone.renewed", about=device, by=by)
    return device

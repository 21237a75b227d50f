"""What the tests of the desk's pages about records of phones have in common."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery
from tests.fieldbook.phone import a_meeting


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def url(name, delivery):
    return reverse(f"deliveries:{name}", args=[getattr(delivery, "pk", delivery)])


def verbs(delivery):
    rows = JournalEntry.objects.filter(about_type="fieldbook.delivery", about_id=str(delivery.pk)).order_by("pk")
    return list(rows.values_list("verb", "actor"))


def told(response):
    return [str(message) for message in response.wsgi_request._messages]


def held(field, **values):
    """A meeting delivered after the phone was ended."""
    end_device(device=field.user.devices.get(), by=field.user)
    answer = field.phone.send("meeting", a_meeting(field.group, marks=field.marks, **values))
    assert answer["outcome"] == "held", answer
    return Delivery.objects.get()

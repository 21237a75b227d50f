"""The file of "save a copy": a signed batch that the phone could not send itself, carried to the desk."""

from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal

from ..answers import Answer
from ..envelope import Malformed
from .batches import TooManyRecords, UnknownDevice, read_batch
from .records import take_record

LARGEST_FILE = 5_000_000


class NoSuchFile(Refusal):
    message = _("This is no file that the app saved. Its name begins with “portal-records” and ends with “.jose”.")
    field = "file"


class UnknownPhone(Refusal):
    message = _("The portal does not know the phone that made this file.")
    field = "file"


def load_copy(*, content: bytes, by: User) -> list[Answer]:
    """Every record of the file, judged as if the phone had sent it: what an ended phone saved is held.

    The file says nothing about how the phone is now, so it counts as no contact.
    """
    try:
        batch, sender = read_batch(content.strip())
    except (Malformed, TooManyRecords) as fault:
        raise NoSuchFile from fault
    except UnknownDevice as fault:
        raise UnknownPhone from fault
    answers = [take_record(raw, sender) for raw in batch.records]
    journal.security("phone.copy_loaded", about=sender.device, by=by, user=sender.user.pk, records=len(answers))
    return answers

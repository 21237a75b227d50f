"""What a recording is, and why one is refused."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal


class Kind(TextChoices):
    """How a recording is stored; also the ending of its file."""

    OGG = "ogg", "Ogg (Opus)"
    MP3 = "mp3", "MP3"
    M4A = "m4a", "M4A (AAC)"


CONTENT_TYPES = {Kind.OGG: "audio/ogg", Kind.MP3: "audio/mpeg", Kind.M4A: "audio/mp4"}


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording with nothing in it but its sound."""

    kind: Kind
    data: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Which seconds of a recording are kept; ``None``: as far as it goes."""

    begin: float | None = None
    end: float | None = None

    def __bool__(self) -> bool:
        return bool(self.begin) or self.end is not None


class NotASound(Refusal):
    message = _("This file is not a recording that can be used. Use an Ogg, WebM, MP3 or M4A file with sound only.")
    field = "file"


class NothingLeft(Refusal):
    message = _("Between these two marks nothing is left. The beginning comes before the end.")
    field = "begin"

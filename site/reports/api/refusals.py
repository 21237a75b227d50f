"""What is answered when a question is not: codes, statuses, and a sentence for the engineer at the other end."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATUS = {
    "not_understood": 400,
    "key_refused": 401,
    "not_lent": 403,
    "maker_may_not": 403,
    "not_here": 404,
    "only_reading": 405,
    "too_often": 429,
    "failed": 500,
    "try_later": 503,
}
SENTENCES: dict[str, Promise] = {
    "not_understood": _("This page does not understand what was asked. What it knows stands in openapi.json."),
    "key_refused": _("No key that works was shown. Send it as: Authorization: Bearer, and then the key."),
    "not_lent": _("This key was not made for this part. Ask who made it."),
    "maker_may_not": _("Who made this key may not see this any more, so the key does not either."),
    "not_here": _("There is no such thing, or it lies beyond what this key reaches."),
    "only_reading": _("Other systems only read here: GET and HEAD."),
    "too_often": _("This is too often. Wait as long as Retry-After says."),
    "failed": _("Something went wrong here. It was written down."),
    "try_later": _("The portal cannot answer now. Try again in a while."),
}


class Refused(Exception):  # noqa: N818 — not an error of ours
    """A question that is not answered; ``about`` names the filter, where it is a known one."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.about = about

"""What every interface answers when something is wrong, typed: the same structs make its description."""

from msgspec import Struct


class Sentence(Struct, frozen=True):
    km: str
    en: str


class Fault(Struct, frozen=True):
    """An error as a whole."""

    code: str
    sentence: Sentence

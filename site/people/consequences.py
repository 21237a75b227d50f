"""What follows elsewhere when a person takes a consent back.

People know nothing of the packages above, so each registers what it tells beforehand and what it does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User

from .models import Consent


@dataclass(frozen=True, slots=True)
class Consequence:
    """``tell``: sentences for who is about to withdraw. ``follow``: what is done, in the same transaction."""

    name: str
    tell: Callable[[Consent], Iterable[str]]
    follow: Callable[[Consent, User | None], None]


_consequences: list[Consequence] = []


def register(consequence: Consequence) -> None:
    """Called by each package once, when the apps are ready."""
    if any(known.name == consequence.name for known in _consequences):
        raise ValueError(f"{consequence.name} are registered already.")
    _consequences.append(consequence)


def told_of(consent: Consent) -> list[str]:
    """Every sentence about what will follow."""
    return [sentence for each in _consequences for sentence in each.tell(consent)]


def follow(consent: Consent, *, by: User | None) -> None:
    """Do what follows, once the consent is withdrawn."""
    for each in _consequences:
        each.follow(consent, by)

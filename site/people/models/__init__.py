"""What is kept about people: the person, and what they consented to."""

from .consent import Consent, Purpose
from .person import Difficulty, Person, PersonQuerySet, Sex

__all__ = ["Consent", "Difficulty", "Person", "PersonQuerySet", "Purpose", "Sex"]

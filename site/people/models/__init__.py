"""Persons and what is kept about them."""

from .consent import Consent, Purpose
from .likeness import NotTheSame, PersonAlias, PersonLikenessKey, PersonMerge
from .person import Difficulty, Person, PersonQuerySet, Sex
from .request import PersonRequest
from .support import SupportNeed

__all__ = [
    "Consent",
    "Difficulty",
    "NotTheSame",
    "Person",
    "PersonAlias",
    "PersonLikenessKey",
    "PersonMerge",
    "PersonQuerySet",
    "PersonRequest",
    "Purpose",
    "Sex",
    "SupportNeed",
]

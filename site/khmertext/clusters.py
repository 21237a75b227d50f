"""Clusters: what a reader of Khmer takes for one letter, a base with everything written round it."""

import re

from .letters import BASES, COENG, JOINERS, MARKS

_CLUSTER = re.compile(
    rf"[{BASES}](?:[{JOINERS}]*(?:{COENG}[{BASES}]|[{MARKS}]))*"  # a base with what belongs to it
    rf"|(?:[{MARKS}]|{COENG}[{BASES}]?)+"  # signs that lost their base
    r"|.",
    re.DOTALL,
)
_STARTS_WITH_SIGN = re.compile(rf"[{MARKS}{COENG}]")


def clusters(text: str) -> list[str]:
    """The text cut into Khmer clusters and, between them, single characters; joined they give the text again."""
    return _CLUSTER.findall(text)


def starts_inside_cluster(text: str) -> bool:
    """Whether the text begins with a sign that belongs to a letter before it."""
    return bool(_STARTS_WITH_SIGN.match(text))

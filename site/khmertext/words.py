"""Words: Khmer writes none apart, so ICU's dictionary (the one browsers break lines with) finds them."""

from .clusters import starts_inside_cluster
from .letters import COENG


def words(text: str) -> list[str]:
    """The words of the text in their order; spaces, punctuation and break hints are left out.

    The cut never runs through a cluster: where the dictionary would cut one, the word goes on.
    """
    from icu4py.breakers import WordBreaker  # opens ICU's dictionaries, which a worker needs at its first search only

    found: list[str] = []
    follows_directly = False
    for part in WordBreaker(text.replace("\x00", " "), "km"):
        if follows_directly and (starts_inside_cluster(part) or found[-1].endswith(COENG)):
            found[-1] += part
        elif any(char.isalnum() for char in part):
            found.append(part)
            follows_directly = True
        else:
            follows_directly = False
    return found

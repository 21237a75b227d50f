"""Words: Khmer writes none apart, so ICU's dictionary (the one browsers break lines with) finds them."""

from icu4py.breakers import WordBreaker

from .clusters import starts_inside_cluster


def words(text: str) -> list[str]:
    """The words of the text in their order; spaces, punctuation and break hints are left out.

    A sign that lost its base stays with the word before it: the cut never runs through a cluster.
    """
    found: list[str] = []
    follows_directly = False
    for part in WordBreaker(text.replace("\x00", " "), "km"):
        if follows_directly and starts_inside_cluster(part):
            found[-1] += part
        elif any(char.isalnum() for char in part):
            found.append(part)
            follows_directly = True
        else:
            follows_directly = False
    return found

"""English endings: adopt, adopted and adoption are one word for search, whatever database is in use.

The databases' own stemmers differ (SQLite has Porter's, PostgreSQL Snowball's with stop words), so the tokens are cut
before either sees them. Khmer tokens have no vowel and no ``s``: no rule of the stemmer touches them.
"""

from functools import lru_cache

IRREGULAR = {"children": "child", "childrens": "child", "men": "man", "women": "woman", "fought": "fight"}
"""Words that the rules of endings do not bring together."""

SHORTEST = 4
"""Letters of a word that has an ending; shorter ones may be names."""


@lru_cache(maxsize=20_000)
def stem(token: str) -> str:
    """The token without its English ending."""
    if token in IRREGULAR:
        return IRREGULAR[token]
    if len(token) < SHORTEST or not token.isalpha():
        return token
    from snowballstemmer import EnglishStemmer  # brings all its languages, which a worker needs at its first search

    return EnglishStemmer().stemWord(token)  # a new one each time: it keeps its place in the word in itself


def stemmed(tokens: str) -> str:
    """Tokens between spaces, each without its ending."""
    return " ".join(map(stem, tokens.split()))

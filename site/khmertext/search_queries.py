"""What readers type, as a query over tokens. Only here Khmer is split into words."""

from modelsearch.backends.base import EmptySearchResults
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from .endings import stem
from .pairs import query_words

LONGEST_QUERY = 200
MOST_WORDS = 16


def _words(text: str) -> list[list[str]]:
    return query_words(text[:LONGEST_QUERY])[:MOST_WORDS]


def _stems(text: str) -> list[list[str]]:
    """The words as the index has them, English ones without their endings."""
    return [[stem(token) for token in word] for word in _words(text)]


def _joined(words: list[list[str]]) -> str:
    return " ".join(token for word in words for token in word)


def _whole_words(words: list[list[str]], operator: str) -> SearchQuery:
    """Each word by its pairs in their order, so that pairs scattered over a text do not make a word."""
    parts = [Phrase(" ".join(word)) if len(word) > 1 else PlainText(word[0]) for word in words]
    if len(parts) == 1:
        return parts[0]
    return Or(parts) if operator == "or" else And(parts)


def _every_token(words: list[list[str]]) -> SearchQuery:
    """The form that both databases can turn into its opposite."""
    parts = [PlainText(token) for word in words for token in word]
    return parts[0] if len(parts) == 1 else And(parts)


def over_tokens(query: SearchQuery, *, negated: bool = False) -> SearchQuery | None:
    """The same query over tokens; ``None`` where nothing is left to look for."""
    match query:
        case MatchAll():
            return query
        case Boost():
            return over_tokens(query.subquery, negated=negated)
        case Not():
            inner = over_tokens(query.subquery, negated=not negated)
            return Not(inner) if inner else None
        case And() | Or():
            parts = [part for part in (over_tokens(each, negated=negated) for each in query.subqueries) if part]
            if len(parts) < 2:
                return parts[0] if parts else None
            return type(query)(parts)
        case Phrase() | PlainText() | Fuzzy():
            words = _stems(query.query_string)
            if not words:
                return None
            if negated:
                return _every_token(words)
            if isinstance(query, Phrase):
                return _whole_words(words, "and")
            return _whole_words(words, query.operator)
    raise TypeError(f"Unknown kind of query: {query!r}")


def words_asked(text: str) -> tuple[str, ...]:
    """The words of what is typed, each once: one token, or several with spaces between them that stand in a row."""
    return tuple(dict.fromkeys(" ".join(word) for word in _stems(text)))


class TokenSearchMixin:
    """For a backend of either database: what is typed becomes tokens, and nothing typed finds nothing."""

    def search(self, query, model_or_queryset, fields=None, operator=None, order_by_relevance=True):
        if isinstance(query, str):
            query = PlainText(query, operator=operator or PlainText.DEFAULT_OPERATOR)
        tokens = over_tokens(query)
        if tokens is None:
            return EmptySearchResults()
        return super().search(tokens, model_or_queryset, fields=fields, order_by_relevance=order_by_relevance)

    def autocomplete(self, query, model_or_queryset, fields=None, operator=None, order_by_relevance=True):
        """The last word may still be unfinished."""
        if isinstance(query, PlainText | Phrase | Fuzzy):
            query = query.query_string
        if isinstance(query, str):
            words = _words(query)
            if not words:
                return EmptySearchResults()
            query = PlainText(_joined(words), operator=operator or PlainText.DEFAULT_OPERATOR)
        return super().autocomplete(query, model_or_queryset, fields=fields, order_by_relevance=order_by_relevance)

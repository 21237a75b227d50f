"""Search on PostgreSQL's text vectors, with the ``simple`` configuration: a name like "An" is no stop word."""

from collections.abc import Collection

from django.contrib.postgres.search import SearchRank
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.weights import get_sql_weights

from .search_at_once import Part
from .search_index import TokenIndexMixin
from .search_queries import TokenSearchMixin

ENTRIES = IndexEntry._meta.db_table


class KhmerPostgresIndex(TokenIndexMixin, PostgresIndex):
    pass


class _WholeQueryRankMixin:
    def build_tsrank(self, vector, query, config=None, boost=1.0):
        """One score for the whole query, as on SQLite."""
        return SearchRank(vector, self.build_tsquery(query, config=config), weights=self.sql_weights)


class KhmerPostgresQueryCompiler(_WholeQueryRankMixin, PostgresSearchQueryCompiler):
    def get_search_vectors(self, search_query):
        """Tokens stand in the index alone, never in a record's own columns: a field is searched there."""
        vectors = self.get_index_vectors(search_query)
        return vectors[:1] if self.fields == ["title"] else vectors


class KhmerPostgresAutocompleteQueryCompiler(_WholeQueryRankMixin, PostgresAutocompleteQueryCompiler):
    def get_search_vectors(self, search_query):
        """Beginnings of words are indexed together, not field by field."""
        return self.get_index_vectors(search_query)


class KhmerPostgresBackend(TokenSearchMixin, PostgresSearchBackend):
    query_compiler_class = KhmerPostgresQueryCompiler
    autocomplete_query_compiler_class = KhmerPostgresAutocompleteQueryCompiler
    index_class = KhmerPostgresIndex

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": "simple", **params})

    def hits(self, words: Collection[str], in_title: bool, group: str) -> Part:  # noqa: FBT001
        """Entries of a group and, as the last value, of a kind, with all the words.

        Each word is asked in title and body apart: these have indexes, their sum has none.
        """
        conditions, asked = ["body @@ %s::tsquery"], [_condition([group])]
        for word in map(_condition, ([each] for each in words)):
            conditions.append("title @@ %s::tsquery" if in_title else "(title @@ %s::tsquery OR body @@ %s::tsquery)")
            asked += [word] if in_title else [word, word]
        return (
            f'SELECT id AS entry, object_id::bigint AS key FROM "{ENTRIES}"'  # noqa: S608
            f" WHERE {' AND '.join(conditions)} AND content_type_id = %s",
            asked,
        )

    def fitting(self, words: Collection[str], in_title: bool, entries: Collection[int]) -> Part:  # noqa: FBT001
        """Entries with their scores."""
        weights, asked = get_sql_weights(), _condition(words)
        marks = ", ".join(["%s"] * len(entries))
        rank = "ts_rank(%s, title, %s::tsquery) * title_norm"
        body, values = ("", []) if in_title else (" + ts_rank(%s, body, %s::tsquery)", [weights, asked])
        return (
            f'SELECT id, {rank}{body} FROM "{ENTRIES}" WHERE id IN ({marks})',  # noqa: S608
            (weights, asked, *values, *entries),
        )


def _condition(words: Collection[str]) -> str:
    """In the language of text vectors. Tokens are letters and digits: nothing is to be escaped."""
    return " & ".join(word.replace(" ", " <-> ") for word in words)

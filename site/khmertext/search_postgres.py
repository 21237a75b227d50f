"""Search on PostgreSQL's text vectors, with the ``simple`` configuration: a name like "An" is no stop word."""

from django.contrib.postgres.search import SearchRank
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from .search_index import TokenIndexMixin
from .search_queries import TokenSearchMixin


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

"""Search on SQLite's full-text index (FTS5)."""

from modelsearch.backends.database.sqlite.query import BM25
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from .search_index import TokenIndexMixin
from .search_queries import TokenSearchMixin


class KhmerSQLiteIndex(TokenIndexMixin, SQLiteIndex):
    pass


class KhmerSQLiteQueryCompiler(SQLiteSearchQueryCompiler):
    def build_tsrank(self, vector, query, config=None, boost=1.0):
        """One score for the whole query: multiplied scores of its words would not keep their order."""
        return BM25()

    def search(self, *args, **kwargs):
        """The index holds a title and a body; a search in other fields than the title searches both."""
        self.fields = ["title"] if self.fields == ["title"] else None
        return super().search(*args, **kwargs)


class KhmerSQLiteAutocompleteQueryCompiler(SQLiteAutocompleteQueryCompiler):
    def build_tsrank(self, vector, query, config=None, boost=1.0):
        return BM25()

    def search(self, *args, **kwargs):
        """Beginnings of words are indexed together, not field by field."""
        self.fields = None
        return super().search(*args, **kwargs)


class KhmerSQLiteBackend(TokenSearchMixin, SQLiteSearchBackend):
    query_compiler_class = KhmerSQLiteQueryCompiler
    autocomplete_query_compiler_class = KhmerSQLiteAutocompleteQueryCompiler
    index_class = KhmerSQLiteIndex

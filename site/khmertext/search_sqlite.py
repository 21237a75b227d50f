"""Search on SQLite's full-text index (FTS5)."""

from collections.abc import Collection

from modelsearch.backends.database.sqlite.query import BM25
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from .search_at_once import Part
from .search_index import TokenIndexMixin
from .search_queries import TokenSearchMixin

ENTRIES, FTS = IndexEntry._meta.db_table, SQLiteFTSIndexEntry._meta.db_table


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

    def hits(self, words: Collection[str], in_title: bool, group: str) -> Part:  # noqa: FBT001
        """Entries of a group and, as the last value, of a kind, with all the words.

        FTS5 walks from the newest to the older ones and goes no further than the limit.
        """
        return (
            f'SELECT found."rowid" AS entry, CAST(e."object_id" AS bigint) AS key'  # noqa: S608
            f' FROM "{FTS}" found CROSS JOIN "{ENTRIES}" e ON e."id" = found."rowid"'
            f' WHERE "{FTS}" MATCH %s AND e."content_type_id" = %s',
            (f'{{body}} : "{group}" AND {_condition(words, in_title)}',),
        )

    def fitting(self, words: Collection[str], in_title: bool, entries: Collection[int]) -> Part:  # noqa: FBT001
        """Entries with their scores. The sum keeps SQLite from asking, and weighing the words, for each entry anew."""
        marks = ", ".join(["%s"] * len(entries))
        return (
            f'SELECT "rowid", -bm25("{FTS}") FROM "{FTS}" WHERE "{FTS}" MATCH %s AND "rowid" + 0 IN ({marks})',  # noqa: S608
            (_condition(words, in_title), *entries),
        )


def _condition(words: Collection[str], in_title: bool) -> str:  # noqa: FBT001
    """In the language of FTS5. Tokens are letters and digits: nothing is to be escaped."""
    where = "{title}" if in_title else "{title body}"
    return " AND ".join(f'{where} : "{word}"' for word in words)

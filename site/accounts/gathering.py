"""Many small rows in one value: a parent is read once, with what hangs on it as one list beside it.

A join repeats the parent's columns in every row, and the ORM makes an object of each.
"""

from django.db import models
from django.db.models import Func, Subquery

GRANT_COLUMNS = ("id", "user_id", "role", "area_id")
"""What a reach is judged by, where a user's grants are gathered; the others are read where somebody asks for them."""


class _Rows(Func):
    """The values of all rows as a list of lists; the database aggregates, so the query has one row."""

    template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
    output_field = models.JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))", **context)


def gathered(rows: models.QuerySet, *columns: str | models.expressions.Combinable) -> Subquery:
    """The values of some columns of all ``rows``, to annotate with; ``None`` or an empty list where there is no row.

    They come as JSON holds them: an id as text, a truth on SQLite as 0 or 1.
    """
    return Subquery(rows.order_by().values_list(_Rows(*columns)))

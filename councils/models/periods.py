"""What the database itself holds about periods of councils, beside what it holds about all periods."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from participation.models.periods import MODEL, NoOverlap, OfDatabase

__all__ = ["NoOverlap", "OfDatabase", "SameCouncil"]


class SameCouncil(OfDatabase):
    """A row's council is that of its seat: the two columns together point at one seat. Judged at the end of all."""

    def clause(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        seat = model._meta.get_field("seat")
        own = f"{quote(seat.column)}, {quote(model._meta.get_field('council').column)}"
        target = quote(seat.related_model._meta.db_table)
        key = f"FOREIGN KEY ({own}) REFERENCES {target} (id, council_id)"
        return f"CONSTRAINT {quote(self.name)} {key} DEFERRABLE INITIALLY DEFERRED"

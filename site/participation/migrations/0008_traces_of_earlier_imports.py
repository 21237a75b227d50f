"""Imports of before: their undo reads rows, too. Back again, the rows become the text that they were."""

from django.db import migrations

AT_ONCE = 2000
FIRST_VERSION = 1


def into_rows(apps, schema_editor):
    Run, Trace = apps.get_model("participation", "ImportRun"), apps.get_model("participation", "ImportTrace")
    for run in Run.objects.filter(is_applied=True).iterator(1):
        Trace.objects.bulk_create(_rows(Trace, run), batch_size=AT_ONCE)
        run.hanging = run.hanging.get("hanging", {})
        run.save(update_fields=["hanging"])


def _rows(Trace, run):
    old = run.hanging
    for kind, name in (("group", "groups"), ("person", "people")):
        for key in old.get(name, []):
            yield Trace(run=run, kind=kind, record=key, is_made=True, version=FIRST_VERSION)
    for key, post in old.get("memberships", {}).items():
        yield Trace(run=run, kind="membership", record=key, is_made=True, post=post)
    for told in old.get("changed", []):
        yield Trace(
            run=run,
            kind=told["kind"],
            record=told["id"],
            is_made=False,
            version=told.get("version"),
            before=told["columns"],
            after=told.get("after"),
            opened=told.get("opened"),
        )


def into_text(apps, schema_editor):
    Run = apps.get_model("participation", "ImportRun")
    for run in Run.objects.filter(is_applied=True).iterator(1):
        rows = run.traces.order_by("pk")
        made = {
            kind: [str(key) for key in rows.filter(kind=kind, is_made=True).values_list("record", flat=True)]
            for kind in ("group", "person")
        }
        posts = rows.filter(kind="membership", is_made=True).values_list("record", "post")
        run.hanging = {
            "groups": made["group"],
            "people": made["person"],
            "memberships": {str(key): post for key, post in posts},
            "changed": [_told(row) for row in rows.filter(is_made=False).iterator(AT_ONCE)],
            "hanging": run.hanging,
        }
        run.save(update_fields=["hanging"])
        rows.delete()


def _told(row):
    told = {"kind": row.kind, "id": str(row.record), "columns": row.before}
    facts = {"version": row.version, "after": row.after, "opened": row.opened and str(row.opened)}
    return told | {name: fact for name, fact in facts.items() if fact is not None}


class Migration(migrations.Migration):
    dependencies = [("participation", "0007_import_traces")]

    operations = [migrations.RunPython(into_rows, into_text)]

"""A new migration leaves the processes working that still run the code before it, or says why it may not."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.guards.tree import ROOT

pytestmark = [pytest.mark.once, pytest.mark.django_db]  # a migration of wagtail-localize asks when it is read

FROZEN = frozenset((ROOT / "tests" / "guards" / "frozen_migrations.txt").read_text().split())
"""Migrations from before the portal ran for real. Nothing is added here: a new one is looked at, or declares itself."""

DECLARED = "BREAKS_RUNNING"
"""What a migration that must break a running process calls its reason (docs/upgrading.md)."""

BIG = {
    "participation.attendance",
    "participation.countdelta",
    "participation.headcount",
    "participation.meeting",
    "participation.membership",
    "people.person",
    "people.consent",
    "fieldbook.delivery",
    "accounts.journalentry",
    "content.dailyreading",
}
"""Tables that grow with the years: building an index or checking each row keeps everybody waiting."""

ENDS_WHAT_IS_USED = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel)


def ours():
    return {config.label for config in apps.get_app_configs() if config.name.partition(".")[0] in OUR_PACKAGES}


OUR_PACKAGES = {path.name for folder in (ROOT, ROOT / "site") for path in folder.iterdir() if path.is_dir()}


def faults(migration: migrations.Migration, state: ProjectState) -> list[str]:
    """What of a migration a process with the code before it, or one that waits for a table, would stumble over."""
    found, fresh = [], set()
    for operation in flat(migration.operations):
        name = (
            f"{migration.app_label}.{getattr(operation, 'model_name', None) or getattr(operation, 'name', '')}".lower()
        )
        if isinstance(operation, migrations.CreateModel):
            fresh.add(name)
        elif name not in fresh and (fault := fault_of(operation, name, migration.app_label, state)):
            found.append(f"{operation.describe()}: {fault}")
        operation.state_forwards(migration.app_label, state)
    return found


def flat(operations):
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from flat(operation.database_operations)
        else:
            yield operation


def fault_of(operation, name: str, label: str, state: ProjectState) -> str:
    if isinstance(operation, (*ENDS_WHAT_IS_USED, migrations.AlterModelTable)):
        return "a running process still reads it"
    if isinstance(operation, migrations.AddField):
        return "a running process writes rows without it" if must_be_written(operation.field) else ""
    if isinstance(operation, migrations.AlterField):
        before = state.models[tuple(name.split("."))].fields.get(operation.name)
        if before is not None and before.null and must_be_written(operation.field):
            return "a running process writes rows without it"
        if before is not None and kind(before) != kind(operation.field):
            return "a running process knows it as something else"
        return ""
    if isinstance(operation, migrations.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        return "nobody writes while it is built" if name in BIG else ""
    if isinstance(operation, migrations.AddConstraint | migrations.AlterUniqueTogether):
        return "nobody writes while each row is checked" if name in BIG else ""
    if isinstance(operation, migrations.RunSQL):
        return "nobody but its author knows what it locks"
    return ""


def must_be_written(field: models.Field) -> bool:
    """The column refuses a row that says nothing of it: a ``default`` is of Python, and the database forgets it."""
    return not (field.null or field.many_to_many or field.has_db_default() or field.generated)


def kind(field: models.Field) -> tuple:
    """What the column is; one that only became longer is the same."""
    return (field.get_internal_type(), field.max_digits if isinstance(field, models.DecimalField) else None)


def new_migrations(loader: MigrationLoader) -> list[tuple[str, str]]:
    labels = ours()
    names = (key for key in loader.disk_migrations if key[0] in labels)
    return sorted(key for key in names if f"{package_of(key[0])}.{key[1]}" not in FROZEN)


def package_of(label: str) -> str:
    return apps.get_app_config(label).name


def declared(key: tuple[str, str]) -> str:
    module = import_module(f"{package_of(key[0])}.migrations.{key[1]}")
    return getattr(module, DECLARED, "")


def test_new_migrations_break_no_running_process():
    loader = MigrationLoader(None)
    found = {}
    for key in new_migrations(loader):
        state = loader.project_state([node.key for node in loader.graph.node_map[key].parents])
        stumbles = faults(loader.disk_migrations[key], state)
        reason = declared(key)
        if stumbles and len(reason) < 20:
            found[".".join(key)] = stumbles
        assert stumbles or not reason, f"{key} says why it breaks what runs, and breaks nothing."
    assert found == {}


def test_frozen_migrations_are_still_there():
    on_disk = {
        f"{package_of(label)}.{name}" for label, name in MigrationLoader(None).disk_migrations if label in ours()
    }
    assert sorted(FROZEN - on_disk) == []


# --- planted ---------------------------------------------------------------------------------------------------------
INDEX = models.Index(fields=["held_on"], name="planted")
CHECK = models.CheckConstraint(condition=models.Q(number__gte=0), name="planted")


def planted(*operations):
    """The faults of a migration of meetings with these operations, on the tables of today."""
    migration = migrations.Migration("9999_planted", "participation")
    migration.operations = list(operations)
    return [each.split(": ")[-1] for each in faults(migration, ProjectState.from_apps(apps))]


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (migrations.RemoveField("meeting", "summary"), "a running process still reads it"),
        (migrations.RenameField("meeting", "summary", "words"), "a running process still reads it"),
        (migrations.DeleteModel("HeadCount"), "a running process still reads it"),
        (migrations.AddField("meeting", "planted", models.IntegerField()), "a running process writes rows without it"),
        (
            migrations.AddField("meeting", "planted", models.CharField(default="", max_length=3)),
            "a running process writes rows without it",
        ),
        (
            migrations.AlterField("meeting", "summary", models.IntegerField(null=True)),
            "a running process knows it as something else",
        ),
        (migrations.AddIndex("meeting", INDEX), "nobody writes while it is built"),
        (migrations.AddConstraint("meeting", CHECK), "nobody writes while each row is checked"),
        (migrations.RunSQL("SELECT 1"), "nobody but its author knows what it locks"),
        (
            migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("meeting", "summary")]),
            "a running process still reads it",
        ),
    ],
    ids=lambda value: value.describe() if hasattr(value, "describe") else "",
)
def test_what_breaks_a_running_process_is_found(operation, fault):
    assert planted(operation) == [fault]


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("meeting", "planted", models.IntegerField(null=True)),
        migrations.AddField("meeting", "planted", models.IntegerField(db_default=0)),
        migrations.AddField("meeting", "planted", models.ManyToManyField("places.AdminArea")),
        AddIndexConcurrently("meeting", INDEX),
        migrations.AddIndex("groupkind", INDEX),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda value: value.describe(),
)
def test_what_breaks_nothing_is_let_through(operation):
    if isinstance(operation, migrations.AddIndex) and operation.model_name == "groupkind":
        assert fault_of(operation, "participation.groupkind", "participation", ProjectState()) == ""
        return
    assert planted(operation) == []


def test_a_table_that_is_new_itself_may_be_made_in_any_way():
    fields = [("id", models.BigAutoField(primary_key=True)), ("held_on", models.DateField())]
    made = migrations.CreateModel("Planted", fields)
    assert planted(made, migrations.AddField("planted", "more", models.IntegerField())) == []
    assert planted(migrations.AddField("meeting", "more", models.IntegerField())) != []


def test_big_tables_are_there():
    known = {f"{model._meta.app_label}.{model._meta.model_name}" for model in apps.get_models()}
    assert sorted(BIG - known) == []

"""Triggers that refuse to change or remove what the journal holds."""

from django.db import migrations

TABLES = ("journal_entry", "journal_checkpoint")


def _sqlite(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )


def guard(apps: object, editor: object) -> None:
    """One trigger a table and act."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
        )
        for table in TABLES:
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()"
            )
        return
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            editor.execute(_sqlite(table, act))


def unguard(apps: object, editor: object) -> None:
    """Take the triggers away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION journal_is_append_only() CASCADE")
        return
    for table in TABLES:
        for act in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{act}")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]

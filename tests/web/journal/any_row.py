"""Rows of any protected table, made by looking at its fields, and another value for any field."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, models

from kaoping_web.journal.models import Protected
from kaoping_web.journal.services import keep
from tests.web.cast import NOW


class Maker:
    """Makes row number `n` of a table, and before it whatever it points to. The same number gives the same row."""

    def __init__(self) -> None:
        self._made: dict[tuple[type[models.Model], int], models.Model] = {}

    def row(self, model: type[models.Model], n: int) -> models.Model:
        if (model, n) not in self._made:
            given = {
                field.name: self._value(model, field, position, n)
                for position, field in enumerate(model._meta.concrete_fields)
                if field.name != "version" and not (field.primary_key and isinstance(field, models.AutoField))
            }
            self._made[model, n] = self._stored(model(**given))
        return self._made[model, n]

    def _stored(self, row: models.Model) -> models.Model:
        if isinstance(row, Protected):
            return keep(row, by=None, deed="make.row", chain="xiaoyun", at=NOW)
        row.save(force_insert=True)
        return row

    def _value(self, model: type[models.Model], field: models.Field, position: int, n: int) -> object:
        if isinstance(field, models.ForeignKey):
            return None if field.related_model is model else self.row(field.related_model, n)
        match field:
            case models.BooleanField():
                return False
            case models.DateTimeField():
                return NOW + timedelta(days=position, seconds=n)
            case models.DateField():
                return date(2026, 1, n) + timedelta(weeks=position)
            case models.IntegerField():
                return n
            case models.BinaryField():
                return b"x"
        return f"{position}{'abc'[n]}"[-(field.max_length or 20) :]


def another(row: models.Model, name: str) -> object:
    """A value that this field does not have, as the database keeps it."""
    field = row._meta.get_field(name)
    now = getattr(row, field.attname)
    match now:
        case bool():
            new: object = not now
        case int():
            new = now + 1
        case datetime():
            new = now + timedelta(seconds=1)
        case date():
            new = now + timedelta(days=1)
        case str():
            new = f"{now[:-1]}Z"
        case _:
            new = 1
    return field.get_db_prep_save(new, connection)


def set_by_hand(row: models.Model, name: str, value: object) -> None:
    """Past every service: one column of one row."""
    table, column = row._meta.db_table, row._meta.get_field(name).column
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = %s WHERE "{row._meta.pk.column}" = %s', [value, row.pk]
        )
        assert cursor.rowcount == 1

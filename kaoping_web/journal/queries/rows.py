"""Every row of every protected table, as the replay compares it with the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps

from kaoping.errors import Problem
from kaoping.journal import Row
from kaoping_web.journal.models import Protected
from kaoping_web.refusals import problem

AT_ONCE = 2000
UNREADABLE = (ValueError, TypeError, AssertionError, OverflowError)
"""What a column raises that holds what was never written there by us."""


def protected_models() -> list[type[Protected]]:
    """Every kind of row that the journal protects, by its name."""
    return sorted(
        (one for one in apps.get_models() if issubclass(one, Protected)), key=lambda one: one.object_type()
    )


def protected_rows(complain: Callable[[Problem], None]) -> Iterator[Row]:
    """All of them. A row that cannot be read is told, and counts as missing."""
    for model in protected_models():
        yield from _rows_of(model, complain)


def _rows_of(model: type[Protected], complain: Callable[[Problem], None]) -> Iterator[Row]:
    last, table = None, model._default_manager.only("version", *model.protected).order_by("pk")
    while True:
        after = table if last is None else table.filter(pk__gt=last)
        keys = list(after.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return
        part = after.filter(pk__lte=keys[-1])
        try:
            read = [one.as_row() for one in part]
        except UNREADABLE:
            read = list(_one_by_one(model, keys, complain))
        yield from read
        last = keys[-1]


def _one_by_one(
    model: type[Protected], keys: list[object], complain: Callable[[Problem], None]
) -> Iterator[Row]:
    for key in keys:
        try:
            yield model._default_manager.only("version", *model.protected).get(pk=key).as_row()
        except UNREADABLE:
            complain(
                problem(
                    "row-unreadable", f"{model.object_type()}“{key}”读不出来：有一栏存着不该有的内容。",
                    f"{model.object_type()} “{key}” cannot be read: a column holds what cannot stand there.",
                    "不要改动，保留数据库并报告。", "Change nothing, keep the database and report it.",
                )
            )  # fmt: skip

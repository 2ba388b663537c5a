"""Eight people save at once for a while: everything is stored, nobody sees an error of the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from kaoping_web.filing.models import Value
from kaoping_web.filing.services import CellInput, prepare_filings, save_cells
from kaoping_web.journal import writing
from kaoping_web.journal.models import Entry, LogState
from kaoping_web.organisations.models import User
from tests.web.cast import NOW, District
from tests.web.filing.year import cycle_of, filing_of, lock_scheme
from tests.web.races.shared import alone, is_whole, losers, races, seen_by_all, together

pytestmark = races
THREADS, SAVES = 8, 20


def savers(district: District) -> list[Callable[[], int]]:
    """Eight people, each with a cell of his own that he changes twenty times."""
    version = lock_scheme(district)
    cells = []
    for period in ("2026-01", "2026-02", "2026-03"):
        cycle = cycle_of(version, period)
        prepare_filings(by=district.kao, cycle=cycle, now=NOW)
        cells += list(filing_of(cycle, district.development_reform).values.filter(fact="investment"))
    return [lambda one=one: save(district.chen, one) for one in cells[:THREADS]]


def save(by: User, value: Value) -> int:
    for at in range(SAVES):
        seen = Value.objects.values_list("version", flat=True).get(pk=value.pk)
        outcome = save_cells(
            by=by, filing_id=value.filing_id, cells=[CellInput(value.pk, seen, f"{at + 1}.25")], now=NOW
        )
        assert outcome.saved == (value.pk,)
    return SAVES


def saved() -> int:
    return Entry.objects.filter(deed="save.value").count()


def test_eight_people_save_at_once_and_everything_is_stored(district: District, tmp_path: Path) -> None:
    several = savers(district)
    with seen_by_all(tmp_path):
        assert together(several) == [SAVES] * THREADS
        assert alone(saved) == THREADS * SAVES and is_whole()


def test_without_queue_and_lock_errors_appear(
    district: District, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The control: deferred transactions on SQLite, an unlocked state of the log on PostgreSQL."""
    several = savers(district)
    with seen_by_all(tmp_path):
        monkeypatch.setattr(writing, "_queue", nullcontext)
        monkeypatch.setattr(writing, "locked_state", lambda: LogState.objects.get(pk=1))
        monkeypatch.setitem(
            connection.settings_dict, "OPTIONS", deferred(connection.settings_dict["OPTIONS"])
        )
        errors = losers(together(several))
        assert errors and all(isinstance(one, DatabaseError) for one in errors), errors


def deferred(options: dict[str, object]) -> dict[str, object]:
    return {**options, "transaction_mode": "DEFERRED"} if connection.vendor == "sqlite" else options

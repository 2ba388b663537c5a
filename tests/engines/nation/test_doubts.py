"""A total in doubt is settled from what it was made of, not from everything that was filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

from benchmarks import country
from kaoping import Period, read_scheme_text
from kaoping.engines.columnar.judge import SINGLE, Judge
from kaoping.engines.nation import Nation, passing, score_nation
from kaoping.plan.steps import ColumnId, Plan, Step
from tests.engines.nation.filed import told_by_files

ORGANISATIONS, ITEMS = 3_000, 20


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Nation:
    """Some do not have every item: their totals are rescaled, and some of those lie on a half."""
    folder = tmp_path_factory.mktemp("land")
    country.write_bodies(folder / "bodies.parquet", ORGANISATIONS)
    country.write_month(folder / "period=2026-01" / "values.parquet", ORGANISATIONS, ITEMS)
    return Nation(read_scheme_text(country.scheme(ITEMS)), [folder], [Period.parse("2026-01")])


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many cells the reference works out for one organisation, by the kind of their step."""
    found: Counter[str] = Counter()
    real = Judge._answer

    def noted(judge: Judge, step: Step, keys: Iterable[str]) -> None:
        asked = list(keys)
        found[type(step).__name__] += len(asked) if isinstance(step, SINGLE) else 0
        real(judge, step, asked)

    monkeypatch.setattr(Judge, "_answer", noted)
    return found


def let_go_at_once(plan: Plan) -> dict[ColumnId, int]:
    """Columns go when no step reads them, whatever may still be in doubt."""
    found: dict[ColumnId, int] = {}
    for number, step in enumerate(plan.steps):
        found.update(dict.fromkeys((step.id, *step.inputs), number))
    return found


def test_a_doubt_costs_few_operations(
    nation: Nation, worked_out: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    score_nation(nation, tmp_path / "out")
    few = Counter(worked_out)
    assert few["Round"] > 40, "nothing was in doubt"
    assert few["Formula"] < 3 * few["Round"] and few["ReadFact"] < few["Round"]
    worked_out.clear()
    monkeypatch.setattr(passing, "last_reads", let_go_at_once)
    score_nation(nation, tmp_path / "forgetful")
    assert worked_out["Formula"] > 50 * few["Formula"]
    answers = told_by_files(tmp_path / "out", "2026-01")
    assert answers and answers == told_by_files(tmp_path / "forgetful", "2026-01")


@pytest.mark.parametrize("forgets", [True, False])
def test_cells_asked_for_stay_no_longer_than_their_column(
    nation: Nation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgets: bool
) -> None:
    """The control: where nobody notes that cells were asked for, they stay."""
    left: list[ColumnId] = []
    real = passing.LettingGo._forget_cells

    def looked_at(run: passing.LettingGo) -> None:
        run.judge.asked = run.judge.asked and forgets
        real(run)
        for column, cells in run.judge.cells.items():
            kept = column in run.judge.parts or isinstance(run.plan.by_id[column], passing.WHOLE)
            left.extend([column] if cells and not kept else [])

    monkeypatch.setattr(passing.LettingGo, "_forget_cells", looked_at)
    monkeypatch.setattr(passing, "last_reads", let_go_at_once)
    score_nation(nation, tmp_path / "out")
    assert bool(left) is not forgets

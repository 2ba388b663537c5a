"""COINr and we are given the same index and the same weights, and a difference would be seen."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from benchmarks import coinr
from benchmarks.asem import Asem
from benchmarks.coinr_sides import Ours, weights_text
from benchmarks.robustness import Drawn
from kaoping.tables import Absence

PARENTS = {"a": "P", "b": "P", "c": "Q", "d": "Q", "e": "R", "f": "R", "P": "X", "Q": "X", "R": "Y", "X": "Index", "Y": "Index"}  # fmt: skip
VALUES = {
    "AAA": "1 0.25 -3 10 7 2.5", "BBB": "2 0.5 4.5 20 _ 1.25", "CCC": "5 0.125 6 _ 1 9", "DDD": "3 0.75 _ 40 3 4",
}  # fmt: skip


@pytest.fixture(scope="module")
def ours() -> Ours:
    """Six indicators of four countries, three of them missing, two better when lower."""
    meta = [
        {"Level": "1" if key in "abcdef" else "2" if key in "PQR" else "3", "iCode": key, "iName": key, "Weight": str(1 + place % 3),
         "Direction": "-1" if key in "bf" else "1", "Parent": parent}
        for place, (key, parent) in enumerate(PARENTS.items())
    ]  # fmt: skip
    raw = [
        {"uCode": key, "uName": key, **dict(zip("abcdef", text.replace("_", "").split(" "), strict=True))}
        for key, text in VALUES.items()
    ]
    return Ours(Asem(raw, meta))


def nodes(ours: Ours) -> dict[str, dict[str, str]]:
    """Our exact numbers as COINr would write them."""
    cells = ours.columns().cells
    written = {key: column for key, column in ours.column.items() if key != "total"}
    return {
        one: {"uCode": one} | {k: "" if isinstance(cells[c][one], Absence) else repr(float(cells[c][one])) for k, c in written.items()}  # type: ignore[arg-type]
        for one in ours.countries
    }  # fmt: skip


def test_all_our_ways_give_the_same_index(ours: Ours) -> None:
    exact = np.array([float(nodes(ours)[one]["Index"]) for one in ours.countries])
    flat = [np.array(one, np.float64) for one in (ours.problem.item_weights, ours.problem.dimension_weights, ours.problem.category_weights)]  # fmt: skip
    totals, _, _ = ours.weighed(ours.points(), flat)
    assert coinr.most_apart(exact, totals[0]) < 1e-14
    assert coinr.most_apart(exact, ours.index()) < 1e-9


def test_a_node_is_what_the_method_says(ours: Ours) -> None:
    """a: (2 − 1) of 4, weight 1. b, better when lower: (0.75 − 0.5) of 0.625, weight 2."""
    cells = ours.columns().cells
    assert [cells[ours.column[node]]["BBB"] for node in "abP"] == [25, 40, 35]


def test_the_same_numbers_are_not_apart(ours: Ours) -> None:
    assert coinr.nodes_apart(ours, nodes(ours)) < 1e-15


def test_another_number_is_seen(ours: Ours) -> None:
    wrong = nodes(ours)
    wrong["CCC"]["Q"] = repr(float(wrong["CCC"]["Q"]) * (1 + 1e-8))
    assert coinr.nodes_apart(ours, wrong) > 1e-9


def test_a_number_on_one_side_only_is_seen(ours: Ours) -> None:
    for country, node, text in (("BBB", "e", "0"), ("BBB", "a", "")):
        wrong = nodes(ours)
        wrong[country][node] = text
        assert coinr.nodes_apart(ours, wrong) == float("inf")


def test_coinr_is_given_our_weights_to_the_last_bit(ours: Ours) -> None:
    weights = Drawn.of(ours.problem, 5).weights(ours.problem, 0)
    rows = list(csv.DictReader(io.StringIO(weights_text(ours.asem, weights))))
    assert list(rows[0]) == [*"abcdef", *"PQR", *"XY"]
    given = np.array([[float(one) for one in row.values()] for row in rows])
    assert (given == np.concatenate(weights, axis=1)).all()


def test_what_is_missing_is_said_and_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(coinr, "which", lambda _: "Rscript")
    monkeypatch.setenv("KAOPING_SHARED", str(tmp_path))
    assert coinr.main([]) == 0
    assert "not taken: no ASEM tables" in capsys.readouterr().out
    monkeypatch.setattr(coinr, "which", lambda _: None)
    assert coinr.main([]) == 0
    assert "not taken: there is no R here" in capsys.readouterr().out

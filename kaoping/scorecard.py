"""The answer: points, grades, places and awards for every organisation and node, and every step's value.

A scorecard is made once and never edited. `canonical` gives its bytes: the same inputs, scheme and meaning of rules
give the same bytes, whatever engine, machine or year.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from kaoping.errors import Problem, Words
from kaoping.exact import canonical_text
from kaoping.plan.steps import ColumnId, NodeColumns, Plan
from kaoping.tables import Absence, Cell, Tables

MEANING = "1"
"""Counts up whenever the same scheme and inputs could score differently (CHANGELOG, heading Scores)."""

STATUSES: Mapping[str, Words] = {
    "scored": Words("已计分", "scored"),
    "provisional": Words("暂定（有待报项）", "provisional (items pending)"),
    "not_ranked": Words("计分不排名", "scored, not ranked"),
    "missing": Words("缺报", "missing"),
    "not_applicable": Words("不适用", "not applicable"),
    "pending": Words("待报", "pending"),
    "undefined": Words("无法计算", "undefined"),
    "left_out_missing": Words("缺报，按规定不计入", "missing, left out as the policy says"),
    "left_out_pending": Words("待报，按规定不计入", "pending, left out as the policy says"),
    "left_out_undefined": Words("无法计算，按规定不计入", "undefined, left out as the policy says"),
    "filled_missing": Words("缺报，按规定计分", "missing, scored as the policy says"),
    "filled_not_applicable": Words("不适用，按规定计分", "not applicable, scored as the policy says"),
    "filled_pending": Words("待报，按规定计分", "pending, scored as the policy says"),
    "filled_undefined": Words("无法计算，按规定计分", "undefined, scored as the policy says"),
}


@dataclass(frozen=True)
class Line:
    """One organisation on one node. `points` may be an absence; `lost` is full − points where both are numbers.

    `place` is the rank in the track (a fraction where ties share the mean), `weight` the node's weight or full mark.
    """

    organisation: str
    group: str
    node: str
    period: str
    full: Fraction | None
    points: Cell
    lost: Fraction | None
    place: Fraction | None
    grade: str
    status: str


@dataclass(frozen=True)
class AwardLine:
    """One award given."""

    award: str
    group: str
    organisation: str


@dataclass(frozen=True)
class Scorecard:
    """One run. `columns` hold every step's value by column and organisation; `set_by` and `used` explain them
    (see `kaoping.engines.base.Columns`). `findings` are notes and warnings of the run."""

    scheme_key: str
    scheme_version: str
    scheme_digest: str
    inputs_digest: str
    period: str
    root: str
    lines: tuple[Line, ...]
    awards: tuple[AwardLine, ...]
    findings: tuple[Problem, ...]
    plan: Plan
    tables: Tables
    columns: Mapping[ColumnId, Mapping[str, Cell]]
    set_by: Mapping[ColumnId, Mapping[str, tuple[str, ...]]]
    used: Mapping[ColumnId, Mapping[str, tuple[int, ...]]]
    engine: str = "reference"

    @cached_property
    def run_id(self) -> str:
        """Names the run by what went in: scheme, inputs, period, meaning of the rules."""
        parts = (self.scheme_digest, self.inputs_digest, self.period, self.root, MEANING)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str, str], Line]:
        """Lines by (organisation, group, node) of the scored period."""
        return {
            (one.organisation, one.group, one.node): one for one in self.lines if one.period == self.period
        }

    @cached_property
    def nodes(self) -> Mapping[tuple[str, str, str], NodeColumns]:
        """Where each node's columns stand, by (group, node, period)."""
        return {(one.group, one.node, str(one.period)): one for one in self.plan.nodes}

    def canonical(self) -> bytes:
        """The result as canonical JSON: keys sorted, exact decimals as text, UTF-8, one line."""
        body = {
            "schema": "kaoping-scorecard/1",
            "run_id": self.run_id,
            "meaning": MEANING,
            "scheme": {"id": self.scheme_key, "version": self.scheme_version, "digest": self.scheme_digest},
            "inputs": self.inputs_digest,
            "period": self.period,
            "root": self.root,
            "lines": [_line(one) for one in self.lines],
            "awards": [[one.award, one.group, one.organisation] for one in self.awards],
        }
        return canonical_json(body)

    def canonical_steps(self) -> bytes:
        """Every step's value as canonical JSON, for replay and audit."""
        cells = {
            column: {key: cell_text(cell) for key, cell in found.items()}
            for column, found in self.columns.items()
        }
        return canonical_json({"schema": "kaoping-steps/1", "run_id": self.run_id, "columns": cells})


_ENCODED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""Made once: `json.dumps` with settings of its own makes an encoder for every row."""


def canonical_json(body: object) -> bytes:
    """JSON with sorted keys, no spaces, no escapes beyond what JSON needs, in UTF-8."""
    return _ENCODED(body).encode()


def cell_text(cell: Cell) -> str | bool:
    """A cell as JSON holds it: exact numbers as text, absences as `!missing` and the like, text after a quote."""
    if isinstance(cell, Absence):
        return f"!{cell.value}"
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, Fraction):
        return canonical_text(cell)
    return cell.isoformat() if isinstance(cell, date) else f"'{cell}"


def _line(one: Line) -> list[object]:
    def text(number: Fraction | None) -> str | None:
        return None if number is None else canonical_text(number)

    return [
        one.organisation, one.group, one.node, one.period, text(one.full), cell_text(one.points), text(one.lost),
        text(one.place), one.grade, one.status,
    ]  # fmt: skip


def digest_of(tables: Tables) -> str:
    """SHA-256 of everything a run reads; the order of rows plays no part, the place in a file neither."""
    rows: list[bytes] = [
        canonical_json(["o", o.key, o.title, o.kind, o.parent, sorted((k, cell_text(v)) for k, v in o.attributes.items())])
        for o in tables.organisations
    ]  # fmt: skip
    rows += [
        canonical_json(["f", f.organisation, f.fact, str(f.period or ""), cell_text(f.value), f.source, f.vintage, f.rater, f.rater_group])
        for f in tables.filed
    ]  # fmt: skip
    rows += [
        canonical_json(
            ["h", h.organisation, h.event, str(h.on or ""), str(h.period or ""), h.level, h.matter,
             None if h.amount is None else canonical_text(h.amount), h.count, h.share, h.document, h.decided_by]
        )
        for h in tables.happenings
    ]  # fmt: skip
    return _digest(sorted(rows))


def _digest(rows: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for row in rows:
        found.update(row)
        found.update(b"\n")
    return found.hexdigest()

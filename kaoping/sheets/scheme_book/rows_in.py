"""Rows of a sheet as entries of a document, each part with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaoping.errors import Place, TableError
from kaoping.sheets.cells import read_text
from kaoping.sheets.findings import Findings
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.scheme_book.cell_texts import at_place
from kaoping.sheets.scheme_book.columns import KEY, REST, Column, Layout
from kaoping.sheets.scheme_book.heads import Head
from kaoping.sheets.scheme_book.kinds import Desk
from kaoping.sheets.scheme_book.plain import Plain
from kaoping.sheets.scheme_book.yaml_text import Said


@dataclass(frozen=True)
class RowIn:
    """One row that is not empty: what its cells say by column and track; `place`: its key, or its first cell."""

    cells: Mapping[tuple[Column, str], Said]
    place: Place
    number: int

    def of(self, column: Column) -> Said | None:
        """What the cell of a column says."""
        return self.cells.get((column, ""))

    def text(self, column: Column) -> str:
        """The text of a cell; "" where it is empty."""
        found = self.of(column)
        return found.plain if found and isinstance(found.plain, str) else ""


def rows_of(grid: Grid, head: Head, desk: Desk, findings: Findings) -> Iterator[RowIn]:
    """The rows in order; those whose cells say nothing are passed over."""
    for row in range(head.first, len(grid.rows)):
        cells: dict[tuple[Column, str], Said] = {}
        filled = False
        for number, (column, track) in head.columns.items():
            raw = grid.raw(row, number)
            if column.told or is_empty(raw):
                continue
            filled = True
            said = _said(raw, column, grid.place(row, number), desk, findings)
            if said is not None:
                cells[column, track] = said
        if filled:
            key = next((number for number, (column, _) in head.columns.items() if column.path == "key"), 0)
            yield RowIn(cells, grid.place(row, key), row)


def is_empty(raw: Raw) -> bool:
    """Whether nothing stands in a cell."""
    return raw is None or (isinstance(raw, str) and not read_text(raw))


def _said(raw: Raw, column: Column, place: Place, desk: Desk, findings: Findings) -> Said | None:
    try:
        return Said(place, column.kind.read(raw, desk))
    except TableError as error:
        for problem in at_place(error, place):
            findings.take(problem)
        return None


# entries -----------------------------------------------------------------------------------------------


def entry_of(row: RowIn, layout: Layout, findings: Findings) -> Said:
    """The entry that a row says: its cells under their paths, then what its last column adds. The order is that of
    the layout, wherever the columns of the sheet stand."""
    fields: dict[str, Said] = {}
    for column in layout.columns:
        by_track = {track: said for (one, track), said in row.cells.items() if one == column}
        said = by_track.get("")
        if column in (KEY, REST) or not by_track or (column.usual and said and said.plain == column.usual):
            continue
        found = _amount(by_track) if column.per_track else said
        assert found is not None
        put(fields, tuple(column.path.split(".")), found, findings)
    rest = row.of(REST)
    if rest is not None:
        _add_rest(fields, rest, findings)
    return Said(row.place, fields=fields)


def _amount(by_track: dict[str, Said]) -> Said:
    """One setting for all tracks, or one for each; then that of all tracks serves the others."""
    every = by_track.pop("", None)
    if not by_track:
        assert every is not None
        return every
    first = next(iter(by_track.values()))
    return Said(first.place, fields=by_track | ({"otherwise": every} if every else {}))


def _add_rest(fields: dict[str, Said], rest: Said, findings: Findings) -> None:
    if not isinstance(rest.plain, dict):
        findings.add(
            "not-settings", rest.place,
            ("这一格应是“名称: 内容”的分项，一行一项。", "This cell should hold entries “name: content”, one a line."),
        )  # fmt: skip
        return
    for name, one in rest.plain.items():
        below = Said(rest.place, one)
        known = fields.get(name)
        if isinstance(one, dict) and known is not None and known.fields is not None:
            for inner, further in one.items():
                put(fields, (name, inner), Said(rest.place, further), findings)
        else:
            put(fields, (name,), below, findings)


def put(fields: dict[str, Said], path: tuple[str, ...], said: Said, findings: Findings) -> None:
    """Set what stands under a path; a second word on the same thing is a problem."""
    name, rest = path[0], path[1:]
    known = fields.get(name)
    if rest and known is None:
        known = fields[name] = Said(said.place, fields={})
    if rest and known is not None and (known.fields is not None or isinstance(known.plain, dict)):
        opened = known.opened()
        assert opened.fields is not None
        fields[name] = opened
        put(opened.fields, rest, said, findings)
    elif known is not None:
        findings.add(
            "said-twice", said.place,
            (f"“{'.'.join(path)}”在 {known.place.sheet} {known.place.cell} 已经写了。",
             f"“{'.'.join(path)}” is said at {known.place.sheet} {known.place.cell} already."),
            ("留下一处。", "Keep one of them."),
        )  # fmt: skip
    else:
        fields[name] = said


# the target of a rule ----------------------------------------------------------------------------------


def with_target_within(fields: dict[str, Said], blocks: frozenset[str], short: Mapping[str, str],
                       findings: Findings) -> None:  # fmt: skip
    """Put the target back into its rule. blocks: names of rules; short: what a bare value stands for in each."""
    target = fields.pop("target", None)
    if target is None:
        return
    rule = fields.get("rule")
    plain: Plain = rule.plain if rule else None
    name = plain if isinstance(plain, str) else _only(plain, blocks)
    if isinstance(plain, dict) and len(plain) == 1 and not name:
        return  # no such rule: the scheme's own reader says so
    if rule is None or not name:
        findings.add(
            "target-without-rule", target.place,
            ("有目标，而“规则写法”里没有可以用它的一条规则。", "There is a target but no single rule to use it."),
            ("写上规则；分赛道各写一条规则的，目标写在各条规则里。", "Write the rule; where each track has a rule of its own, write the target within each."),
        )  # fmt: skip
        return
    body = plain[name] if isinstance(plain, dict) else None
    aside = (
        {key: Said(rule.place, one) for key, one in plain.items() if key != name}
        if isinstance(plain, dict)
        else {}
    )
    settings: dict[str, Plain] = (
        body if isinstance(body, dict) else {} if body is None else {short.get(name, ""): body}
    )
    if settings.get("target") is not None:
        findings.add(
            "said-twice", target.place,
            ("目标在规则里也写了。", "The target stands within the rule too."), ("留下一处。", "Keep one of them."),
        )  # fmt: skip
        return
    first = {} if "target" in settings else {"target": target}
    within = {key: target if key == "target" else Said(rule.place, one) for key, one in settings.items()}
    fields["rule"] = Said(rule.place, fields={name: Said(rule.place, fields=first | within)} | aside)


def _only(plain: Plain, blocks: frozenset[str]) -> str:
    """The one rule that a cell names, "" where it names none or several."""
    named = [one for one in plain if one in blocks] if isinstance(plain, dict) else []
    return named[0] if len(named) == 1 else ""

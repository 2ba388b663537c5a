"""What the pages about bodies show, put together from queries: no page asks the database row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaoping.errors import Words
from kaoping_web.organisations.models import Change, Organisation, Standing
from kaoping_web.organisations.queries.bodies import Cell, Stood, figures_at, standings_of, tree_at
from kaoping_web.organisations.queries.changes import changes_of, changes_upto
from kaoping_web.organisations.words import CHANGE_WORDS, figure_words, kind_words

MOST_ROWS = 800
"""Beyond that the tree is shown down to the third level, and below one body at a time."""


@dataclass(frozen=True)
class TreeRow:
    """One body in the tree of a day, with its last change."""

    key: str
    title: str
    english: str
    assesses: bool
    depth: int
    kind: Words
    below: int
    cells: tuple[Cell | None, ...]
    changed_on: date | None
    change_words: Words | None


@dataclass(frozen=True)
class Tree:
    """The tree of a day. `cut`: how many bodies are not shown."""

    rows: tuple[TreeRow, ...]
    columns: tuple[tuple[str, Words], ...]
    total: int
    kinds: tuple[tuple[Words, int], ...]
    cut: int


def tree_on(day: date, under: str = "") -> Tree:
    """Every body of that day in order, with figures and the last change; or one body with what is below it."""
    everything = tree_at(day)
    top = next((one for one in everything if one.key == under), None)
    standing = [one for one in everything if top is None or one.path.startswith(top.path)]
    base = min((depth_of(one) for one in standing), default=0)
    shown = [one for one in standing if len(standing) <= MOST_ROWS or depth_of(one) - base <= 2]
    ids = [one.organisation_id for one in shown]
    figures = figures_at(ids, day)
    last = {key: (on, CHANGE_WORDS.get(kind)) for key, (kind, on) in changes_upto(ids, day).items()}
    columns = sorted({name for them in figures.values() for name in them})
    below = _counts(everything)
    rows = [
        TreeRow(
            one.key, one.title, one.english, one.assesses, depth_of(one) - base, kind_words(one.kind), below.get(one.path, 0),
            tuple(map(figures.get(one.organisation_id, {}).get, columns)), *last.get(one.organisation_id, (None, None)),
        )
        for one in shown
    ]  # fmt: skip
    kinds: dict[str, int] = {}
    for one in standing:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    return Tree(
        tuple(rows), tuple((name, figure_words(name)) for name in columns), len(standing),
        tuple((kind_words(kind), count) for kind, count in kinds.items()), len(standing) - len(shown),
    )  # fmt: skip


def depth_of(standing: Stood | Standing) -> int:
    """How many are above it."""
    return standing.path.count("/") - 2


def _counts(standings: list[Stood]) -> dict[str, int]:
    """How many bodies are below each, by path."""
    found: dict[str, int] = {}
    for one in standings:
        parts = one.path.strip("/").split("/")
        for end in range(1, len(parts)):
            above = "/" + "/".join(parts[:end]) + "/"
            found[above] = found.get(above, 0) + 1
    return found


@dataclass(frozen=True)
class ChangeRow:
    """One change as it is told: what, of whom, into what."""

    change: Change
    words: Words
    body: Words
    into: Words | None


def change_rows(body: Organisation, day: date) -> list[ChangeRow]:
    """What was done to a body, and what others did with it, oldest first."""
    changes = changes_of(body)
    names = standings_of(
        {one.organisation_id for one in changes} | {one.into_id for one in changes if one.into_id}, day
    )
    return [
        ChangeRow(
            one, CHANGE_WORDS.get(one.kind, Words(one.kind)), names[one.organisation_id].name,
            names[one.into_id].name if one.into_id in names else None,
        )
        for one in changes
    ]  # fmt: skip

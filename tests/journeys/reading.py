"""What a statement says, read off its page."""

from __future__ import annotations

from tests.journeys.visitors import Visitor

POINTS = """() => {
  const table = document.querySelector("table.k-lines"), place = cell => {
    let at = 0;
    for (const one of cell.parentElement.cells) { if (one === cell) return at; at += one.colSpan; }
  };
  const head = [...table.tHead.rows[0].cells].find(one => one.textContent.trim() === "得分");
  const points = row => [...row.cells].find(one => place(one) === place(head)).textContent.trim();
  const rows = [...table.tBodies].flatMap(body => [...body.rows]).filter(row => !row.querySelector('th[scope="rowgroup"]'));
  return [...rows, table.tFoot.rows[0]].map(points);
}"""


def points_of(reader: Visitor, cycle: int, body: str) -> tuple[str, ...]:
    """The points of every item of a unit's statement in the order of the page, and the total."""
    reader.go(f"/cycles/{cycle}/units/{body}/")
    return tuple(reader.page.evaluate(POINTS))

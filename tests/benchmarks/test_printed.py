"""What a benchmark prints says on what machine it was taken, and looks at all it says it looks at."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks import machine, spark
from kaoping.engines.base import Columns
from kaoping.engines.columnar import ColumnarEngine
from kaoping.plan.compiler import compile_plan

ROOM = Path(machine.__file__).parent
COMMANDS = [one for one in sorted(ROOM.glob("*.py")) if '__name__ == "__main__"' in one.read_text("utf-8")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.stem)
def test_every_command_prints_its_machine(command: Path) -> None:
    assert "machine.heading()" in command.read_text("utf-8")


def test_a_command_outside_the_package_prints_its_machine_first() -> None:
    asked = [sys.executable, str(ROOM / "journal.py"), "200"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOM.parent).stdout
    assert "load average" in said.splitlines()[0] and said.splitlines()[1].startswith("Python ")


@pytest.mark.parametrize("item", [0, 1, 2])
def test_an_item_that_came_out_otherwise_is_an_organisation_that_differs(item: int) -> None:
    """On two tracks of fifteen: the points of one item of one organisation, its total unmoved."""
    data = spark.tables(30, 3)
    plan = compile_plan(spark.read_scheme_text(spark.scheme(3)), data.organisations, spark.YEAR)
    found = ColumnarEngine().run(plan, data)
    whole = Columns({column: dict(cells) for column, cells in found.cells.items()})
    columns = spark.compared(plan)
    assert spark.differing(columns, found.cells, whole.cells) == 0
    node = next(one for one in plan.nodes if one.node == f"f{item}")
    key = plan.members[node.group][4]
    changed = {**whole.cells, node.points: {**whole.cells[node.points], key: Fraction(99)}}
    assert spark.differing(columns, found.cells, changed) == 1

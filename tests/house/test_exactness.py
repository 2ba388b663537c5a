"""What decides a number computes with fractions: no float is written, made or borrowed there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.tree import Source, sources

EXACT_ROOMS = re.compile(r"^kaoping/(exact(\.py|/)|scheme/|plan/|engines/reference)")
# These stay in whole numbers or answer a fraction exactly; everything else of `math` goes through floats.
EXACT_MATH = {"ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod", "trunc"}


def floats(source: Source) -> list[str]:
    """Every place of a file where a float comes in."""
    return [f"{source.name}:{line} {what}" for line, what in sorted(_floats(source.tree))]


def _floats(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node.lineno, f"literal {node.value}"
            case ast.Call(func=ast.Name(id="float" | "complex" as name)):
                yield node.lineno, f"{name}()"
            case ast.Attribute(value=ast.Name(id="math" | "cmath"), attr=name) if name not in EXACT_MATH:
                yield node.lineno, f"math.{name}"
            case ast.ImportFrom(module="math" | "cmath", names=names):
                yield from ((node.lineno, f"math.{n.name}") for n in names if n.name not in EXACT_MATH)
            case ast.Import(names=names):
                yield from (
                    (node.lineno, f"{n.name} as {n.asname}")
                    for n in names
                    if n.name in {"math", "cmath"} and n.asname
                )


def test_nothing_that_decides_a_number_uses_a_float() -> None:
    exact = [source for source in sources("kaoping") if EXACT_ROOMS.match(source.name)]
    assert exact, "the rooms that compute have moved: name them in EXACT_ROOMS"
    assert [place for source in exact for place in floats(source)] == []


def test_every_way_to_a_float_is_found() -> None:
    ways = {
        "x = 0.5": "literal 0.5",
        "x = float('1')": "float()",
        "import math\nx = math.sqrt(2)": "math.sqrt",
        "from math import log": "math.log",
        "import math as m": "math as m",
    }
    for code, what in ways.items():
        assert [place.split(" ", 1)[1] for place in floats(Source.of("kaoping/exact.py", code))] == [what]


def test_whole_numbers_and_exact_functions_pass() -> None:
    code = "import math\nfrom math import lcm\nx = math.floor(3) + math.gcd(4, 6) + lcm(2, 3)\n"
    assert floats(Source.of("kaoping/exact.py", code)) == []


def test_the_reference_engine_is_among_the_exact_rooms() -> None:
    assert EXACT_ROOMS.match("kaoping/engines/reference.py")
    assert EXACT_ROOMS.match("kaoping/engines/reference/items.py")
    assert not EXACT_ROOMS.match("kaoping/engines/columnar.py")

"""The problems found while reading, in the order of the files; the same complaint is not repeated without end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from kaoping.errors import Place, Problem, Severity, TableError, Words

MOST_ALIKE = 200


class Findings:
    """Gathers problems; of one kind at most `MOST_ALIKE` a sheet, then their number."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._count: Counter[tuple[str, str, str]] = Counter()

    def add(
        self,
        code: str,
        place: Place,
        what: tuple[str, str],
        mend: tuple[str, str] = ("", ""),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one problem; what and mend as (zh, en)."""
        self.take(Problem(f"sheets-{code}", Words(*what), Words(*mend), place, severity))

    def take(self, problem: Problem) -> None:
        """Note a problem that is made already."""
        kind = (problem.place.file, problem.place.sheet, problem.code)
        self._count[kind] += 1
        if self._count[kind] <= MOST_ALIKE:
            self._found.append(problem)

    def cell(self, error: TableError, place: Place) -> None:
        """Note why a cell was refused, with its place."""
        for problem in error.problems:
            self.take(replace(problem, place=place))

    def note(self, code: str, place: Place, zh: str, en: str) -> None:
        """Tell something that needs no deed."""
        self.add(code, place, (zh, en), severity=Severity.NOTE)

    def all(self) -> tuple[Problem, ...]:
        """Every problem, and for kinds that were cut off a last line saying how many there are."""
        return (*self._found, *self._rest())

    def _rest(self) -> Iterable[Problem]:
        for (file, sheet, code), count in self._count.items():
            if count > MOST_ALIKE:
                words = Words(
                    f"同样的问题还有 {count - MOST_ALIKE} 处。",
                    f"There are {count - MOST_ALIKE} more of the same kind.",
                )
                severity = next(p.severity for p in self._found if p.code == code)
                yield Problem(code, words, place=Place(file, 0, sheet), severity=severity)


def nearest(name: str, names: Iterable[str]) -> tuple[str, str]:
    """“Did you mean …” with up to three near names, as (zh, en); both empty where none is near."""
    near = get_close_matches(name, sorted(set(names)), n=3, cutoff=0.5)
    if not near:
        return "", ""
    listed = "、".join(f"“{found}”" for found in near)
    return f"是不是{listed}？", f"Did you mean {' or '.join(f'“{found}”' for found in near)}?"

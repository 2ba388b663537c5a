"""How a command speaks to a person: problems and talk to stderr, progress beyond a second."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kaoping.errors import Language, Problem, Severity, Words

PATIENCE = 1.0
"""Seconds before a bar appears."""
_SEVERITIES = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("提醒", "warning"),
    Severity.NOTE: Words("说明", "note"),
}

Report = Callable[[int, int], None]


class Voice:
    """Speaks one language. A quiet voice tells errors only."""

    def __init__(
        self, language: Language, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.language, self.quiet, self.clock = language, quiet, clock

    @property
    def shows_bars(self) -> bool:
        """Whether somebody is there to watch a bar: stderr is a terminal, and the voice not quiet."""
        return not self.quiet and Console(file=sys.stderr).is_terminal

    def answer(self, text: str) -> None:
        """Part of the answer, to stdout."""
        sys.stdout.write(text + "\n")

    def tell(self, words: Words) -> None:
        """Talk, to stderr."""
        if not self.quiet:
            sys.stderr.write(words.in_(self.language) + "\n")

    def complain(self, words: Words) -> None:
        """A failure, to stderr, however quiet."""
        sys.stderr.write(f"{_SEVERITIES[Severity.ERROR].in_(self.language)} {words.in_(self.language)}\n")

    def problems(self, problems: Iterable[Problem], stream: TextIO | None = None) -> None:
        """Every problem with place and remedy; a quiet voice leaves out warnings and notes."""
        found = [one for one in problems if not self.quiet or one.severity is Severity.ERROR]
        to = stream or sys.stderr
        for one in found:
            to.write(f"{_SEVERITIES[one.severity].in_(self.language)} {one.in_(self.language)}\n")

    def counted(self, problems: Sequence[Problem]) -> Words:
        """How many problems of each severity, in words."""
        count = Counter(one.severity for one in problems)
        zh = "，".join(
            f"{count[severity]} 处{words.zh}" for severity, words in _SEVERITIES.items() if count[severity]
        )
        en = ", ".join(
            f"{count[severity]} {words.en}{'s' if count[severity] > 1 else ''}"
            for severity, words in _SEVERITIES.items()
            if count[severity]
        )
        return Words(zh or "没有问题", en or "no problems")

    @contextmanager
    def progress(self, words: Words) -> Iterator[Report]:
        """A bar on stderr for work that takes longer than a second; none for a quiet voice."""
        bar = _Bar(self, words)
        try:
            yield bar.report
        finally:
            bar.end()


class _Bar:
    """One bar, drawn only once patience is over."""

    def __init__(self, voice: Voice, words: Words) -> None:
        self._voice, self._words = voice, words
        self._start = voice.clock()
        self._shown: Progress | None = None

    def report(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if self._shown is None and self._voice.shows_bars and self._voice.clock() - self._start > PATIENCE:
            self._shown = _drawn()
            self._task = self._shown.add_task(self._words.in_(self._voice.language), total=total)
            self._shown.start()
        if self._shown is not None:
            self._shown.update(self._task, completed=done, total=total)

    def end(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()


def _drawn() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(file=sys.stderr), transient=True)

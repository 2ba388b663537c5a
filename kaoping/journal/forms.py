"""Forms: labelled lines that are printed, kept outside the system, and typed back in years later.

Labels are printed in one language and read in both. A check code over the whole tells a typing mistake from a change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaoping.errors import Language, Problem, Words
from kaoping.journal.canonical import MOST_INTEGER, canonical_json
from kaoping.journal.findings import JournalError, finding
from kaoping.journal.letters import folded, grouped, ungrouped
from kaoping.journal.log import ALGORITHMS, DIGEST_BYTES, Hash, Log, hash_named
from kaoping.journal.moments import is_moment

LABELS = {
    "installation": Words("安装", "installation"),
    "sequence": Words("条目", "entry"),
    "chain": Words("链", "chain"),
    "number": Words("序号", "number"),
    "hash": Words("摘要", "hash"),
    "size": Words("条数", "size"),
    "at": Words("时间", "time"),
    "root": Words("根值", "root"),
    "proof": Words("证明", "proof"),
    "check": Words("校验", "check"),
}
BITS = 8 * DIGEST_BYTES
_CHECK_BITS = 40
_GROUPS_A_LINE = 7
_MOST_LINES = 400
_BY_LABEL = {text: name for name, words in LABELS.items() for text in (words.zh, words.en)}
_LINE = re.compile(r"\s*([^\s:：]+)\s*[:：]?\s*(.*?)\s*", re.S)

Line = tuple[str, str | int | bytes]
"""The name of a label and what stands behind it: text, a count, or a whole hash."""


def form_text(kind: str, log: Log, lines: Sequence[Line], language: Language) -> str:
    """A form as it is printed. `kind` names it in its first line."""
    whole: list[Line] = [("installation", log.installation), *lines]
    check = grouped(_check(log.hashed, kind, log.algorithm, whole), _CHECK_BITS)
    told = [f"{kind} {log.algorithm}"]
    for name, value in whole:
        groups = grouped(value, BITS) if isinstance(value, bytes) else [str(value)]
        told += _told(LABELS[name].in_(language), groups)
    return "\n".join([*told, *_told(LABELS["check"].in_(language), check)]) + "\n"


def _told(label: str, groups: list[str]) -> list[str]:
    rows = ["-".join(groups[i : i + _GROUPS_A_LINE]) for i in range(0, len(groups), _GROUPS_A_LINE)]
    return [f"{label}: {rows[0]}", *(f"    {row}" for row in rows[1:])]


def _check(hashed: Hash, kind: str, algorithm: str, lines: Sequence[Line]) -> bytes:
    said = [[name, value.hex() if isinstance(value, bytes) else value] for name, value in lines]
    return hashed(b"kaoping-form\0" + canonical_json([kind, algorithm, *said]))


@dataclass
class Typed:
    """A form as it was typed: what stands behind each label. Asking for a line gathers what is wrong with it."""

    kind: str
    algorithm: str = ""
    lines: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _read: list[Line] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What stands there, as it is."""
        return self._keep(name, unicodedata.normalize("NFC", self._one(name)))

    def plain(self, name: str) -> str:
        """What stands there: full-width letters as letters, spaces left out, in lower case."""
        return self._keep(name, _plain(self._one(name)).lower())

    def moment(self, name: str) -> str:
        """A moment in UTC."""
        text = _plain(self._one(name)).upper()
        if text and not is_moment(text):
            self.problems.append(finding("form-line", LABELS[name]))
        return self._keep(name, text)

    def count(self, name: str, least: int = 0) -> int:
        """A whole number."""
        text = _plain(self._one(name))
        if text and not (re.fullmatch(r"[0-9]{1,16}", text, re.ASCII) and least <= int(text) <= MOST_INTEGER):
            self.problems.append(finding("form-line", LABELS[name]))
            text = ""
        self._read.append((name, int(text or 0)))
        return int(text or 0)

    def digest(self, name: str) -> bytes:
        """A whole hash."""
        return self._digest(name, self._one(name))

    def digests(self, name: str) -> tuple[bytes, ...]:
        """Any number of hashes, each behind its own label."""
        return tuple(self._digest(name, text) for text in self.lines.pop(name, ()))

    def log(self) -> Log:
        """Which log the form is of; call it last. Raises JournalError with everything found in the form."""
        self.problems += (finding("form-unknown", LABELS[name]) for name in self.lines if name != "check")
        if not self.problems:
            check = self._one("check")
            typed, wrong = ungrouped(check, _CHECK_BITS, LABELS["check"])
            self.problems += wrong if check else ()
            due = _check(hash_named(self.algorithm), self.kind, self.algorithm, self._read)
            if not self.problems and typed != due[: _CHECK_BITS // 8]:
                self.problems.append(finding("check"))
        if self.problems:
            raise JournalError(self.problems)
        return Log(str(self._read[0][1]), self.algorithm)

    def _one(self, name: str) -> str:
        found = self.lines.pop(name, [])
        if not found or not found[0]:
            self.problems.append(finding("form-line", LABELS[name]))
        elif len(found) > 1:
            self.problems.append(finding("form-twice", LABELS[name]))
        return found[0] if found else ""

    def _keep(self, name: str, text: str) -> str:
        self._read.append((name, text))
        return text

    def _digest(self, name: str, text: str) -> bytes:
        digest, wrong = ungrouped(text, BITS, LABELS[name]) if text else (b"", [])
        self.problems += wrong
        self._read.append((name, digest))
        return digest


def typed_form(kind: str, title: Words, text: str) -> Typed:
    """Read a form. Text before its first line and after its check code is left aside. Raises JournalError where
    there is no such form."""
    lines = [line for line in text.splitlines() if line.strip()]
    starts = [number for number, line in enumerate(lines) if _plain(line).lower().startswith(kind)]
    algorithm = _plain(lines[starts[0]]).lower().removeprefix(kind) if starts else ""
    if algorithm not in ALGORITHMS:
        raise JournalError(finding("form", title, kind))
    typed, last = Typed(kind, algorithm), ""
    for line in lines[starts[0] + 1 :][:_MOST_LINES]:
        match = _LINE.fullmatch(line)
        label = unicodedata.normalize("NFKC", match[1]).lower() if match else ""
        name = _BY_LABEL.get(label, "")
        if name and match:
            typed.lines.setdefault(name, []).append(match[2])
        elif last in ("hash", "root", "proof"):
            typed.lines[last][-1] += folded(line)
        elif last == "check":
            break
        else:
            typed.problems.append(finding("form-unknown", line[:60]))
        last = name or last
    return typed


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))

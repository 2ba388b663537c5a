"""A small installation for the tests: three organisations, a few dozen rows, a year of deeds; and what an insider can do
to its journal who knows how it is made."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from kaoping.errors import Problem
from kaoping.journal import (
    Anchor,
    Checkpoint,
    Deed,
    Entry,
    Frontier,
    Head,
    Log,
    Row,
    Sealed,
    Tree,
    Value,
    Verdict,
    append,
    receipt_for,
    replay,
    root_at,
    utc_text,
    verify_export,
    write_export,
)
from kaoping.journal.receipts import Receipt

YUNLAN = Log("kp-yunlan-01")
BINHAI = Log("kp-binhai-01")
START = datetime(2026, 3, 12, 8, tzinfo=UTC)
CHAINS = ("anping", "bincheng", "云澜区")


def moment(minute: int) -> str:
    return utc_text(START + timedelta(minutes=minute))


@dataclass
class Book:
    """A journal in memory, written with `append` alone."""

    log: Log = YUNLAN
    kept: list[Sealed] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    heads: dict[str, Head] = field(default_factory=dict)

    def record(self, deed: Deed) -> Sealed:
        step = append(self.log, self.frontier, self.heads.get(deed.chain), deed)
        self.kept.append(step.sealed)
        self.raws.append(step.raw)
        self.frontier, self.heads[deed.chain] = step.frontier, step.head
        return step.sealed

    @property
    def entries(self) -> list[Entry]:
        return [one.entry for one in self.kept]

    @property
    def tree(self) -> Tree:
        return Tree(self.log.hashed, (one.digest for one in self.kept))

    def checkpoint(self, size: int | None = None, minute: int = 9999) -> Checkpoint:
        size = len(self.kept) if size is None else size
        return Checkpoint(self.log, size, root_at(self.log.hashed, self.tree, size), moment(minute))

    def receipt(self, sequence: int, size: int | None = None) -> Receipt:
        return receipt_for(self.kept[sequence - 1], self.checkpoint(size), self.tree)

    def rows(self) -> list[Row]:
        return [
            Row(*name, held.version, dict(held.after))
            for name, held in replay(self.entries).objects.items()
            if held.after is not None
        ]


def deeds(count: int, seed: int = 1) -> list[Deed]:
    """Filings entered and corrected, verified or withdrawn, by three organisations."""
    rnd, versions = random.Random(seed), dict[str, int]()
    found = []
    for minute in range(count):
        key = f"{rnd.randrange(max(3, count // 3))}"
        versions[key] = versions.get(key, 0) + 1
        gone = rnd.random() < 0.05
        after: dict[str, Value] | None = {
            "organisation": rnd.choice(CHAINS), "value": f"{rnd.randrange(10**4)}.{rnd.randrange(1, 10)}",
            "verified": rnd.random() < 0.5, "place": rnd.choice([None, rnd.randrange(60)]), "note": f"第{minute}次，含“引号”\n",
        }  # fmt: skip
        found.append(Deed(
            chain=rnd.choice(CHAINS), at=moment(minute), deed="withdraw.filing" if gone else "submit.filing",
            who=(f"u-{rnd.randrange(40)}",), object_type="filing", object_key=key, version=versions[key],
            after=None if gone else after, reason="更正" * (minute % 2), document="云办发〔2026〕8号",
        ))  # fmt: skip
    return found


def book(count: int = 60, log: Log = YUNLAN, seed: int = 1) -> Book:
    made = Book(log)
    for deed in deeds(count, seed):
        made.record(deed)
    return made


def deed_of(entry: Entry) -> Deed:
    return Deed(**{name: getattr(entry, name) for name in Deed.__dataclass_fields__})


def rewritten(kept: Iterable[Sealed], edit: Callable[[Entry], Entry | None], log: Log = YUNLAN) -> Book:
    """Every later hash done again after an edit: what an insider with the whole database can do."""
    made = Book(log)
    for one in kept:
        if (edited := edit(one.entry)) is not None:
            made.record(deed_of(edited))
    return made


def exported(kept: Iterable[Sealed], log: Log = YUNLAN) -> bytes:
    stream = io.BytesIO()
    write_export(log, kept, stream, moment(9999))
    return stream.getvalue()


def verdict_on(content: bytes, anchors: Sequence[Anchor] = ()) -> Verdict:
    return verify_export(io.BytesIO(content), anchors, name="journal.jsonl")


def codes(problems: Iterable[Problem]) -> set[str]:
    return {one.code.removeprefix("journal-") for one in problems}


def with_value(entry: Entry, value: Value) -> Entry:
    return replace(entry, after={**(entry.after or {}), "value": value})

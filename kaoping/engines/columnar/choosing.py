"""Truths, branches and absences of columns: Kleene's logic, `if`, `coalesce`, and the questions about absence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import lcm

import numpy as np

from kaoping.engines.columnar.decisions import order
from kaoping.engines.columnar.parts import (
    FALSE,
    LIMIT,
    NUMBER,
    PENDING,
    TRUE,
    WORD,
    ZERO,
    Mask,
    Part,
    Status,
    Vocabulary,
    either,
    exact,
    flags,
)

_DECIDES = {
    "=": lambda below, above: ~(below | above),
    "!=": lambda below, above: below | above,
    "<": lambda below, above: below,
    "<=": lambda below, above: ~above,
    ">": lambda below, above: above,
    ">=": lambda below, above: ~below,
}


def compare(op: str, a: Part, b: Part) -> Part:
    """`a op b` as a truth. Words are only equal or not; anything else that is no number is unsure."""
    below, above, doubt = order(a, b)
    truth = _truth(_DECIDES[op](below, above))
    if a.status is None and b.status is None:
        return flags(truth, either(a.unsure, b.unsure, doubt))
    s, t = a.statuses(), b.statuses()
    absence = np.where(s <= PENDING, s, np.int8(0)), np.where(t <= PENDING, t, np.int8(0))
    strongest = np.maximum(*absence)
    both = (s == NUMBER) & (t == NUMBER)
    words = (s >= FALSE) & (t >= FALSE) & ((s == WORD) == (t == WORD)) if op in ("=", "!=") else None
    if words is not None and words.any():
        same = _same(a, b, s, t)
        truth = np.where(words, np.where(same == (op == "="), np.int8(TRUE), np.int8(FALSE)), truth)
        strange = (strongest == 0) & ~both & ~words
    else:
        strange = (strongest == 0) & ~both
    doubt = None if doubt is None else doubt & both
    unsure = either(a.unsure, b.unsure, doubt, strange if strange.any() else None)
    return flags(np.where(strongest > 0, strongest, truth), unsure)


def _truth(mask: Mask) -> Status:
    """TRUE where the mask holds, else FALSE: the one above the other, so the mask is only added."""
    found: Status = mask.view(np.int8) + np.int8(FALSE)
    return found


def _same(a: Part, b: Part, s: Status, t: Status) -> Mask:
    """Whether truths or words are the same. A text never equals a date: the vocabulary keeps them apart."""
    nowhere = np.full(1, -1, np.int32)
    x = nowhere if a.codes is None else a.codes
    y = nowhere if b.codes is None else b.codes
    same: Mask = (s == t) & ((s != WORD) | (x == y))
    return same


def kinds_differ(a: Part, b: Part, vocabulary: Vocabulary) -> Mask | None:
    """Where a text meets a date: the reference refuses that."""
    if a.codes is None or b.codes is None:
        return None
    kinds = np.array([type(cell) is str for cell in vocabulary.cells] + [True])
    differ: Mask = (a.codes >= 0) & (b.codes >= 0) & (kinds[a.codes] != kinds[b.codes])
    return differ if differ.any() else None


def truths(part: Part) -> tuple[Status, Mask | None]:
    """Statuses that are truths or absences; unsure elsewhere."""
    status = part.statuses()
    strange = (status == NUMBER) | (status == WORD)
    return status, either(part.unsure, strange if np.count_nonzero(strange) else None)


def both(a: Part, b: Part, decisive: int) -> Part:
    """`and` (decisive FALSE), `or` (decisive TRUE): the decisive truth wins whatever the other side is."""
    (s, ds), (t, dt) = truths(a), truths(b)
    other = np.int8(TRUE if decisive == FALSE else FALSE)
    absence = np.maximum(np.where(s <= PENDING, s, np.int8(0)), np.where(t <= PENDING, t, np.int8(0)))
    left, right = s == decisive, t == decisive
    status = np.where(left | right, np.int8(decisive), np.where(absence > 0, absence, other))
    if ds is None and dt is None:
        return flags(status)
    # A decisive left side is never overturned; a doubt on it always counts.
    doubt = either(ds, None if dt is None else dt & ~left)
    return flags(status, doubt)


def opposite(a: Part) -> Part:
    """`not a`."""
    status, unsure = truths(a)
    swapped = np.where(status == TRUE, np.int8(FALSE), np.where(status == FALSE, np.int8(TRUE), status))
    return flags(swapped, unsure)


def select(mask: Mask, a: Part, b: Part) -> Part:
    """a where the mask holds, else b: number, status, words and doubts together."""
    return _selected(mask, int(np.count_nonzero(mask)), a, b)


def _selected(mask: Mask, times: int, a: Part, b: Part) -> Part:
    """The same where it is known how often the mask holds."""
    if times in (0, mask.shape[0]):
        return a if times else b
    found = _numbers(mask, a, b)
    if a.status is not None or b.status is not None:
        found.status = np.where(mask, a.statuses(), b.statuses())
    if a.codes is not None or b.codes is not None:
        none = np.full(1, -1, np.int32)
        found.codes = np.where(
            mask, none if a.codes is None else a.codes, none if b.codes is None else b.codes
        )
    if a.unsure is not None or b.unsure is not None:
        no = np.zeros(1, np.bool_)
        found.unsure = np.where(
            mask, no if a.unsure is None else a.unsure, no if b.unsure is None else b.unsure
        )
    return found


def _numbers(mask: Mask, a: Part, b: Part) -> Part:
    bits = max(a.bits, b.bits)
    if a.whole is not None and b.whole is not None:
        den = lcm(a.den, b.den)
        most = max(a.most * (den // a.den), b.most * (den // b.den))
        if den < LIMIT and most < LIMIT:
            whole = np.where(mask, a.scaled(den), b.scaled(den))
            return Part(None, whole, den, most, bits=max(most.bit_length(), den.bit_length()))
    (x, dx), (y, dy) = a.near(), b.near()
    return Part(None, value=np.where(mask, x, y), error=np.where(mask, dx, dy), bits=bits)


@dataclass(slots=True)
class Held:
    """A condition ready to choose by. `holds`, `times`: where and how often it holds; `away`, `absent`: where it is no
    truth, how often, and what stands there; `doubt`: where it is no certain truth."""

    holds: Mask
    times: int
    away: Mask
    times_away: int
    absent: Part | None
    doubt: Mask | None


def held(condition: Part) -> Held:
    """A condition made ready."""
    status, doubt = truths(condition)
    holds, away = status == TRUE, status <= PENDING
    times_away = int(np.count_nonzero(away))
    absent = flags(np.where(away, status, np.int8(PENDING))) if times_away else None
    return Held(holds, int(np.count_nonzero(holds)), away, times_away, absent, doubt)


def chosen(condition: Held, answer: Part, otherwise: Part) -> Part:
    """The answer where the condition holds; absent as the condition is."""
    found = _selected(condition.holds, condition.times, answer, otherwise)
    if condition.absent is not None:
        found = _selected(condition.away, condition.times_away, condition.absent, found)
    if condition.doubt is not None:
        found = found.copy()
        found.unsure = either(found.unsure, condition.doubt)
    return found


def branch(arms: Sequence[tuple[Part, Part]], otherwise: Part) -> Part:
    """`if`: the first branch whose condition holds; absent as a condition that is absent before that."""
    found = otherwise
    for condition, answer in reversed(arms):
        found = chosen(held(condition), answer, found)
    return found


def coalesce(parts: Sequence[Part]) -> Part:
    """The first that is present; where none is, the strongest absence."""
    found = parts[-1]
    for one in reversed(parts[:-1]):
        status = one.statuses()
        away = (status > NUMBER) & (status <= PENDING)
        if not away.any():
            found = one
            continue
        behind = found.statuses()
        strongest = np.where((behind > NUMBER) & (behind <= PENDING), np.maximum(behind, status), behind)
        weaker = replace(found, status=np.where(away, strongest, behind))
        found = select(away, weaker, one)
        if one.unsure is not None:
            found = replace(found, unsure=either(found.unsure, one.unsure))
    return found


def asks(part: Part, low: int, high: int, inverted: bool = False) -> Part:
    """Whether the status lies between two, or not."""
    status = part.statuses()
    holds = (status >= low) & (status <= high)
    if inverted:
        holds = ~holds
    return flags(_truth(holds), part.unsure)


def count_true(parts: Sequence[Part]) -> Part:
    """How many conditions hold; absent where one of them is."""
    absence: Status = np.zeros(1, np.int8)
    whole, unsure = ZERO, None
    for one in parts:
        status, doubt = truths(one)
        whole = whole + (status == TRUE)
        unsure = either(unsure, doubt)
        away = np.where(status <= PENDING, status, np.int8(0))
        absence = np.maximum(absence, away)
    return exact(whole, 1, len(parts), absence if absence.any() else None, unsure)

"""Proposals against gold, counted as the shared scorer counts: spans for tasks, value and subject for targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Item = dict[str, Any]
META = ("name", "date", "level", "region", "host", "issuer", "speakers")
_WIDE = str.maketrans("，。；：！？（）％“”‘’　", ",.;:!?()%\"\"'' ")


@dataclass
class Count:
    """True and false positives, and misses."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: Count) -> None:
        self.hit += other.hit
        self.extra += other.extra
        self.missed += other.missed


@dataclass
class Score:
    """The counts of one paper, and a line for every difference."""

    tasks: Count = field(default_factory=Count)
    targets: Count = field(default_factory=Count)
    red_lines: Count = field(default_factory=Count)
    frameworks: Count = field(default_factory=Count)
    awards: Count = field(default_factory=Count)
    meta: dict[str, Count] = field(default_factory=lambda: {key: Count() for key in META})
    traps: int = 0
    text: float = 1.0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name in ("tasks", "targets", "red_lines", "frameworks", "awards"):
            getattr(self, name).add(getattr(other, name))
        for key in META:
            self.meta[key].add(other.meta[key])
        self.traps += other.traps
        self.differences += other.differences


def norm(words: object) -> str:
    plain = re.sub(r"\s+", "", str(words or "").translate(_WIDE))
    return plain.replace('"', "").replace("。", ".")


def _pairs(words: str) -> list[str]:
    plain = norm(words)
    return [plain[i : i + 2] for i in range(len(plain) - 1)] or [plain]


def dice(one: str, other: str) -> float:
    left, right = _pairs(one), _pairs(other)
    rest, shared = list(right), 0
    for pair in left:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return 2 * shared / (len(left) + len(right))


def alike(one: object, other: object, bar: float = 0.5) -> bool:
    left, right = norm(one), norm(other)
    if not left or not right:
        return False
    inside = min(len(left), len(right)) >= 2 and (left in right or right in left)
    return left == right or inside or dice(left, right) >= bar


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    union = max(one[1], other[1]) - min(one[0], other[0])
    return shared / union if union else 0.0


def aligned(mine: str, gold: str) -> Callable[[Item], tuple[int, int]]:
    """A map of spans of the predicted text onto the gold text."""
    if mine == gold:
        return lambda item: (item["start"], item["end"])
    places: list[int | None] = [None] * (len(mine) + 1)
    for block in SequenceMatcher(None, mine, gold, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            places[block.a + offset] = block.b + offset
    last = len(gold)
    for index in range(len(mine), -1, -1):
        found = places[index]
        last = last if found is None else found
        places[index] = last
    return lambda item: (places[item["start"]] or 0, (places[item["end"] - 1] or 0) + 1)


def best_first(pairs: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    left: set[int] = set()
    right: set[int] = set()
    chosen = []
    for _, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        if one not in left and other not in right:
            left.add(one)
            right.add(other)
            chosen.append((one, other))
    return chosen


def score(gold: Item, mine: Item) -> Score:
    """Count one paper."""
    result = Score()
    span = aligned(mine["cleaned"]["text"], gold["cleaned"]["text"])
    result.text = SequenceMatcher(
        None, mine["cleaned"]["text"], gold["cleaned"]["text"], autojunk=False
    ).ratio()
    _tasks(gold, mine, span, result)
    _targets(gold, mine, span, result)
    _meta(gold, mine, result)
    _sets(gold, mine, span, result)
    for trap in gold["traps"]:
        place = (trap["start"], trap["end"])
        caught = [t for t in mine["targets"] if overlap(span(t), place) > 0]
        caught += [t for t in mine["tasks"] if place[0] <= span(t)[0] < place[1]]
        result.traps += bool(caught)
        if caught:
            result.differences.append(f"trap: {trap['quote']}")
    return result


def _tasks(gold: Item, mine: Item, span: Callable[[Item], tuple[int, int]], result: Score) -> None:
    asked, given = gold["tasks"], mine["tasks"]
    pairs = []
    for one, task in enumerate(given):
        for other, wanted in enumerate(asked):
            shared = overlap(span(task), (wanted["start"], wanted["end"]))
            if shared >= 0.5:
                pairs.append((shared - (1e-6 if wanted["optional"] else 0), one, other))
    chosen = best_first(pairs)
    found, used = {other for _, other in chosen}, {one for one, _ in chosen}
    result.tasks.extra += len(given) - len(used)
    result.differences += [f"task extra: {t['quote'][:40]}" for i, t in enumerate(given) if i not in used]
    for other, wanted in enumerate(asked):
        if wanted["optional"]:
            continue
        if other in found:
            result.tasks.hit += 1
            continue
        kin = [
            k
            for k, task in enumerate(asked)
            if task["parent"] and task["parent"] == (wanted["parent"] or wanted["id"])
        ]
        if not wanted["parent"]:
            excused = bool(kin) and 2 * sum(k in found for k in kin) >= len(kin)
        else:
            above = [k for k, task in enumerate(asked) if task["id"] == wanted["parent"]]
            excused = any(k in found for k in above) or not any(k in found for k in kin)
        if not excused:
            result.tasks.missed += 1
            result.differences.append(f"task missed: {wanted['title']}")


def _value(value: object) -> object:
    if isinstance(value, list):
        return tuple(round(float(part), 6) for part in value)
    return None if value is None else round(float(str(value)), 6)


def _same_target(mine: Item, gold: Item) -> bool:
    subjects = [gold["subject"], *gold.get("alt_subjects", [])]
    if (
        not any(alike(mine["subject"], subject) for subject in subjects)
        or mine["comparator"] != gold["comparator"]
    ):
        return False
    if gold["kind"] == "relation":
        return alike(mine["reference"], gold["reference"])
    return _value(mine["value"]) == _value(gold["value"]) and norm(mine["unit"]) == norm(gold["unit"])


def _targets(gold: Item, mine: Item, span: Callable[[Item], tuple[int, int]], result: Score) -> None:
    asked, given = gold["targets"], mine["targets"]
    pairs = []
    for one, target in enumerate(given):
        for other, wanted in enumerate(asked):
            shared = overlap(span(target), (wanted["start"], wanted["end"]))
            if shared > 0 and _same_target(target, wanted):
                pairs.append((1 + shared, one, other))
            elif shared > 0 and wanted["optional"]:
                pairs.append((0.05, one, other))
    chosen = best_first(pairs)
    found, used = {other for _, other in chosen}, {one for one, _ in chosen}
    for other, wanted in enumerate(asked):
        if wanted["optional"]:
            continue
        result.targets.hit += other in found
        result.targets.missed += other not in found
        if other not in found:
            result.differences.append(
                f"target missed: {wanted['quote']} {wanted['comparator']} {wanted['value']}"
            )
    for one, target in enumerate(given):
        if one not in used:
            result.targets.extra += 1
            words = f"{target['subject']} {target['comparator']} {target['value']} {target['unit']}"
            result.differences.append(f"target extra: {words} | {target['quote'][:40]}")


def _meta(gold: Item, mine: Item, result: Score) -> None:
    if not gold["meetings"]:
        return
    wanted, given = gold["meetings"][0], (mine["meetings"] or [{}])[0]
    for key in META:
        if wanted.get(f"{key}_optional"):
            continue
        one, other = wanted.get(key), given.get(key)
        if key == "speakers":
            people, named = set(one or []), set(other or [])
            result.meta[key].add(Count(len(people & named), len(named - people), len(people - named)))
            if people != named:
                result.differences.append(f"meta speakers: {sorted(people)} found {sorted(named)}")
            continue
        if not one and not other:
            continue
        names = [one, *wanted.get("alt_names", [])] if key == "name" else [one]
        exact = key in ("date", "level")
        fits = bool(one and other) and any(
            norm(name) == norm(other) or (not exact and name and dice(str(name), str(other)) >= 0.8)
            for name in names
        )
        result.meta[key].add(Count(1) if fits else Count(0, bool(other), bool(one)))
        if not fits:
            result.differences.append(f"meta {key}: {one!r} found {other!r}")


def _sets(gold: Item, mine: Item, span: Callable[[Item], tuple[int, int]], result: Score) -> None:
    rules: dict[str, Callable[[Item, Item], bool]] = {
        "frameworks": lambda one, other: norm(one["text"]) == norm(other["text"]),
        "awards": lambda one, other: alike(one["name"], other["name"], 0.6),
        "red_lines": lambda one, other: overlap(span(one), (other["start"], other["end"])) > 0,
    }
    for key, same in rules.items():
        asked, given = gold[key], mine[key]
        pairs = [
            (1 - 0.01 * bool(wanted.get("optional")), i, j)
            for i, item in enumerate(given)
            for j, wanted in enumerate(asked)
            if same(item, wanted)
        ]
        chosen = best_first(pairs)
        used = {i for i, _ in chosen} if key != "red_lines" else {i for _, i, _ in pairs}
        found = {j for _, j in chosen}
        count: Count = getattr(result, key)
        count.hit += sum(1 for j, wanted in enumerate(asked) if j in found and not wanted.get("optional"))
        count.missed += sum(
            1 for j, wanted in enumerate(asked) if j not in found and not wanted.get("optional")
        )
        count.extra += len(given) - len(used)
        for place, item in enumerate(given):
            if place not in used:
                result.differences.append(
                    f"{key} extra: {item.get('text') or item.get('name') or item['quote'][:40]}"
                )
        for place, wanted in enumerate(asked):
            if place not in found and not wanted.get("optional"):
                result.differences.append(
                    f"{key} missed: {wanted.get('text') or wanted.get('name') or wanted['quote']}"
                )

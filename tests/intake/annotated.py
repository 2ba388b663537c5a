"""The annotated papers of this folder: text, clean text, and gold resolved from quotes to offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAPERS = Path(__file__).parent / "papers"
UNSEEN = Path(__file__).parent / "unseen"
"""Papers no rule was changed for: how a stranger's papers are read. Whoever mends on one of them moves it to `papers`."""


def names_in(folder: Path) -> tuple[str, ...]:
    """The annotated papers of a folder."""
    return tuple(sorted(path.name.removesuffix(".gold.yaml") for path in folder.glob("*.gold.yaml")))


NAMES = names_in(PAPERS)
_KEYS = {"cmp": "comparator"}


@dataclass(frozen=True)
class Annotated:
    """One paper with its gold in the form of the shared annotations."""

    name: str
    raw: bytes
    clean: str
    gold: dict[str, Any]


def load(name: str, folder: Path = PAPERS) -> Annotated:
    """One annotated paper by name."""
    raw = (folder / f"{name}.txt").read_bytes()
    cleaned = folder / f"{name}.clean.txt"
    text = cleaned.read_text("utf-8") if cleaned.exists() else raw.decode("utf-8")
    clean = "\n".join(line.strip(" \u3000") for line in text.split("\n") if line.strip())
    notes = yaml.safe_load((folder / f"{name}.gold.yaml").read_text("utf-8"))
    return Annotated(name, raw, clean, _gold(name, clean, notes))


def _gold(name: str, text: str, notes: dict[str, Any]) -> dict[str, Any]:
    tasks = [_task(text, number, note) for number, note in enumerate(notes.get("tasks") or [], 1)]
    return {
        "schema": "kaoping-intake-gold/1",
        "doc_id": name,
        "genre": notes["genre"],
        "cleaned": {"text": text},
        "meetings": [_meeting(notes["meeting"])] if notes.get("meeting") else [],
        "tasks": tasks,
        "targets": [_target(text, note) for note in notes.get("targets") or []],
        "red_lines": [_quoted(text, note) for note in notes.get("red_lines") or []],
        "frameworks": [
            {"kind": "numeric", "optional": False, **note} for note in notes.get("frameworks") or []
        ],
        "awards": notes.get("awards") or [],
        "traps": [_quoted(text, {"quote": quote}) for quote in notes.get("traps") or []],
        "noise": {"pinyin_artifacts": {"raw_spans": []}},
    }


def _find(text: str, quote: str, start: int = 0) -> int:
    place = text.find(quote, start)
    if place < 0:
        raise ValueError(f"the gold quotes words the paper does not hold: {quote!r}")
    return place


def _quoted(text: str, note: dict[str, Any]) -> dict[str, Any]:
    start = _find(text, note["quote"])
    return {"optional": False, **note, "start": start, "end": start + len(note["quote"])}


def _task(text: str, number: int, note: dict[str, Any]) -> dict[str, Any]:
    start = _find(text, note["from"])
    end = _find(text, note["to"], start) + len(note["to"])
    return {
        "id": note.get("id", f"t{number:02d}"),
        "title": note["from"],
        "level": 2 if note.get("parent") else 1,
        "parent": note.get("parent"),
        "marker": note.get("marker"),
        "category": note.get("category"),
        "responsible": note.get("responsible", []),
        "optional": note.get("optional", False),
        "start": start,
        "end": end,
    }


def _target(text: str, note: dict[str, Any]) -> dict[str, Any]:
    filled = {"kind": "quant", "value": None, "unit": None, "reference": None, **note}
    filled["comparator"] = filled.pop("cmp")
    return _quoted(text, filled)


def _meeting(note: dict[str, Any]) -> dict[str, Any]:
    filled = dict(note)
    for key in ("date", "publish_date"):
        if filled.get(key) is not None:
            filled[key] = re.sub(r"\s.*", "", str(filled[key]))
    filled.setdefault("speakers", [])
    return filled

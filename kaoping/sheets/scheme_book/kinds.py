"""Kinds of cell: how a part of a document is shown in a cell, and what a cell says.

`show` gives None where the kind has no words for it; `read` raises TableError. What is shown must read back as the
same: `shown` makes sure, and whatever does not is written elsewhere, as YAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaoping.errors import Language, TableError, Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.labels import choice_word, name_word
from kaoping.sheets.cells import plain_text, read_date, read_truth
from kaoping.sheets.grids import Raw
from kaoping.sheets.scheme_book.cell_texts import (
    Shown,
    as_number,
    formula_in,
    is_safe,
    text_in,
    yaml_cell,
    yaml_in,
)
from kaoping.sheets.scheme_book.plain import Plain

_PARTED = re.compile(r"[、，,；;\n]+")
_NAMED = re.compile(r"(?s).*[(（](?P<key>[^()（）]+)[)）]")
_LINE = re.compile(r"\s*(?P<name>[^:：\s][^:：]*?)\s*[:：]\s*(?P<rest>.+)")
_YES_NO = {"true": Words("是", "yes"), "false": Words("否", "no")}


@dataclass(frozen=True)
class Desk:
    """What the cells of a book refer to: its language, and the titles of tracks and offices by key (where a book is
    read, in both languages, a line each)."""

    language: Language
    groups: Mapping[str, str]
    suppliers: Mapping[str, str]

    def titles(self, room: str) -> Mapping[str, str]:
        """Key → title of the tracks or the offices."""
        return self.groups if room == "groups" else self.suppliers


@dataclass(frozen=True)
class Kind:
    """One kind of cell. `choices`: what a list offers, where there is one; `is_long`: text that may take lines."""

    name: str
    show: Callable[[Plain, Desk], Shown | None]
    read: Callable[[Raw, Desk], Plain]
    choices: Callable[[Desk], Sequence[str]] = lambda desk: ()
    is_long: bool = False


def shown(kind: Kind, plain: Plain, desk: Desk) -> Shown | None:
    """The content of a cell that says this and reads back as this; None where there is none."""
    cell = kind.show(plain, desk)
    if cell is None or (isinstance(cell, str) and not is_safe(cell)):
        return None
    raw: Raw = Decimal(cell.numerator) / cell.denominator if isinstance(cell, Fraction) else cell
    try:
        return cell if kind.read(raw, desk) == plain else None
    except TableError:
        return None


# texts, numbers, formulas ------------------------------------------------------------------------------


def _text(plain: Plain, desk: Desk) -> Shown | None:
    return plain if isinstance(plain, str) else None


def _formula(plain: Plain, desk: Desk) -> Shown | None:
    return as_number(plain) if isinstance(plain, str) else None


def _day(plain: Plain, desk: Desk) -> Shown | None:
    try:
        return date.fromisoformat(plain) if isinstance(plain, str) else None
    except ValueError:
        return None


def _read_day(raw: Raw, desk: Desk) -> Plain:
    return read_date(raw).isoformat()


TEXT = Kind("text", _text, lambda raw, desk: text_in(raw), is_long=True)
NUMBER = Kind("number", _formula, lambda raw, desk: formula_in(raw))
FORMULA = Kind("formula", _formula, lambda raw, desk: formula_in(raw), is_long=True)
DAY = Kind("day", _day, _read_day)


# settings per track, tables and lists by line ----------------------------------------------------------


def _lines(plain: Plain) -> str | None:
    """`name: formula` a line."""
    if not isinstance(plain, dict) or not all(isinstance(one, str) for one in plain.values()):
        return None
    return "\n".join(f"{name}: {one}" for name, one in plain.items()) or None


def _read_lines(text: str) -> dict[str, Plain] | None:
    found: dict[str, Plain] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if line.strip() and (match is None or match["name"] in found):
            return None
        if match:
            found[match["name"]] = formula_in(match["rest"].strip())
    return found or None


def _setting(plain: Plain, desk: Desk) -> Shown | None:
    if isinstance(plain, str):
        word = name_word(plain)
        return word.in_(desk.language) if word and plain in ("agreed", "none") else as_number(plain)
    return _lines(plain)


def _read_setting(raw: Raw, desk: Desk) -> Plain:
    text = formula_in(raw)
    lines = _read_lines(text)
    known = {*desk.groups, "otherwise"}
    if lines and any(name in known for name in lines):
        return {name: _named_value(str(one)) for name, one in lines.items()}
    return _named_value(text)


def _named_value(text: str) -> str:
    """`agreed` and `none`, which cells say in words."""
    for name in ("agreed", "none"):
        word = name_word(name)
        if word and text.lower() in (word.zh, word.in_("en"), name):
            return name
    return text


def _read_table(raw: Raw, desk: Desk) -> Plain:
    found = _read_lines(text_in(raw))
    return yaml_in(raw) if found is None else found


def _formulas(plain: Plain, desk: Desk) -> Shown | None:
    if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
        return None
    return "\n".join(one for one in plain if isinstance(one, str)) or None


def _read_formulas(raw: Raw, desk: Desk) -> Plain:
    return [formula_in(line.strip()) for line in text_in(raw).splitlines() if line.strip()]


SETTING = Kind("setting", _setting, _read_setting, is_long=True)
TABLE = Kind("table", lambda plain, desk: _lines(plain), _read_table, is_long=True)
FORMULAS = Kind("formulas", _formulas, _read_formulas, is_long=True)


# names -------------------------------------------------------------------------------------------------


def names(room: str = "") -> Kind:
    """A list of names; of tracks with their titles, which may change while the key in brackets stays."""

    def show(plain: Plain, desk: Desk) -> Shown | None:
        if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
            return None
        return "、".join(_titled(str(one), room, desk) for one in plain) or None

    def read(raw: Raw, desk: Desk) -> Plain:
        text = text_in(raw)
        if text.startswith("["):
            return yaml_in(raw)
        return [_key(one.strip(), room, desk) for one in _PARTED.split(text) if one.strip()]

    return Kind("names", show, read, is_long=True)


def name_of(room: str) -> Kind:
    """One name, of a track or an office."""

    def show(plain: Plain, desk: Desk) -> Shown | None:
        return _titled(plain, room, desk) if isinstance(plain, str) else None

    def read(raw: Raw, desk: Desk) -> Plain:
        return _key(text_in(raw), room, desk)

    def choices(desk: Desk) -> Sequence[str]:
        return [_titled(key, room, desk) for key in desk.titles(room)]

    return Kind("name", show, read, choices)


def _titled(key: str, room: str, desk: Desk) -> str:
    title = desk.titles(room).get(key) if room else None
    return f"{title} ({key})" if title and title != key and not _PARTED.search(title) else key


def _key(text: str, room: str, desk: Desk) -> str:
    """The key meant: itself, in brackets after a title, or by its title where one alone bears it."""
    titles = desk.titles(room) if room else {}
    if text in titles or not room:
        return text
    bracketed = _NAMED.fullmatch(text)
    if bracketed and bracketed["key"].strip() in titles:
        return bracketed["key"].strip()
    bearers = [key for key, title in titles.items() if text in title.splitlines()]
    return bearers[0] if len(bearers) == 1 else text


# choices -----------------------------------------------------------------------------------------------


def choice(*keys: str, of: str = "", **own: Words) -> Kind:
    """One of a few words, said in the book's language and read in either, or by its key."""
    words = {key: own.get(key) or choice_word(key, of) for key in keys}
    return _choice("choice", words)


def choices(*keys: str) -> Kind:
    """Several of a few words."""
    one_of = choice(*keys)

    def show(plain: Plain, desk: Desk) -> Shown | None:
        words = [one_of.show(one, desk) for one in plain] if isinstance(plain, list) else []
        return "、".join(one for one in words if isinstance(one, str)) or None

    def read(raw: Raw, desk: Desk) -> Plain:
        return [one_of.read(one, desk) for one in _PARTED.split(text_in(raw)) if one.strip()]

    return Kind("names", show, read)


def _choice(name: str, words: Mapping[str, Words]) -> Kind:
    def show(plain: Plain, desk: Desk) -> Shown | None:
        return words[plain].in_(desk.language) if isinstance(plain, str) and plain in words else None

    def read(raw: Raw, desk: Desk) -> Plain:
        text = text_in(raw)
        for key, word in words.items():
            if plain_text(text).lower() in (key, plain_text(word.zh), plain_text(word.in_("en")).lower()):
                return key
        return text

    return Kind(name, show, read, lambda desk: [one.in_(desk.language) for one in words.values()])


def _read_yes(raw: Raw, desk: Desk) -> Plain:
    return "true" if read_truth(raw) else "false"


_yes_no = _choice("truth", _YES_NO)
TRUTH = Kind("truth", _yes_no.show, _read_yes, _yes_no.choices)


# blocks ------------------------------------------------------------------------------------------------


def _yaml(plain: Plain, desk: Desk) -> Shown | None:
    return yaml_cell(plain)


YAML = Kind("yaml", _yaml, lambda raw, desk: yaml_in(raw), is_long=True)


def block(category: str) -> Kind:
    """A block: one without settings by its title, others in the notation of the scheme file."""
    known = CATALOGUES[category].items()
    bare = {name: spec.title for name, spec in known if not any(one.required for one in spec.parameters)}
    by_title = _choice("block", bare)

    def show(plain: Plain, desk: Desk) -> Shown | None:
        return by_title.show(plain, desk) if isinstance(plain, str) else yaml_cell(plain)

    def read(raw: Raw, desk: Desk) -> Plain:
        found = by_title.read(raw, desk)
        return found if found in bare else yaml_in(raw)

    return Kind("block", show, read, is_long=True)


def _blocks(plain: Plain, desk: Desk) -> Shown | None:
    """An operation a line."""
    if not isinstance(plain, list) or not plain:
        return None
    return "\n".join(_one_block(one) for one in plain)


def _one_block(one: Plain) -> str:
    if isinstance(one, dict) and len(one) == 1:
        return yaml_cell(one)
    return yaml_cell([one])[1:-1]


def _read_blocks(raw: Raw, desk: Desk) -> Plain:
    text = text_in(raw)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    try:
        found = [yaml_in(line) for line in lines]
    except TableError:
        return yaml_in(raw)  # one operation over several lines
    if len(found) == 1 and isinstance(found[0], list):
        return found[0]
    if any(isinstance(one, list) or one is None for one in found):
        return yaml_in(raw)  # a list with dashes
    return found


BLOCKS = Kind("blocks", _blocks, _read_blocks, is_long=True)

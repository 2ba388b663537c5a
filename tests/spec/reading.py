"""Spec pages as frozen values: one page a rule kind, each with cases that stand for a promise."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kaoping.errors import Words

FOLDER = Path(__file__).resolve().parent / "pages"
PAGE_KEYS = {"rule", "title", "text", "cases"}
CASE_KEYS = {
    "name", "note", "scheme", "head", "facts", "items", "period", "cycle", "through", "organisations", "values",
    "events", "expect", "fulls", "ranks", "grades", "awards", "statuses", "refuses", "warns",
}  # fmt: skip
PLAIN_KEYS = CASE_KEYS - {"name", "note", "scheme", "head", "facts", "items", "awards"}
EXPECTATIONS = ("expect", "fulls", "ranks", "grades", "awards", "statuses", "refuses", "warns")

Table = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Case:
    """One promise: a scheme, what was filed, and what must come out. Numbers are kept as written."""

    rule: str
    name: Words
    scheme: str
    shown: str
    """The part of the scheme worth reading: the whole of it, or what the short form adds."""
    note: Words = Words("")
    period: str = "2026"
    cycle: str = ""
    through: str = ""
    organisations: str = ""
    values: str = ""
    events: str = ""
    expect: Table = field(default_factory=dict)
    fulls: Table = field(default_factory=dict)
    ranks: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    awards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Table = field(default_factory=dict)
    refuses: str = ""
    warns: str = ""

    @property
    def key(self) -> str:
        """Its name among all cases: `R13/ties share the best place`."""
        return f"{self.rule}/{self.name.in_('en')}"


@dataclass(frozen=True)
class Page:
    """One rule kind."""

    rule: str
    title: Words
    text: Words
    cases: tuple[Case, ...]


@cache
def pages() -> tuple[Page, ...]:
    """Every page of the folder `pages`, in the order of the rule kinds."""
    return tuple(read_page(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("R*.yaml")))


def cases() -> tuple[Case, ...]:
    """Every case of every page."""
    return tuple(case for page in pages() for case in page.cases)


def read_page(source: str, name: str) -> Page:
    """A page from its text. Raises AssertionError naming the page where its form is wrong."""
    body = yaml.load(source, Loader=yaml.BaseLoader)  # scalars stay text: no binary floats, no booleans
    assert set(body) == PAGE_KEYS, f"{name}: {sorted(PAGE_KEYS ^ set(body))}"
    rule = body["rule"]
    assert name == f"{rule}.yaml", f"{name} holds the page of {rule}"
    return Page(
        rule,
        _words(body["title"], name),
        _words(body["text"], name),
        tuple(_case(rule, one, name) for one in body["cases"]),
    )


def _words(body: Any, name: str) -> Words:
    assert isinstance(body, dict) and set(body) == {"zh", "en"}, f"{name}: both languages are needed: {body}"
    return Words(body["zh"].strip(), body["en"].strip())


def _case(rule: str, body: dict[str, Any], page: str) -> Case:
    name = _words(body.get("name"), page)
    where = f"{page}: {name.en}"
    assert set(body) <= CASE_KEYS, f"{where}: {sorted(set(body) - CASE_KEYS)}"
    assert any(one in body for one in EXPECTATIONS), f"{where} expects nothing"
    assert ("scheme" in body) != ("items" in body), f"{where}: write scheme, or items with facts"
    plain = {one: body[one] for one in PLAIN_KEYS if one in body}
    shown = body["scheme"] if "scheme" in body else _short(body)
    return Case(
        rule=rule,
        name=name,
        note=_words(body["note"], where) if "note" in body else Words(""),
        scheme=body.get("scheme") or f"{_HEAD}{shown}",
        shown=shown.strip("\n"),
        awards={award: tuple(given) for award, given in body.get("awards", {}).items()},
        **plain,
    )


_HEAD = """\
schema: kaoping-scheme/1
id: page
title: {zh: 规则示例, en: example of a rule}
every: year
rounding: none
groups:
  units: {title: {zh: 各单位, en: units}, of: everyone}
"""


def _short(body: dict[str, Any]) -> str:
    """The short form as the lines it adds to a scheme."""
    pieces = [textwrap.dedent(body["head"]).strip("\n") + "\n"] if "head" in body else []
    for key, section in (("facts", "facts"), ("items", "tree")):
        if key in body:
            text = textwrap.dedent(body[key]).strip("\n")
            pieces.append(f"{section}:\n{textwrap.indent(text, '  ')}\n")
    return "".join(pieces)

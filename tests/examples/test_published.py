"""Published methods as scheme files: each scores a small table as worked by hand, on every engine, and checks clean.

One file of `examples/published` a method; beside it in `tests/examples/published` its worked answers: `table` is wide,
one row an organisation (and period), one column a fact; the rest is written as on the spec pages. `as_written` leaves a
word of the scheme changed (`change: {old: new}`): the same tables under the other reading of an ambiguous text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaoping.errors import Severity, Words
from kaoping.plan.checking import check
from kaoping.scheme.reading import read_scheme, read_scheme_text
from tests.spec.reading import EXPECTATIONS, Case
from tests.spec.scoring import ENGINES, rows
from tests.spec.test_spec import broken, otherwise

SCHEMES = Path(__file__).resolve().parent.parent.parent / "examples" / "published"
ANSWERS = Path(__file__).resolve().parent / "published"
OWN = ("organisation", "period")
NAMES = sorted(path.stem for path in SCHEMES.glob("*.yaml"))


def _cases(name: str) -> list[Case]:
    """The worked answers of a method."""
    scheme = (SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")
    bodies = yaml.load((ANSWERS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [_case(name, scheme, body) for body in bodies]


def _case(name: str, scheme: str, body: dict[str, Any]) -> Case:
    plain = {key: body[key] for key in body if key not in ("name", "table", "change", "note")}
    text = _changed(scheme, body.get("change", {}))
    if "table" in body:
        plain["values"] = _long(body["table"])
    if "awards" in plain:
        plain["awards"] = {award: tuple(given) for award, given in plain["awards"].items()}
    return Case(rule=name, name=Words(**body["name"]), scheme=text, shown="", **plain)


def _changed(scheme: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert scheme.count(old) == 1, f"“{old}” stands {scheme.count(old)} times in the scheme"
        scheme = scheme.replace(old, new)
    return scheme


def _long(table: str) -> str:
    """A wide table as one line a value."""
    lines = ["organisation,fact,value,period"]
    for row in rows(table):
        period = row.get("period", "")
        lines += [
            f"{row['organisation']},{fact},{value},{period}" for fact, value in row.items() if fact not in OWN
        ]
    return "\n".join(lines)


CASES = [case for name in NAMES for case in _cases(name)]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.key for case in CASES])
each_scheme = pytest.mark.parametrize("name", NAMES)


@pytest.mark.parametrize("engine", ENGINES)
@each_case
def test_a_published_method_scores_as_worked_by_hand(case: Case, engine: str) -> None:
    assert broken(case, engine) == []


@each_case
def test_another_answer_is_found_wrong(case: Case) -> None:
    for table in EXPECTATIONS:
        if getattr(case, table):
            assert broken(otherwise(case, table), ENGINES[0]) != [], table


@each_scheme
def test_a_published_method_is_checked_without_error_or_warning(name: str) -> None:
    found = check(read_scheme(SCHEMES / f"{name}.yaml"))
    assert [(one.code, one.what.zh) for one in found if one.severity is not Severity.NOTE] == []


@each_scheme
def test_a_published_method_names_its_source_and_both_titles(name: str) -> None:
    scheme = read_scheme(SCHEMES / f"{name}.yaml")
    assert scheme.notes and scheme.title.zh and scheme.title.en


def test_there_are_methods_of_many_kinds() -> None:
    used = {rule for name in NAMES for rule in _rules(name)}
    assert len(NAMES) >= 18
    assert len(used) >= 15, sorted(used)


def _rules(name: str) -> set[str]:
    from kaoping.scheme.checks.declared import rules_of

    return {rule.name for node in read_scheme(SCHEMES / f"{name}.yaml").nodes() for rule in rules_of(node)}


def test_a_value_not_filed_is_not_silently_zero() -> None:
    """The control of the tables: the same case with one number less comes out differently."""
    case = next(one for one in CASES if one.rule == "decathlon")
    lines = case.values.splitlines()
    text = "\n".join([lines[0], *lines[2:]])
    assert broken(replace(case, values=text), ENGINES[0]) != []


def test_a_changed_word_must_stand_once() -> None:
    with pytest.raises(AssertionError):
        _changed("a: 1\nb: 1\n", {": 1": ": 2"})
    assert read_scheme_text((SCHEMES / "decathlon.yaml").read_text("utf-8")).key == "decathlon"

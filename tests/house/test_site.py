"""The site keeps house: every address names a permission, the ORM stays in its rooms, pages speak both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, path

from kaoping_web.organisations.needs import needs, open_to_all
from kaoping_web.organisations.roles import TABLE, Permission
from tests.house.tree import ROOT, Source, sources

ORM_ROOMS = {"models", "queries", "services", "management", "migrations"}
ORM_ELSEWHERE = {
    "kaoping_web/journal/writing.py": "locks the state of the log",
    "kaoping_web/journal/kept.py": "reads how far the journal has come, by which what was worked out is kept",
    "kaoping_web/journal/once.py": "remembers forms, in the transaction of their deed",
    "kaoping_web/journal/verification.py": "reads every protected table in one snapshot",
    "kaoping_web/organisations/policy.py": "turns a person into the rows he may see",
    "kaoping_web/cycles/calendar.py": "reads the office's own working days",
    "kaoping_web/cycles/targets.py": "queries on targets",
    "kaoping_web/start_up.py": "looks at the journal before anybody is served",
}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
BOTH = re.compile(r"""\{%\s*w\s+(?P<zh>"[^"]*"|'[^']*')\s+(?P<en>"[^"]*"|'[^']*')""")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HOLE = re.compile(r"\{(\w+)\}")
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type=["']application/json)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:""",
    re.I,
)
SHOWN_AS_IS = {"中文", "（", "）", "；", "：", "、", "。"}


def templates() -> list[Path]:
    """Every page and part of a page."""
    return sorted((ROOT / "kaoping_web").rglob("templates/**/*.html"))


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every address of the site."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            yield one


def without_permission(found: Iterator[URLPattern]) -> list[str]:
    """Addresses whose view says nothing of who may come."""
    return [str(one.pattern) for one in found if not hasattr(one.callback, "needs")]


def orm_outside(found: tuple[Source, ...]) -> list[str]:
    """Files that ask the database though they are no models, queries or services."""
    outside = []
    for source in found:
        parts = {Path(part).stem for part in Path(source.name).parts}
        if parts & ORM_ROOMS or source.name in ORM_ELSEWHERE:
            continue
        outside += [
            f"{source.name}:{node.lineno}"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and node.attr == "objects"
        ]
    return outside


def half_said(text: str) -> list[str]:
    """Sentences of a template that lack a language, or whose holes differ."""
    found = []
    for match in BOTH.finditer(text):
        zh, en = match["zh"][1:-1], match["en"][1:-1]
        if (
            (not zh.strip() and en.strip())
            or (not en.strip() and zh.strip())
            or set(HOLE.findall(zh)) != set(HOLE.findall(en))
            or CHINESE.search(en)
        ):
            found.append(match[0])
    return found


def said_in_one_language(text: str) -> list[str]:
    """Chinese that stands in a template outside a tag: English readers would get it too."""
    bare = TAG.sub("", text)
    return [
        line.strip() for line in bare.splitlines() if CHINESE.search(re.sub("|".join(SHOWN_AS_IS), "", line))
    ]


def test_every_address_names_who_may_come() -> None:
    assert without_permission(addresses()) == []


def test_an_address_without_a_permission_is_found() -> None:
    bare = path("bare/", lambda request: None, name="bare")
    asked = path("asked/", needs(Permission.TRACK_READ)(lambda request: None), name="asked")
    free = path("free/", open_to_all(lambda request: None), name="free")
    assert without_permission(iter([bare, asked, free])) == ["bare/"]


def test_every_permission_is_given_to_somebody() -> None:
    assert set(Permission) - {one for table in TABLE.values() for one in table} == set()


def test_only_models_queries_and_services_ask_the_database() -> None:
    assert orm_outside(sources("kaoping_web")) == []
    assert orm_outside((Source.of("kaoping_web/filing/views.py", "Value.objects.all()"),)) == [
        "kaoping_web/filing/views.py:1"
    ]


@pytest.mark.parametrize("page", templates(), ids=lambda one: f"{one.parent.name}/{one.name}")
def test_a_page_says_everything_in_both_languages(page: Path) -> None:
    text = page.read_text("utf-8")
    assert half_said(text) == []
    assert said_in_one_language(text) == []


@pytest.mark.parametrize("page", templates(), ids=lambda one: f"{one.parent.name}/{one.name}")
def test_a_page_holds_no_script_and_no_style(page: Path) -> None:
    assert INLINE.findall(TAG.sub("", page.read_text("utf-8"))) == []


def test_the_page_checks_find_what_they_look_for() -> None:
    assert half_said(
        """{% w "得 {p} 分" "scored" %}{% w "目标" "" %}{% w "目标" "目标" %}"""
    ) and not half_said("""{% w "目标" "Targets" %}""")
    assert said_in_one_language("<p>目标</p>") == ["<p>目标</p>"] and not said_in_one_language(
        """<p>{% w "目标" "Targets" %}</p>"""
    )
    for bad in ('<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>x</style>"):
        assert INLINE.search(bad), bad
    assert not INLINE.search('<script src="a.js" defer></script><script type="application/json">{}</script>')


def test_deeds_write_protected_rows_through_the_journal_only() -> None:
    """No row of a protected table is saved, updated or removed past `keep`."""
    assert past_the_journal(sources("kaoping_web")) == []
    where = "kaoping_web/filing/services/x.py"
    bad = Source.of(where, "value.save()\nValue.objects.filter(pk=1).update(text='2')\nvalue.delete()\n")
    assert past_the_journal((bad,)) == [f"{where}:1 save", f"{where}:2 update", f"{where}:3 delete"]


PAST_IT = {"save", "delete", "bulk_update"}
NOT_PROTECTED = {"kaoping_web/journal/", "kaoping_web/scoring/"}
"""The journal's own tables; what is derived from a run (lines, summaries, explanations)."""
UNPROTECTED_FIELDS = {"kaoping_web/organisations/services/"}
"""Failures, lock-outs and password hashes of a person are in no after-image."""


def past_the_journal(found: tuple[Source, ...]) -> list[str]:
    """Calls that write rows outside `keep`, in services and views."""
    wrong = []
    for source in found:
        if (
            any(source.name.startswith(one) for one in NOT_PROTECTED | UNPROTECTED_FIELDS)
            or "migrations" in source.name
        ):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node.func):
                wrong.append(f"{source.name}:{node.lineno} {node.func.attr}")
    return wrong


def _writes(called: ast.Attribute) -> bool:
    if called.attr in PAST_IT:
        return not (isinstance(called.value, ast.Name) and called.value.id in ("session", "file"))
    return called.attr == "update" and "objects" in {
        one.attr for one in ast.walk(called) if isinstance(one, ast.Attribute)
    }

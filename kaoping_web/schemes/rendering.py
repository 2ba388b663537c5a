"""Parts of pages that depend on a text alone, rendered once for each digest and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Problem, Severity, Words
from kaoping.scheme.differences import Difference, differences
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import KEPT, findings_of, read, text_of
from kaoping_web.schemes.reading.decisions import part_tables
from kaoping_web.schemes.reading.facts import fact_rows
from kaoping_web.schemes.reading.trees import Table, tables_of

SEVERITIES = {
    Severity.ERROR: Words("错误", "Error"),
    Severity.WARNING: Words("提醒", "Warning"),
    Severity.NOTE: Words("说明", "Note"),
}


def trees_html(version: SchemeVersion, track: str, lang: str) -> SafeString:
    """The trees of a version as tables."""
    return _html("schemes/_trees.html", text_of(version), version.pk, track, lang)


def facts_html(version: SchemeVersion, lang: str) -> SafeString:
    """Its facts as a table."""
    return _html("schemes/_facts.html", text_of(version), version.pk, "", lang)


def decisions_html(version: SchemeVersion, bodies: Mapping[str, Words], lang: str) -> SafeString:
    """Its other parts as tables. `bodies`: names of the bodies that its tracks name one by one."""
    return _html("schemes/_decisions.html", text_of(version), version.pk, "", lang, tuple(bodies.items()))


def text_html(version: SchemeVersion, lang: str) -> SafeString:
    """Its text with numbered lines."""
    return _html("schemes/_text.html", text_of(version), version.pk, "", lang)


@lru_cache(maxsize=4 * KEPT)
def _html(
    template: str, text: str, version: int, track: str, lang: str, bodies: tuple[tuple[str, Words], ...] = ()
) -> SafeString:
    given: dict[str, object] = {
        "lang": lang,
        "base": reverse("scheme-version", args=[version]),
        "track": track,
    }
    if template == "schemes/_trees.html":
        given["tables"] = tables(text, track)
    elif template == "schemes/_facts.html":
        given["facts"] = fact_rows(read(text))
    elif template == "schemes/_decisions.html":
        given["parts"] = part_tables(read(text), dict(bodies))
    else:
        given["lines"] = text.splitlines()
    return mark_safe(render_to_string(template, given))  # noqa: S308 - a rendered template, escaped there


@lru_cache(maxsize=4 * KEPT)
def tables(text: str, track: str) -> tuple[Table, ...]:
    """The trees of a text as rows."""
    return tables_of(read(text), track)


@lru_cache(maxsize=KEPT)
def compared(old: str, new: str) -> tuple[Difference, ...]:
    """What differs between two texts, in words."""
    return differences(read(old), read(new))


def counted(text: str) -> dict[Severity, int]:
    """How many findings of each kind."""
    found = findings_of(text)
    return {one: sum(1 for finding in found if finding.severity is one) for one in Severity}


def findings_words(text: str) -> Words:
    """检查没有发现问题；有 2 处错误、1 条提醒."""
    counts = counted(text)
    errors, warnings, notes = counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE]
    if not (errors or warnings or notes):
        return Words("检查没有发现问题", "the check finds nothing wrong")
    zh = [f"{n} {unit}" for n, unit in ((errors, "处错误"), (warnings, "条提醒"), (notes, "条说明")) if n]
    en = [
        f"{n} {one}{'' if n == 1 else 's'}"
        for n, one in ((errors, "error"), (warnings, "warning"), (notes, "note"))
        if n
    ]
    return Words(f"检查有 {'、'.join(zh)}", f"the check finds {', '.join(en)}")


def told(findings: tuple[Problem, ...]) -> list[tuple[Words, bool, Problem]]:
    """Findings with the word for their kind, and whether each stops the version from being sent."""
    return [(SEVERITIES[one.severity], one.severity is Severity.ERROR, one) for one in findings]

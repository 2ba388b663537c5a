"""One item, dimension or fact of a version: what it is, and the form of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kaoping import Problem, Scheme
from kaoping.errors import KaopingError, Words
from kaoping.scheme.formulas import Expr, Name, names, to_source
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Node
from kaoping.scheme.tracks import stands_in
from kaoping_web import clock
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.editing import Document, Setting, settings_of_fact, settings_of_node
from kaoping_web.schemes.editing.document import Path
from kaoping_web.schemes.growing import DOWN, UP, homes, neighbour, parent_of, title_of
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import drafts_of, findings_of, parsed, versions_for
from kaoping_web.schemes.reading.facts import fact_rows, users_of
from kaoping_web.schemes.reading.trees import Mark, mark_of
from kaoping_web.schemes.rendering import told
from kaoping_web.schemes.views.forms import document_of, refused, save, seen_in, settings_shown, status_of
from kaoping_web.schemes.views.reading import framed, node_of
from kaoping_web.schemes.wording.formulas import formula_said
from kaoping_web.schemes.wording.told import said_of
from kaoping_web.schemes.words import (
    block_said,
    facts_for,
    of_node,
    rule_words,
    target_words,
    unit_of,
    values_of,
)

ABSENT = (
    ("missing", Words("缺报", "Missing")), ("not_applicable", Words("不适用", "Not applicable")),
    ("pending", Words("待报", "Pending")), ("undefined", Words("无法计算", "Cannot be computed")),
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula as it stands in the file, in words, and each of its names explained."""

    title: Words
    source: str
    said: Words
    names: tuple[tuple[str, Words], ...]


@needs(Permission.SCHEME_READ, write=Permission.SCHEME_DRAFT)
def node(request: UserRequest, version: int, node: str) -> HttpResponse:
    """A dimension or item: its mark and rule in each track, its facts, what absences become; in a draft, its form."""
    found = _version(request, version)
    shown = node_of(found, node)
    if shown is None:
        raise Http404
    scheme, document = parsed(found), document_of(found)
    path = document.path_of_node(node)
    settings = settings_of_node(document, scheme, path) if path else []
    here = reverse("scheme-node", args=[found.pk, node])
    given = framed(request, found, "tree") | {
        "node": shown, "by_track": _by_track(scheme, shown), "absent": _absent(scheme, shown),
        "formulas": _formulas(scheme, shown),
        "facts": [one for one in fact_rows(scheme) if one.key in _facts(scheme, shown)],
        "findings": told(_near(document, path, findings_of(found.text), _above(document, scheme, node))), "here": here,
        "kept": request.GET.get("kept", ""), "line": _lines(document, path)[0],
    } | _standing(scheme, shown)  # fmt: skip
    return _form(request, found, settings, given, here, "schemes/node.html")


@needs(Permission.SCHEME_READ, write=Permission.SCHEME_DRAFT)
def fact(request: UserRequest, version: int, fact: str) -> HttpResponse:
    """A fact: who supplies and verifies it, how often, which items use it; in a draft, its form."""
    found = _version(request, version)
    scheme, document = parsed(found), document_of(found)
    if fact not in scheme.facts:
        raise Http404
    used = users_of(scheme).get(fact, {})
    here = reverse("scheme-fact", args=[found.pk, fact])
    given = framed(request, found, "facts") | {
        "fact": next(one for one in fact_rows(scheme) if one.key == fact), "article": scheme.facts[fact].article,
        "users": [(one.key, one.title) for one in scheme.nodes() if one.key in used], "here": here, "kept": request.GET.get("kept", ""),
        "findings": told(_near(document, ("facts", fact), findings_of(found.text))), "line": _lines(document, ("facts", fact))[0],
    }  # fmt: skip
    return _form(request, found, settings_of_fact(document, scheme, fact), given, here, "schemes/fact.html")


def _version(request: UserRequest, version: int) -> SchemeVersion:
    """To read it, whoever may open it; to change it, who drafts at its host."""
    today = clock.today()
    rows = drafts_of(request.user, today) if request.method == "POST" else versions_for(request.user, today)
    return get_object_or_404(rows, pk=version)


def _form(
    request: UserRequest,
    version: SchemeVersion,
    settings: list[Setting],
    given: dict[str, object],
    here: str,
    template: str,
) -> HttpResponse:
    """The page with its form; sent, what was kept, or the same form with what was typed and why it was refused."""
    if request.method != "POST":
        return render(
            request, template, given | {"groups": settings_shown(settings, {}), "seen": version.version}
        )
    try:
        return save(request, version, settings, here)
    except KaopingError as error:
        typed = {"groups": settings_shown(settings, request.POST.dict()), "seen": seen_in(request)}
        return render(request, template, given | typed | refused(error), status=status_of(error))


# what the page shows ---------------------------------------------------------------------------------------


def _by_track(scheme: Scheme, node: Node) -> list[tuple[Words, Mark, Words, Words, Words, str]]:
    """For each track the node stands in: mark, rule, target, what is assessed, its unit."""
    found = []
    for key, group in scheme.groups.items():
        if stands_in(node, key):
            assessed = said_of(scheme, of_node(node, key)) if node.is_item else Words("", "")
            found.append(
                (
                    group.title,
                    mark_of(node, key),
                    rule_words(node, key, scheme),
                    target_words(node, key, scheme),
                    assessed,
                    unit_of(node, key, scheme),
                )
            )
    return found


def _absent(scheme: Scheme, node: Node) -> list[tuple[Words, Words, bool]]:
    """What stands where the number is absent, and whether the item says so itself."""
    rows = []
    for name, title in ABSENT:
        own, common = getattr(node.policies, name), getattr(scheme.defaults, name)
        block = own or common
        if block is not None and node.is_item:
            rows.append((title, block_said(block, "absence", scheme), own is not None))
    return rows


def _formulas(scheme: Scheme, node: Node) -> list[Formula]:
    """The formulas behind an item as they are written: its own, and those of the values it is made of."""
    if not node.is_item:
        return []
    found: dict[str, Formula] = {}
    for track in scheme.groups:
        if stands_in(node, track):
            of = of_node(node, track)
            if isinstance(of, FormulaNode) and not isinstance(of, Name):
                found.setdefault(
                    to_source(of),
                    Formula(node.title, to_source(of), formula_said(scheme, of), _parts(scheme, of)),
                )
            for key in values_of(of, scheme):
                value = scheme.values[key]
                found.setdefault(
                    key,
                    Formula(
                        value.title,
                        to_source(value.formula),
                        formula_said(scheme, value.formula),
                        _parts(scheme, value.formula),
                    ),
                )
    return list(found.values())


def _parts(scheme: Scheme, formula: Expr) -> tuple[tuple[str, Words], ...]:
    """Each name of a formula, and what it stands for."""
    return tuple((key, formula_said(scheme, Name(key))) for key in dict.fromkeys(names(formula)))


def _facts(scheme: Scheme, node: Node) -> set[str]:
    return (
        {fact for key in scheme.groups if stands_in(node, key) for fact in facts_for(node, key, scheme)}
        if node.is_item
        else set()
    )


def _lines(document: Document, path: Path | None) -> tuple[int, int]:
    """The first and last line on which a part is written."""
    found = document.at(path) if path else None
    return (found.start_mark.line + 1, found.end_mark.line + 1) if found is not None else (0, 0)


def _near(
    document: Document, path: Path | None, findings: tuple[Problem, ...], above: int = 0
) -> tuple[Problem, ...]:
    """The findings that stand where the part is written, or at the line of the dimension it stands in."""
    first, last = _lines(document, path)
    return tuple(
        one
        for one in findings
        if first - 1 <= one.place.line <= last or (above and above - 1 <= one.place.line <= above)
    )


def _above(document: Document, scheme: Scheme, node: str) -> int:
    """The line at which its dimension begins; 0 where it stands in none."""
    parent = parent_of(scheme, node)
    return _lines(document, document.path_of_node(parent.key))[0] if parent is not None else 0


def _standing(scheme: Scheme, node: Node) -> dict[str, object]:
    """Where a node stands among its neighbours, and where it could stand instead."""
    parent, known = parent_of(scheme, node.key), homes(scheme)
    takes = any(one.node.key == node.key for one in known)
    if parent is None:
        return {"takes": takes}
    return {
        "parent": parent, "place": [one.key for one in parent.children].index(node.key) + 1, "takes": takes,
        "parent_title": title_of(parent), "above": neighbour(parent, node.key, UP), "below": neighbour(parent, node.key, DOWN),
        "others": [one for one in known if one.node.key != parent.key] if node.is_item else [],
    }  # fmt: skip

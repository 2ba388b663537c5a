"""The list of schemes and the pages of one version."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kaoping.errors import Words
from kaoping.scheme.model import Node
from kaoping_web import clock
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import library_organisations, names_by_key, names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes import rendering
from kaoping_web.schemes.drafting import errors_of
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import (
    findings_of,
    hosts_to_draft_for,
    listed,
    open_version,
    parsed,
    siblings,
    text_of,
    versions_for,
)
from kaoping_web.schemes.reading.decisions import named_bodies
from kaoping_web.schemes.reading.facts import loads_of, members_of
from kaoping_web.schemes.reading.trees import Table

STATES = {
    VersionState.DRAFT: (Words("草案", "Draft"), "draft"), VersionState.SENT: (Words("待批准", "For approval"), "filed"),
    VersionState.APPROVED: (Words("已批准", "Approved"), "verified"), VersionState.LOCKED: (Words("施行中", "In force"), "lock"),
    VersionState.CLOSED: (Words("已替代", "Replaced"), "na"),
}  # fmt: skip


def state_of(version: SchemeVersion) -> tuple[Words, str]:
    """The state in words, and its drawing."""
    return STATES[VersionState(version.state)]


@needs(Permission.SCHEME_READ)
@require_safe
def schemes(request: UserRequest) -> HttpResponse:
    """Every scheme this person may open, by the body that assesses, versions newest first."""
    today = clock.today()
    found = listed(request.user, today)
    names = names_of({one.scheme.host_id for one in found}, today)
    versions: dict[int, list[tuple[SchemeVersion, Words, str]]] = {}
    for one in found:
        versions.setdefault(one.scheme_id, []).append((one, *state_of(one)))
    groups = [
        {
            "scheme": of[0][0].scheme,
            "host": names.get(of[0][0].scheme.host_id),
            "name": of[0][0].name,
            "versions": of,
        }
        for of in versions.values()
    ]
    locked = sum(1 for one in found if one.state == VersionState.LOCKED.value)
    given = {
        "groups": groups, "locked": locked, "open": sum(1 for one in found if one.state in ("draft", "sent", "approved")),
        "may_draft": bool(hosts_to_draft_for(request.user, today)),
    }  # fmt: skip
    return render(request, "schemes/list.html", given)


@needs(Permission.SCHEME_READ)
@require_safe
def version(request: UserRequest, version: int) -> HttpResponse:
    """The trees of a version, with the checker's findings and what is to be done with it."""
    found = get_object_or_404(versions_for(request.user, clock.today()), pk=version)
    scheme = parsed(found)
    track = request.GET.get("track", "")
    track = track if track in scheme.groups else ""
    lang = request.lang
    given = framed(request, found, "tree") | {
        "tracks": [(key, one.title) for key, one in scheme.groups.items()], "track": track,
        "trees": rendering.trees_html(found, track, lang), "tables": rendering.tables(found.text, track),
        "findings": rendering.told(findings_of(found.text)),
    }  # fmt: skip
    return render(request, "schemes/version.html", given)


@needs(Permission.SCHEME_READ)
@require_safe
def facts(request: UserRequest, version: int) -> HttpResponse:
    """The facts of a version, and what it asks of each supplier in a year."""
    today = clock.today()
    found = get_object_or_404(versions_for(request.user, today), pk=version)
    scheme = parsed(found)
    units = members_of(scheme, library_organisations(found.scheme.host, today))
    loads = loads_of(scheme, units)
    given = framed(request, found, "facts") | {
        "loads": loads, "cells": sum(one.cells for one in loads), "units": sum(units.values()),
        "by_track": [(one.title, units.get(key, 0)) for key, one in scheme.groups.items()], "count": len(scheme.facts),
        "facts": rendering.facts_html(found, request.lang),
    }  # fmt: skip
    return render(request, "schemes/facts.html", given)


@needs(Permission.SCHEME_READ)
@require_safe
def decisions(request: UserRequest, version: int) -> HttpResponse:
    """Events, vetoes, grades, awards, constants and the rules for the whole."""
    today = clock.today()
    found = get_object_or_404(versions_for(request.user, today), pk=version)
    bodies = names_by_key(named_bodies(parsed(found)), today)
    parts = rendering.decisions_html(found, bodies, request.lang)
    given = framed(request, found, "decisions") | {"parts": parts}
    return render(request, "schemes/decisions.html", given)


@needs(Permission.SCHEME_READ)
@require_safe
def text(request: UserRequest, version: int) -> HttpResponse:
    """The scheme file with numbered lines, for who follows a finding."""
    found = get_object_or_404(versions_for(request.user, clock.today()), pk=version)
    given = framed(request, found, "text") | {
        "text": rendering.text_html(found, request.lang),
        "lines": found.text.count("\n"),
    }
    return render(request, "schemes/text.html", given)


# what all pages of a version share ------------------------------------------------------------------------


def framed(request: UserRequest, version: SchemeVersion, part: str) -> dict[str, object]:
    """Head, state and permitted deeds of a version. Raises NotNow where its text was changed past the journal."""
    today, host = clock.today(), version.scheme.host
    text_of(version)
    drafts, approves = (
        may(request.user, one, today, host) for one in (Permission.SCHEME_DRAFT, Permission.SCHEME_APPROVE)
    )
    state = VersionState(version.state)
    year = rendering.tables(version.text, "")
    wrote = request.user.pk in (version.drafted_by_id, version.sent_by_id)
    return {
        "version": version, "part": part, "state": state.value, "state_words": state_of(version)[0], "state_icon": state_of(version)[1],
        "host": names_of([host.pk], today).get(host.pk), "finding": summed(year), "check": rendering.findings_words(version.text),
        "errors": len(errors_of(version.text)), "is_sound": all(one.is_sound for one in year),
        "may_edit": drafts and state is VersionState.DRAFT, "may_decide": approves, "wrote": wrote,
        "may_draft_next": drafts and state in (VersionState.LOCKED, VersionState.CLOSED) and open_version(version) is None,
    }  # fmt: skip


def summed(tables: Sequence[Table]) -> Words:
    """8 个维度 73 项，另有月效能考评 6 项、季度评议 6 项."""
    if not tables:
        return Words("没有指标", "no items")
    first, rest = tables[0], tables[1:]
    zh = (
        f"{first.title.zh} {first.dimensions} 个维度 {first.items} 项"
        if first.dimensions
        else f"{first.title.zh} {first.items} 项"
    )
    en = (
        f"{first.title.in_('en')}: dimensions {first.dimensions}, items {first.items}"
        if first.dimensions
        else f"{first.title.in_('en')}: items {first.items}"
    )
    if rest:
        zh += "，另有" + "、".join(f"{one.title.zh} {one.items} 项" for one in rest)
        en += "; also " + ", ".join(f"{one.title.in_('en')} with {one.items}" for one in rest)
    return Words(zh, en)


def others(request: UserRequest, version: SchemeVersion) -> list[tuple[SchemeVersion, Words, str]]:
    """Every version of the same scheme that this person may open, newest first, with its state."""
    return [(one, *state_of(one)) for one in siblings(request.user, version, clock.today())]


def node_of(version: SchemeVersion, key: str) -> Node | None:
    """A dimension or item of any tree."""
    return next((one for one in parsed(version).nodes() if one.key == key), None)

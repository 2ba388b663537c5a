"""Versions beside each other, a version's history, its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kaoping.errors import Words
from kaoping.scheme.differences import KINDS, Difference
from kaoping_web import clock
from kaoping_web.journal.models import Entry
from kaoping_web.journal.queries import history_of, told
from kaoping_web.journal.words import deed_words
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.queries import names_of_people
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import parsed, siblings, text_of, versions_for
from kaoping_web.schemes.rendering import compared
from kaoping_web.schemes.services import DEEDS
from kaoping_web.schemes.views.reading import framed, others, state_of
from kaoping_web.schemes.words import node_titles

YAML = "application/yaml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = ("added", "removed")


@dataclass(frozen=True)
class Told:
    """One line of a version's history."""

    at: datetime
    deed: Words
    who: str
    reason: str
    document: str
    sequence: int


@needs(Permission.SCHEME_READ)
@require_safe
def record(request: UserRequest, version: int) -> HttpResponse:
    """The versions of the scheme, and what was done with this one, out of the journal."""
    found = get_object_or_404(versions_for(request.user, clock.today()), pk=version)
    given = framed(request, found, "record") | {
        "versions": others(request, found),
        "history": list(_history(history_of(found)))[::-1],
    }
    return render(request, "schemes/record.html", given)


def _history(entries: list[Entry]) -> Iterator[Told]:
    said = [(one, told(one)) for one in entries]
    names = names_of_people(int(who[2:]) for _, one in said for who in one.who if who.startswith("u-"))
    for entry, one in said:
        who = "、".join(names.get(int(key[2:]), key) if key.startswith("u-") else key for key in one.who)
        yield Told(
            entry.at,
            DEEDS.get(one.deed) or deed_words(one.deed),
            who,
            one.reason,
            one.document,
            entry.sequence,
        )


@needs(Permission.SCHEME_READ)
@require_safe
def compare(request: UserRequest, version: int) -> HttpResponse:
    """What differs between this version and another of the same scheme, part by part."""
    found = get_object_or_404(versions_for(request.user, clock.today()), pk=version)
    choices = [one for one in siblings(request.user, found, clock.today()) if one.pk != found.pk]
    other = _chosen(request, found, choices)
    given = framed(request, found, "compare") | {
        "choices": [(one, *state_of(one)) for one in choices],
        "other": other,
    }
    if other is None:
        return render(request, "schemes/compare.html", given)
    other = get_object_or_404(versions_for(request.user, clock.today()), pk=other.pk)  # its text too
    old, new = sorted((found, other), key=lambda one: one.number)
    differences = compared(text_of(old), text_of(new))
    return render(
        request,
        "schemes/compare.html",
        given
        | {"old": old, "new": new, "sections": _sections(old, new, differences), "count": len(differences)},
    )


def _chosen(
    request: UserRequest, version: SchemeVersion, choices: list[SchemeVersion]
) -> SchemeVersion | None:
    """The other version: the one asked for, else the one this was drafted from, else the one before it."""
    asked = request.GET.get("with", "")
    by_key = {str(one.pk): one for one in choices}
    before = [one for one in choices if one.number < version.number]
    return (
        by_key.get(asked)
        or by_key.get(str(version.based_on_id))
        or (before[0] if before else choices[0] if choices else None)
    )


def _sections(
    old: SchemeVersion, new: SchemeVersion, differences: tuple[Difference, ...]
) -> list[dict[str, object]]:
    """Differences by the kind of part, in the order of the newer version."""
    titles = _titles(old) | _titles(new)
    found: dict[str, list[dict[str, object]]] = {}
    for one in differences:
        title = titles.get((one.kind, one.key), Words(one.key, one.key))
        found.setdefault(one.kind, []).append(
            {"one": one, "title": title, "is_whole": one.what in WHOLE} | _texts(one)
        )
    return [{"title": KINDS[kind], "rows": rows} for kind, rows in found.items()]


def _texts(one: Difference) -> dict[str, Words]:
    """Which setting of the part, and what it was and is: the pieces of the library's own sentence in both languages."""
    zh, en = one.words.zh, one.words.in_("en")
    told_zh = re.fullmatch(r".*?”的(.*?)由“(.*)”改为“(.*)”。", zh, re.DOTALL)
    told_en = re.fullmatch(r".*?”: (.*?) changed from “(.*)” to “(.*)”\.", en, re.DOTALL)
    if told_zh is None or told_en is None:
        return {
            "label": Words("", ""),
            "before": Words(one.before, one.before),
            "after": Words(one.after, one.after),
        }
    label, before, after = (Words(told_zh[n], told_en[n]) for n in (1, 2, 3))
    return {"label": label, "before": before, "after": after}


class _Titled(Protocol):
    """What a scheme gives a title to."""

    @property
    def title(self) -> Words:
        """In both languages."""
        ...


def _titles(version: SchemeVersion) -> dict[tuple[str, str], Words]:
    scheme = parsed(version)
    found = {("node", key): title for key, title in node_titles(scheme).items()}
    rooms: dict[str, Mapping[str, _Titled]] = {
        "group": scheme.groups,
        "fact": scheme.facts,
        "value": scheme.values,
        "constant": scheme.constants,
        "event": scheme.events,
        "veto": scheme.vetoes,
    }
    found |= {(kind, key): one.title for kind, room in rooms.items() for key, one in room.items()}
    found |= {("grade", one.key): one.title for one in scheme.grades} | {
        ("award", one.key): one.title for one in scheme.awards
    }
    return found | {("scheme", "scheme"): Words("通则", "Rules for the whole")}


@needs(Permission.SCHEME_READ)
@require_safe
def download(request: UserRequest, version: int, form: str) -> HttpResponse:
    """The scheme as its YAML file, or as the workbook an office edits."""
    found = get_object_or_404(versions_for(request.user, clock.today()), pk=version)
    name = f"{found.scheme.key}-v{found.number}"
    if form == "xlsx":
        from kaoping.sheets import write_scheme_book

        body, kind = write_scheme_book(parsed(found), request.lang), XLSX
    else:
        body, kind = text_of(found).encode(), YAML
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or ""
    return response

"""Items added, removed and moved in a draft, each with what the checker then says."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kaoping.errors import KaopingError
from kaoping.scheme.model import Node
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.drafting import Draft
from kaoping_web.schemes.editing.new_items import KINDS, groups_of
from kaoping_web.schemes.growing import (
    draft_added,
    draft_moved,
    draft_removed,
    homes,
    lonely_facts,
    parent_of,
)
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import drafts_of, parsed
from kaoping_web.schemes.services import change_draft, not_editable
from kaoping_web.schemes.views.forms import prepared, refused, seen_in, status_of
from kaoping_web.schemes.views.reading import framed, node_of

COMMONEST = "completion"


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
def add(request: UserRequest, version: int) -> HttpResponse:
    """A new item: under which dimension and by which rule; then its form, which asks what that rule needs."""
    found = _draft(request, version)
    scheme, asked = parsed(found), request.POST if request.method == "POST" else request.GET
    known = homes(scheme)
    home = next((one for one in known if one.node.key == asked.get("under", "")), None)
    spec = KINDS.get(asked.get("rule", ""))
    given = framed(request, found, "tree") | {
        "homes": known, "home": home, "kinds": list(KINDS.values()), "spec": spec, "commonest": COMMONEST, "seen": found.version,
        "facts": [(key, one.title) for room in (scheme.facts, scheme.events) for key, one in room.items()],
    }  # fmt: skip
    if home is None or spec is None:
        return render(request, "schemes/add.html", given, status=404 if request.method == "POST" else 200)
    given["form"] = groups_of(
        scheme, home.node, spec, request.POST.dict() if request.method == "POST" else {}
    )
    if request.method != "POST":
        return render(request, "schemes/add.html", given)
    made: list[str] = []

    def written() -> Draft:
        draft, key = draft_added(found, seen_in(request), home.node, spec, request.POST.dict())
        made.append(key)
        return draft

    try:
        return _keep(request, found, written, lambda: made[0] if made else request.POST.get("key", ""))
    except KaopingError as error:
        told = {"seen": seen_in(request)} | refused(error)
        return render(request, "schemes/add.html", given | told, status=status_of(error))


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
def remove(request: UserRequest, version: int, node: str) -> HttpResponse:
    """What goes with an item or dimension, asked once more; then it is gone from the draft."""
    found = _draft(request, version)
    shown = node_of(found, node)
    parent = parent_of(parsed(found), node) if shown is not None else None
    if shown is None or parent is None:
        if request.method != "POST":
            raise Http404
        return _keep(request, found, _gone, lambda: node)  # sent twice: it leads where it led before
    scheme = parsed(found)
    lonely = lonely_facts(scheme, shown)
    given = framed(request, found, "tree") | {
        "node": shown, "items": sum(1 for one in shown.walk() if one.is_item), "lonely": [scheme.facts[one].title for one in lonely],
        "seen": found.version,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "schemes/remove.html", given)
    try:
        return _keep(
            request,
            found,
            lambda: draft_removed(found, seen_in(request), shown, request.POST.get("facts") == "on"),
            lambda: parent.key,
        )
    except KaopingError as error:
        return render(request, "schemes/remove.html", given | refused(error), status=status_of(error))


@needs(Permission.SCHEME_DRAFT, write=Permission.SCHEME_DRAFT)
@require_POST
def move(request: UserRequest, version: int, node: str) -> HttpResponse:
    """One place up or down, or to another dimension."""
    found = _draft(request, version)
    shown = node_of(found, node)
    if shown is None:
        raise Http404
    to = request.POST.get("to", "") or request.POST.get("under", "")
    return _keep(request, found, lambda: draft_moved(found, seen_in(request), shown, to), lambda: node)


def _gone() -> Draft:
    raise Refused(
        problem("gone", "草案里已没有这一项。", "the draft no longer has this item.", "回到方案，看现在有哪些。", "go back to the scheme to see what it has.")
    )  # fmt: skip


def _draft(request: UserRequest, version: int) -> SchemeVersion:
    """A version this person drafts. Raises NotNow where it is no draft any more."""
    found = get_object_or_404(drafts_of(request.user, clock.today()), pk=version)
    if found.state != VersionState.DRAFT.value:
        raise not_editable(found)
    return found


def _keep(
    request: UserRequest, version: SchemeVersion, write: Callable[[], Draft], then: Callable[[], str]
) -> HttpResponse:
    """Keep the new text and go to the item, or to what it stood in. Raises what is refused."""
    now, seen, draft = clock.now(), seen_in(request), prepared(write)

    def deed() -> SchemeVersion:
        return change_draft(
            by=request.user, version_id=version.pk, seen=seen, draft=draft(), replaced=False, now=now
        )

    return perform(request, deed, lambda kept: f"{page_of_node(kept, then())}?kept={kept.version}")


def page_of_node(version: SchemeVersion, key: str) -> str:
    """Where a node is shown: its own page, or the tree for one that has none."""
    shown: Node | None = node_of(version, key)
    return (
        reverse("scheme-node", args=[version.pk, key])
        if shown is not None
        else reverse("scheme-version", args=[version.pk])
    )


__all__ = ["add", "move", "remove"]

"""One matter: where it comes from, how far it is, what happened, and what this person may do now."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TypedDict

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Problem, Words
from kaoping_web import clock
from kaoping_web.filing.uploads import TYPES, kind_of, path_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import Organisation, Standing, User
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import bodies_below
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.curves import ALL, planned, points_of
from kaoping_web.supervision.drawing import curve_chart
from kaoping_web.supervision.forms import day_of, files_of, given_of, parts_of, whole
from kaoping_web.supervision.models import Item, Matter, Move, Origin
from kaoping_web.supervision.queries import hosts_of, matters_for, proofs_for
from kaoping_web.supervision.queries.choices import items_of_host
from kaoping_web.supervision.queries.deeds import deeds_of
from kaoping_web.supervision.queries.ledger import Row, rows_and_names, with_parts
from kaoping_web.supervision.queries.plans import fact_titles
from kaoping_web.supervision.queries.slips import slips_of
from kaoping_web.supervision.services import closing, matters, plans, progress

FIELDS = (
    "title",
    "standard",
    "quantity",
    "unit",
    "last_owner",
    "deadline",
    "term",
    "starts_on",
    "slack",
    "curve",
    "fact",
)
PART_FIELDS = {"body": "", "quantity": "-quantity", "last": "-last", "deadline": "-deadline"}
SANDBOX = "sandbox; default-src 'none'"


class Doing(TypedDict):
    """Who does something to which matter, as he saw it, and when."""

    by: User
    matter_id: int
    seen: int
    now: datetime


@needs(Permission.MATTER_READ)
def page(request: UserRequest, matter: int) -> HttpResponse:
    """Everything about one matter."""
    found = get_object_or_404(
        matters_for(request.user, clock.today()).select_related("merged_into", "parent", "supervised_by"),
        pk=matter,
    )
    if request.method != "POST":
        return _page(request, found)
    try:
        return perform(request, _deed(request, found), lambda _: reverse("matter", args=(found.pk,)))
    except KaopingError as refused:
        return _page(request, found, refused.problems, getattr(refused, "status", 422))


def _page(
    request: UserRequest, matter: Matter, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    today, user = clock.today(), request.user
    moves = list(matter.moves.select_related("by", "body").prefetch_related("proofs").order_by("-number"))
    rows, names = rows_and_names(
        with_parts(matter),
        today,
        also=[matter.supervised_by_id, *(one.body_id for one in moves if one.body_id)],
    )
    row = next(one for one in rows if one.matter.pk == matter.pk)
    parts = sorted((one for one in rows if one is not row), key=lambda one: one.matter.number)
    asked = matter.extensions.filter(state="asked").select_related("asked_by").first()
    deeds = deeds_of(row.matter, user, today, asked, moves)
    bodies = bodies_below(matter.host, today) if deeds.assign or deeds.split else []
    reads_all = may(user, Permission.PAPER_READ, today, matter.host_id)
    places = deeds.assign or (deeds.place and "place" in request.GET)
    slips = slips_of(row.cards, today)
    seen = _seen_beside(request, matter, parts, reads_all)
    scheme_facts = fact_titles(matter.host) if matter.fact or deeds.assign else {}
    context = {
        "matter": matter, "row": row, "parts": parts, "sum": matters.sum_of_parts(matter, [one.matter for one in parts]), "asked": asked, "moves": moves,
        "origins": _apart(list(row.matter.origins.all())), "problems": problems, "sent": request.POST, "deeds": deeds,
        "bodies": bodies, "lower": _lower(matter, bodies), "items": items_of_host(matter.host) if places else [],
        "names": names, "parts_seen": seen,
        "chart": _chart(request, matter, moves), "issues": may(user, Permission.SLIP_ISSUE, today), "this_year": today.year, "today": today,
        "fact": scheme_facts.get(matter.fact), "facts": scheme_facts, "reads_papers": reads_all, "lines": _lines(request),
        "sees_parent": matter.parent_id in seen,
        "f": _fields(request, matter) if deeds.assign else {}, "slips": slips, "to_answer": [one for one in slips if one.awaits and deeds.answer],
        "supervisor": names[matter.supervised_by_id],
    }  # fmt: skip
    return render(request, "supervision/matter.html", context, status=status)


def _fields(request: UserRequest, matter: Matter | None) -> dict[str, object]:
    """What the form of a matter shows: what was just sent, else what stands there."""
    sent = request.POST
    if sent.get("title") is not None:
        kept = {name: sent.get(name, "") for name in FIELDS}
        return {
            **kept,
            "owner_key": sent.get("owner", ""),
            "co_keys": sent.getlist("co_owner"),
            "item_id": whole(sent.get("item")),
        }
    if matter is None:
        return {"term": 3, "slack": 10}
    helps = matter.co_owners.filter(is_withdrawn=False).select_related("organisation")
    return {
        "title": matter.title, "standard": matter.standard, "quantity": matter.quantity, "unit": matter.unit,
        "owner_key": matter.owner.key if matter.owner else "",
        "last_owner": matter.last_owner, "co_keys": [one.organisation.key for one in helps], "deadline": matter.deadline.isoformat() if matter.deadline else "",
        "term": matter.term, "starts_on": matter.starts_on.isoformat(), "slack": matter.slack, "curve": matter.curve.replace(" ", "\n").replace(":", " "),
        "item_id": matter.item_id, "fact": matter.fact,
    }  # fmt: skip


def _seen_beside(request: UserRequest, matter: Matter, parts: Sequence[Row], reads_all: bool) -> set[int]:
    """Of the matter above and the parts below, those whose own page this person may open: an owner follows all parts here, also
    those given to bodies beside it."""
    ids = {one.matter.pk for one in parts} | ({matter.parent_id} if matter.parent_id else set())
    if reads_all or not ids:
        return ids
    return set(matters_for(request.user, clock.today()).filter(pk__in=ids).values_list("pk", flat=True))


def _apart(origins: Sequence[Origin]) -> list[Origin]:
    """Places of papers without those that lie within another: a task with its figure is asked for in one place, not two."""
    return [one for one in origins if not any(_holds(other, one) for other in origins)]


def _holds(outer: Origin, inner: Origin) -> bool:
    """Whether a place of a paper lies within another of the same paper. Words typed in have no place."""
    if outer.start is None or outer.end is None or inner.start is None or inner.end is None:
        return False
    is_same = (outer.start, outer.end) == (inner.start, inner.end)
    within = outer.start <= inner.start and inner.end <= outer.end
    return within and not is_same and outer.paper_id == inner.paper_id


def _lines(request: UserRequest) -> list[dict[str, object]]:
    """The lines of a decomposition: empty, or what was just sent."""
    sent = request.POST if request.POST.get("do") == "split" else QueryDict()
    return [
        {"n": n} | {name: sent.get(f"part-{n}{end}", "") for name, end in PART_FIELDS.items()}
        for n in range(1, 7)
    ]


def _lower(matter: Matter, bodies: Sequence[Standing]) -> list[Standing]:
    return [one for one in bodies if one.organisation_id not in (matter.host_id, matter.owner_id)]


def _chart(request: UserRequest, matter: Matter, moves: Sequence[Move]) -> str:
    """The plan curve and what was reported against it."""
    if matter.deadline is None or matter.assigned_on is None or matter.deadline <= matter.starts_on:
        return ""
    today = clock.today()
    line = [(matter.starts_on, Fraction(0)), *points_of(matter.curve), (matter.deadline, ALL)]
    told = [
        (timezone.localdate(one.at), Fraction(one.percent))
        for one in reversed(moves)
        if one.percent and one.kind in ("report", "claim", "check")
    ]
    told = [(matter.starts_on, Fraction(0)), *(one for one in told if one[0] >= matter.starts_on)]
    label = Words(
        f"应到 {round(planned(matter, today))}%，实报 {matter.percent}%",
        f"should be {round(planned(matter, today))}%, reported {matter.percent}%",
    )
    return curve_chart(line, told, min(today, max(matter.deadline, today)), label.in_(request.lang))


def _deed(request: UserRequest, matter: Matter) -> Callable[[], object]:
    """The deed of the form that was sent; files and fields are read before the transaction."""
    sent = request.POST
    own = Doing(by=request.user, matter_id=matter.pk, seen=whole(sent.get("seen")), now=clock.now())
    words, do = sent.get("words", ""), sent.get("do", "")
    match do:
        case "edit" | "assign":
            given = given_of(sent, bodies_by_key(matter.host), _items(matter.host))
            service = matters.assign_matter if do == "assign" else matters.edit_matter
            return lambda: service(given=given, **own)
        case "receive":
            return lambda: progress.receive_matter(last_owner=sent.get("last_owner", ""), **own)
        case "report" | "claim":
            kept = files_of(request)
            if do == "claim":
                return lambda: progress.claim_done(words=words, kept=kept, **own)
            return lambda: progress.report_progress(
                typed=sent.get("percent", ""), words=words, kept=kept, **own
            )
        case "split":
            parts = parts_of(sent, bodies_by_key(matter.host))
            return lambda: matters.decompose_matter(parts=parts, reason=words, **own)
        case "check":
            kept, spot = files_of(request), sent.get("how") == "spot"
            return lambda: closing.check_matter(
                passed=sent.get("passed") == "yes", on_the_spot=spot, plan_code=sent.get("plan_code", ""), document=sent.get("document", ""),
                words=words, typed=sent.get("percent", ""), kept=kept, **own,
            )  # fmt: skip
        case "close":
            return lambda: closing.close_matter(words=words, **own)
        case "review":
            kept = files_of(request)
            return lambda: closing.review_effect(words=words, kept=kept, **own)
    return _rarer(request, matter, own, words, do)


def _rarer(request: UserRequest, matter: Matter, own: Doing, words: str, do: str) -> Callable[[], object]:
    sent = request.POST
    wrong: list[Problem] = []
    until = day_of(sent, "until", Words("新期限", "new date"), wrong)
    if wrong:
        raise Refused(wrong)
    match do:
        case "reopen":
            return lambda: closing.reopen_matter(deadline=until, reason=words, **own)
        case "merge":
            into = _numbered(request, matter, sent.get("into", ""))
            return lambda: closing.merge_matters(into_id=into.pk, reason=words, **own)
        case "place":
            item = _items(matter.host).get(whole(sent.get("item")))
            return lambda: plans.place_matter(item=item, **own)
        case "ask":
            return lambda: progress.ask_extension(
                until=until, reason=words, document=sent.get("document", ""), **own
            )
        case "grant" | "refuse":
            asked = get_object_or_404(
                matter.extensions.filter(state="asked"), pk=whole(sent.get("extension"))
            )
            return lambda: progress.decide_extension(
                by=own["by"], extension_id=asked.pk, grants=do == "grant", words=words, seen=whole(sent.get("seen_extension")), now=own["now"],
            )  # fmt: skip
    raise Http404


def _numbered(request: UserRequest, matter: Matter, typed: str) -> Matter:
    """A matter by its number in the ledger, as 31, 2026-31 or 〔2026〕31号. Raises Refused."""
    figures = [int(one) for one in re.findall(r"\d{1,6}", typed)]
    year, number = (
        (figures[0], figures[1]) if len(figures) == 2 else (matter.year, figures[0] if figures else 0)
    )
    found = (
        matters_for(request.user, clock.today()).filter(host=matter.host, year=year, number=number).first()
    )
    if found is None:
        raise Refused(
            problem(
                "no-matter",
                f"台账里没有“{typed[:20]}”。",
                f"there is no “{typed[:20]}” in the ledger.",
                "写台账里的编号。",
                "write its number in the ledger.",
            )
        )
    return found


def bodies_by_key(host: Organisation) -> dict[str, Organisation]:
    """The bodies of a host today."""
    return {one.organisation.key: one.organisation for one in bodies_below(host, clock.today())}


def _items(host: Organisation) -> dict[int, Item]:
    return {one.pk: one for one in items_of_host(host)}


@needs(Permission.MATTER_ASSIGN)
def new(request: UserRequest) -> HttpResponse:
    """A matter entered by hand."""
    hosts = hosts_of(request.user, Permission.MATTER_ASSIGN, clock.today())
    host = next((one for one in hosts if one.key == request.POST.get("host")), hosts[0] if hosts else None)
    if host is None:
        raise Http404
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        try:
            given = given_of(request.POST, bodies_by_key(host), _items(host))
            return perform(
                request,
                lambda: matters.register_matter(
                    by=request.user,
                    host=host,
                    given=given,
                    wording=request.POST.get("wording", ""),
                    asked_by=request.POST.get("asked_by", ""),
                    now=clock.now(),
                ),
                lambda made: reverse("matter", args=(made.pk,)),
            )
        except KaopingError as refused:
            problems, status = refused.problems, getattr(refused, "status", 422)
    context = {
        "problems": problems, "sent": request.POST, "bodies": bodies_below(host, clock.today()), "items": items_of_host(host), "facts": fact_titles(host),
        "f": _fields(request, None), "hosts": hosts, "host": host,
    }  # fmt: skip
    return render(request, "supervision/matter_new.html", context, status=status)


@needs(Permission.MATTER_READ)
@require_safe
def proof(request: UserRequest, proof: int) -> FileResponse:
    """A file behind a move, as an attachment: a browser neither shows nor runs it."""
    found = get_object_or_404(proofs_for(request.user, clock.today()), pk=proof)
    path = path_of(found.digest)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=TYPES.get(kind_of(path), "application/octet-stream"),
    )
    answer["Content-Security-Policy"] = SANDBOX
    return answer

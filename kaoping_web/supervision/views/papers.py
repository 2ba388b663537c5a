"""Papers: the list, taking one in, deciding what is proposed from it, confirming its ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypedDict

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError, Problem, Words
from kaoping_web import clock
from kaoping_web.filing.uploads import Kept, keep_file, path_of
from kaoping_web.journal.once import perform
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries import bodies_below, names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.forms import day_of, edited_of, whole
from kaoping_web.supervision.models import Paper, PaperState, Proposal
from kaoping_web.supervision.queries import hosts_of, papers_for, proposals_for
from kaoping_web.supervision.queries.papers import (
    earlier_tasks,
    like_percent,
    missed_of,
    pieces_of,
    progress_of,
    proposals_of,
)
from kaoping_web.supervision.queries.plans import fact_list, fact_titles
from kaoping_web.supervision.reading.asking import PaperRead, read_in_child
from kaoping_web.supervision.reading.linking import linked
from kaoping_web.supervision.reading.parties import Parties
from kaoping_web.supervision.services import papers as services
from kaoping_web.supervision.services import proposals as deciding

SANDBOX = "sandbox; default-src 'none'"
SHOWN = 100


class Deciding(TypedDict):
    """Who decides on which proposal, as he saw it, and when."""

    by: User
    proposal_id: int
    seen: int
    now: datetime


@needs(Permission.PAPER_READ, write=Permission.PAPER_CONFIRM)
def listed(request: UserRequest) -> HttpResponse:
    """The papers, undecided ones first; a new one is taken in here."""
    if request.method != "POST":
        return _list(request)
    try:
        host, met_on = _asked(request)
        kept, read = _taken(request)
        placed = _placed(host, read)
        return perform(
            request,
            lambda: services.register_paper(
                by=request.user,
                host=host,
                kept=kept,
                read=read,
                met_on=met_on,
                placed=placed,
                now=clock.now(),
            ),
            lambda done: reverse("paper", args=(done.pk,)),
        )
    except KaopingError as refused:
        return _list(request, refused.problems, getattr(refused, "status", 422))


def _asked(request: UserRequest) -> tuple[Organisation, date | None]:
    """For which host, and the day of the meeting where the person gives it."""
    hosts = hosts_of(request.user, Permission.PAPER_CONFIRM, clock.today())
    host = next((one for one in hosts if one.key == request.POST.get("host")), hosts[0] if hosts else None)
    if host is None:
        raise Http404
    wrong: list[Problem] = []
    met_on = day_of(request.POST, "met_on", Words("会议日期", "day of the meeting"), wrong)
    if wrong:
        raise Refused(wrong)
    return host, met_on


def _taken(request: UserRequest) -> tuple[Kept, PaperRead]:
    """The file, read in the limited process and then kept by its digest: both before any transaction."""
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(
            problem(
                "file-missing",
                "没有选择文件。",
                "no file was chosen.",
                "先选文件，再上传。",
                "choose a file, then send it.",
            )
        )
    raw = sent.read()
    read = read_in_child(raw, sent.name or "paper")
    sent.seek(0)
    return keep_file(sent, ("docx", "pdf", "")), read


def _placed(host: Organisation, read: PaperRead) -> services.Placed:
    """Whose each item is, and what it repeats."""
    parties = Parties(bodies_below(host, clock.today()))
    owners = {one.key: found[0] for one in read.items if (found := parties.of(one.parties))}
    return services.Placed(owners, linked(read.items, earlier_tasks(host), fact_list(host)))


def _list(request: UserRequest, problems: Sequence[Problem] = (), status: int = 200) -> HttpResponse:
    today = clock.today()
    found = sorted(
        papers_for(request.user, today)[:SHOWN], key=lambda one: one.state != PaperState.OPEN.value
    )
    progress = progress_of(found)
    context = {
        "rows": [{"paper": one, "counts": progress.get(one.pk, (0, 0, 0))} for one in found],
        "problems": problems, "sent": request.POST, "hosts": hosts_of(request.user, Permission.PAPER_CONFIRM, today),
        "open": sum(1 for one in found if one.state == PaperState.OPEN.value),
        "undecided": sum(undecided for _, undecided, _ in progress.values()), "made": sum(made for _, _, made in progress.values()),
    }  # fmt: skip
    return render(request, "supervision/papers.html", context, status=status)


@needs(Permission.PAPER_READ)
@require_safe
def page(request: UserRequest, paper: int) -> HttpResponse:
    """The text at the left, the proposals at the right."""
    return _page(request, _paper(request, paper))


def _paper(request: UserRequest, paper: int, permission: Permission = Permission.PAPER_READ) -> Paper:
    return get_object_or_404(papers_for(request.user, clock.today(), permission).defer(None), pk=paper)


def _page(
    request: UserRequest, paper: Paper, problems: Sequence[Problem] = (), at: int = 0, status: int = 200
) -> HttpResponse:
    rows = proposals_of(paper)
    as_found = request.GET.get("text", "found" if paper.kind != "html" else "clean") == "found"
    decides = paper.state == PaperState.OPEN.value and may(
        request.user, Permission.PAPER_CONFIRM, clock.today(), paper.host_id
    )
    counts = {
        state: sum(1 for one in rows if one.state == state)
        for state in ("open", "accepted", "merged", "split", "rejected")
    }
    titles, names = (
        fact_titles(paper.host),
        names_of([one.owner_id for one in rows if one.owner_id], clock.today()),
    )
    shown = [
        {
            "one": one, "like": like_percent(one), "likes": one.repeats, "matter": _matter(one), "twins": _twins(one, rows) if decides else (),
            "is_here": one.pk == at, "owner": names.get(one.owner_id or 0), "measured": titles.get(one.measured_by, one.measured_by),
            "clauses": "\n".join(_clauses(one.wording)), "is_piece": one.rule == "split-by-hand" and one.state == "rejected",
        }
        for one in rows
    ]  # fmt: skip
    context = {
        "paper": paper, "rows": shown, "pieces": pieces_of(paper, rows, as_found), "as_found": as_found, "counts": counts, "decides": decides,
        "problems": problems, "at": at, "sent": request.POST if at else {}, "missed": missed_of(paper, rows),
        "bodies": bodies_below(paper.host, clock.today()) if decides else [], "decided": len(rows) - counts["open"], "live": len(rows) - counts["split"],
        "frameworks": [words for _, _, _, words in paper.noise.get("frameworks", [])],
    }  # fmt: skip
    return render(request, "supervision/paper.html", context, status=status)


def _matter(one: Proposal) -> object:
    """The matter that was made of it."""
    return next((origin.matter for origin in one.origins.all() if origin.matter.state != "merged"), None)


def _clauses(words: str) -> list[str]:
    """The clauses of a stretch, each as it stands: what a split begins from."""
    return [one.strip() for one in re.split(r"[，,；;。▶\n]", words) if one.strip()]


def _twins(one: Proposal, rows: Sequence[Proposal]) -> list[Proposal]:
    """What it could be merged into."""
    return [
        other
        for other in rows
        if other.pk != one.pk and other.kind == one.kind and other.state in deciding.LIVE
    ]


@needs(Permission.PAPER_CONFIRM)
def decide(request: UserRequest, paper: int, proposal: int) -> HttpResponse:
    """One decision on one proposal."""
    found = _paper(request, paper, Permission.PAPER_CONFIRM)
    one = get_object_or_404(proposals_for(request.user, clock.today()), pk=proposal, paper=found.pk)
    if request.method != "POST":
        return redirect(f"{reverse('paper', args=(found.pk,))}#p-{one.pk}")
    try:
        deed = _decision(request, found, one)
        return perform(
            request,
            deed,
            lambda _: f"{reverse('paper', args=(found.pk,))}?{request.GET.urlencode()}#p-{_next(found, one)}",
        )
    except KaopingError as refused:
        return _page(request, found, refused.problems, one.pk, getattr(refused, "status", 422))


def _next(paper: Paper, one: Proposal) -> int:
    """The next undecided proposal, so that a person goes on where he is."""
    rows = proposals_of(paper)
    at = next((n for n, other in enumerate(rows) if other.pk == one.pk), 0)
    return next((other.pk for other in [*rows[at + 1 :], *rows[:at]] if other.state == "open"), one.pk)


def _decision(request: UserRequest, paper: Paper, one: Proposal) -> Callable[[], object]:
    sent = request.POST
    given = Deciding(by=request.user, proposal_id=one.pk, seen=whole(sent.get("seen")), now=clock.now())
    match sent.get("do", ""):
        case "accept":
            return lambda: deciding.accept_proposal(**given)
        case "reject":
            return lambda: deciding.reject_proposal(reason=sent.get("reason", ""), **given)
        case "merge":
            return lambda: deciding.merge_proposal(into_id=whole(sent.get("into")), **given)
        case "split":
            return lambda: deciding.split_proposal(wordings=sent.get("lines", "").splitlines(), **given)
        case "undo":
            return lambda: deciding.undo_proposal(**given)
        case "edit":
            standings = bodies_below(paper.host, clock.today())
            bodies = {
                name: row.organisation for row in standings for name in (row.organisation.key, row.title)
            }
            edited = edited_of(sent, bodies)
            return lambda: deciding.edit_proposal(edited=edited, **given)
    raise Http404


@needs(Permission.PAPER_CONFIRM)
def propose(request: UserRequest, paper: int) -> HttpResponse:
    """A sentence that the rules passed over becomes a proposal."""
    found = _paper(request, paper, Permission.PAPER_CONFIRM)
    if request.method != "POST":
        return redirect("paper", paper=found.pk)
    start, end = whole(request.POST.get("start")), whole(request.POST.get("end"))
    return perform(
        request,
        lambda: deciding.propose_by_hand(
            by=request.user, paper_id=found.pk, start=start, end=end, now=clock.now()
        ),
        lambda made: f"{reverse('paper', args=(found.pk,))}#p-{made.pk}",
    )


@needs(Permission.PAPER_CONFIRM)
def confirm(request: UserRequest, paper: int) -> HttpResponse:
    """The ledger is made."""
    found = _paper(request, paper, Permission.PAPER_CONFIRM)
    if request.method != "POST":
        return redirect("paper", paper=found.pk)
    try:
        return perform(
            request,
            lambda: services.confirm_paper(
                by=request.user, paper_id=found.pk, seen=whole(request.POST.get("seen")), now=clock.now()
            ),
            lambda _: f"{reverse('matters')}?paper={found.pk}",
        )
    except Refused as refused:
        return _page(request, found, refused.problems, 0, refused.status)


@needs(Permission.PAPER_READ)
@require_safe
def file(request: UserRequest, paper: int) -> FileResponse:
    """The file as it was handed in, as an attachment."""
    found = get_object_or_404(papers_for(request.user, clock.today()), pk=paper)
    path = path_of(found.digest)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = SANDBOX
    return answer

"""Papers, proposals, plans, matters in every state, slips and proofs: the rows, and how addresses name them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kaoping_web.filing.uploads import path_of
from kaoping_web.supervision.models import Card, CoOwner, Item, Matter, Move, Paper, Plan, Proof, Proposal
from tests.web.cast import NOW
from tests.web.matrix.people import CHILD, FOREIGN, FOREIGN_HOST, HOST, NEIGHBOUR, OWN
from tests.web.matrix.places import MISSING, Place
from tests.web.matrix.world import World, host_of, kept

TEXT = "会议要求，安平镇六月底前完成河道清理。滨城镇加快项目建设。"
STATES = (
    "registered",
    "assigned",
    "received",
    "working",
    "claimed",
    "checked",
    "closed",
    "reviewed",
    "merged",
)
OWNERS = (*((OWN, state) for state in STATES), (NEIGHBOUR, "assigned"), (NEIGHBOUR, "working"), (CHILD, "assigned"), (CHILD, "checked"), (HOST, "working"),
          (FOREIGN, "registered"), (FOREIGN, "working"))  # fmt: skip


@dataclass
class Supervised:
    """What supervision has."""

    papers: list[Paper] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    matters: list[tuple[Matter, tuple[str, ...]]] = field(default_factory=list)
    cards: list[tuple[Card, tuple[str, ...]]] = field(default_factory=list)
    proofs: list[tuple[Proof, tuple[str, ...]]] = field(default_factory=list)


def supervise(world: World) -> Supervised:
    """All of it, in both districts."""
    made = Supervised()
    for host, state in ((HOST, "open"), (HOST, "confirmed"), (FOREIGN_HOST, "open")):
        _paper(world, made, host, state)
    for host in (HOST, FOREIGN_HOST):
        plan = kept(
            Plan(host=world.bodies[host], title="1+5+9+1 规划", form="1+5+9+1", made_at=NOW), "add.plan", host
        )
        made.items.append(kept(Item(plan=plan, position=1, number="1", title="清洁河道"), "add.item", host))
    for number, (owner, state) in enumerate(OWNERS, 1):
        _matter(world, made, owner, state, number)
    helped = _matter(world, made, NEIGHBOUR, "working", len(OWNERS) + 1, OWN)
    kept(CoOwner(matter=helped, organisation=world.bodies[OWN]), "name.co_owner")
    return made


def _paper(world: World, made: Supervised, host: str, state: str) -> None:
    raw = f"{TEXT}{host}{state}".encode()
    digest = hashlib.sha256(raw).hexdigest()
    path_of(digest).parent.mkdir(parents=True, exist_ok=True)
    path_of(digest).write_bytes(raw)
    paper = Paper(host=world.bodies[host], title="工作部署会", file_name="a.txt", digest=digest, size=len(raw), kind="text", text=TEXT, found=TEXT,
                  text_digest=hashlib.sha256(TEXT.encode()).hexdigest(), runs=[[0, 0, len(TEXT)]], state=state, uploaded_by=world.district.zhao,
                  uploaded_at=NOW)  # fmt: skip
    made.papers.append(kept(paper, "register.paper", host))
    proposal = Proposal(paper=paper, key="t1", kind="task", position=1, start=5, end=18, found_start=5, found_end=18, wording=TEXT[5:18], title="河道清理",
                        confidence="high", rule="asks", state="open" if state == "open" else "accepted")  # fmt: skip
    made.proposals.append(kept(proposal, "propose.proposal", host))


def _matter(world: World, made: Supervised, owner: str, state: str, number: int, helper: str = "") -> Matter:
    """A matter with a report, a file behind it and a slip once it is under way."""
    host, day = host_of(owner), date(2026, 3, 9)
    begun = state != "registered"
    matter = Matter(
        host=world.bodies[host], year=2026, number=number, title=f"河道清理{number}", owner=world.bodies[owner], supervised_by=world.bodies[host],
        starts_on=date(2026, 3, 1), deadline=date(2026, 4, 1), state=state, percent="40", reported_at=NOW if begun else None,
        assigned_on=day if begun else None, receive_by=date(2026, 3, 12) if begun else None,
        received_on=day if begun and state != "assigned" else None, claimed_on=day if state in STATES[4:8] else None,
        closed_on=day if state in STATES[6:8] else None,
    )  # fmt: skip
    kept(matter, "register.matter", host)
    seen_by = tuple(one for one in (owner, helper) if one and begun)
    made.matters.append((matter, seen_by))
    if state == "working":
        _move(world, made, matter, owner, seen_by)
    return matter


def _move(world: World, made: Supervised, matter: Matter, owner: str, seen_by: tuple[str, ...]) -> None:
    host = host_of(owner)
    move = Move(
        matter=matter,
        number=1,
        kind="report",
        by=world.district.an,
        body=world.bodies[owner],
        at=NOW,
        words="过半",
        percent="40",
    )
    kept(move, "report.matter")
    digest = world.evidence[0].digest
    made.proofs.append(
        (kept(Proof(move=move, name="a.pdf", digest=digest, size=16), "attach.proof"), seen_by)
    )
    card = Card(matter=matter, host=world.bodies[host], organisation=world.bodies[owner], year=2026, number=matter.number, colour="yellow",
                deadline=date(2026, 4, 1), days_late=6, percent="40", planned="100", issued_by=world.district.zhao, issued_on=date(2026, 4, 7))  # fmt: skip
    made.cards.append((kept(card, "issue.card", host), seen_by))


# as addresses name them -----------------------------------------------------------------------------------


def places_of(made: Supervised) -> dict[str, list[Place]]:
    """By kind."""
    hosts = {"hosts": (HOST, FOREIGN_HOST)}
    return {
        "any-host": [Place("", about=hosts)],
        "ledger-token": [Place("made up", {"token": "x:y:z"}, there=False)],
        "paper": [*_papers(made), Place("missing", {"paper": MISSING}, there=False)],
        "proposal": list(_proposals(made)),
        "plan": [
            Place(f"{one.plan.host.key}", {"plan": one.plan_id}, {"host": (one.plan.host.key,)})
            for one in made.items
        ]
        + [Place("missing", {"plan": MISSING}, there=False)],
        "plan-item": list(_items(made)),
        "matter": list(_theirs("matter", made.matters)),
        "slip": list(_theirs("card", made.cards)),
        "proof": list(_theirs("proof", made.proofs)),
    }


def _papers(made: Supervised) -> Iterator[Place]:
    for one in made.papers:
        yield Place(
            f"{one.host.key} {one.state}",
            {"paper": one.pk},
            {"host": (one.host.key,)},
            one.state,
            {"seen": str(one.version)},
        )


def _proposals(made: Supervised) -> Iterator[Place]:
    for one in made.proposals:
        key = one.paper.host.key
        yield Place(
            f"{key} {one.state}",
            {"paper": one.paper_id, "proposal": one.pk},
            {"host": (key,)},
            one.state,
            {"seen": str(one.version)},
        )
    yield Place(
        "of another paper",
        {"paper": made.proposals[1].paper_id, "proposal": made.proposals[0].pk},
        there=False,
    )
    yield Place("missing", {"paper": made.proposals[0].paper_id, "proposal": MISSING}, there=False)


def _items(made: Supervised) -> Iterator[Place]:
    for one in made.items:
        key = one.plan.host.key
        yield Place(
            key, {"plan": one.plan_id, "item": one.pk}, {"host": (key,)}, sends={"seen": str(one.version)}
        )
    yield Place("of another plan", {"plan": made.items[0].plan_id, "item": made.items[1].pk}, there=False)


def _theirs(name: str, several: list) -> Iterator[Place]:
    """Rows of matters: of the host, and of those who own or help with a matter that is assigned."""
    for one, seen_by in several:
        matter = one if name == "matter" else one.move.matter if name == "proof" else one.matter
        about = {
            "host": (matter.host.key,),
            "theirs": seen_by,
            "owner": (matter.owner.key,) if seen_by else (),
        }
        yield Place(
            f"{matter.owner.key} {matter.state} {matter.number}",
            {name: one.pk},
            about,
            matter.state,
            {"seen": str(one.version)},
        )
    yield Place("missing", {name: MISSING}, there=False)

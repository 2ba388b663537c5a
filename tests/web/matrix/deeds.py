"""The weightiest deeds of the site, each with a form that is right in every field: whoever is refused is refused for who he is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kaoping_web.organisations.roles import Permission, Role
from tests.web.matrix.cells import Cell
from tests.web.matrix.people import CHILD, HOST, NEIGHBOUR, OWN, PEOPLE, Person
from tests.web.matrix.places import Place
from tests.web.matrix.policy import ENTRIES, WORDS
from tests.web.matrix.world import World

P = Permission
Objects = Mapping[str, list[Place]]


@dataclass(frozen=True)
class Deed:
    """One of them. by: somebody whose deed it is. permission: what it takes. stranger: a role at the host that does not have it, and
    that reads what the form is about."""

    name: str
    key: str
    place: Place
    by: str
    permission: Permission
    form: tuple[tuple[str, object], ...] = ()
    stranger: Role = Role.LEADER

    def cell(self, person: Person) -> Cell:
        """The form as this person sends it."""
        return Cell(self.key, ENTRIES[self.key], person, self.place, "POST", self.form)


def person(name: str) -> Person:
    """Somebody by name."""
    return next(one for one in PEOPLE if one.name == name)


def deeds(world: World, objects: Objects) -> Iterator[Deed]:
    """All of them, in the order of the year."""
    yield from _of_bodies(world, objects)
    yield from _of_schemes(objects)
    yield from _of_cycles(world, objects)
    yield from _of_targets(world, objects)
    yield from _of_figures(world, objects)
    yield from _of_runs(world, objects)
    yield from _of_matters(objects)


def _at(objects: Objects, kind: str, label: str, **sends: str) -> Place:
    """The first object of a kind whose label begins so, with what a form of it holds."""
    found = next(one for one in objects[kind] if one.there and one.label.startswith(label))
    return replace(found, sends={**found.sends, **sends})


def _cycle(world: World, period: str, **sends: str) -> Place:
    """A cycle of the district."""
    one = world.cycles[HOST, period]
    seen = {"seen": str(one.version)}
    return Place(
        f"{HOST} {period} {one.state}", {"cycle": one.pk}, {"host": (HOST,)}, one.state, {**seen, **sends}
    )


def _of_bodies(world: World, objects: Objects) -> Iterator[Deed]:
    host = str(world.bodies[HOST].pk)
    sys, sec, office = "system_admin@xiaoyun", "security_admin@xiaoyun", "office@xiaoyun"
    new = {"key": "ningxi", "title": "宁溪镇", "kind": "town", "parent": host, **WORDS}
    yield Deed("found a body", "body-found", Place("", sends=new), office, P.BODIES_CHANGE)
    close = _at(objects, "body", CHILD, **WORDS)
    yield Deed("close a body", "body-change", close, office, P.BODIES_CHANGE, (("kind", "close"),))
    figure = {"name": "population", "text": "61200", **WORDS}
    yield Deed("set a figure", "body-figure", _at(objects, "body", OWN, **figure), office, P.BODIES_CHANGE)
    role = {"role": "leader", "organisation": host, "starts": "2026-04-08", "reason": "任命"}
    bin_, given = (
        _at(objects, "person", "bin", **role),
        _at(objects, "grant", f"{NEIGHBOUR} reporter", **WORDS),
    )
    clerk = Role.OFFICE  # who reads people and changes none
    yield Deed("give a role", "grant-role", bin_, sec, P.GRANTS_CHANGE, stranger=clerk)
    yield Deed("end a role", "grant-revoke", given, sec, P.GRANTS_CHANGE, stranger=clerk)
    added = {"username": "newcomer", "display_name": "新同志", "home": host, "reason": "调入"}
    yield Deed("add a person", "person-add", Place("", sends=added), sys, P.PEOPLE_CHANGE, stranger=clerk)
    disable, reset = (_at(objects, "person", "bin", **WORDS) for _ in range(2))
    yield Deed(
        "disable a person", "person-change", disable, sys, P.PEOPLE_CHANGE, (("kind", "disable"),), clerk
    )
    yield Deed("reset a password", "person-reset", reset, sys, P.PEOPLE_CHANGE, stranger=clerk)


def _of_schemes(objects: Objects) -> Iterator[Deed]:
    office, head = "office@xiaoyun", "office_head@xiaoyun"
    for name, key, state, by, permission in (
        ("send a scheme", "scheme-send", "draft", office, P.SCHEME_DRAFT),
        ("approve a scheme", "scheme-approve", "sent", head, P.SCHEME_APPROVE),
        ("return a scheme", "scheme-return", "sent", head, P.SCHEME_APPROVE),
        ("lock a scheme", "scheme-lock", "approved", head, P.SCHEME_APPROVE),
    ):
        yield Deed(name, key, _at(objects, "version", f"{HOST} {state}", **WORDS), by, permission)


def _of_cycles(world: World, objects: Objects) -> Iterator[Deed]:
    by, may = "office@xiaoyun", P.CYCLE_MANAGE
    opened = _cycle(world, "2026-Q1")
    yield Deed("open a year", "open-year", _at(objects, "year", f"{HOST} locked"), by, may)
    yield Deed("lock a cycle", "cycle-lock", opened, by, may)
    step = replace(_cycle(world, "2026"), sends={"due": "2027-01-29", "reason": "顺延", "seen": "0"})
    yield Deed("date a step", "cycle-step", step, by, may, (("kind", "appeal"),))
    days = replace(objects["holidays"][0], sends={"year": "2027", "off": "2027-01-01", "document": "通知"})
    yield Deed("name working days", "working-days", days, by, may)


def _of_targets(world: World, objects: Objects) -> Iterator[Deed]:
    theirs = next(
        one for one in world.targets if (one.organisation.key, one.fact) == (NEIGHBOUR, "investment")
    )
    proposed = {f"t-{NEIGHBOUR}": "33.5", f"s-{NEIGHBOUR}": str(theirs.version)}
    year = replace(_at(objects, "year-cycle", HOST), sends=proposed)
    yield Deed(
        "propose a target",
        "targets-of-fact",
        year,
        "office@xiaoyun",
        P.TARGET_PROPOSE,
        (("fact", "investment"),),
    )
    mine = _at(objects, "target", f"{OWN} proposed", do="accept")
    yield Deed("answer a target", "target answer", mine, "unit_head@anping", P.TARGET_REPLY)
    agreed = _at(objects, "target", f"{NEIGHBOUR} objected", do="agree", reason="会议商定")
    yield Deed("agree to a target", "target", agreed, "office_head@xiaoyun", P.TARGET_AGREE)


def _of_figures(world: World, objects: Objects) -> Iterator[Deed]:
    filing, value = next(
        pair for pair in world.filings if (pair[0].supplier.key, pair[1].state) == (OWN, "draft")
    )
    form = _at(
        objects, "filing", f"{OWN} 2026-Q1 open", **{f"v-{value.pk}-{value.version}": "88.5", "do": "save"}
    )
    assert form.kwargs["filing"] == filing.pk
    yield Deed("save cells", "filing-save", form, "reporter@anping", P.FILING_EDIT)
    handed = replace(form, sends={**filing_seen(form), "do": "submit"})
    yield Deed("hand in", "filing-save submit", handed, "unit_head@anping", P.FILING_SUBMIT)
    yield Deed("put off a form", "filing-extend", replace(form, sends={**filing_seen(form), "day": "2026-05-20", "reason": "灾害"}),
               "office@xiaoyun", P.FILING_EXTEND)  # fmt: skip
    yield from _of_verification(world, objects)
    free = _at(objects, "value", f"{OWN} about {OWN} 2026-Q3 verified", text="78", **WORDS)
    yield Deed("ask for a correction", "correction-ask", free, "reporter@anping", P.VALUE_CORRECT)
    asked = _at(objects, "correction", f"{NEIGHBOUR} asked", do="approve", decision="属实")
    yield Deed("approve a correction", "correction", asked, "office_head@xiaoyun", P.VALUE_CORRECT_APPROVE)


def filing_seen(place: Place) -> dict[str, str]:
    """The version of a form that was looked at."""
    return {"seen": place.sends["seen"]}


def _of_verification(world: World, objects: Objects) -> Iterator[Deed]:
    """On the sheet of one indicator of the open quarter: what was handed in, and what one person has accepted."""
    for name, state, choice in (
        ("accept", "filed", "accept"),
        ("return", "filed", "return"),
        ("sign", "checked", "sign"),
    ):
        value = next(
            v
            for f, v in world.filings
            if (f.supplier.key, f.cycle.period, v.state) == (OWN, "2026-Q1", state)
        )
        sends = {f"d-{value.pk}-{value.vintage}": choice, f"r-{value.pk}": "口径不符"}
        sheet = replace(_at(objects, "sheet", "2026-Q1"), sends=sends)
        yield Deed(f"{name} a figure", "review-sheet", sheet, "verifier@statistics", P.VALUE_VERIFY)


def _of_runs(world: World, objects: Objects) -> Iterator[Deed]:
    month = _cycle(world, "2026-03", reason="复核后重算")
    yield Deed("start a run", "scoring-cycle", month, "office@xiaoyun", P.RUN_START)
    made = _at(objects, "run", f"{HOST} 2026-03 2 made", state="provisional")
    yield Deed("release a run", "scoring-run", made, "office_head@xiaoyun", P.RUN_RELEASE)


def _of_matters(objects: Objects) -> Iterator[Deed]:
    by = "supervisor@xiaoyun"
    given = {
        "do": "assign",
        "title": "事项",
        "owner": OWN,
        "deadline": "2026-06-30",
        "term": "3",
        "slack": "10",
    }
    yield Deed(
        "assign a matter",
        "matter assign",
        _at(objects, "matter", f"{OWN} registered", **given),
        by,
        P.MATTER_ASSIGN,
    )
    taken = _at(objects, "matter", f"{OWN} assigned", do="receive")
    yield Deed("receive a matter", "matter", taken, "reporter@anping", P.MATTER_RECEIVE)
    for owner in (
        OWN,
        CHILD,
    ):  # of the village too: a township's own supervisor has no part in what the district supervises
        done = _at(objects, "matter", f"{owner} checked", do="close", words="已办结")
        yield Deed(f"close a matter of {owner}", "matter close", done, by, P.MATTER_CLOSE)
    slip = _at(objects, "matter", f"{NEIGHBOUR} working", colour="red", demand="限期办结")
    yield Deed("issue a slip", "card-issue", slip, by, P.SLIP_ISSUE)

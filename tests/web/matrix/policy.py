"""The policy of the site, address by address: who reads, who writes, whose object it must be.

Written from the roles and the separation of duties of the yearly process, not from the code. A role reaches the body where it is
held (own), that body and everything below it (tree), everything (anywhere), or what belongs to the host it is assessed by (under).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.web.matrix.people import ROLES, Person, at_or_below

Who = Mapping[str, frozenset[str]]


def _given(reach: str, roles: str) -> Who:
    return {role: frozenset({reach}) for role in roles.split()}


def own(roles: str) -> Who:
    """The body where the role is held."""
    return _given("own", roles)


def tree(roles: str) -> Who:
    """That body and everything below it."""
    return _given("tree", roles)


def anywhere(roles: str) -> Who:
    """Whoever has the role, wherever."""
    return _given("anywhere", roles)


def both(*several: Who) -> Who:
    """All of these."""
    found: dict[str, frozenset[str]] = {}
    for one in several:
        for role, reaches in one.items():
            found[role] = found.get(role, frozenset()) | reaches
    return found


UNIT, OVERSEERS = "reporter unit_head", "leader inspector auditor"
READERS = f"office office_head {OVERSEERS}"
BUSINESS = f"{UNIT} verifier {READERS} supervisor"

BODIES = anywhere(" ".join(ROLES))
SCHEMES = anywhere(BUSINESS)
CYCLES, FIGURE_CYCLES = _given("under", BUSINESS), _given("under", f"{UNIT} verifier {READERS}")
DRAFTERS, MANAGERS, STARTERS, FOUNDERS = tree("office"), tree("office"), tree("office"), tree("office")
APPROVERS, AGREERS, RELEASERS, CORRECTORS = (
    tree("office_head"),
    tree("office_head"),
    tree("office_head"),
    tree("office_head"),
)
EXTENDERS = tree("office office_head")
FILINGS = both(own(f"{UNIT} verifier"), tree(READERS))
FILERS, SUBMITTERS = own("reporter"), own(UNIT)
VALUES = both(tree(f"{UNIT} {READERS}"), own("verifier"))
VERIFIERS = own("verifier")
TARGETS = tree(f"{UNIT} verifier {READERS}")
PROPOSERS, REPLIERS = both(own("unit_head"), tree("office")), own("unit_head")
RUNS, TRACKS, OVERVIEWS = tree(READERS), tree(READERS), tree(READERS)
UNRELEASED = tree("office office_head inspector auditor")
STATEMENTS = both(tree(f"{UNIT} {READERS}"), own("verifier"))
INDICATORS = STATEMENTS
PEOPLE = tree("office office_head system_admin security_admin audit_admin")
ACCOUNTS, GRANTS = tree("system_admin"), tree("security_admin")
JOURNALS = tree("inspector auditor audit_admin")
HISTORIES = both(JOURNALS, own(f"{UNIT} verifier"), tree(f"{READERS} supervisor"))
PROVERS = tree("auditor audit_admin")
PAPERS, CONFIRMERS = tree(f"{READERS} supervisor"), tree("supervisor")
MATTERS, ASSIGNERS = tree(f"{UNIT} {READERS} supervisor"), both(own(UNIT), tree("supervisor"))
REFUSED = frozenset({403, 404})
"""By the policy. 409 and 422 come from the state or the form, behind which a missing check could hide."""

Rule = tuple[tuple[Who, str], ...]
"""Alternatives: somebody of these, for the body that the object names so; an empty name asks for the role alone."""


@dataclass(frozen=True)
class Entry:
    """One address. `read` or `write` None: it does not take GET or POST. Open to everybody, or to who is signed in, where so marked.

    at: what kind of object it is about. forms: what else the address says. sends: what a form of it holds. gets: what a reader
    within reach gets in a state, where it is not 200 or a redirect. redirects: GET leads on without looking at the object.
    passes: roles that get past the door of a write beside those of the rule, since several deeds share the address.
    """

    at: str = "none"
    read: Rule | None = None
    write: Rule | None = None
    is_open: bool = False
    signed_in: bool = False
    forms: tuple[Mapping[str, object], ...] = ({},)
    sends: Mapping[str, str] = field(default_factory=dict)
    gets: Mapping[str, int] = field(default_factory=dict)
    redirects: bool = False
    passes: str = ""
    opens: str = ""

    def offers(self, method: str) -> bool:
        """Whether it takes that method."""
        return {"GET": self.read, "POST": self.write}.get(method) is not None

    def rule(self, method: str) -> Rule:
        """For GET the rule of reading, else that of writing; where there is none, the other one's door."""
        wanted, other = (self.read, self.write) if method == "GET" else (self.write, self.read)
        return wanted if wanted is not None else other or ()

    def lets_in(self, person: Person, method: str) -> bool:
        """Whether one of his roles has the permission at all."""
        if self.is_open or self.signed_in:
            return True
        more = set((self.opens if method == "GET" else self.passes).split())
        return bool(person.roles & ({role for who, _ in self.rule(method) for role in who} | more))


def reaches(person: Person, rule: Rule, about: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one alternative of the rule covers the object for this person."""
    return any(
        _covers(reach, body, target)
        for who, name in rule
        for role, body in person.held
        for reach in who.get(role, ())
        for target in (about.get(name, ()) if name else ("",))
    )


def _covers(reach: str, body: str, target: str) -> bool:
    if not target or reach == "anywhere":
        return True
    if reach == "under":
        return at_or_below(body, target)
    return body == target or (reach == "tree" and at_or_below(target, body))


def _any(who: Who) -> Rule:
    return ((who, ""),)


def _of(who: Who, name: str) -> Rule:
    return ((who, name),)


FREE: Rule = ()
WORDS = {"reason": "文件要求", "document": "云办〔2026〕3号", "effective_on": "2026-05-01"}
CHANGES = tuple({"kind": one} for one in ("rename", "move", "merge", "split", "close"))
VALUE = ((FILINGS, "supplier"), (VALUES, "unit"), (VERIFIERS, "verifier"))
CORRECTION = ((FILERS, "supplier"), (CORRECTORS, "host"), (VERIFIERS, "verifier"))
MATTER = ((MATTERS, "host"), (MATTERS, "theirs"))
VERSION = ((SCHEMES, "public"), (DRAFTERS, "host"), (APPROVERS, "host"))

ENTRIES: Mapping[str, Entry] = {
    # everybody's
    "home": Entry(signed_in=True, read=FREE),
    "my-work": Entry(signed_in=True, read=FREE),
    "find": Entry(signed_in=True, read=FREE),
    "go-to-cycle": Entry("chosen", signed_in=True, read=_of(CYCLES, "host")),
    "language": Entry("language", is_open=True, read=FREE),
    "theme": Entry(is_open=True, read=FREE),
    "gallery": Entry(is_open=True, read=FREE),
    "sign-in": Entry(is_open=True, read=FREE, write=FREE),
    "sign-in-demo": Entry("absent", is_open=True, write=FREE),
    "sign-out": Entry(is_open=True, write=FREE),
    "account": Entry(signed_in=True, read=FREE),
    "account-password": Entry(signed_in=True, write=FREE),
    "account-factor": Entry(signed_in=True, write=FREE),
    "account-sessions": Entry(signed_in=True, write=FREE),
    "verify": Entry(is_open=True, read=FREE, write=FREE, sends={"typed": "K7QF-2M9X-4TRB"}),
    # bodies and people
    "bodies": Entry(read=_any(BODIES)),
    "body": Entry("body", read=_of(BODIES, "body")),
    "body-found": Entry(read=_any(FOUNDERS), write=_any(FOUNDERS), sends=WORDS),
    "body-change": Entry("body", read=_of(FOUNDERS, "body"), write=_of(FOUNDERS, "body"), forms=CHANGES,
                         sends=WORDS | {"title": "新名", "kind": "town"}),
    "body-figure": Entry("body", read=_of(FOUNDERS, "body"), write=_of(FOUNDERS, "body"), sends=WORDS | {"name": "population", "text": "61200"}),
    "people": Entry(read=_any(PEOPLE)),
    "person-add": Entry(read=_any(ACCOUNTS), write=_any(ACCOUNTS), sends={"username": "x", "reason": "x"}),
    "person": Entry("person", read=_of(PEOPLE, "bodies")),
    "person-rename": Entry("person", read=_of(ACCOUNTS, "bodies"), write=_of(ACCOUNTS, "bodies"), sends={"display_name": "新名", "reason": "x"}),
    "person-reset": Entry("person", read=_of(ACCOUNTS, "bodies"), write=_of(ACCOUNTS, "bodies"), sends=WORDS),
    "person-change": Entry("person", read=_of(ACCOUNTS, "bodies"), write=_of(ACCOUNTS, "bodies"), sends=WORDS, forms=({"kind": "disable"}, {"kind": "enable"}),
                           opens="security_admin", passes="security_admin"),
    "person-change factor": Entry("person", read=_of(GRANTS, "bodies"), write=_of(GRANTS, "bodies"), sends=WORDS, forms=({"kind": "factor"},),
                                  opens="system_admin", passes="system_admin"),
    "grant-role": Entry("person", read=_of(GRANTS, "bodies"), write=_of(GRANTS, "bodies"),
                        sends={"role": "leader", "organisation": "1", "starts": "2026-04-08", "reason": "x"}),
    "grant-revoke": Entry("grant", read=_of(GRANTS, "bodies"), write=_of(GRANTS, "bodies"), sends=WORDS),
    "import": Entry(read=_any(FOUNDERS), write=_any(FOUNDERS), forms=({"kind": "bodies"},)),
    "import people": Entry(read=_any(ACCOUNTS), write=_any(ACCOUNTS), forms=({"kind": "people"},)),
    "import roles": Entry(read=_any(GRANTS), write=_any(GRANTS), forms=({"kind": "roles"},)),
    "import-template": Entry(read=_any(both(FOUNDERS, ACCOUNTS, GRANTS)), forms=({"kind": "bodies"}, {"kind": "people"}, {"kind": "roles"})),
    # schemes
    "schemes": Entry(read=_any(SCHEMES)),
    "scheme-upload": Entry(read=_any(DRAFTERS), write=_any(DRAFTERS)),
    "scheme-version": Entry("version", read=VERSION),
    "scheme-facts": Entry("version", read=VERSION),
    "scheme-decisions": Entry("version", read=VERSION),
    "scheme-text": Entry("version", read=VERSION),
    "scheme-record": Entry("version", read=VERSION),
    "scheme-compare": Entry("version", read=VERSION),
    "scheme-download": Entry("version", read=VERSION, forms=({"form": "yaml"}, {"form": "xlsx"})),
    "scheme-node": Entry("version", read=VERSION, write=_of(DRAFTERS, "host"), forms=({"node": "y_investment"},)),
    "scheme-fact": Entry("version", read=VERSION, write=_of(DRAFTERS, "host"), forms=({"fact": "investment"},)),
    "scheme-add": Entry("version", read=_of(DRAFTERS, "host"), write=_of(DRAFTERS, "host"), sends={"under": "growth", "rule": "completion"},
                        gets={"sent": 409, "approved": 409, "locked": 409, "closed": 409}),
    "scheme-move": Entry("version", write=_of(DRAFTERS, "host"), forms=({"node": "y_investment"},), sends={"to": "down"}),
    "scheme-remove": Entry("version", read=_of(DRAFTERS, "host"), write=_of(DRAFTERS, "host"), forms=({"node": "y_revenue"},),
                           gets={"sent": 409, "approved": 409, "locked": 409, "closed": 409}),
    "scheme-replace": Entry("version", read=_of(DRAFTERS, "host"), write=_of(DRAFTERS, "host"),
                            gets={"sent": 409, "approved": 409, "locked": 409, "closed": 409}),
    "scheme-next": Entry("version", read=_of(DRAFTERS, "host"), write=_of(DRAFTERS, "host"), sends=WORDS),
    "scheme-send": Entry("version", write=_of(DRAFTERS, "host"), sends=WORDS),
    "scheme-approve": Entry("version", write=_of(APPROVERS, "host")),
    "scheme-return": Entry("version", write=_of(APPROVERS, "host"), sends=WORDS),
    "scheme-lock": Entry("version", write=_of(APPROVERS, "host"), sends=WORDS),
    # timetable and targets
    "timetable": Entry(read=_any(CYCLES)),
    "open-year": Entry("year", write=_of(MANAGERS, "host")),
    "working-days": Entry("holidays", read=_any(CYCLES), write=_of(MANAGERS, "hosts"), sends={"year": "2027", "off": "2027-01-01", "document": "x"}),
    "cycle": Entry("cycle", read=_of(CYCLES, "host")),
    "cycle-step": Entry("cycle", write=_of(MANAGERS, "host"), forms=({"kind": "appeal"},), sends={"due": "2026-12-30", "reason": "x"}),
    "cycle-lock": Entry("cycle", write=_of(MANAGERS, "host")),
    "cycle-open": Entry("cycle", write=_of(MANAGERS, "host")),
    "supplier": Entry("supply", write=_of(MANAGERS, "host")),
    "targets": Entry(read=_any(TARGETS)),
    "targets-of-fact": Entry("year-cycle", read=_of(FIGURE_CYCLES, "host"),
                             write=((PROPOSERS, "host"), (own("unit_head"), "supplier")), forms=({"fact": "investment"},), sends={"t-cuiyun": "31"}),
    "targets-of-unit": Entry("unit-of-cycle", read=_of(TARGETS, "unit")),
    "target": Entry("target", read=_of(TARGETS, "unit"), write=_of(AGREERS, "host"), sends={"do": "agree", "reason": "x"}, passes="unit_head office"),
    "target answer": Entry("target", read=_of(TARGETS, "unit"), write=_of(REPLIERS, "unit"), sends={"do": "accept"}, passes="office office_head"),
    "target revise": Entry("target", read=_of(TARGETS, "unit"), write=_of(PROPOSERS, "host"), sends={"do": "revise", "figure": "33", **WORDS},
                           passes="office_head"),
    # filing
    "filings": Entry(read=_any(FILINGS)),
    "filing-cycle": Entry("cycle", read=_of(FIGURE_CYCLES, "host")),
    "filing-prepare": Entry("cycle", read=_of(_given("under", "office"), "host"), write=_of(MANAGERS, "host")),
    "filing": Entry("filing", read=_of(FILINGS, "supplier")),
    "filing-save": Entry("filing", read=_of(SUBMITTERS, "supplier"), write=_of(FILERS, "supplier"), passes="unit_head", redirects=True),
    "filing-save submit": Entry("filing", read=_of(SUBMITTERS, "supplier"), write=_of(SUBMITTERS, "supplier"), sends={"do": "submit"}, redirects=True),
    "filing-changes": Entry("filing", read=_of(FILINGS, "supplier")),
    "filing-receipt": Entry("submitted", read=_of(FILINGS, "supplier")),
    "filing-extend": Entry("filing", read=_of(EXTENDERS, "supplier"), write=_of(EXTENDERS, "supplier"), sends={"day": "2026-05-20", "reason": "x"}),
    "filing-workbook": Entry("filing", read=_of(FILINGS, "supplier")),
    "filing-upload": Entry("filing", read=_of(FILERS, "supplier"), write=_of(FILERS, "supplier")),
    "filing-dry-run": Entry("token", read=_of(FILERS, "supplier"), write=_of(FILERS, "supplier")),
    "filing-cell": Entry("value", read=VALUE, write=_of(FILERS, "supplier"), sends={"text": "77", "note": ""}),
    "filing-evidence-add": Entry("value", read=_of(FILERS, "supplier"), write=_of(FILERS, "supplier"), redirects=True),
    "filing-evidence": Entry("evidence", read=VALUE),
    "filing-evidence-withdraw": Entry("evidence", read=_of(FILERS, "supplier"), write=_of(FILERS, "supplier")),
    # verification and corrections
    "review": Entry(read=_any(VERIFIERS)),
    "review-sheet": Entry("sheet", read=_of(VERIFIERS, "verifier"), write=_of(VERIFIERS, "verifier")),
    "corrections": Entry(read=_any(both(FILERS, CORRECTORS, VERIFIERS))),
    "correction": Entry("correction", read=CORRECTION, write=CORRECTION[1:], sends={"do": "refuse", "decision": "x"}, passes="reporter"),
    "correction-ask": Entry("value", read=_of(FILERS, "supplier"), write=_of(FILERS, "supplier"), sends=WORDS | {"text": "78"}),
    # papers and matters
    "papers": Entry("any-host", read=_any(PAPERS), write=_of(CONFIRMERS, "hosts")),
    "paper": Entry("paper", read=_of(PAPERS, "host")),
    "paper-file": Entry("paper", read=_of(PAPERS, "host")),
    "paper-confirm": Entry("paper", read=_of(CONFIRMERS, "host"), write=_of(CONFIRMERS, "host")),
    "paper-propose": Entry("paper", read=_of(CONFIRMERS, "host"), write=_of(CONFIRMERS, "host"), sends={"start": "18", "end": "28"}),
    "proposal": Entry("proposal", read=_of(CONFIRMERS, "host"), write=_of(CONFIRMERS, "host"), sends={"do": "reject", "reason": "x"}),
    "matters": Entry(read=_any(MATTERS)),
    "matter-new": Entry("any-host", read=_of(ASSIGNERS, "hosts"), write=_of(ASSIGNERS, "hosts"), sends={"title": "新事项", "wording": "会议要求"}),
    "matter": Entry("matter", read=MATTER, write=_of(own(UNIT), "owner"), sends={"do": "receive"}, passes=f"supervisor {READERS}"),
    "matter assign": Entry("matter", read=MATTER, write=_of(ASSIGNERS, "host"), passes=f"{UNIT} {READERS}",
                           sends={"do": "assign", "title": "事项", "owner": "anping", "deadline": "2026-06-30", "term": "3", "slack": "10"}),
    "matter close": Entry("matter", read=MATTER, write=_of(CONFIRMERS, "host"), sends={"do": "close", "words": "已办结"}, passes=f"{UNIT} {READERS}"),
    "matter-proof": Entry("proof", read=MATTER),
    "cards": Entry(read=_any(CONFIRMERS)),
    "card-issue": Entry("matter", read=((CONFIRMERS, "host"), (CONFIRMERS, "theirs")), write=((CONFIRMERS, "host"),),
                        sends={"colour": "yellow", "demand": "限期"}),
    "slip": Entry("slip", read=MATTER, write=_of(CONFIRMERS, "host"), sends={"reason": "x"}),
    "slip-answer": Entry("slip", read=MATTER, write=_of(own(UNIT), "owner"), sends={"words": "已整改"}),
    "matters-workbook": Entry(read=_any(MATTERS)),
    "matters-upload": Entry("any-host", read=_of(CONFIRMERS, "hosts"), write=_of(CONFIRMERS, "hosts"), opens=UNIT, passes=UNIT),
    "matters-dry-run": Entry("ledger-token", read=_of(CONFIRMERS, "hosts"), write=_of(CONFIRMERS, "hosts"), opens=UNIT, passes=UNIT),
    "plans": Entry("any-host", read=_any(PAPERS), write=_of(CONFIRMERS, "hosts"), sends={"title": "规划", "lines": "1 一项"}),
    "plan": Entry("plan", read=_of(PAPERS, "host")),
    "plan-item": Entry("plan-item", read=_of(CONFIRMERS, "host"), write=_of(CONFIRMERS, "host")),
    "fields": Entry(read=_any(PAPERS)),
    "closing-rates": Entry(read=_any(both(MATTERS, FILINGS))),
    # scoring and reading
    "scoring": Entry(read=_any(RUNS)),
    "scoring-cycle": Entry("cycle", read=_of(RUNS, "host"), write=_of(STARTERS, "host"), sends={"reason": "x"}),
    "scoring-run": Entry("run", read=((UNRELEASED, "host"), (RUNS, "released")), write=_of(RELEASERS, "host"), sends={"state": "final"}),
    "overview-now": Entry(read=_any(OVERVIEWS)),
    "overview": Entry("cycle", read=_of(OVERVIEWS, "host")),
    "own-statement": Entry(read=_any(STATEMENTS)),
    "tracks-now": Entry(read=_any(TRACKS)),
    "indicators-now": Entry(read=_any(INDICATORS)),
    "statement": Entry("statement", read=_of(STATEMENTS, "unit")),
    "line": Entry("line", read=_of(STATEMENTS, "unit")),
    "track": Entry("track", read=((TRACKS, "host"), (STATEMENTS, "members"))),
    "indicator": Entry("indicator", read=((RUNS, "host"), (INDICATORS, "members"), (INDICATORS, "owners"))),
    # the record
    "journal": Entry(read=_any(JOURNALS)),
    "journal-object": Entry("history", read=_of(HISTORIES, "chain")),
    "journal-entry": Entry("entry", read=_of(HISTORIES, "chain")),
    "checkpoints": Entry(read=_any(JOURNALS), write=_any(PROVERS), sends={"why": "月报"}),
    "checkpoint": Entry("checkpoint", read=_any(JOURNALS)),
    "journal-verification": Entry(read=_any(PROVERS), write=_any(PROVERS)),
}  # fmt: skip
"""By URL name; a word behind the name marks a second policy of the same address."""


def name_of(key: str) -> str:
    """The URL name of an entry."""
    return key.split(" ")[0]

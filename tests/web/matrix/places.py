"""Objects as addresses name them: by what they are, whose they are and in which state, and of each kind one that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing

from kaoping_web.filing.queries.grid import grid_of
from kaoping_web.filing.uploads import path_of
from kaoping_web.filing.views.workbooks import SALT
from kaoping_web.filing.words import title_of
from kaoping_web.filing.workbooks import written
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant, User
from kaoping_web.scoring.models import Run
from tests.web.cast import NOW
from tests.web.matrix.people import CHILD, FOREIGN, FOREIGN_HOST, HOST, NEIGHBOUR, OWN
from tests.web.matrix.world import World, host_of

MISSING = 987_654
TOWNS, VILLAGES = (OWN, NEIGHBOUR, "cuiyun"), (CHILD, "anping_v2")


@dataclass(frozen=True)
class Place:
    """One object. about: whose it is, by what it is to them. there: whether anybody at all finds it here."""

    label: str
    kwargs: Mapping[str, object] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    state: str = ""
    sends: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    there: bool = True


def places(world: World) -> dict[str, list[Place]]:
    """Every kind of object with its places."""
    versions = [
        Place(
            f"{host} {state}",
            {"version": one.pk},
            {"host": (host,), "public": (host,) if state in ("locked", "closed") else ()},
            state,
            _seen(one),
        )
        for (host, state), one in world.versions.items()
    ]
    cycles = [
        Place(f"{host} {period} {one.state}", {"cycle": one.pk}, {"host": (host,)}, one.state, _seen(one))
        for (host, period), one in world.cycles.items()
    ]
    filings = list(_filings(world))
    found = {
        "none": [Place("")], "absent": [Place("absent", there=False)],
        "language": [Place("zh", {"language": "zh"}), Place("en", {"language": "en"}), Place("no such", {"language": "xx"}, there=False)],
        "version": [*versions, _missing("version")], "cycle": [*_few(cycles), _missing("cycle")],
        "chosen": list(_chosen(world)), "year": list(_years(world)),
        "holidays": [Place("year", about={"hosts": (HOST, FOREIGN_HOST)})],
        "supply": list(_supplies(world)), "body": list(_bodies(world)), "person": list(_persons(world)), "grant": list(_grants()),
        "year-cycle": [one for one in cycles if one.label.split()[1] == "2026"] + [_missing("cycle")],
        "unit-of-cycle": list(_units_of_year(world)),
        "target": [
            Place(f"{one.organisation.key} {one.state}", {"target": one.pk}, {"unit": (one.organisation.key,), "host": (one.host.key,)}, one.state, _seen(one))
            for one in world.targets
        ] + [_missing("target")],
        "filing": [*filings, _missing("filing")],
        "submitted": [Place(one.label, one.kwargs, one.about, one.state, there=one.state != "open") for one in filings],
        "token": list(_tokens(world)), "value": [*_values(world), _missing("value")],
        "evidence": [*_evidence(world), _missing("evidence")], "correction": [*_corrections(world), _missing("correction")],
        "sheet": list(_sheets(world)), "run": list(_runs(world)),
        "statement": list(_statements(world)), "line": list(_lines(world)), "track": list(_tracks(world)), "indicator": list(_indicators(world)),
        "entry": list(_entries()), "history": list(_histories(world)),
        "checkpoint": [Place("one", {"checkpoint": world.checkpoint.pk}), _missing("checkpoint")],  # type: ignore[union-attr]
    }  # fmt: skip
    return found


def _missing(name: str, **more: object) -> Place:
    return Place("missing", {name: MISSING, **more}, there=False)


def _seen(row: object) -> dict[str, str]:
    return {"seen": str(row.version)}  # type: ignore[attr-defined]


def _few(cycles: list[Place]) -> list[Place]:
    """Of each host and state one."""
    return list({(one.about["host"], one.state): one for one in cycles}.values())


# cycles, bodies, people ---------------------------------------------------------------------------------


def _chosen(world: World) -> Iterator[Place]:
    for (host, period), one in world.cycles.items():
        yield Place(
            f"{host} {period}",
            about={"host": (host,)},
            query=f"cycle={one.pk}",
            there=one.state != "planned",
            state=one.state,
        )
    yield Place("missing", query=f"cycle={MISSING}", there=False)


def _years(world: World) -> Iterator[Place]:
    for (host, state), one in world.versions.items():
        yield Place(
            f"{host} {state}",
            about={"host": (host,)},
            sends={"version": str(one.pk), "year": "2027"},
            there=state == "locked",
            state=state,
        )
    yield Place("missing", sends={"version": str(MISSING), "year": "2027"}, there=False)


def _supplies(world: World) -> Iterator[Place]:
    for one in world.supplies:
        host = one.scheme_version.scheme.host.key
        sends = {"body": "", "cycle": str(world.cycles[host, "2026-Q1"].pk), **_seen(one)}
        yield Place(f"{host} {one.supplier}", {"supply": one.pk}, {"host": (host,)}, sends=sends)
    yield _missing("supply")


def _bodies(world: World) -> Iterator[Place]:
    for key in (HOST, OWN, NEIGHBOUR, CHILD, "statistics", FOREIGN):
        yield Place(key, {"body": key}, {"body": (key,)}, sends=_seen(world.bodies[key]))
    yield _missing("body")


def _persons(world: World) -> Iterator[Place]:
    for user in User.objects.filter(username__in=("kao", "an", "bin", "village", "lin", "qing")):
        held = tuple(Grant.objects.filter(user=user).values_list("organisation__key", flat=True))
        yield Place(user.username, {"person": user.pk}, {"bodies": held}, sends=_seen(user))
    disabled = world.people["disabled"]
    yield Place("disabled", {"person": disabled.pk}, {"bodies": (HOST,)}, "disabled", _seen(disabled))
    nobody = world.people["nobody"]
    yield Place("of no body", {"person": nobody.pk}, sends=_seen(nobody))
    yield _missing("person")


def _grants() -> Iterator[Place]:
    found = Grant.objects.filter(user__username__in=("kao", "an", "bin", "village", "qing")).select_related(
        "organisation"
    )
    for one in found:
        yield Place(
            f"{one.organisation.key} {one.role}",
            {"grant": one.pk},
            {"bodies": (one.organisation.key,)},
            "ended" if one.until else "held",
            _seen(one),
        )
    yield _missing("grant")


def _units_of_year(world: World) -> Iterator[Place]:
    year, foreign = world.cycles[HOST, "2026"].pk, world.cycles[FOREIGN_HOST, "2026"].pk
    for key in (HOST, OWN, NEIGHBOUR, CHILD, "statistics"):
        yield Place(key, {"cycle": year, "body": key}, {"unit": (key,)})
    yield Place(FOREIGN, {"cycle": foreign, "body": FOREIGN}, {"unit": (FOREIGN,)})
    yield Place("another's cycle", {"cycle": MISSING, "body": OWN}, there=False)
    yield Place("missing", {"cycle": year, "body": "nowhere"}, there=False)


# figures ------------------------------------------------------------------------------------------------


def _filings(world: World) -> Iterator[Place]:
    for one in {filing.pk: filing for filing, _ in world.filings}.values():
        label = f"{one.supplier.key} {one.cycle.period} {one.state} {one.role}"
        yield Place(label, {"filing": one.pk}, {"supplier": (one.supplier.key,)}, one.state, _seen(one))


def _about(world: World, filing: object, value: object) -> dict[str, tuple[str, ...]]:
    supplier, unit = filing.supplier.key, value.organisation.key  # type: ignore[attr-defined]
    verifier = supplier if host_of(supplier) == FOREIGN_HOST else "statistics"
    return {"supplier": (supplier,), "unit": (unit,), "verifier": (verifier,), "host": (host_of(supplier),)}


def _values(world: World) -> Iterator[Place]:
    for filing, value in world.filings:
        label = f"{filing.supplier.key} about {value.organisation.key} {filing.cycle.period} {value.state}"
        yield Place(label, {"value": value.pk}, _about(world, filing, value), value.state, _seen(value))


def _evidence(world: World) -> Iterator[Place]:
    for one in world.evidence:
        filing = one.value.filing
        yield Place(
            f"{filing.supplier.key} {filing.cycle.period}",
            {"evidence": one.pk},
            _about(world, filing, one.value),
            sends=_seen(one),
        )


def _corrections(world: World) -> Iterator[Place]:
    for one in world.corrections:
        filing = one.value.filing
        yield Place(
            f"{filing.supplier.key} {one.state}",
            {"correction": one.pk},
            _about(world, filing, one.value),
            one.state,
            _seen(one),
        )


def _tokens(world: World) -> Iterator[Place]:
    """A workbook that the reporter of the township sent: his token, the same for another form, and a made-up one."""
    mine, other = (
        next(filing for filing, _ in world.filings if filing.supplier.key == key and filing.state == "open")
        for key in (OWN, NEIGHBOUR)
    )
    grid = grid_of(mine, NOW)
    body, digest = written(grid, title_of(mine, grid.scheme), "zh"), "ab" * 32
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    person = world.people["reporter@anping"].pk
    token = signing.dumps([mine.pk, person, digest, "a.xlsx"], salt=SALT)
    yield Place("own", {"filing": mine.pk, "token": token}, {"supplier": (OWN,)})
    yield Place("another form", {"filing": other.pk, "token": token}, there=False)
    yield Place("made up", {"filing": mine.pk, "token": "x:y:z"}, there=False)


def _sheets(world: World) -> Iterator[Place]:
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        yield Place(
            period, {"cycle": world.cycles[HOST, period].pk, "fact": "on_time"}, {"verifier": ("statistics",)}
        )
    yield Place(
        "month",
        {"cycle": world.cycles[HOST, "2026-03"].pk, "fact": "investment"},
        {"verifier": ("statistics",)},
    )
    yield Place(
        "foreign",
        {"cycle": world.cycles[FOREIGN_HOST, "2026-Q1"].pk, "fact": "on_time"},
        {"verifier": (FOREIGN,)},
    )
    yield Place("no such fact", {"cycle": world.cycles[HOST, "2026-Q1"].pk, "fact": "nothing"}, there=False)
    yield Place("missing", {"cycle": MISSING, "fact": "on_time"}, there=False)


# results and the record ---------------------------------------------------------------------------------


def _runs(world: World) -> Iterator[Place]:
    for one in Run.objects.select_related("cycle__host").order_by("pk"):
        released = (one.cycle.host.key,) if one.state in ("provisional", "final") else ()
        about = {"host": (one.cycle.host.key,), "released": released}
        yield Place(
            f"{one.cycle.host.key} {one.cycle.period} {one.number} {one.state}",
            {"run": one.pk},
            about,
            one.state,
            _seen(one),
        )
    yield _missing("run")


def _statements(world: World) -> Iterator[Place]:
    for period in ("2026-01", "2026-02", "2026-03", "2026-Q2"):
        cycle = world.cycles[HOST, period].pk
        for key in (OWN, NEIGHBOUR, CHILD, "statistics"):
            yield Place(f"{key} {period}", {"cycle": cycle, "body": key}, {"unit": (key,)})
    first = world.cycles[HOST, "2026-01"].pk
    foreign = world.cycles[FOREIGN_HOST, "2026-Q2"].pk
    yield Place("foreign", {"cycle": foreign, "body": FOREIGN}, {"unit": (FOREIGN,)})
    yield Place("own body, another's cycle", {"cycle": foreign, "body": OWN}, there=False)
    yield Place("another's body, own cycle", {"cycle": first, "body": FOREIGN}, there=False)
    yield Place("not begun", {"cycle": world.cycles[HOST, "2026-Q4"].pk, "body": OWN}, there=False)
    yield Place("missing", {"cycle": first, "body": "nowhere"}, there=False)


def _lines(world: World) -> Iterator[Place]:
    for period in ("2026-01", "2026-03"):
        cycle = world.cycles[HOST, period].pk
        for key in (OWN, NEIGHBOUR):
            yield Place(
                f"{key} {period}", {"cycle": cycle, "body": key, "node": "m_investment"}, {"unit": (key,)}
            )
    yield Place(
        "no run",
        {"cycle": world.cycles[HOST, "2026-Q2"].pk, "body": OWN, "node": "q_investment"},
        there=False,
    )
    yield Place(
        "missing", {"cycle": world.cycles[HOST, "2026-01"].pk, "body": OWN, "node": "nothing"}, there=False
    )


def _tracks(world: World) -> Iterator[Place]:
    for period in ("2026-01", "2026-03", "2026-Q2"):
        yield Place(
            period,
            {"cycle": world.cycles[HOST, period].pk, "group": "townships"},
            {"host": (HOST,), "members": TOWNS},
        )
    foreign = world.cycles[FOREIGN_HOST, "2026-Q2"].pk
    yield Place(
        "foreign", {"cycle": foreign, "group": "townships"}, {"host": (FOREIGN_HOST,), "members": (FOREIGN,)}
    )
    yield Place("missing", {"cycle": world.cycles[HOST, "2026-01"].pk, "group": "nothing"}, there=False)


def _indicators(world: World) -> Iterator[Place]:
    owners = {"investment": ("development_reform", "statistics"), "satisfaction": ("statistics",)}
    for period in ("2026-01", "2026-03", "2026-Q2"):
        for fact, members in (("investment", TOWNS), ("satisfaction", (*TOWNS, *VILLAGES))):
            about = {"host": (HOST,), "members": members, "owners": owners[fact]}
            yield Place(f"{fact} {period}", {"cycle": world.cycles[HOST, period].pk, "fact": fact}, about)
    foreign = {"host": (FOREIGN_HOST,), "members": (FOREIGN,)}
    yield Place("foreign", {"cycle": world.cycles[FOREIGN_HOST, "2026-Q1"].pk, "fact": "investment"}, foreign)
    yield Place("missing", {"cycle": world.cycles[HOST, "2026-01"].pk, "fact": "nothing"}, there=False)


def _entries() -> Iterator[Place]:
    for chain in (HOST, OWN, NEIGHBOUR, CHILD, FOREIGN):
        yield Place(
            chain, {"sequence": Entry.objects.filter(chain=chain).latest("sequence").pk}, {"chain": (chain,)}
        )
    own = Entry.objects.filter(chain=settings.OWN_CHAIN).latest("sequence")
    yield Place("installation", {"sequence": own.pk}, {"chain": (HOST, FOREIGN_HOST)})
    yield _missing("sequence")


def _histories(world: World) -> Iterator[Place]:
    for filing, value in world.filings:
        body = filing.supplier.key
        if filing.cycle.period in ("2026-Q1", "2026-03") and value.state == "draft":
            yield Place(
                body, {"object_type": value.object_type(), "object_key": str(value.pk)}, {"chain": (body,)}
            )
    yield Place(
        "cycle",
        {"object_type": "cycles.cycle", "object_key": str(world.cycles[HOST, "2026"].pk)},
        {"chain": (HOST,)},
    )
    yield Place("missing", {"object_type": "filing.value", "object_key": str(MISSING)}, there=False)
    yield Place("no such kind", {"object_type": "filing.nothing", "object_key": "1"}, there=False)


def disable(world: World) -> None:
    """The disabled person is signed in already when he is disabled."""
    found = User.objects.get(pk=world.people["disabled"].pk)
    found.is_active = False
    keep(found, by=None, deed="disable.person", chain=HOST, at=NOW)

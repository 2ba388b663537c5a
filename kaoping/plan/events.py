"""Happenings and vetoes as columns."""

from __future__ import annotations

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, settled_block
from kaoping.plan.steps import ColumnId, Guard, ReadEvents
from kaoping.scheme.model import Block, Event, Veto
from kaoping.tables import Absence


def event_points(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """Signed points of one kind of event."""
    from kaoping.plan.quantities import formula

    event = event_of(bench, scope, key)
    own = Scope(scope.group, scope.period, event.key, place=event.place, article=event.article)

    def bound(name: str) -> ColumnId | None:
        expr = event.cap if name == "cap" else event.floor
        if expr is None:
            return None
        title = Words("上限", "cap") if name == "cap" else Words("下限", "floor")
        return bench.column(own, formula(bench, own, expr, name, title, "constant"), name)

    def make() -> ColumnId:
        cap, floor = bound("cap"), bound("floor")
        about = bench.about(own, "points", event.title, "events")
        return bench.add(ReadEvents(about, event, event.key, "points", cap, floor))

    return bench.once(("event", key, scope.group, scope.period), make)


def event_count(bench: Bench, scope: Scope, key: str, what: str = "count", level: str = "") -> ColumnId:
    """How often an event (or a veto) happened, or whether it did; `level` narrows it."""
    scheme = bench.scheme
    titled = scheme.events.get(key) or scheme.vetoes.get(key) or event_of(bench, scope, key)
    own = Scope(scope.group, scope.period, key, place=titled.place, article=titled.article)

    def make() -> ColumnId:
        title = titled.title
        if what == "count":
            title = Words(f"{title.zh}次数", f"number of: {title.in_('en')}")
        about = bench.about(own, what, title, "events")
        until = scheme.vetoes[key].expires if key in scheme.vetoes else None
        name = f"{key}/{level}" if level else key
        return bench.add(ReadEvents(about, scheme.events.get(key), name, what, until=until))

    return bench.once(("event-count", key, what, level, scope.group, scope.period), make)


def event_of(bench: Bench, scope: Scope, key: str) -> Event:
    """The event of that key. Raises SchemeError where there is none."""
    event = bench.scheme.events.get(key)
    if event is None:
        raise SchemeError(
            Problem(
                "unknown-event",
                Words(f"“{scope.subject}”用到的事项“{key}”没有定义。", f"“{scope.subject}” uses event “{key}”, which is not defined."),
                Words("在 events 中定义它。", "define it under events."),
                scope.place,
            )
        )  # fmt: skip
    return event


def vetoed(bench: Bench, scope: Scope, veto: Veto) -> Operand:
    """Whether a veto holds against the organisation in the period: it was filed by the day the veto expires, or its
    condition holds in a period that begins by then."""
    from kaoping.plan.quantities import formula

    if veto.groups and scope.group not in veto.groups:
        return Const(False)
    start = scope.period
    if veto.expires is not None and (veto.expires.year * 12 + veto.expires.month - 1) < start.first_month:
        return Const(False)
    if veto.when is None:
        return event_count(bench, scope, veto.key, "happened")
    own = Scope(scope.group, scope.period, veto.key, place=veto.place, article=veto.article)
    filed = event_count(bench, scope, veto.key, "happened")

    def make() -> ColumnId:
        condition = formula(bench, own, veto.when, "when", veto.title, "events")  # type: ignore[arg-type]
        column = bench.let(own, "vetoed", veto.title, "c or f", {"c": condition, "f": filed}, "events")
        # A veto of which nobody knows whether it holds must not pass as one that does not.
        unknown = frozenset({Absence.MISSING, Absence.UNDEFINED})
        bench.guards.append(Guard(column, unknown, veto.key, veto.title, veto.place))
        return column

    return bench.once(("vetoed", veto.key, scope.group, scope.period), make)


def effects_of(veto: Veto, scope: Scope) -> tuple[Block, ...]:
    """What a veto does in the scope's track; nothing in a track it is not for."""
    if veto.groups and scope.group not in veto.groups:
        return ()
    return tuple(settled_block(one, scope, "effect") for one in veto.effects)


def veto_of(bench: Bench, scope: Scope, key: str) -> Veto:
    """The veto of that key. Raises SchemeError where there is none."""
    veto = bench.scheme.vetoes.get(key)
    if veto is None:
        raise SchemeError(
            Problem(
                "unknown-veto",
                Words(f"没有叫“{key}”的否决事项。", f"there is no veto called “{key}”."),
                Words("在 vetoes 中定义它。", "define it under vetoes."),
                scope.place,
            )
        )
    return veto

"""Who races in which track, from the organisations' kinds and attributes alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaoping.errors import Problem, SchemeError, TableError, Words
from kaoping.scheme.formulas import evaluate
from kaoping.scheme.model import Group, Scheme
from kaoping.tables import Absence, Cell, Organisation


def members(scheme: Scheme, organisations: Iterable[Organisation]) -> Mapping[str, tuple[str, ...]]:
    """The keys of each track's organisations, sorted. Raises TableError where a track names an unknown body."""
    bodies = {one.key: one for one in organisations}
    problems = [
        Problem(
            "unknown-member",
            Words(f"赛道“{group.key}”列有“{key}”，单位表中没有。", f"track “{group.key}” lists “{key}”, which is not among the organisations."),
            Words("在单位表中补上，或从赛道中删去。", "add it to the organisations or take it out of the track."),
            group.place,
        )
        for group in scheme.groups.values()
        for key in dict.fromkeys((*group.members, *group.without, *group.not_ranked))
        if key not in bodies
    ]  # fmt: skip
    if problems:
        raise TableError(problems)
    found = {
        key: tuple(sorted(one.key for one in bodies.values() if belongs(group, one)))
        for key, group in scheme.groups.items()
    }
    return joined(scheme, found)


def joined(scheme: Scheme, found: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Tracks with too few members emptied into the one they join, in the order written, until none is too small
    (R25): a track may be joined after it has itself been emptied."""
    tracks = dict(found)
    # Each round empties one track for good, unless tracks join in a ring; then all end in one.
    for key, group in [*scheme.groups.items()] * len(scheme.groups):
        if group.joins and tracks[key] and len(tracks[key]) < group.fewest:
            tracks[group.joins] = tuple(sorted({*tracks[group.joins], *tracks[key]}))
            tracks[key] = ()
    return tracks


def belongs(group: Group, body: Organisation) -> bool:
    """Whether the organisation races in the track."""
    if body.key in group.without:
        return False
    if body.key in group.members:
        return True
    if group.kinds and body.kind not in group.kinds:
        return False
    if group.where is None:
        return group.everyone or bool(group.kinds)
    found = evaluate(group.where, _Attributes(body))
    if not isinstance(found, bool | Absence):
        raise SchemeError(
            Problem(
                "type",
                Words(f"赛道“{group.key}”的 where 应得出是或否。", f"where of track “{group.key}” must come out true or false."),
                Words("写成条件，如 population > 3。", "write a condition such as population > 3."),
                group.place,
            )
        )  # fmt: skip
    return found is True


class _Attributes(dict[str, Cell]):
    """The attributes of a body by name, with `kind`, `key` and `parent`; a name it lacks is missing."""

    def __init__(self, body: Organisation) -> None:
        super().__init__(body.attributes)
        self.update({"kind": body.kind, "key": body.key, "parent": body.parent})

    def __missing__(self, name: str) -> Cell:
        return Absence.MISSING

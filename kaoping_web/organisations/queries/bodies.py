"""Bodies as they stood on a day: the tree, names, figures, and who assesses whom.

A standing holds from `starts` until before `until`. Queries do not grow with the number of bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet

from kaoping import Organisation as Body
from kaoping.errors import Words
from kaoping_web.journal.kept import Position, kept, position_of
from kaoping_web.organisations.models import Figure, Organisation, Standing, User
from kaoping_web.organisations.policy import Scope, scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem

One = TypeVar("One", Standing, "Stood")
ENGLISH = "english"
"""The attribute of a body of the library that holds its English name."""


def on_day(day: date) -> Q:
    """Standings that hold on that day."""
    return Q(starts__lte=day) & (Q(until=None) | Q(until__gt=day))


def standings_at(day: date) -> QuerySet[Standing]:
    """Every standing of that day, in no order."""
    return Standing.objects.filter(on_day(day))


def bodies_at(day: date) -> list[Standing]:
    """The whole tree of that day, each body after the one above it; beside each other by position, then by key."""
    found = list(standings_at(day).select_related("organisation"))
    return in_tree_order(found)


def bodies_below(top: Organisation, day: date) -> list[Standing]:
    """A body and everything below it on that day, in the order of the tree; nothing where it does not stand then."""
    own = standings_at(day).filter(organisation=top).first()
    if own is None:
        return []
    return in_tree_order(
        list(standings_at(day).filter(path__startswith=own.path).select_related("organisation"))
    )


def bodies_within(user: User, permission: Permission, day: date) -> list[Standing]:
    """The bodies of that day which this permission reaches, in the order of the tree."""
    return in_tree_order(
        list(standings_at(day).filter(scope(user, permission, day).of()).select_related("organisation"))
    )


def keys_within(user: User, permissions: Iterable[Permission], day: date) -> frozenset[str]:
    """The keys of the bodies that any of these permissions reaches; of everything, and the installation's own chain, where
    one reaches the body at the top of a tree. What a reach holds is read once until a body changes."""
    reaches = tuple(scope(user, one, day) for one in permissions)
    return kept(tree_position(), ("keys within", reaches, day), lambda: _keys_within(reaches, day))


def _keys_within(reaches: Iterable[Scope], day: date) -> frozenset[str]:
    within = Q(pk__in=())
    for one in reaches:
        within |= one.of("pk")
    found = dict(Organisation.objects.filter(within).values_list("pk", "key"))
    tops = standings_at(day).filter(parent=None).values_list("organisation", flat=True)
    return frozenset(
        (*found.values(), settings.OWN_CHAIN) if any(top in found for top in tops) else found.values()
    )


def names_by_key(keys: Iterable[str], day: date) -> dict[str, Words]:
    """What the bodies of these keys were called on that day."""
    ids = dict(Organisation.objects.filter(key__in=sorted(set(keys))).values_list("pk", "key"))
    return {ids[key]: words for key, words in names_of(ids, day).items()}


class Stood(NamedTuple):
    """What a table of a whole tree reads of one standing and its body: made from four hundred rows on every page."""

    organisation_id: int
    key: str
    assesses: bool
    title: str
    english: str
    kind: str
    path: str
    position: int
    parent_id: int | None

    @property
    def name(self) -> Words:
        """The title in both languages."""
        return Words(self.title, self.english)

    @property
    def pk(self) -> int:
        """The number of the body."""
        return self.organisation_id


STOOD = (
    "organisation",
    "organisation__key",
    "organisation__assesses",
    "title",
    "english",
    "kind",
    "path",
    "position",
    "parent",
)


def stood_of(ids: Iterable[int], day: date) -> list[Stood]:
    """For each body what `standing_of` gives, light, in the order of the tree."""
    several: dict[int, Stood] = {}
    begun: set[int] = set()
    rows = Standing.objects.filter(organisation__in=sorted(set(ids))).order_by("starts")
    for starts, *read in rows.values_list("starts", *STOOD):
        one = Stood(*read)
        if starts <= day or (one.pk not in begun and one.pk not in several):
            several[one.pk] = one
        if starts <= day:
            begun.add(one.pk)
    return _ordered(list(several.values()), lambda one: (one.position, one.key))


def tree_at(day: date, below: str = "") -> list[Stood]:
    """The whole tree of that day, or what is below a path, in the order of the tree."""
    rows = standings_at(day).filter(path__startswith=below) if below else standings_at(day)
    return _ordered([Stood(*one) for one in rows.values_list(*STOOD)], lambda one: (one.position, one.key))


def in_tree_order(standings: Sequence[Standing]) -> list[Standing]:
    """Depth first: who stands under nobody in the list begins a tree of his own."""
    return _ordered(standings, lambda one: (one.position, one.organisation.key))


def _ordered(standings: Sequence[One], place: Callable[[One], tuple[int, str]]) -> list[One]:
    by_path = {one.path: one for one in standings}
    beneath: dict[str, list[One]] = {}
    for one in standings:
        above = one.path.rsplit("/", 2)[0] + "/"
        beneath.setdefault(above if above in by_path else "", []).append(one)
    for several in beneath.values():
        several.sort(key=place)
    ordered: list[One] = []
    waiting = beneath.get("", [])[::-1]
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting.extend(reversed(beneath.get(one.path, [])))
    return ordered


def standing_of(organisation: Organisation | int, day: date) -> Standing:
    """What a body was on that day; of a body closed before, the last it was; of one founded later, the first it will be."""
    key = organisation if isinstance(organisation, int) else organisation.pk
    found = list(Standing.objects.filter(organisation=key).select_related("organisation").order_by("starts"))
    if not found:
        raise Standing.DoesNotExist
    return nearest(found, day)


def nearest(standings: Sequence[Standing], day: date) -> Standing:
    """Of one body's standings in order of days: the last that had begun, else the first."""
    begun = [one for one in standings if one.starts <= day]
    return begun[-1] if begun else standings[0]


def names_of(ids: Iterable[int], day: date) -> dict[int, Words]:
    """What these bodies were called on that day; also those closed before or founded later."""
    several: dict[int, Words] = {}
    begun: set[int] = set()
    rows = Standing.objects.filter(organisation__in=sorted(set(ids))).order_by("starts")
    for key, starts, title, english in rows.values_list("organisation", "starts", "title", "english"):
        if starts <= day or (key not in begun and key not in several):
            several[key] = Words(title, english)
        if starts <= day:
            begun.add(key)
    return several


def standings_of(ids: Iterable[int], day: date) -> dict[int, Standing]:
    """For each body the standing that `standing_of` gives."""
    several: dict[int, list[Standing]] = {}
    asked = sorted(set(ids))
    for one in (
        Standing.objects.filter(organisation__in=asked).select_related("organisation").order_by("starts")
    ):
        several.setdefault(one.organisation_id, []).append(one)
    return {key: nearest(them, day) for key, them in several.items()}


class Cell(NamedTuple):
    """A figure as it stands."""

    text: str
    is_number: bool


def figures_at(ids: Iterable[int], day: date) -> dict[int, dict[str, Cell]]:
    """The figures of these bodies that hold on that day, by name in order."""
    found: dict[int, dict[str, Cell]] = {}
    rows = Figure.objects.filter(organisation__in=sorted(set(ids)), starts__lte=day).order_by(
        "name", "starts"
    )
    for body, name, text, is_number in rows.values_list("organisation", "name", "text", "is_number"):
        found.setdefault(body, {})[name] = Cell(text, is_number)
    return found


def library_organisations(host: Organisation, day: date) -> tuple[Body, ...]:
    """The host and everything below it on that day as the library takes it: key, title, kind, key of the body above,
    figures as exact numbers or words, and the English name as attribute `english`. The host itself has none above.

    Read once until a body changes: every scoring and every page of targets asks for all of them."""
    return kept(tree_position(), ("library", host.pk, day), lambda: _library(host, day))


def tree_position() -> Position | None:
    """How far the journal has come about bodies, where they stand, and their figures."""
    return position_of((Organisation, Standing, Figure))


def _library(host: Organisation, day: date) -> tuple[Body, ...]:
    own = standings_at(day).filter(organisation=host).values_list("path", flat=True).first()
    standings = tree_at(day, own) if own else []
    keys = {one.organisation_id: one.key for one in standings}
    figures = figures_at(keys, day)
    return tuple(
        _body(one, keys.get(one.parent_id or 0, ""), figures.get(one.organisation_id, {}))
        for one in standings
    )


def _body(standing: Stood, parent: str, figures: dict[str, Cell]) -> Body:
    attributes = {name: Fraction(one.text) if one.is_number else one.text for name, one in figures.items()}
    if standing.english:
        attributes[ENGLISH] = standing.english
    return Body(standing.key, standing.title, standing.kind, parent, attributes)


def hosts() -> list[Organisation]:
    """Every body that assesses others, by key, closed ones too."""
    return list(Organisation.objects.filter(assesses=True).order_by("key"))


def host_of(organisation: Organisation, day: date) -> Organisation:
    """The nearest body that assesses: itself, or above it on that day. Raises Refused where there is none."""
    if organisation.assesses:
        return organisation
    above = [int(one) for one in standing_of(organisation, day).path.split("/") if one]
    by_id = {one.pk: one for one in Organisation.objects.filter(pk__in=above, assesses=True)}
    found = next((by_id[one] for one in reversed(above) if one in by_id), None)
    if found is None:
        raise Refused(
            problem("no-host", f"“{organisation.key}”上面没有办理考评的机关。", f"no body above “{organisation.key}” assesses.",
                    "先在机构页把办理考评的机关标出来。", "first mark the body that assesses, on its page.")
        )  # fmt: skip
    return found

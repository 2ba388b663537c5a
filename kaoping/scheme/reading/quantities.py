"""What is supplied (facts), derived (values), fixed beforehand (constants, lookups), and who counts (populations)."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words
from kaoping.periods import Cadence
from kaoping.scheme.formulas import Expr, ValueType
from kaoping.scheme.model import (
    Better,
    Constant,
    Fact,
    Group,
    PerGroup,
    Policies,
    Population,
    Runs,
    Value,
)
from kaoping.scheme.reading.blocks import per_group, read_block, read_blocks, read_population
from kaoping.scheme.reading.parts import Desk, Part

CADENCES = tuple(one.value for one in Cadence)
POLICY_KEYS = ("missing", "not_applicable", "pending", "undefined")
TYPES = {
    "number": ValueType.NUMBER,
    "truth": ValueType.TRUTH,
    "text": ValueType.TEXT,
    "date": ValueType.DATE,
}
FACT_KEYS = (
    "title", "unit", "type", "runs", "every", "from", "verified_by", "sources", "vintage", "better", "low",
    "high", "decimals", "choices", "per_rater", "groups", "note", "article",
)  # fmt: skip


def title_of(desk: Desk, fields: Mapping[str, Part], key: str) -> Words:
    """The title given, or the key itself where none is."""
    return desk.words(fields["title"]) if "title" in fields else Words(key, key)


def optional_text(desk: Desk, fields: Mapping[str, Part], name: str) -> str:
    """A text, empty where not given."""
    return desk.text(fields[name]) if name in fields else ""


def read_policies(desk: Desk, fields: Mapping[str, Part], category: str) -> Policies:
    """The policies for the four kinds of absence, where said."""
    found = {
        name: read_block(desk, fields[name], category) if name in fields else None for name in POLICY_KEYS
    }
    return Policies(**found)


def read_group(desk: Desk, key: str, part: Part) -> Group:
    """A track: `of: {kind: …}`, `where:`, `members:`, `without:`, `not_ranked:`; `fewest:` and `joins:` send its
    organisations to another track where they are fewer than that."""
    fields = desk.only(part, ("title", "of", "where", "members", "without", "not_ranked", "fewest", "joins"))
    of = fields.get("of")
    everyone = of is not None and of.text == "everyone"
    kinds: tuple[str, ...] = ()
    if of is not None and not everyone:
        kinds = tuple(
            name
            for one in ([desk.only(of, ("kind",)).get("kind")] if of.fields is not None else [of])
            if one is not None
            for name in desk.names(one)
        )
    group = Group(
        key,
        title_of(desk, fields, key),
        kinds,
        desk.formula(fields["where"]) if "where" in fields else None,
        desk.names(fields["members"]) if "members" in fields else (),
        desk.names(fields["without"]) if "without" in fields else (),
        desk.names(fields["not_ranked"]) if "not_ranked" in fields else (),
        everyone,
        desk.whole(fields["fewest"]) if "fewest" in fields else 0,
        desk.choice(fields["joins"], [one for one in desk.groups if one != key]) if "joins" in fields else "",
        desk.place(part),
    )
    if ("fewest" in fields) != ("joins" in fields):
        desk.object_(
            "joins", part,
            Words(f"赛道“{key}”应同时写 fewest（不足几个）和 joins（并入哪个赛道）。",
                  f"track “{key}” needs both fewest (fewer than how many) and joins (which track they join)."),
        )  # fmt: skip
    if not (everyone or kinds or group.members or group.where):
        desk.object_(
            "empty-group",
            part,
            Words(f"赛道“{key}”没有说谁在其中。", f"track “{key}” does not say who is in it."),
            Words("写 of: {kind: …}、of: everyone、where: 或 members:。",
                  "write of: {kind: …}, of: everyone, where: or members:."),
        )  # fmt: skip
    return group


def read_fact(desk: Desk, key: str, part: Part) -> Fact:
    """One fact with its owner."""
    fields = desk.only(part, FACT_KEYS)
    every = desk.choice(fields["every"], (*CADENCES, "once")) if "every" in fields else "year"
    runs = Runs(desk.choice(fields["runs"], [one.value for one in Runs])) if "runs" in fields else Runs.LEVEL
    if every == "once":
        runs = Runs.ONCE
    return Fact(
        key,
        title_of(desk, fields, key),
        optional_text(desk, fields, "unit"),
        TYPES[desk.choice(fields["type"], TYPES) if "type" in fields else "number"],
        runs,
        None if runs is Runs.ONCE else Cadence(every),
        optional_text(desk, fields, "from"),
        optional_text(desk, fields, "verified_by"),
        desk.names(fields["sources"]) if "sources" in fields else (),
        desk.choice(fields["vintage"], ("latest", "first")) if "vintage" in fields else "latest",
        read_better(desk, fields),
        desk.number(fields["low"]) if "low" in fields else None,
        desk.number(fields["high"]) if "high" in fields else None,
        desk.whole(fields["decimals"]) if "decimals" in fields else None,
        desk.names(fields["choices"]) if "choices" in fields else (),
        desk.truth(fields["per_rater"]) if "per_rater" in fields else False,
        desk.names(fields["groups"]) if "groups" in fields else (),
        optional_text(desk, fields, "note"),
        optional_text(desk, fields, "article"),
        desk.place(part),
    )


def read_better(desk: Desk, fields: Mapping[str, Part]) -> Better | None:
    """The good direction, where said."""
    return Better(desk.choice(fields["better"], ("higher", "lower"))) if "better" in fields else None


def read_value(desk: Desk, key: str, part: Part) -> Value:
    """One derived quantity. A bare formula will do."""
    if part.fields is None:
        return Value(key, Words(key, key), desk.formula(part), place=desk.place(part))
    fields = desk.only(part, ("title", "unit", "is", "better", "then", "article", *POLICY_KEYS))
    if "is" not in fields:
        desk.object_(
            "no-formula",
            part,
            Words(f"“{key}”没有写怎样得来。", f"“{key}” does not say how it is derived."),
            Words("补上 is: 公式。", "add is: with a formula."),
        )
    return Value(
        key,
        title_of(desk, fields, key),
        desk.formula(fields["is"]) if "is" in fields else desk.formula(Part(part.line, text="0")),
        optional_text(desk, fields, "unit"),
        read_better(desk, fields),
        read_blocks(desk, fields["then"], "then") if "then" in fields else (),
        read_policies(desk, fields, "stand_in"),
        optional_text(desk, fields, "article"),
        desk.place(part),
    )


def read_constant(desk: Desk, key: str, part: Part) -> Constant:
    """A constant: a bare number, one per track, or `per: organisation`."""
    if part.fields is None:
        return Constant(key, Words(key, key), False, is_=desk.formula(part), place=desk.place(part))
    fields = desk.only(part, ("title", "per", "unit", "is", "default", "basis"))
    own = (
        "per" in fields and desk.choice(fields["per"], ("organisation", "scheme", "group")) == "organisation"
    )
    is_ = fields.get("is")
    if not own and is_ is None:
        desk.object_(
            "no-value",
            part,
            Words(f"常数“{key}”没有写值。", f"constant “{key}” has no value."),
            Words("补上 is:，或写 per: organisation。", "add is:, or say per: organisation."),
        )
    return Constant(
        key,
        title_of(desk, fields, key),
        own,
        optional_text(desk, fields, "unit"),
        None if is_ is None else _scalar_or_per_group(desk, is_),
        desk.formula(fields["default"]) if "default" in fields else None,
        optional_text(desk, fields, "basis"),
        desk.place(part),
    )


def _scalar_or_per_group(desk: Desk, part: Part) -> Expr | PerGroup:
    from kaoping.scheme.blocks.base import number

    if part.fields is None:
        return desk.formula(part)
    found = per_group(desk, part, number("is", "值", "value"))
    assert isinstance(found, PerGroup)
    return found


def read_lookup(desk: Desk, key: str, part: Part) -> Mapping[str, Expr]:
    """A table from a word to a number (or formula)."""
    return {name: desk.formula(one) for name, one in desk.entries(part)}


def read_named_population(desk: Desk, key: str, part: Part) -> Population:
    """A population that formulas and rules can name."""
    if part.fields is None:
        desk.fields(part)
        return Population(key)
    found = read_population(desk, part, key)
    assert isinstance(found, Population)
    return found

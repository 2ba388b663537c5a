"""The whole document, section by section."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from kaoping.errors import DocumentError, Place, Problem, Words
from kaoping.periods import Cadence
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Approval, Policies, Population, Ranking, Rounding, Scheme, Tree
from kaoping.scheme.reading.blocks import read_blocks, read_population
from kaoping.scheme.reading.decisions import read_award, read_event, read_grade, read_veto
from kaoping.scheme.reading.likeness import LIKE_KEYS
from kaoping.scheme.reading.parts import Desk, Part, read_document
from kaoping.scheme.reading.quantities import (
    CADENCES,
    POLICY_KEYS,
    optional_text,
    read_constant,
    read_fact,
    read_group,
    read_lookup,
    read_named_population,
    read_policies,
    read_value,
)
from kaoping.scheme.reading.tree import NODE_KEYS, read_ranking, read_rounding, read_tree

VERSION = "kaoping-scheme/1"
TOP = (
    "schema", "id", "title", "version", "in_force", "approved", "reason", "every", "rounding", "ranking",
    "defaults", "groups", "suppliers", "facts", "values", "constants", "lookups", "populations", "full",
    "combine", "then", *LIKE_KEYS, "tree", "cycles", "events", "vetoes", "post_rules", "grades", "grade_on", "awards",
    "who_sees", "notes",
)  # fmt: skip
SETTINGS = ("step_mode", "zero_target", "negative_target", "zero_base", "rank_ties")
ROOT_KEYS = ("full", "combine", "then", *LIKE_KEYS)
AUDIENCES = ("statement", "leadership", "track", "public")
_T = TypeVar("_T")


def read_scheme(path: Path | str) -> Scheme:
    """Read a scheme file. Raises SchemeError with every problem found, DocumentError if it cannot be opened."""
    path = Path(path)
    try:
        source = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            Problem("unreadable", Words("打不开方案文件。", "the scheme file cannot be opened."),
                    Words("检查路径与权限。", "check the path and its permissions."), Place(str(path)))
        ) from error  # fmt: skip
    return read_scheme_text(source, str(path))


def read_scheme_text(source: bytes | str, file: str = "scheme.yaml") -> Scheme:
    """Read a scheme from its source; `file` is how problems name it."""
    raw = source.encode("utf-8") if isinstance(source, str) else source
    root = read_document(raw, file)
    desk = Desk(file)
    scheme = _scheme(desk, root, hashlib.sha256(raw).hexdigest())
    desk.raise_if_any()
    return scheme


def _scheme(desk: Desk, root: Part, digest: str) -> Scheme:
    fields = desk.only(root, TOP)
    _head(desk, root, fields)
    desk.groups = tuple(name for name, _ in _section(desk, fields, "groups"))
    every = Cadence(desk.choice(fields["every"], CADENCES)) if "every" in fields else None
    ranking = read_ranking(desk, fields["ranking"]) if "ranking" in fields else Ranking()
    populations = _all(desk, fields, "populations", read_named_population)
    defaults, population, settings = _defaults(desk, fields, populations)
    facts, values = _all(desk, fields, "facts", read_fact), _all(desk, fields, "values", read_value)
    desk.titles = {key: one.title for key, one in facts.items()} | {k: one.title for k, one in values.items()}
    force = desk.only(fields["in_force"], ("from", "to")) if "in_force" in fields else dict[str, Part]()
    grade_on = desk.choice(fields["grade_on"], ("rounded", "exact")) if "grade_on" in fields else "rounded"
    return Scheme(
        key=optional_text(desk, fields, "id"),
        title=desk.words(fields["title"]) if "title" in fields else Words(""),
        version=optional_text(desk, fields, "version"),
        digest=digest,
        every=every,
        in_force_from=desk.day(force["from"]) if "from" in force else None,
        in_force_to=desk.day(force["to"]) if "to" in force else None,
        approval=_approval(desk, fields),
        reason=optional_text(desk, fields, "reason"),
        rounding=_rounding(desk, fields),
        grade_on_rounded=grade_on == "rounded",
        defaults=defaults,
        population=population,
        settings=settings,
        groups=_all(desk, fields, "groups", read_group),
        facts=facts,
        values=values,
        constants=_all(desk, fields, "constants", read_constant),
        lookups=_all(desk, fields, "lookups", read_lookup),
        populations=populations,
        trees=_trees(desk, root, fields, every, ranking),
        events=_all(desk, fields, "events", read_event),
        vetoes=_all(desk, fields, "vetoes", read_veto),
        post_rules=read_blocks(desk, fields["post_rules"], "post_rule") if "post_rules" in fields else (),
        grades=tuple(_all(desk, fields, "grades", read_grade).values()),
        awards=tuple(_all(desk, fields, "awards", read_award).values()),
        audiences=_audiences(desk, fields),
        suppliers={name: desk.words(one) for name, one in _section(desk, fields, "suppliers")},
        notes=desk.names(fields["notes"]) if "notes" in fields else (),
        place=desk.place(root),
    )


def _rounding(desk: Desk, fields: Mapping[str, Part]) -> Rounding:
    """How the whole scheme rounds; the stages must be named, for a number of places alone rounds nothing."""
    part = fields.get("rounding")
    if part is None:
        return Rounding()
    found = read_rounding(desk, part)
    if part.text != "none" and not found.at:
        desk.object_(
            "rounding-nowhere", part,
            Words("取位没有写在哪一步。", "the rounding does not say at which stage."),
            Words("写 rounding: {places: 2, at: [item, total]}；可写 item、dimension、total。",
                  "write rounding: {places: 2, at: [item, total]}, out of item, dimension and total."),
        )  # fmt: skip
    return found


def _head(desk: Desk, root: Part, fields: Mapping[str, Part]) -> None:
    for name in ("schema", "id", "title", "groups"):
        if name not in fields:
            desk.object_(
                "missing-key", root,
                Words(f"方案缺少“{name}”。", f"the scheme lacks “{name}”."),
                Words(f"在最外层补上 {name}:", f"add {name}: at the top level."),
            )  # fmt: skip
    if "schema" in fields and fields["schema"].text != VERSION:
        desk.object_(
            "schema", fields["schema"],
            Words(f"不认识的方案格式“{fields['schema'].text}”。", f"unknown scheme format “{fields['schema'].text}”."),
            Words(f"写 schema: {VERSION}", f"write schema: {VERSION}"),
        )  # fmt: skip
    if "tree" not in fields and "cycles" not in fields:
        desk.object_(
            "missing-key", root,
            Words("方案没有指标树。", "the scheme has no tree."),
            Words("补上 tree:（或 cycles:）。", "add tree: (or cycles:)."),
        )  # fmt: skip


def _section(desk: Desk, fields: Mapping[str, Part], name: str) -> list[tuple[str, Part]]:
    return desk.entries(fields[name]) if name in fields and not fields[name].is_empty else []


def _all(
    desk: Desk, fields: Mapping[str, Part], name: str, read: Callable[[Desk, str, Part], _T]
) -> dict[str, _T]:
    return {key: read(desk, key, one) for key, one in _section(desk, fields, name)}


def _defaults(
    desk: Desk, fields: Mapping[str, Part], populations: Mapping[str, Population]
) -> tuple[Policies, Population, Mapping[str, str]]:
    if "defaults" not in fields:
        return Policies(), Population(), {}
    given = desk.only(fields["defaults"], (*POLICY_KEYS, "population", *SETTINGS))
    population = read_population(desk, given["population"]) if "population" in given else Population()
    if isinstance(population, str):
        everyone = {"all": Population(across=desk.groups)}
        population = {**everyone, **populations}.get(population)
        if population is None:
            desk.object_(
                "unknown-population", given["population"],
                Words(f"没有叫“{given['population'].text}”的总体。", f"there is no population called “{given['population'].text}”."),
                Words("在 populations 中定义它，或在此写明。", "define it under populations, or write it out here."),
            )  # fmt: skip
    return (
        read_policies(desk, given, "absence"),
        population if isinstance(population, Population) else Population(),
        {name: desk.choice(given[name], _choices_of(name)) for name in SETTINGS if name in given},
    )


def _choices_of(setting: str) -> tuple[str, ...]:
    """What a setting of the whole scheme may say: whatever any rule takes for it."""
    name = "ties" if setting == "rank_ties" else setting
    found = [spec.parameter(name) for spec in CATALOGUES["rule"].values()]
    return tuple(dict.fromkeys(word for one in found if one is not None for word in one.choices))


def _approval(desk: Desk, fields: Mapping[str, Part]) -> Approval:
    if "approved" not in fields:
        return Approval()
    given = desk.only(fields["approved"], ("by", "on", "document"))
    return Approval(
        optional_text(desk, given, "by"),
        desk.day(given["on"]) if "on" in given else None,
        optional_text(desk, given, "document"),
    )


def _trees(
    desk: Desk, root: Part, fields: Mapping[str, Part], every: Cadence | None, ranking: Ranking
) -> dict[str, Tree]:
    """The scheme's own tree, called `total`, and the trees of its shorter cycles."""
    found: dict[str, Tree] = {}
    if "tree" in fields:
        body = {name: fields[name] for name in ROOT_KEYS if name in fields}
        body["items"] = fields["tree"]
        if "title" in fields:
            body["title"] = Part(root.line, fields={"zh": Part(root.line, text="总分"), "en": Part(root.line, text="Total")})  # fmt: skip
        assert set(body) <= set(NODE_KEYS)
        found["total"] = read_tree(desk, "total", Part(fields["tree"].line, fields=body), every, ranking)
    for key, part in _section(desk, fields, "cycles"):
        found[key] = read_tree(desk, key, part, every, ranking)
    return found


def _audiences(desk: Desk, fields: Mapping[str, Part]) -> dict[str, str]:
    if "who_sees" not in fields:
        return {}
    given = desk.only(fields["who_sees"], (*CADENCES, "awards"))
    return {name: desk.choice(one, AUDIENCES) for name, one in given.items()}

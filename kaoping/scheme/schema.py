"""The published JSON Schema of kaoping-scheme/1, made from the declarations of blocks.

It checks shape: keys, blocks, choices. What a scheme must keep beyond shape is in `kaoping.scheme.checks`.
"""

from __future__ import annotations

from typing import Any

from kaoping.periods import Cadence
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.model import Runs
from kaoping.scheme.reading.decisions import CUTS, EVENT_KEYS, QUOTA_TIES
from kaoping.scheme.reading.document import AUDIENCES, SETTINGS, TOP, VERSION
from kaoping.scheme.reading.likeness import DIMENSION_KEYS, ITEM_KEYS
from kaoping.scheme.reading.quantities import FACT_KEYS, POLICY_KEYS, TYPES
from kaoping.scheme.reading.tree import NODE_KEYS, STAGES, TIES

Schema = dict[str, Any]
SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
ANY: Schema = {}


def json_schema() -> Schema:
    """The schema document (draft 2020-12). Dates written without quotes are strings to YAML readers that keep them so."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{VERSION.replace('/', ':')}",
        "title": "Kaoping scheme / 考评方案",
        "type": "object",
        "required": ["schema", "id", "title", "groups"],
        "anyOf": [{"required": ["tree"]}, {"required": ["cycles"]}],
        "additionalProperties": False,
        "properties": _top(),
        "$defs": {**_definitions(), **_blocks()},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _map(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


def _entries(of: Schema) -> Schema:
    """A mapping, or a list of one-entry mappings (or bare names)."""
    return {
        "anyOf": [
            _map(of),
            {"type": "array", "items": {"anyOf": [{**_map(of), "maxProperties": 1}, {"type": "string"}]}},
        ]
    }


def _many(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "array", "items": of}]}


def _record(keys: tuple[str, ...], **known: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: known.get(key, ANY) for key in keys},
    }


def _top() -> Schema:
    cadences = [one.value for one in Cadence]
    known: Schema = {
        "schema": {"const": VERSION},
        "id": {"type": "string"},
        "title": _ref("words"),
        "version": SCALAR,
        "every": {"enum": cadences},
        "in_force": _record(("from", "to"), **{"from": SCALAR, "to": SCALAR}),
        "approved": _record(("by", "on", "document"), by=SCALAR, on=SCALAR, document=SCALAR),
        "reason": {"type": "string"},
        "rounding": _ref("rounding"),
        "ranking": _ref("ranking"),
        "defaults": _record(
            (*POLICY_KEYS, "population", *SETTINGS), **{name: _ref("absence") for name in POLICY_KEYS}
        ),
        "groups": _map(_ref("group")),
        "suppliers": _map(_ref("words")),
        "facts": _entries(_ref("fact")),
        "values": _entries(_ref("value")),
        "constants": _entries(_ref("constant")),
        "lookups": _map(_map(SCALAR)),
        "populations": _map(_ref("population")),
        "full": _ref("amount"),
        "combine": _ref("combine"),
        "then": _many(_ref("then")),
        "items_like": _ref("items_like"),
        "dimensions_like": _ref("dimensions_like"),
        "tree": _entries(_ref("node")),
        "cycles": _entries(_ref("cycle")),
        "events": _entries(_ref("event")),
        "vetoes": _entries(_ref("veto")),
        "post_rules": _many(_ref("post_rule")),
        "grades": _entries(_ref("grade")),
        "grade_on": {"enum": ["rounded", "exact"]},
        "awards": _entries(_ref("award")),
        "who_sees": _map({"enum": list(AUDIENCES)}),
        "notes": _many(SCALAR),
    }
    return {key: known.get(key, ANY) for key in TOP}


def _definitions() -> Schema:
    cadences = [one.value for one in Cadence]
    absences = {name: _ref("absence") for name in POLICY_KEYS}
    node = {
        "title": _ref("words"), "full": _ref("amount"), "weight": _ref("amount"), "of": _ref("amount"),
        "better": {"enum": ["higher", "lower"]}, "prepare": _many(_ref("then")), "then": _many(_ref("then")),
        "combine": _ref("combine"), "items_like": _ref("items_like"), "dimensions_like": _ref("dimensions_like"),
        "items": _entries(_ref("node")), "rounding": _ref("rounding"), "bonus": SCALAR, "groups": _many(SCALAR),
        "rule": {"anyOf": [_ref("rule"), _map(_ref("rule"))]}, **absences,
    }  # fmt: skip
    return {
        "words": {"anyOf": [SCALAR, _record(("zh", "en"), zh=SCALAR, en=SCALAR)]},
        "amount": {"anyOf": [SCALAR, {"type": "object"}]},
        "population": {"anyOf": [SCALAR, _record(("vetoed", "unranked", "self", "missing", "across", "by", "where"))]},
        "rounding": {"anyOf": [SCALAR, _record(("places", "mode", "at"), at=_many({"enum": list(STAGES)}))]},
        "ranking": _record(("on", "ties", "then", "unranked", "better"), ties={"enum": list(TIES)}, then=_many(SCALAR)),
        "group": _record(("title", "of", "where", "members", "without", "not_ranked", "fewest", "joins"), title=_ref("words")),
        "fact": _record(
            FACT_KEYS, title=_ref("words"), type={"enum": list(TYPES)}, runs={"enum": [one.value for one in Runs]},
            every={"enum": [*cadences, "once"]}, better={"enum": ["higher", "lower"]},
        ),
        "value": {"anyOf": [SCALAR, _record(("title", "unit", "is", "better", "then", "article", *POLICY_KEYS),
                                            then=_many(_ref("then")), **{name: _ref("stand_in") for name in POLICY_KEYS})]},
        "constant": {"anyOf": [SCALAR, _record(("title", "per", "unit", "is", "default", "basis"))]},
        "node": _record(NODE_KEYS, **node),
        "items_like": _record(ITEM_KEYS, **node),
        "dimensions_like": _record(DIMENSION_KEYS, **node),
        "cycle": _record((*NODE_KEYS, "every", "ranking"), **node, every={"enum": cadences}, ranking=_ref("ranking")),
        "event": _record(EVENT_KEYS, title=_ref("words"), adds=_map(SCALAR), deducts=_map(SCALAR)),
        "veto": _record(
            ("title", "effect", "when", "decided_by", "basis", "expires", "statistics", "groups", "article"),
            effect=_many(_ref("effect")),
        ),
        "quota": _record(
            ("share", "count", "round", "ties", "of", "at_least", "promoted"), round={"enum": list(CUTS)},
            ties={"enum": list(QUOTA_TIES)}, of={"enum": ["ranked", "members", "counted"]}, promoted={"enum": ["aside", "counted"]},
        ),
        "grade": {"type": "object", "properties": {"quota": _ref("quota"), "title": _ref("words")}},
        "award": {"type": "object", "properties": {"title": _ref("words"), "ties": {"enum": list(QUOTA_TIES)}}},
    }  # fmt: skip


def _blocks() -> Schema:
    return {
        category: {"anyOf": [alternative for spec in known.values() for alternative in _block(spec)]}
        for category, known in CATALOGUES.items()
    }


def _block(spec: BlockSpec) -> list[Schema]:
    """A bare name, or the name with its settings, with `when` and `article` beside it."""
    settings: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {one.name: _parameter(one) for one in spec.parameters},
        "required": [one.name for one in spec.parameters if one.required],
    }
    bodies: list[Schema] = (
        [settings] if spec.parameters else [{"type": ["object", "null"], "maxProperties": 0}]
    )
    if spec.short:
        short = spec.parameter(spec.short)
        assert short is not None
        bodies.append(_plain(short))
    long: Schema = {
        "type": "object",
        "title": f"{spec.title.zh} / {spec.title.in_('en')}",
        "description": f"{spec.doc.zh} / {spec.doc.in_('en')}",
        "required": [spec.name],
        "additionalProperties": False,
        "properties": {spec.name: {"anyOf": bodies}, "when": SCALAR, "article": SCALAR},
    }
    return [long] if any(one.required for one in spec.parameters) else [{"const": spec.name}, long]


def _plain(parameter: Parameter) -> Schema:
    """A parameter the same for every track."""
    plain: Schema = SCALAR
    if parameter.kind is Kind.CHOICE:
        plain = {"enum": list(parameter.choices)}
    elif parameter.kind in (Kind.NAMES, Kind.FORMULAS):
        plain = _many(SCALAR)
    elif parameter.kind in (Kind.PAIRS, Kind.ROWS):
        plain = {"type": "array"}
    elif parameter.kind is Kind.TABLE:
        return _entries(SCALAR)
    elif parameter.kind is Kind.POPULATION:
        return _ref("population")
    elif parameter.kind is Kind.BLOCK:
        return _ref(parameter.category)
    return plain


def _parameter(parameter: Parameter) -> Schema:
    """A parameter, which may be given per track."""
    words = f"{parameter.doc.zh} / {parameter.doc.in_('en')}"
    return {"anyOf": [_plain(parameter), {"type": "object"}], "description": words}

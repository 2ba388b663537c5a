"""Why a run failed: the few places where a figure is absent, without all that merely follows from them. Pure.

A dimension cannot be computed because an item below it cannot, a prize because a total cannot: those are not told. What is told
is the item (or veto) whose own figures are absent, for how many bodies, and which figures it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kaoping import Scheme
from kaoping.errors import Words
from kaoping.scheme.formulas import names
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Node
from kaoping.scheme.tracks import for_group
from kaoping_web.dates import period_words
from kaoping_web.schemes.words import facts_of
from kaoping_web.scoring.reads import reads_of

ABSENT = "absent-"
KINDS = {
    "missing": Words("缺报", "missing"), "undefined": Words("无法计算", "cannot be computed"), "pending": Words("待报", "pending"),
    "not_applicable": Words("不适用", "not applicable"),
}  # fmt: skip
_SAID = re.compile(r"^(?P<body>\S+) 的“.*?”（(?P<subject>[^，）]+)，(?P<period>[^，）]+)）")
_PERIOD = r"[0-9]{4}(?:-(?:Q[1-4]|H[12]|[01][0-9]))?"
_KEYED, _DATED = re.compile(rf"[（(]([\w.]+)[，,] ?({_PERIOD})[）)]"), re.compile(rf"[（(]({_PERIOD})[）)]")
_WHO = {"zh": re.compile(r"^([^“”：]+?)(?= 的“|的“|不在|：)"), "en": re.compile(r"^([^“”:]+?)(?=: | race )")}


@dataclass(frozen=True)
class Absent:
    """One cell that a run could not do without."""

    body: str
    subject: str
    period: str
    kind: str


@dataclass(frozen=True)
class Cause:
    """One thing that could not be computed for want of figures. `facts`: what it reads; `bodies`: keys of those concerned."""

    subject: str
    title: Words
    kind: Words
    bodies: tuple[str, ...]
    facts: tuple[str, ...]
    is_node: bool


@dataclass(frozen=True)
class Why:
    """The causes, how many problems only follow from them, and the problems of other kinds as they were told."""

    causes: tuple[Cause, ...]
    following: int
    others: tuple[Mapping[str, str], ...]


def why(scheme: Scheme, told: Iterable[Mapping[str, str]]) -> Why:
    """What lies behind the problems of a run. `told`: as they are kept with it."""
    absent: list[Absent] = []
    others = []
    for one in told:
        said = _SAID.match(one["zh"]) if one["code"].startswith(ABSENT) else None
        if said is None:
            others.append(one)
        else:
            absent.append(
                Absent(said["body"], said["subject"], said["period"], one["code"].removeprefix(ABSENT))
            )
    roots = _roots(scheme, absent)
    grouped: dict[tuple[str, str], list[str]] = {}
    for root in roots:
        grouped.setdefault((root.subject, root.kind), []).append(root.body)
    causes = [_cause(scheme, subject, kind, bodies) for (subject, kind), bodies in grouped.items()]
    causes.sort(key=lambda one: -len(one.bodies))
    return Why(tuple(causes), len(absent) - len(roots), tuple(others))


def _roots(scheme: Scheme, absent: Sequence[Absent]) -> list[Absent]:
    """Those that do not follow from another one."""
    nodes = {one.key: one for one in scheme.nodes()}
    where = {(one.body, one.subject) for one in absent}
    beneath = {key: _beneath(scheme, node, nodes) for key, node in nodes.items()}
    known = nodes.keys() | scheme.facts.keys() | scheme.values.keys() | scheme.vetoes.keys()
    is_basic = any(one.subject in known for one in absent)

    def follows(one: Absent) -> bool:
        if one.subject not in known:
            return is_basic  # grades, awards and rules for the whole come after everything else
        return any((one.body, key) in where for key in beneath.get(one.subject, ()))

    return [one for one in absent if not follows(one)]


def _beneath(scheme: Scheme, node: Node, nodes: Mapping[str, Node]) -> set[str]:
    """Whatever a node's points are made of: what stands below it, and what its own figure asks of others."""
    found = {one.key for one in node.walk()} - {node.key}
    for group in scheme.groups:
        of = for_group(node.of, group)
        if isinstance(of, FormulaNode):
            asked = {key.partition(".")[0] for key in names(of)}
            found |= asked & (nodes.keys() | scheme.values.keys())
    return found - {node.key}


def _cause(scheme: Scheme, subject: str, kind: str, bodies: Sequence[str]) -> Cause:
    node = next((one for one in scheme.nodes() if one.key == subject), None)
    known = node or scheme.facts.get(subject) or scheme.values.get(subject) or scheme.vetoes.get(subject)
    if node is not None:
        below = {one.key for one in node.walk() if one.is_item}
        read = {fact for (_, item), facts in reads_of(scheme).items() if item in below for fact in facts}
    elif subject in scheme.vetoes:
        read = set(facts_of(scheme.vetoes[subject].when, scheme))
    else:
        read = (
            set(facts_of(scheme.values[subject].formula, scheme)) if subject in scheme.values else {subject}
        )
    facts = tuple(one for one in scheme.facts if one in read)
    return Cause(
        subject,
        known.title if known else Words(subject, subject),
        KINDS.get(kind, Words(kind, kind)),
        tuple(bodies),
        facts,
        node is not None,
    )


# sentences of the library, with names ------------------------------------------------------------------------


def bodies_in(told: Iterable[Mapping[str, str]]) -> set[str]:
    """The keys (or names) with which the sentences begin."""
    return {
        key
        for one in told
        for key in _listed(_WHO["zh"].match(one["zh"])) + _listed(_WHO["en"].match(one["en"]))
    }


def in_words(text: str, named: Mapping[str, Words], lang: str) -> str:
    """A sentence of the library with bodies by their names and periods in words, without the keys it gives in brackets."""
    who = _WHO["zh" if lang == "zh" else "en"].match(text)
    if who is not None:
        several = [
            named[one].in_("zh" if lang == "zh" else "en") if one in named else one for one in _listed(who)
        ]
        text = ("、" if lang == "zh" else ", ").join(several) + text[who.end() :]
        text = text.replace(" 的“", "的“", 1)
    brackets = ("（", "）") if lang == "zh" else ("(", ")")
    text = _KEYED.sub(lambda found: brackets[0] + _period(found[2], lang) + brackets[1], text)
    return _DATED.sub(lambda found: brackets[0] + _period(found[1], lang) + brackets[1], text)


def _period(text: str, lang: str) -> str:
    return period_words(text).in_("zh" if lang == "zh" else "en")


def _listed(found: re.Match[str] | None) -> list[str]:
    return re.split("、|, ", found[1]) if found else []

"""What differs between two versions of a scheme, in words: what was added, removed, changed, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kaoping.errors import Language, Place, Words
from kaoping.scheme.labels import choice_word
from kaoping.scheme.model import (
    Award,
    Event,
    Fact,
    Grade,
    Node,
    PerGroup,
    Policies,
    Population,
    Quota,
    Rounding,
    Scheme,
    Setting,
    Value,
    Veto,
)
from kaoping.scheme.source import source_text
from kaoping.scheme.writing import formula_words, population_words, written

Facet = tuple[Words, "Setting | Words"]
Facets = Mapping[str, Facet]
_LANGUAGES: tuple[Language, Language] = ("zh", "en")
KINDS: Mapping[str, Words] = {
    "scheme": Words("方案", "scheme"),
    "group": Words("赛道", "track"),
    "fact": Words("数据项", "fact"),
    "value": Words("派生值", "value"),
    "constant": Words("常数", "constant"),
    "node": Words("指标", "item"),
    "event": Words("事项", "event"),
    "veto": Words("否决事项", "veto"),
    "grade": Words("等次", "grade"),
    "award": Words("奖项", "award"),
}


@dataclass(frozen=True)
class Difference:
    """One difference: what kind of part, which, what of it, before and after; `place` in the newer version."""

    kind: str
    key: str
    what: str
    before: str
    after: str
    words: Words
    place: Place

    def in_(self, language: Language) -> str:
        """One sentence."""
        return self.words.in_(language)


@dataclass(frozen=True)
class Part:
    """One part of a scheme with its facets."""

    kind: str
    key: str
    title: Words
    facets: Facets
    place: Place


def differences(old: Scheme, new: Scheme) -> tuple[Difference, ...]:
    """Every difference that can matter, part by part in the order of the newer version, removals last."""
    before = {(one.kind, one.key): one for one in parts(old)}
    after = {(one.kind, one.key): one for one in parts(new)}
    found: list[Difference] = []
    for key, part in after.items():
        if key not in before:
            found.append(_whole(part, "added", Words("新增", "added")))
        else:
            found.extend(_changes(old, new, before[key], part))
    found += [
        _whole(part, "removed", Words("删去", "removed")) for key, part in before.items() if key not in after
    ]
    return tuple(found)


def _whole(part: Part, what: str, verb: Words) -> Difference:
    kind = KINDS[part.kind]
    title = part.title
    words = Words(
        f"{verb.zh}{kind.zh}“{title.zh}”（{part.key}）。",
        f"{kind.in_('en').capitalize()} “{title.in_('en')}” ({part.key}) {verb.in_('en')}.",
    )
    return Difference(part.kind, part.key, what, "", "", words, part.place)


def _changes(old: Scheme, new: Scheme, before: Part, after: Part) -> Iterator[Difference]:
    for name in dict.fromkeys((*before.facets, *after.facets)):
        label, then = before.facets.get(
            name, (after.facets[name][0] if name in after.facets else Words(name), None)
        )
        now = after.facets[name][1] if name in after.facets else None
        if source_text(then) == source_text(now):
            continue
        texts = [_texts(old, new, then, now, name, "zh"), _texts(old, new, then, now, name, "en")]
        yield _change(after, name, label, then, now, texts, new)


def _texts(
    old: Scheme, new: Scheme, then: Setting | Words, now: Setting | Words, name: str, language: Language
) -> tuple[str, str]:
    """Before and after in words; as written in the file where the words are the same, such as keys of one title."""
    said = written(old, then, language, name), written(new, now, language, name)
    return said if said[0] != said[1] else (source_text(then), source_text(now))


def _change(
    part: Part,
    name: str,
    label: Words,
    then: Setting | Words,
    now: Setting | Words,
    texts: list[tuple[str, str]],
    new: Scheme,
) -> Difference:
    kind, title = KINDS[part.kind], part.title
    if isinstance(then, PerGroup) and isinstance(now, PerGroup):
        texts = [_only_changed(then, now, new, "zh"), _only_changed(then, now, new, "en")]
    words = Words(
        f"{kind.zh}“{title.zh}”的{label.zh}由“{texts[0][0]}”改为“{texts[0][1]}”。",
        f"{kind.in_('en').capitalize()} “{title.in_('en')}”: {label.in_('en')} changed from “{texts[1][0]}” to “{texts[1][1]}”.",
    )
    return Difference(part.kind, part.key, name, texts[0][0], texts[0][1], words, part.place)


def _only_changed(then: PerGroup, now: PerGroup, scheme: Scheme, language: Language) -> tuple[str, str]:
    """Per-track settings narrowed to the tracks that differ."""
    changed = [
        key
        for key in dict.fromkeys((*then.values, *now.values))
        if source_text(then.values.get(key)) != source_text(now.values.get(key))
    ]

    def narrowed(setting: PerGroup) -> str:
        return written(scheme, PerGroup({key: setting.values.get(key) for key in changed}), language)

    return narrowed(then), narrowed(now)


# parts -----------------------------------------------------------------------------------------------


def parts(scheme: Scheme) -> Iterator[Part]:
    """Every part of a scheme with what can change of it."""
    yield Part("scheme", "scheme", scheme.title, _scheme(scheme), scheme.place)
    for group in scheme.groups.values():
        facets: dict[str, Facet] = {
            "title": (Words("名称", "title"), group.title.zh),
            "who": (
                Words("组成", "members"),
                ("everyone",) if group.everyone else (*group.kinds, *group.members),
            ),
            "where": (Words("条件", "condition"), group.where),
            "without": (Words("除外", "left out"), group.without),
            "not_ranked": (Words("不排名者", "not ranked"), group.not_ranked),
            "fewest": (Words("最少个数", "fewest"), Fraction(group.fewest)),
            "joins": (Words("并入的赛道", "joins"), group.joins),
        }
        yield Part("group", group.key, group.title, facets, group.place)
    for fact in scheme.facts.values():
        yield Part("fact", fact.key, fact.title, _fact(fact), fact.place)
    for value in scheme.values.values():
        yield Part("value", value.key, value.title, _value(value), value.place)
    for constant in scheme.constants.values():
        facets = {
            "is": (Words("值", "value"), constant.is_),
            "default": (Words("默认值", "default"), constant.default),
        }
        yield Part("constant", constant.key, constant.title, facets, constant.place)
    for tree in scheme.trees.values():
        yield from _nodes(tree.root, "")
    for event in scheme.events.values():
        yield Part("event", event.key, event.title, _event(event), event.place)
    for veto in scheme.vetoes.values():
        yield Part("veto", veto.key, veto.title, _veto(veto), veto.place)
    for grade in scheme.grades:
        yield Part("grade", grade.key, grade.title, _grade(scheme, grade), grade.place)
    for award in scheme.awards:
        yield Part("award", award.key, award.title, _award(award), award.place)


def _scheme(scheme: Scheme) -> dict[str, Facet]:
    ranking = next(iter(scheme.trees.values())).ranking
    found: dict[str, Facet] = {
        "title": (Words("名称", "title"), scheme.title.zh),
        "in_force": (
            Words("施行起止", "in force"),
            Words(
                f"{scheme.in_force_from or '—'} 至 {scheme.in_force_to or '—'}",
                f"{scheme.in_force_from or '—'} to {scheme.in_force_to or '—'}",
            ),
        ),
        "rounding": (Words("取位", "rounding"), _rounding(scheme.rounding)),
        "ranking": (
            Words("排名依据", "ranking"),
            _said(
                "rounded" if ranking.on_rounded else "exact",
                f"ties:{ranking.ties}",
                ranking.better.value,
                f"unranked:{'counted' if ranking.unranked_count else 'aside'}",
            ),
        ),
        "tie_keys": (Words("同分依据", "tie keys"), ranking.then),
        "grade_on": (Words("定等依据", "grades on"), "rounded" if scheme.grade_on_rounded else "exact"),
        "post_rules": (Words("跨项规则", "rules across items"), scheme.post_rules),
    }
    found["population"] = (Words("统计总体", "population"), _population(scheme, scheme.population))
    for name, one in scheme.populations.items():
        found[f"population.{name}"] = (Words(f"总体 {name}", f"population {name}"), _population(scheme, one))
    for name, table in scheme.lookups.items():
        found[f"lookup.{name}"] = (Words(f"对照表 {name}", f"table {name}"), dict(table))
    for name, word in scheme.settings.items():
        found[f"setting.{name}"] = (Words(f"默认 {name}", f"default {name}"), word)
    for name, facet in _policies(scheme.defaults).items():
        found[f"defaults.{name}"] = facet
    for name, audience in scheme.audiences.items():
        found[f"who_sees.{name}"] = (Words(f"{name} 结果的范围", f"who sees {name} results"), audience)
    return found


def _population(scheme: Scheme, one: Population) -> Words:
    """Who counts, in a few words, whatever it is called."""
    nameless = replace(one, key="")
    return Words(population_words(scheme, nameless, "zh"), population_words(scheme, nameless, "en"))


def _rounding(one: Rounding) -> Words:
    """2 位，四舍五入，在指标、总分."""
    mode, at = choice_word(one.mode.value, "round.mode"), [choice_word(stage) for stage in one.at]
    zh, en = "、".join(stage.zh for stage in at) or "—", ", ".join(stage.en for stage in at) or "—"
    return Words(f"{one.places} 位，{mode.zh}，在{zh}", f"to {one.places} decimals, {mode.en}, at {en}")


def _said(*words: str) -> Words:
    """Choices side by side, each written `choice` or `parameter:choice`."""
    found = [choice_word(word.rpartition(":")[2], word.rpartition(":")[0]) for word in words if word]
    return Words("，".join(one.zh for one in found), ", ".join(one.en for one in found))


def _policies(policies: Policies) -> dict[str, Facet]:
    return {
        "missing": (Words("缺报处理", "policy for missing"), policies.missing),
        "not_applicable": (Words("不适用处理", "policy for not applicable"), policies.not_applicable),
        "pending": (Words("待报处理", "policy for pending"), policies.pending),
        "undefined": (Words("无法计算时的处理", "policy for undefined"), policies.undefined),
    }


def _fact(fact: Fact) -> dict[str, Facet]:
    return {
        "title": (Words("名称", "title"), fact.title.zh),
        "unit": (Words("单位", "unit"), fact.unit),
        "runs": (Words("口径", "how it runs"), fact.runs.value),
        "every": (Words("频次", "how often"), fact.every.value if fact.every else "once"),
        "from": (Words("填报单位", "supplier"), fact.supplier),
        "sources": (Words("来源次序", "order of sources"), fact.sources),
        "verified_by": (Words("认定单位", "verified by"), fact.verified_by),
        "better": (Words("方向", "direction"), fact.better.value if fact.better else "—"),
        "vintage": (Words("采用哪一次修订", "vintage used"), fact.vintage),
    }


def _value(value: Value) -> dict[str, Facet]:
    return {
        "title": (Words("名称", "title"), value.title.zh),
        "is": (Words("公式", "formula"), value.formula),
        "unit": (Words("单位", "unit"), value.unit),
        "better": (Words("方向", "direction"), value.better.value if value.better else "—"),
        "then": (Words("后续处理", "treatment"), value.then),
        **_policies(value.policies),
    }


def _nodes(node: Node, parent: str) -> Iterator[Part]:
    facets: dict[str, Facet] = {
        "title": (Words("名称", "title"), node.title.zh),
        "parent": (Words("上级", "parent"), parent),
        "full": (Words("满分", "full mark"), node.full),
        "weight": (Words("权重", "weight"), node.weight),
        "of": (Words("考核的数值", "value assessed"), node.of),
        "prepare": (Words("计分前的处理", "preparation"), node.prepare),
        "rule": (Words("规则", "rule"), node.rule),
        "then": (Words("调整", "adjustments"), node.then),
        "combine": (Words("合成方法", "composition"), node.combine),
        "groups": (Words("适用赛道", "tracks"), node.groups),
        "bonus": (Words("是否加减分项", "outside the full mark"), node.bonus),
        "article": (Words("依据条款", "article"), node.article),
        **_policies(node.policies),
    }
    if node.rounding is not None:
        facets["rounding"] = (Words("取位", "rounding"), _rounding(node.rounding))
    yield Part("node", node.key, node.title, facets, node.place)
    for child in node.children:
        yield from _nodes(child, node.key)


def _event(event: Event) -> dict[str, Facet]:
    filed = {1: "adds", -1: "deducts", 0: "—"}[event.amount_filed]
    return {
        "title": (Words("名称", "title"), event.title.zh),
        "levels": (Words("各级分值", "points by level"), dict(event.levels)),
        "amount": (Words("按填报的分值", "points as filed"), filed),
        "most": (
            Words("最多计几次", "most that count"),
            None if event.most is None else Fraction(event.most),
        ),
        "evidence": (Words("须有文件", "document needed"), event.document_needed),
        "each": (Words("每次分值", "points each time"), event.each),
        "same_matter": (Words("同一事项", "same matter"), event.same_matter),
        "shares": (Words("牵头与配合的份额", "shares of lead and co"), dict(event.shares)),
        "cap": (Words("上限", "cap"), event.cap),
        "floor": (Words("下限", "floor"), event.floor),
        "level_caps": (Words("各级上限", "caps by level"), dict(event.level_caps)),
        "repeat": (Words("多次发生", "repeated"), {str(k): v for k, v in event.repeat.items()}),
        "window": (Words("计入的期间", "window"), event.window),
    }


def _veto(veto: Veto) -> dict[str, Facet]:
    said = {None: "—", True: "included", False: "excluded"}
    return {
        "title": (Words("名称", "title"), veto.title.zh),
        "statistics": (Words("是否计入统计", "in statistics"), said[veto.in_statistics]),
        "groups": (Words("适用赛道", "tracks"), veto.groups),
        "effect": (Words("效力", "effect"), veto.effects),
        "when": (Words("条件", "condition"), veto.when),
        "decided_by": (Words("认定单位", "decided by"), veto.decided_by),
        "basis": (Words("依据", "basis"), veto.basis),
        "expires": (Words("有效期至", "expires"), str(veto.expires or "—")),
    }


def _grade(scheme: Scheme, grade: Grade) -> dict[str, Facet]:
    quota = grade.quota
    return {
        "title": (Words("名称", "title"), grade.title.zh),
        "bounds": (
            Words("端点", "ends"),
            f"{'≥' if grade.floor_included else '>'} {'≤' if grade.ceiling_included else '<'}",
        ),
        "groups": (Words("适用赛道", "tracks"), grade.groups),
        "coefficient": (Words("系数", "coefficient"), grade.coefficient),
        "floor": (Words("下限", "floor"), grade.floor),
        "ceiling": (Words("上限", "ceiling"), grade.ceiling),
        "when": (Words("条件", "condition"), grade.when),
        "unless": (Words("除外情形", "exclusions"), grade.unless),
        "also_when": (Words("另可评定的情形", "also given when"), grade.also_when),
        "quota": (Words("名额", "quota"), _quota(scheme, quota) if quota else "—"),
    }


def _quota(scheme: Scheme, quota: Quota) -> Words:
    """Size, rounding, ties, base, fewest, and what becomes of those promoted."""
    size = quota.share if quota.share is not None else quota.count
    zh, en = (formula_words(scheme, size, one) if size is not None else "—" for one in _LANGUAGES)
    rest = _said(quota.rounding, quota.ties, quota.of)
    promoted = choice_word(quota.promoted, "promoted")
    return Words(f"{zh}，{rest.zh}，至少 {quota.at_least} 个，{promoted.zh}",
                 f"{en}, {rest.en}, at least {quota.at_least}, {promoted.en}")  # fmt: skip


def _award(award: Award) -> dict[str, Facet]:
    return {
        "by": (Words("依据", "measure"), award.by),
        "top": (Words("名额", "how many"), award.top),
        "share": (Words("比例", "share"), award.share),
        "at_least": (Words("最低要求", "at least"), award.at_least),
        "when": (Words("条件", "condition"), award.when),
        "unless": (Words("除外情形", "exclusions"), award.unless),
        "title": (Words("名称", "title"), award.title.zh),
        "better": (Words("方向", "direction"), award.better.value),
        "round": (Words("比例取整", "rounding of the share"), award.rounding),
        "ties": (Words("并列", "ties"), award.ties),
        "tie_keys": (Words("同分依据", "tie keys"), award.then),
        "groups": (Words("适用赛道", "tracks"), award.groups),
        "per": (Words("评比范围", "race"), award.per),
    }

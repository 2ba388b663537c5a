"""One sentence a step, in Chinese and in English: value and source, rule and article, arithmetic, cap, rounding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.formula_words import formula_sentence, passes_through
from kaoping.explain.parts import Input, Source, TraceStep
from kaoping.explain.peer_words import rank, statistic, treated
from kaoping.explain.sources import source_words
from kaoping.tables import Absence, Cell

HOW = {
    "sum": Words("相加", "added"),
    "arithmetic": Words("算术平均", "arithmetic mean"),
    "geometric": Words("几何平均", "geometric mean"),
    "harmonic": Words("调和平均", "harmonic mean"),
    "power": Words("幂平均", "generalised mean"),
    "min": Words("取最小", "the smallest"),
    "max": Words("取最大", "the largest"),
    "median": Words("取中位数", "the median"),
    "product": Words("连乘", "multiplied"),
    "first": Words("取第一个", "the first"),
    "last": Words("取最后一个", "the last"),
    "count": Words("计个数", "counted"),
}
MODES = {
    "half_up": Words("四舍五入", "rounded half up"),
    "half_even": Words("四舍六入五成双", "rounded half to even"),
    "truncate": Words("去尾", "truncated"),
    "floor": Words("向下取位", "rounded down"),
    "ceil": Words("向上取位", "rounded up"),
}
MAY_PASS = ("veto", "contagion", "policy", "spread", "rescale", "convert", "bonus")
MOST_LISTED = 8
"""More members than this are counted, not listed; the tree keeps all."""


def sentence(step: TraceStep, language: Language = "zh") -> str:
    """One sentence for one step, with its article where the scheme names one. It ends with a full stop."""
    if is_policy(step):
        text = _policy(step, language)
    elif step.part.startswith("then.if") and (unmet := _unmet(step, language)):
        text = unmet
    elif step.stage in ("veto", "contagion"):
        text = _struck(step, language)
    else:
        text = _SENTENCES[step.kind](step, language)
    if language == "en":
        text = text[:1].upper() + text[1:]
    stop = "。" if language == "zh" else "."
    return f"{text}{_article(step, language)}{stop}"


def _article(step: TraceStep, language: Language) -> str:
    shown = step.article and (step.stage or step.kind in ("events",))
    if not shown:
        return ""
    return f"（{step.article}）" if language == "zh" else f" ({step.article})"


def is_spoken(step: TraceStep) -> bool:
    """Whether a step says something of this organisation: not a fixed figure or a mark kept for the whole, not a
    policy, veto, contagion or rescaling that changed nothing, not a flag that does not hold."""
    if step.role == "marks":
        return False
    if step.stage:
        return not _idle(step)
    if step.kind == "attribute":
        return not step.settings["key"].startswith("@")
    fixed = step.kind == "formula" and all(not one.refers for one in step.inputs)
    if isinstance(step.result, bool):
        return step.result and not fixed and step.role != "population"
    if step.kind != "formula":
        return True
    return not (fixed or step.role in ("population", "constant") or _idle(step) or passes_through(step))


def _idle(step: TraceStep) -> bool:
    """Whether a policy, veto, contagion or rescaling let the number pass."""
    before = step.input("points") or step.input("total")
    passes = is_policy(step) or step.stage in MAY_PASS or step.role in ("veto", "post")
    return passes and before is not None and before.cell == step.result


def is_policy(step: TraceStep) -> bool:
    """Whether the step turns one kind of absence into something else."""
    return step.role == "policy" and step.part.startswith("policy.") and step.input("points") is not None


def policy_words(absence: Cell, title: Words, language: Language) -> str:
    """缺报，按方案计零分; missing; by the scheme, zero."""
    absent = numbers.cell(absence, language)
    if language == "en":
        return f"{absent}; by the scheme, {title.in_('en')}"
    return f"{absent}，{'方案规定' if title.zh.startswith('按') else '按方案'}{title.zh}"


def _policy(step: TraceStep, language: Language) -> str:
    points, other = step.input("points"), step.input("other")
    assert points is not None and other is not None
    if points.cell == step.result:
        return _passed(points, language)
    zh = language == "zh"
    said = policy_words(points.cell, other.title, language)
    if not isinstance(step.result, Fraction):
        return said
    return f"{said}{'：' if zh else ': '}{numbers.with_unit(step.result, step.unit, language)}"


def _unmet(step: TraceStep, language: Language) -> str:
    """An operation whose condition does not hold; empty where it does."""
    condition = step.input("condition")
    if condition is None or condition.cell is not False:
        return ""
    value, title = numbers.cell(step.result, language), step.title.in_(language)
    if language == "zh":
        return f"{title}：条件不成立，仍为 {value}"
    return f"{title}: the condition does not hold, {value} as before"


def _struck(step: TraceStep, language: Language) -> str:
    """What a veto, or a shortfall elsewhere, did to the number."""
    points = step.input("points")
    if points is None:
        return formula_sentence(step, language)
    before, after = numbers.cell(points.cell, language), numbers.cell(step.result, language)
    title = step.title.in_(language)
    if points.cell == step.result:
        return f"“{title}”未改变得分 {after}" if language == "zh" else f"“{title}” leaves {after} as it is"
    return (
        f"因“{title}”，{before} 变为 {after}"
        if language == "zh"
        else f"Because of “{title}”, {before} becomes {after}"
    )


def _passed(points: Input, language: Language) -> str:
    value = numbers.cell(points.cell, language)
    return f"有值 {value}，不动用缺项规定" if language == "zh" else f"{value} is there; no policy is needed"


# reading ---------------------------------------------------------------------------------------------


def _fact(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    title, when = step.title.in_(language), numbers.period(step.period, language)
    value = numbers.with_unit(step.result, step.unit, language)
    told = source_words(step.sources, step.settings, language)
    inside = ("，" if zh else ", ").join(part for part in (when, told) if part)
    if isinstance(step.result, Absence):
        return f"{title}{value}（{inside}）" if zh else f"{title}: {value} ({inside})"
    tail = (f"（{inside}）" if zh else f" ({inside})") if inside else ""
    return f"{title} {value}{tail}"


def _attribute(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    value = numbers.with_unit(step.result, step.unit, language)
    kind = (
        ("默认值" if zh else "the default")
        if step.settings["default"] == "true"
        else ("单位常数" if zh else "a constant of the unit")
    )
    return f"{step.title.zh} {value}（{kind}）" if zh else f"{step.title.in_('en')} {value} ({kind})"


def _events(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    title, count = step.title.in_(language), sum(one.count for one in step.sources)
    result = numbers.cell(step.result, language)
    if not step.sources:
        return f"“{title}”：本期没有" if zh else f"“{title}”: none in the period"
    listed = ("；" if zh else "; ").join(happening(one, language) for one in step.sources[:MOST_LISTED])
    if step.settings["what"] == "count":
        return f"{title} {result}（{listed}）" if zh else f"{title}: {result} ({listed})"
    points = step.settings["what"] == "points"
    if zh:
        return f"“{title}”{count} 件{f'，合计 {result} 分' if points else ''}：{listed}"
    return f"“{title}”: {count}{f', {result} points together' if points else ''} ({listed})"


def happening(one: Source, language: Language) -> str:
    """One happening: day, matter, level, document, who decided."""
    zh = language == "zh"
    on = numbers.day(date.fromisoformat(one.on), language) if one.on else numbers.period(one.period, language)
    parts = [
        on,
        one.matter,
        one.level,
        f"{one.count} 次" if zh and one.count > 1 else f"{one.count}×" if one.count > 1 else "",
    ]
    parts += [one.document, one.by]
    said = [part for part in parts if part]
    return ("，" if zh else ", ").join(said) or ("未注明" if zh else "no particulars")


PANEL_HOW = {
    "mean": Words("取平均", "mean"),
    "median": Words("取中位数", "median"),
    "sum": Words("相加", "sum"),
}


def _panel(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    value = numbers.with_unit(step.result, step.unit, language)
    count = len(step.sources)
    drops = [int(step.settings["drop_high"]), int(step.settings["drop_low"])]
    how = PANEL_HOW[str(step.settings["how"])].in_(language)
    if any(drops):
        cut = (
            f"方案规定去掉 {drops[0]} 个最高、{drops[1]} 个最低，"
            if zh
            else f"{drops[0]} highest and {drops[1]} lowest dropped by the scheme, "
        )
    else:
        cut = ""
    if zh:
        return f"{step.title.zh}：{count} 份评价计入，{cut}{how}，得 {value}"
    return f"{step.title.in_('en')}: {count} judgements counted, {cut}{how}: {value}"


# several into one ------------------------------------------------------------------------------------


def _combine(step: TraceStep, language: Language) -> str:
    members = [one for one in step.inputs if one.name != "power"]
    present = [one for one in members if isinstance(one.cell, Fraction)]
    left = _left_out([one for one in members if isinstance(one.cell, Absence)], language)
    result = numbers.cell(step.result, language)
    title = step.title.in_(language)
    head = f"{title}：" if language == "zh" else f"{title}: "
    if isinstance(step.result, Absence):
        return f"{head}{result}{left}"
    listed = _members(present, step.settings["how"], language)
    if len(present) == 1 and present[0].cell == step.result:
        return f"{head}{listed}{left}"
    exact = all(
        numbers.is_short(one)
        for one in (step.result, *(m.cell for m in present))
        if isinstance(one, Fraction)
    )
    return f"{head}{listed} {'=' if exact else '≈'} {result}{left}"


def _members(present: list[Input], how: str, language: Language) -> str:
    zh = language == "zh"
    word = HOW[how].in_(language)
    if len(present) > MOST_LISTED:
        return f"{len(present)} 项{word}" if zh else f"{len(present)} members, {word}"
    shown = [
        f"{one.title.in_(language)} {numbers.cell(one.cell, language)}{_weight(one, language)}"
        for one in present
    ]
    if how in ("sum", "product") or len(present) == 1:
        return (" × " if how == "product" else " + ").join(shown)
    return f"{'、'.join(shown)}，{word}" if zh else f"{word} of {', '.join(shown)}"


def _weight(one: Input, language: Language) -> str:
    if one.weight is None:
        return ""
    shown = numbers.cell(one.weight, language)
    return f"（权重 {shown}）" if language == "zh" else f" (weight {shown})"


def _left_out(gone: list[Input], language: Language) -> str:
    if not gone:
        return ""
    shown = [
        f"{one.title.in_(language)}{'' if language == 'zh' else ' '}{numbers.cell(one.cell, language)}"
        for one in gone
    ]
    return f"（{'、'.join(shown)}）" if language == "zh" else f" ({', '.join(shown)})"


def _below(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    present = [one for one in step.inputs if isinstance(one.cell, Fraction)]
    word = HOW[step.settings["how"]].in_(language)
    value = numbers.with_unit(step.result, step.unit, language)
    if zh:
        return f"{step.title.zh}：{len(present)} 个所属单位{word}，得 {value}"
    return f"{step.title.in_('en')}: {len(present)} bodies beneath, {word}: {value}"


def _above(step: TraceStep, language: Language) -> str:
    body = step.inputs[0].body if step.inputs else None
    value = numbers.with_unit(step.result, step.unit, language)
    named = body.title if body else ""
    if language == "zh":
        return f"{step.title.zh}：{value}" + (f"（{named}）" if named else "")
    return f"{step.title.in_('en')}: {value}" + (f" ({named})" if named else "")


def _round(step: TraceStep, language: Language) -> str:
    before, places = step.inputs[0].cell, int(step.settings["places"])
    mode = MODES[step.settings["mode"]].in_(language)
    if not (isinstance(before, Fraction) and isinstance(step.result, Fraction)):
        word = numbers.cell(step.result, language)
        return f"{word}，无数可取位" if language == "zh" else f"{word}: nothing to round"
    about = "" if numbers.is_short(before) else "≈ " if language == "en" else "≈"
    after = numbers.fixed(step.result, places)
    if language == "zh":
        return f"{about}{numbers.number(before)} {mode}为 {after}"
    return f"{about}{numbers.number(before)} {mode} to {after}"


# decisions -------------------------------------------------------------------------------------------


def _grade(step: TraceStep, language: Language) -> str:
    zh = language == "zh"
    title = step.settings["zh"] if zh else step.settings["en"]
    parts = [
        f"{one.title.in_(language)} {numbers.cell(one.cell, language)}"
        for one in step.inputs
        if one.name != "veto"
    ]
    parts += [
        f"{'否决' if zh else 'veto'}：{one.title.in_(language)}" if zh else f"veto: {one.title.in_(language)}"
        for one in step.inputs
        if one.name == "veto"
    ]
    if not title:
        return "未评等次" if zh else "No grade"
    return f"等次：{title}（{'，'.join(parts)}）" if zh else f"Grade: {title} ({', '.join(parts)})"


def _award(step: TraceStep, language: Language) -> str:
    title = step.settings["zh"] if language == "zh" else step.settings["en"]
    got = step.result is True
    if language == "zh":
        return f"“{title}”：{'获得' if got else '未获'}"
    return f"“{title}”: {'given' if got else 'not given'}"


_SENTENCES: Mapping[str, Callable[[TraceStep, Language], str]] = {
    "fact": _fact,
    "attribute": _attribute,
    "events": _events,
    "panel": _panel,
    "formula": formula_sentence,
    "statistic": statistic,
    "rank": rank,
    "combine": _combine,
    "round": _round,
    "treat": treated,
    "below": _below,
    "above": _above,
    "grade": _grade,
    "award": _award,
}

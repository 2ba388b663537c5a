"""The page of every block of every category and every function of formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaoping.errors import Language, Words
from kaoping.scheme.blocks import CATALOGUES, BlockSpec, Kind, Parameter
from kaoping.scheme.formulas import ALIASES, CONTEXT_FUNCTIONS, FUNCTIONS, KNOWN_NAMES, Signature
from scripts.reference.markdown import code, joined, table

CATEGORIES: Mapping[str, Words] = {
    "rule": Words("规则：写在指标的 `rule:` 下", "Rules: under `rule:` of an item"),
    "then": Words("后续运算：按书写次序写在 `then:` 下", "Operations: under `then:`, in the order written"),
    "absence": Words(
        "指标缺数的规定：写在 `missing:`、`not_applicable:`、`pending:`、`undefined:` 下",
        "Policies of items: under `missing:`, `not_applicable:`, `pending:`, `undefined:`",
    ),
    "stand_in": Words(
        "派生值缺数的规定：写在派生值的同名键下", "Policies of values: under the same keys of a value"
    ),
    "combine": Words("合成：写在维度的 `combine:` 下", "Compositions: under `combine:` of a dimension"),
    "effect": Words(
        "否决效力：写在 `vetoes:` 的 `effect:` 下", "Effects of vetoes: under `effect:` of a veto"
    ),
    "post_rule": Words("跨项规则：写在 `post_rules:` 下", "Rules across items: under `post_rules:`"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.NUMBER: Words("数", "number"),
    Kind.FORMULA: Words("数或公式", "number or formula"),
    Kind.CHOICE: Words("选一", "one of"),
    Kind.TRUTH: Words("是或否", "yes or no"),
    Kind.TEXT: Words("文字", "text"),
    Kind.NAMES: Words("名称列表", "list of names"),
    Kind.TABLE: Words("名称: 公式", "name: formula"),
    Kind.PAIRS: Words("[数, 数] 的列表", "list of [number, number]"),
    Kind.ROWS: Words("行的列表", "list of rows"),
    Kind.FORMULAS: Words("公式列表", "list of formulas"),
    Kind.POPULATION: Words("总体", "population"),
    Kind.BLOCK: Words("另一条规则", "another rule"),
}
HEADING = Words("参数|取值|默认|含义", "parameter|takes|default|meaning")
TITLE = Words("积木与函数", "Blocks and functions")
OPENING = Words(
    "方案语言的每个写法及其参数。由声明生成：`make reference`。\n\n"
    "标 ⚠ 的参数是真实方案常不写明的；不写时用默认值，检查会提醒。任何参数都可按赛道分别写：`{townships: 60, departments: 45}`。",
    "Every block of the scheme language with its parameters, written from their declarations by `make reference`.\n\n"
    "A parameter marked ⚠ is one that real schemes leave open; where it is not written the default holds and the "
    "check warns. Any parameter may be given per track: `{townships: 60, departments: 45}`.",
)


def blocks_page(language: Language) -> str:
    """Every block by category, then every function."""
    pieces = [f"# {TITLE.in_(language)}", OPENING.in_(language)]
    for category, words in CATEGORIES.items():
        pieces.append(f"## {words.in_(language)}")
        for spec in CATALOGUES[category].values():
            pieces.append(f"### `{spec.name}` {spec.title.in_(language)}")
            pieces.append(block_text(spec, language))
    return joined([*pieces, *_functions(language)])


def block_text(spec: BlockSpec, language: Language, with_kinds: bool = True) -> str:
    """What a block means and takes, and the rule kinds it serves."""
    pieces = [_sentence(spec.doc.in_(language), language)]
    if spec.short:
        short = Words(
            f"简写：`{spec.name}: …` 即 `{spec.short}`。", f"Short: `{spec.name}: …` gives `{spec.short}`."
        )
        pieces.append(short.in_(language))
    if spec.sources and with_kinds:
        label = Words("规则种类：", "Rule kinds: ").in_(language)
        pieces.append(
            label + ", ".join(f"[{one}]({_rules_file(language)}#{one.lower()})" for one in spec.sources)
        )
    text = joined([" ".join(pieces) if language == "en" else "".join(pieces)])
    return joined([text, parameters(spec.parameters, language)])


def parameters(given: Iterable[Parameter], language: Language) -> str:
    """The table of parameters, empty where there are none; columns of rows follow their parameter."""
    rows: list[list[str]] = []
    for one in given:
        rows.append(_parameter(one, one.name, language))
        rows += [_parameter(column, f"{one.name}[].{column.name}", language) for column in one.rows]
    return table(HEADING.in_(language).split("|"), rows) if rows else ""


def _parameter(one: Parameter, name: str, language: Language) -> list[str]:
    kind = KINDS[one.kind].in_(language)
    takes = f"{kind} {' '.join(code(word) for word in one.choices)}" if one.choices else kind
    must = Words("必写", "must be written").in_(language)
    default = must if one.required else code(one.default or "")
    return [code(name) + (" ⚠" if one.say else ""), takes, default, one.doc.in_(language)]


def _sentence(text: str, language: Language) -> str:
    end = "。" if language == "zh" else "."
    text = text[:1].upper() + text[1:] if language == "en" else text
    return text if text.endswith(end) else text + end


def _rules_file(language: Language) -> str:
    return "rules.md" if language == "en" else "rules.zh.md"


def _functions(language: Language) -> list[str]:
    own = Words("公式函数：看本单位的数", "Functions of one organisation's values")
    context = Words(
        "公式函数：看别的期间、别的单位、指标树与事项",
        "Functions that look at other periods, other organisations, the tree and events",
    )
    names = Words("每个公式都认得的名称", "Names that every formula knows")
    aliases = Words("中文别名", "Chinese names").in_(language)
    listed = ", ".join(f"`{zh}` = `{name}`" for zh, name in ALIASES.items())
    return [
        f"## {own.in_(language)}",
        _function_table(FUNCTIONS, language),
        f"{aliases}: {listed}",
        f"## {context.in_(language)}",
        _function_table(CONTEXT_FUNCTIONS, language),
        f"## {names.in_(language)}",
        table(
            Words("名称|含义", "name|meaning").in_(language).split("|"),
            [[code(name), words.in_(language)] for name, words in KNOWN_NAMES.items()],
        ),
    ]


def _function_table(functions: Mapping[str, Signature], language: Language) -> str:
    heading = Words("函数|参数个数|含义", "function|arguments|meaning").in_(language).split("|")
    rows = [[code(name), _count(one), one.means.in_(language)] for name, one in functions.items()]
    return table(heading, rows)


def _count(one: Signature) -> str:
    if one.most is None:
        return f"{one.least}…"
    return f"{one.least}" if one.most == one.least else f"{one.least}–{one.most}"

"""The page of every rule kind: what it means, the blocks it is said with, and its cases."""

from __future__ import annotations

from kaoping.errors import Language, Words
from kaoping.scheme.blocks import CATALOGUES, BlockSpec
from scripts.reference.blocks import CATEGORIES, block_text
from scripts.reference.cases import case_text
from scripts.reference.markdown import joined
from tests.spec.reading import Page
from tests.spec.reading import pages as spec_pages

TITLE = Words("计分规则", "Rule kinds")
OPENING = Words(
    "五十六种计分规则：含义、写法，以及逐一验证的算例。由声明与算例生成：`make reference`。\n\n"
    "算例中未写出的部分：一个含全体单位的赛道、按年、不取位。",
    "Fifty-six kinds of scoring rule: what each means, how it is written, and cases that are checked one by one. "
    "Written from declarations and cases by `make reference`.\n\n"
    "What a case does not show: one track of everyone, a year, no rounding.",
)


def rules_page(language: Language) -> str:
    """Every rule kind with its cases."""
    pages = spec_pages()
    contents = "\n".join(f"- [{one.rule} {one.title.in_(language)}](#{one.rule.lower()})" for one in pages)
    sections = [_section(page, language) for page in pages]
    return joined([f"# {TITLE.in_(language)}", OPENING.in_(language), contents, *sections])


def _section(page: Page, language: Language) -> str:
    pieces = [
        f'<a id="{page.rule.lower()}"></a>\n\n## {page.rule} {page.title.in_(language)}',
        page.text.in_(language),
    ]
    for category, spec in _blocks(page.rule):
        where = CATEGORIES[category].in_(language).split("：" if language == "zh" else ":")[0]
        pieces.append(f"**`{spec.name}`** {spec.title.in_(language)} ({where})")
        pieces.append(block_text(spec, language, with_kinds=False))
    pieces += [case_text(case, language) for case in page.cases]
    return joined(pieces)


def _blocks(rule: str) -> list[tuple[str, BlockSpec]]:
    """The blocks that say they cover a rule kind."""
    return [
        (category, spec)
        for category, specs in CATALOGUES.items()
        for spec in specs.values()
        if rule in spec.sources
    ]

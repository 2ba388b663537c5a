"""`kaoping template`: the workbook to fill in for a period."""

from __future__ import annotations

import argparse

from kaoping.cli.inputs import WrongCommand, period_of, tables_of
from kaoping.cli.nation import refuse_nation
from kaoping.cli.questions import questions_of
from kaoping.cli.speaking import Voice
from kaoping.errors import Problem, Severity, TableError, Words
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme
from kaoping.sheets.template import Questions, write_template
from kaoping.tables import Tables


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Without organisations the workbook holds only the list of them, to be filled in first."""
    refuse_nation("template", arguments.tables)
    _refuse_what_cannot_be(arguments)
    period = period_of(arguments.period, "--period")
    through = period_of(arguments.through, "--through") if arguments.through else None
    scheme = read_scheme(arguments.scheme)
    tables, problems = (
        tables_of(scheme, period, arguments.tables, {}, {}) if arguments.tables else (Tables(()), ())
    )
    voice.problems(problems)
    if any(one.severity is Severity.ERROR for one in problems):
        return TableError.exit_code
    asked = Questions(period)
    if tables.organisations:
        asked = questions_of(scheme, tables.organisations, period, arguments.cycle, through)
        _refuse_unknown_suppliers(arguments.supplier, asked, scheme)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    sheets = write_template(
        arguments.out, scheme, asked, tables, voice.language,
        suppliers=frozenset(arguments.supplier), raters=arguments.raters, filled=arguments.filled,
    )  # fmt: skip
    listed = ("、".join(sheets), ", ".join(sheets))
    voice.tell(Words(f"写出 {arguments.out}：{listed[0]}", f"Wrote {arguments.out}: {listed[1]}"))
    if not tables.organisations:
        voice.tell(
            Words(f"先填单位，再运行：kaoping template {arguments.scheme} {arguments.out} …",
                  f"Fill in the organisations first, then run: kaoping template {arguments.scheme} {arguments.out} …")
        )  # fmt: skip
    return 0


def _refuse_what_cannot_be(arguments: argparse.Namespace) -> None:
    """A filled workbook must not be lost to its own template. Raises WrongCommand."""
    if arguments.out.suffix.lower() != ".xlsx":
        raise WrongCommand(Problem("out", Words("--out 要写 .xlsx 文件。", "--out must name an .xlsx file.")))
    if arguments.raters < 1:
        raise WrongCommand(Problem("raters", Words("--raters 至少是 1。", "--raters must be 1 or more.")))
    if arguments.out.exists() and not arguments.force:
        raise WrongCommand(
            Problem(
                "exists",
                Words(
                    f"{arguments.out} 已经有了，也许已经填过。",
                    f"{arguments.out} exists and may be filled in already.",
                ),
                Words("换一个文件名，或加 --force。", "choose another name, or add --force."),
            )
        )


def _refuse_unknown_suppliers(wanted: list[str], asked: Questions, scheme: Scheme) -> None:
    facts = [*(ask.fact for ask in asked.asks), *(ballot.fact for ballot in asked.ballots)]
    known = {name for fact in facts for name in (fact.supplier, *fact.sources) if name}
    unknown = sorted(set(wanted) - known)
    if unknown:
        listed = "、".join(sorted(known))
        raise WrongCommand(
            Problem(
                "supplier",
                Words(
                    f"本期不向 {'、'.join(unknown)} 要数。",
                    f"nothing is asked of {', '.join(unknown)} for this period.",
                ),
                Words(f"提供单位有：{listed}", f"suppliers: {', '.join(sorted(known))}"),
                scheme.place,
            )
        )

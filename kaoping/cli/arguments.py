"""The words a command takes, with help in one language."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

import kaoping
from kaoping.cli.journal import add_journal
from kaoping.cli.parser import Parser, Sayer
from kaoping.cli.scheme import add_scheme
from kaoping.errors import Language, Words

_SCHEME = Words("方案文件（YAML）", "the scheme file (YAML)")
_TABLES = Words(
    "表：xlsx、xls、ods、csv、tsv、parquet，可以多个",
    "tables: xlsx, xls, ods, csv, tsv, parquet; several if you like",
)
_SHEETS = Words(
    "表：xlsx、xls、ods、csv、tsv，可以多个", "tables: xlsx, xls, ods, csv, tsv; several if you like"
)
_PERIOD = Words("考评期间", "the period assessed")
_PERIODS = Words(
    "考评期间；Parquet 可写 2026-01..2026-12", "the period assessed; with Parquet also 2026-01..2026-12"
)


def parser_in(language: Language, verb: str = "") -> Parser:
    """The whole command line. `verb`: the one that is about to run; only then is its own room entered."""
    say = Sayer(language)
    top = Parser(
        say, "kaoping", say("考评方案：检查、计分、说明", "Assessment schemes: check, score, explain")
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"kaoping {kaoping.__version__}",
        help=say("显示版本", "show the version"),
    )
    verbs = top.verbs()
    for add in (_check, _score, _explain, _diff, _template, add_scheme, _schema, add_journal):
        add(verbs, say)
    _intake(verbs, say, entered=verb == "intake")
    return top


def _verb(verbs: Any, say: Sayer, name: str, zh: str, en: str) -> Parser:
    """A verb with the options all verbs have. Its module is imported when it runs."""

    def run(arguments: argparse.Namespace, voice: Any) -> int:
        module = importlib.import_module(f"kaoping.cli.{name}")
        code: int = module.run(arguments, voice)
        return code

    parser: Parser = verbs.add_parser(
        name, help=say(zh, en), say=say, prog=f"kaoping {name}", description=say(zh, en)
    )
    parser.set_defaults(run=run)
    parser.add_argument("--lang", choices=("zh", "en"), help=say("用中文或英文", "speak Chinese or English"))
    parser.add_argument("--quiet", action="store_true", help=say("只说错误", "tell errors only"))
    return parser


def _check(verbs: Any, say: Sayer) -> None:
    parser = _verb(
        verbs, say, "check", "检查方案：全部问题及其行号", "check a scheme: every problem, with its line"
    )
    parser.add_argument("scheme", type=Path, metavar=say("方案", "SCHEME"), help=say.words(_SCHEME))
    parser.add_argument(
        "--json", action="store_true", help=say("问题以 JSON 行输出", "problems as JSON lines")
    )


def _score(verbs: Any, say: Sayer) -> None:
    parser = _verb(
        verbs, say, "score", "计分：得分、位次、等次、奖项", "score: points, places, grades, awards"
    )
    _inputs(parser, say, _TABLES, _PERIODS)
    parser.add_argument(
        "--out",
        type=Path,
        metavar=say("文件夹", "DIR"),
        help=say("结果写到这个文件夹", "write results into this folder"),
    )
    parser.add_argument(
        "--format",
        default="csv,jsonl,xlsx,json",
        metavar="csv,jsonl,xlsx,json",
        help=say("写哪些格式；默认全写", "what to write; default all of it"),
    )
    parser.add_argument(
        "--statements", default="all", metavar=say("all|none|编码,…", "all|none|KEY,…"),
        help=say("工作簿里给哪些单位对账单；默认全部", "which organisations get a statement in the workbook; default all"),
    )  # fmt: skip
    parser.add_argument(
        "--explanation", choices=("auto", "all", "none"), default="auto",
        help=say("工作簿里是否写计分过程；auto：一百家以内写", "whether the workbook holds every step; auto: up to 100 organisations"),
    )  # fmt: skip
    parser.add_argument(
        "--traces", default="none", metavar=say("all|none|编码,…", "all|none|KEY,…"),
        help=say("哪些单位的全部步骤写进 traces.jsonl；默认不写，每家约半兆", "whose every step goes into traces.jsonl (0.5 MB each); default nobody's"),
    )  # fmt: skip
    parser.add_argument(
        "--hide-others", action="store_true",
        help=say("对账单和过程里不写其他单位的名称", "leave the names of others out of statements and traces"),
    )  # fmt: skip
    parser.add_argument(
        "--check", action="store_true",
        help=say("只试读试算，不写结果", "a dry run: read, try, and write nothing"),
    )  # fmt: skip
    _engine(parser, say)
    parser.add_argument(
        "--memory", default="", metavar="4GB",
        help=say("Parquet：内存上限；放不下的赛道先说明再停，duckdb 则写磁盘",
                 "Parquet: the most memory to take; what does not fit is refused, or by duckdb written to disk"),
    )  # fmt: skip
    parser.add_argument(
        "--nodes", default="all", metavar=say("all|编码,…", "all|KEY,…"),
        help=say("Parquet：写哪些维度和指标；默认全写", "Parquet: which dimensions and items to write; default all"),
    )  # fmt: skip


def _engine(parser: Parser, say: Sayer) -> None:
    parser.add_argument(
        "--engine", choices=("auto", "reference", "columnar", "duckdb", "spark"), default="auto",
        help=say("用哪种引擎计算，结果都一样；auto：看规模", "which engine reckons; all give the same answer; auto: by size"),
    )  # fmt: skip


def _explain(verbs: Any, say: Sayer) -> None:
    parser = _verb(verbs, say, "explain", "说明一个得分是怎样得来的", "explain how a score came about")
    _inputs(parser, say, _SHEETS, _PERIOD)
    parser.add_argument(
        "--organisation",
        required=True,
        metavar=say("编码", "KEY"),
        help=say("单位编码或名称", "key or title of the organisation"),
    )
    parser.add_argument(
        "--node",
        metavar=say("编码", "KEY"),
        help=say("维度或指标；默认总分", "a dimension or item; default the whole"),
    )
    parser.add_argument(
        "--group",
        metavar=say("编码", "KEY"),
        help=say("赛道（单位在几条赛道时）", "the track, where there are several"),
    )
    _engine(parser, say)
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def _inputs(parser: Parser, say: Sayer, tables: Words, period: Words) -> None:
    """What scoring reads."""
    parser.add_argument("scheme", type=Path, metavar=say("方案", "SCHEME"), help=say.words(_SCHEME))
    parser.add_argument("tables", type=Path, nargs="+", metavar=say("表", "TABLE"), help=say.words(tables))
    _period(parser, say, period)
    parser.add_argument(
        "--columns",
        type=Path,
        metavar=say("文件.yaml", "FILE.yaml"),
        help=say("表头对照：表头: 含义", "headers and what they mean, as header: meaning"),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=say("表头=含义", "HEADER=KEY"),
        help=say("一个表头的含义；可多次", "what one header means; repeatable"),
    )
    parser.add_argument(
        "--constant", action="append", default=[], metavar=say("角色=文字", "ROLE=TEXT"),
        help=say("表里没写时的值，如 period=2022；可多次", "what counts where a table is silent, as period=2022; repeatable"),
    )  # fmt: skip


def _period(parser: Parser, say: Sayer, words: Words) -> None:
    parser.add_argument(
        "--period", required=True, metavar="2026|2026-Q3|2026-09",
        help=say.words(words),
    )  # fmt: skip
    parser.add_argument(
        "--cycle",
        default="",
        metavar=say("编码", "KEY"),
        help=say("哪一套考评（有几套时）", "which cycle, where several fit"),
    )
    parser.add_argument(
        "--through", metavar="2026-09", help=say("只计到这一期", "count only up to this period")
    )


def _diff(verbs: Any, say: Sayer) -> None:
    parser = _verb(verbs, say, "diff", "两版方案差在哪里", "what differs between two versions of a scheme")
    parser.add_argument("old", type=Path, metavar=say("旧版", "OLD"), help=say.words(_SCHEME))
    parser.add_argument("new", type=Path, metavar=say("新版", "NEW"), help=say.words(_SCHEME))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON 行", "print JSON lines"))


def _template(verbs: Any, say: Sayer) -> None:
    parser = _verb(
        verbs,
        say,
        "template",
        "写出要填的工作簿，一个提供单位一张表",
        "write the workbook to fill in, one sheet a supplier",
    )
    parser.add_argument("scheme", type=Path, metavar=say("方案", "SCHEME"), help=say.words(_SCHEME))
    parser.add_argument(
        "tables", type=Path, nargs="*", metavar=say("表", "TABLE"),
        help=say("单位名单等；没有就先写一张单位表", "the organisations and what else is known; without, a list to fill in first"),
    )  # fmt: skip
    _period(parser, say, _PERIOD)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=say("文件.xlsx", "FILE.xlsx"),
        help=say("写到这个文件", "write this file"),
    )
    parser.add_argument("--force", action="store_true", help=say("文件已有也写", "overwrite the file"))
    parser.add_argument(
        "--filled", action="store_true", help=say("把表里已有的值填上", "write in the values known already")
    )
    parser.add_argument(
        "--supplier",
        action="append",
        default=[],
        metavar=say("编码", "KEY"),
        help=say("只写这个提供单位的表；可多次", "only this supplier's sheets; repeatable"),
    )
    parser.add_argument(
        "--raters",
        type=int,
        default=3,
        metavar="N",
        help=say("测评表里每类评价人几行（%(default)s）", "rows for each bloc of a ballot (%(default)s)"),
    )


def _schema(verbs: Any, say: Sayer) -> None:
    _verb(verbs, say, "schema", "输出方案格式的 JSON Schema", "print the JSON Schema of the scheme format")


def _intake(verbs: Any, say: Sayer, entered: bool) -> None:
    """The verb of another room, which scoring never loads: until it is asked for, only its name is known here."""
    zh, en = "从会议材料提出任务和目标建议", "read papers into proposed tasks and targets"
    if not entered:
        verbs.add_parser("intake", help=say(zh, en), say=say, prog="kaoping intake", description=say(zh, en))
        return
    from kaoping.intake import cli

    parser = cli.add_parser(_With(verbs, say))
    parser.set_defaults(run=lambda arguments, voice: cli.run(arguments), lang=say.language)


class _With:
    """Sub-parsers as another room knows them: it gives a name and a help, the rest is ours."""

    def __init__(self, verbs: Any, say: Sayer) -> None:
        self._verbs, self._say = verbs, say

    def add_parser(self, name: str, **settings: Any) -> Any:
        """A parser that speaks as ours do."""
        described = {"description": settings.get("help", ""), **settings}
        return self._verbs.add_parser(name, say=self._say, prog=f"kaoping {name}", **described)

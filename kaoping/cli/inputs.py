"""What a verb reads: scheme, period, tables, and what the command says of headers and silent columns."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping.cli.parser import split_pairs
from kaoping.errors import DocumentError, KaopingError, Place, Problem, Severity, Words
from kaoping.periods import Period
from kaoping.plan.membership import belongs
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme
from kaoping.scheme.reading.parts import read_document
from kaoping.sheets import read_tables
from kaoping.sheets.from_scheme import constant_columns, expected_of, objections
from kaoping.sheets.refusals import is_refusal
from kaoping.sheets.words import ROLES
from kaoping.tables import Organisation, Tables

WRONG_COMMAND = 2
MOST_NAMED = 5
"""Organisations named in one sentence."""


class WrongCommand(KaopingError):
    """A command that cannot be meant: a period that is none, a mapping without “=”."""

    exit_code = WRONG_COMMAND


@dataclass(frozen=True)
class Inputs:
    """Everything that was read, and what was found while reading."""

    scheme: Scheme
    period: Period
    through: Period | None
    tables: Tables
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops the work."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read_inputs(arguments: argparse.Namespace) -> Inputs:
    """Scheme and tables of a command. Raises WrongCommand, SchemeError, DocumentError; problems of cells are
    gathered, not raised."""
    period = period_of(arguments.period, "--period")
    through = period_of(arguments.through, "--through") if arguments.through else None
    columns, constants = columns_of(arguments), constants_of(arguments)
    scheme = read_scheme(arguments.scheme)
    tables, problems = tables_of(scheme, period, arguments.tables, columns, constants)
    return Inputs(scheme, period, through, tables, problems)


def tables_of(
    scheme: Scheme, period: Period, paths: Sequence[Path], columns: dict[str, str], constants: dict[str, str]
) -> tuple[Tables, tuple[Problem, ...]]:
    """Tables and problems. Raises DocumentError, with everything found, where a file cannot be read at all."""
    known = {**constant_columns(scheme), **columns}
    tables, problems = read_tables(paths, expected_of(scheme, period), columns=known, constants=constants)
    if any(is_refusal(one) for one in problems):
        raise DocumentError(problems)
    return tables, (*problems, *objections(scheme, tables), *_trackless(scheme, tables))


def _trackless(scheme: Scheme, tables: Tables) -> Iterator[Problem]:
    """Organisations that stand in no track and above nobody, by kind: most often the scheme writes the kind otherwise."""
    kinds = sorted({kind for group in scheme.groups.values() for kind in group.kinds})
    above = {body.parent for body in tables.organisations}
    left: dict[str, list[Organisation]] = {}
    for body in tables.organisations:
        if body.key not in above and not any(belongs(group, body) for group in scheme.groups.values()):
            left.setdefault(body.kind, []).append(body)
    for kind, bodies in left.items():
        names = [body.title or body.key for body in bodies[:MOST_NAMED]]
        more = len(bodies) - len(names)
        zh = "、".join(names) + (f"等 {len(bodies)} 个单位" if more else "")
        en = ", ".join(names) + (f" and {more} more" if more else "")
        yield Problem(
            "no-track",
            Words(f"{zh}不在任何赛道，不计分（类别“{kind}”）。", f"{en}: in no track, not scored (kind “{kind}”)."),
            Words(f"应当计分的，改正类别。方案里的类别有：{'、'.join(kinds) or '无'}。",
                  f"if it should be scored, mend its kind. Kinds of the scheme: {', '.join(kinds) or 'none'}."),
            bodies[0].place,
            Severity.WARNING,
        )  # fmt: skip


def period_of(text: str, option: str) -> Period:
    """A period as a command names it. Raises WrongCommand."""
    try:
        return Period.parse(text)
    except ValueError:
        raise WrongCommand(
            Problem(
                "period",
                Words(f"{option} “{text}”不是期间。", f"{option} “{text}” is not a period."),
                Words("写 2026、2026-H1、2026-Q3 或 2026-09。", "write 2026, 2026-H1, 2026-Q3 or 2026-09."),
            )
        ) from None


def columns_of(arguments: argparse.Namespace) -> dict[str, str]:
    """The headers' meanings: those of the file, then those of the command. Raises WrongCommand, SchemeError."""
    found: dict[str, str] = {}
    if arguments.columns is not None:
        root = read_document(arguments.columns.read_bytes(), str(arguments.columns))
        if root.fields is None:
            raise WrongCommand(
                Problem(
                    "columns",
                    Words(
                        "对照文件应逐行写 表头: 含义。",
                        "the file of columns must hold lines of header: meaning.",
                    ),
                    place=Place(str(arguments.columns), root.line),
                )
            )
        found = {header: part.text or "" for header, part in root.fields.items()}
    return {**found, **_pairs(arguments.map, "--map")}


def constants_of(arguments: argparse.Namespace) -> dict[str, str]:
    """What counts where a table is silent. Raises WrongCommand for a role there is not."""
    found = _pairs(arguments.constant, "--constant")
    for role in found:
        if role not in ROLES:
            known = ", ".join(sorted(ROLES))
            raise WrongCommand(
                Problem(
                    "role",
                    Words(f"--constant 不认识“{role}”。", f"--constant does not know “{role}”."),
                    Words(f"可选：{known}", f"one of {known}"),
                )
            )
    if "period" in found:
        period_of(found["period"], "--constant period")
    return found


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    try:
        return split_pairs(texts)
    except ValueError as wrong:
        raise WrongCommand(
            Problem(
                "pair",
                Words(f"{option} “{wrong}”里没有“=”。", f"{option} “{wrong}” has no “=”."),
                Words(f"写 {option} 名称=含义。", f"write {option} NAME=MEANING."),
            )
        ) from None

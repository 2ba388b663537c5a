"""What a person should look at is told of a nation as of any other run: in sentences of tracks, not of organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

import pyarrow.parquet as pq

from benchmarks import country
from kaoping import Filed, Organisation, Period, Tables, read_scheme_text, score
from kaoping.cli import main
from kaoping.engines.nation import Nation, score_nation
from kaoping.errors import KaopingError, Problem
from kaoping.scheme.model import Scheme
from tests.engines.nation.filed import filed_apart, write_bodies, write_long, write_wide
from tests.generative.random_schemes import numbered_case

JANUARY = Period.parse("2026-01")
CAREFUL = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
rounding: {places: 0, at: [total]}
ranking: {on: exact}
suppliers: {bureau: 统计局, office: 办公室}
groups: {towns: {title: 乡镇, of: {kind: town}}}
facts:
  gdp: {title: {zh: 产值, en: Output}, every: year, sources: [bureau, office]}
  water: {title: {zh: 用水, en: Water}, every: year}
defaults: {missing: zero}
tree:
  - economy: {title: 经济, items: [gdp: {full: 50, rule: {efficacy: {base: 0, span: 50}}}, water: {full: 50, rule: {efficacy: {base: 0, span: 50}}}]}
"""


def only(problems: Iterable[Problem], *codes: str) -> set[str]:
    """The sentences of some kinds."""
    return {one.what.en for one in problems if one.code in codes}


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    (folder / "scheme.yaml").write_text(country.scheme(6), "utf-8")
    country.write_bodies(folder / "bodies.parquet", 60)
    country.write_month(folder / "period=2026-01" / "values.parquet", 60, 6)
    return folder


def nation_of(land: Path, *periods: str) -> Nation:
    scheme = read_scheme_text((land / "scheme.yaml").read_text("utf-8"))
    return Nation(scheme, [land], [Period.parse(one) for one in periods])


def test_a_month_that_no_file_holds_is_said_plainly(
    land: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["score", str(land / "scheme.yaml"), str(land), "--period", "2026-05", "--out", str(tmp_path / "out")]  # fmt: skip
    assert main([*command, "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert "warning 2026-05: no file holds any value of this period; all 6 facts" in told
    assert main([*command, "--lang", "zh"]) == 0
    assert "提醒 2026-05：没有一个文件有这一期的任何数值" in capsys.readouterr().err


def test_a_month_with_values_is_not_said_to_have_none(land: Path, tmp_path: Path) -> None:
    done = score_nation(nation_of(land, "2026-01", "2026-02"), tmp_path / "out")
    (plain,) = only(done.problems, "no-values")
    assert plain.startswith("2026-02")


def test_a_run_that_goes_on_tells_what_was_noticed_before(land: Path, tmp_path: Path) -> None:
    first = score_nation(nation_of(land, "2026-05"), tmp_path / "out")
    again = score_nation(nation_of(land, "2026-05"), tmp_path / "out")
    assert again.again == len(again.records)
    assert again.problems == first.problems != ()


def test_a_fact_that_a_track_lacks_is_told_with_the_track(land: Path, tmp_path: Path) -> None:
    here = tmp_path / "period=2026-01" / "values.parquet"
    here.parent.mkdir()
    table = pq.ParquetFile(land / "period=2026-01" / "values.parquet").read()
    pq.write_table(table.drop_columns(["x3", "x3.status"]), here)
    done = score_nation(
        replace(nation_of(land, "2026-01"), files=[land / "bodies.parquet", here]), tmp_path / "out"
    )
    expected = {f"nobody in track “{track}” has “x3” (x3, 2026-01)." for track in country.TRACKS}
    assert only(done.problems, "nothing-filed") == expected


def forgetful_case(seed: int) -> tuple[Scheme, Tables, str]:
    """A random case for which one fact was forgotten as a whole."""
    case = numbered_case(seed, every=2)
    names = sorted({one.fact for one in case.tables.filed if not one.rater})
    forgotten = names[seed % len(names)] if names else ""
    filed = tuple(one for one in case.tables.filed if one.rater or one.fact != forgotten)
    tables = Tables(case.tables.organisations, filed, case.tables.happenings)
    return read_scheme_text(case.scheme_text), tables, case.period


def test_random_schemes_get_the_findings_of_the_general_path(tmp_path: Path) -> None:
    different, told = {}, 0
    for seed in range(40):
        scheme, tables, period = forgetful_case(seed)
        (folder := tmp_path / str(seed)).mkdir()
        beside, values = filed_apart(tables)
        files = [write_bodies(folder / "b.parquet", tables.organisations), *write_wide(folder, values)]
        try:
            card = score(scheme, tables, period)
        except KaopingError:
            continue
        done = score_nation(Nation(scheme, files, [Period.parse(period)], beside), folder / "out")
        if only(done.problems, "no-values"):
            continue
        told += bool(only(card.findings, "nothing-filed"))
        same = ("nothing-filed", "no-track", "not-in-force", "counted-twice", "unheard-bloc")
        if only(done.problems, *same) != only(card.findings, *same):
            different[seed] = only(done.problems, *same) ^ only(card.findings, *same)
        ties = ({one.code for one in found} & {"near-tie"} for found in (done.problems, card.findings))
        assert len({frozenset(one) for one in ties}) == 1, seed
    assert different == {}
    assert told >= 5, "else agreement says nothing"


def careful(count: int) -> Tables:
    """Towns of which each tenth is told two outputs, and most share a total at the digits shown."""
    bodies = tuple(Organisation(f"t{i:03d}", "", "town") for i in range(count))
    year = Period.parse("2026")
    rows = [Filed(one.key, "gdp", Fraction(1000 + i % 100, 10), year, "bureau") for i, one in enumerate(bodies)]  # fmt: skip
    rows += [Filed(one.key, "gdp", Fraction(7), year, "office") for one in bodies[::10]]
    rows += [Filed(one.key, "water", Fraction(i % 7), year, "bureau") for i, one in enumerate(bodies)]
    return Tables(bodies, tuple(rows))


@pytest.mark.parametrize("long", [False, True])
def test_sources_that_disagree_are_counted(tmp_path: Path, long: bool) -> None:
    scheme, tables = read_scheme_text(CAREFUL), careful(200)
    assert len(only(score(scheme, tables, "2026").findings, "sources-disagree")) == 20
    files = [write_bodies(tmp_path / "b.parquet", tables.organisations)]
    files += (
        [write_long(tmp_path / "l.parquet", tables.filed)] if long else write_wide(tmp_path, tables.filed)
    )
    done = score_nation(Nation(scheme, files, [Period.parse("2026")]), tmp_path / "out")
    (told,) = only(done.problems, "sources-disagree")
    assert told == (
        "sources disagree on “Output” (gdp, 2026) for t000, t010, t020, t030, t040, t050, t060, t070, t080, t090 and 10 more: "
        "the source believed first counts."
    )


def test_totals_that_only_look_alike_are_counted(tmp_path: Path) -> None:
    scheme, tables = read_scheme_text(CAREFUL), careful(200)
    card = score(scheme, tables, "2026")
    sharing = [one.what.en for one in card.findings if one.code == "near-tie"]
    alike = sum(len(one.partition(" all show")[0].split(", ")) for one in sharing)
    assert alike > 100
    files = [write_bodies(tmp_path / "b.parquet", tables.organisations), *write_wide(tmp_path, tables.filed)]
    done = score_nation(Nation(scheme, files, [Period.parse("2026")]), tmp_path / "out")
    (told,) = only(done.problems, "near-tie")
    assert told.startswith(f"track “乡镇” (2026): {alike} organisations show a total")


def test_a_fact_the_scheme_does_not_know_is_told_from_long_files_too(tmp_path: Path) -> None:
    scheme, tables = read_scheme_text(CAREFUL), careful(30)
    rows = [*tables.filed, Filed("t001", "gpd", Fraction(1), Period.parse("2026"))]
    files = [
        write_bodies(tmp_path / "b.parquet", tables.organisations),
        write_long(tmp_path / "l.parquet", rows),
    ]
    done = score_nation(Nation(scheme, files, [Period.parse("2026")]), tmp_path / "out")
    assert only(done.problems, "unread-fact") == {
        "the scheme has no fact “gpd”; what was filed for it does not count."
    }

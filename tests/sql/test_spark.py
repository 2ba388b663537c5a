"""The same SQL on Spark: on one machine, and on a real master with two workers, one of which dies on the way."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="the extra spark is not installed: make spark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession as Cluster

import demo
from benchmarks import country
from benchmarks.standalone import LOCAL, WAIT, Standalone, standalone
from kaoping import (
    Filed,
    Organisation,
    Period,
    Scheme,
    Scorecard,
    Tables,
    read_scheme,
    read_scheme_text,
    score,
)
from kaoping.engines.nation import Nation, score_nation
from kaoping.engines.sql import SqlColumns, SqlEngine
from kaoping.engines.sql.spark import SparkSession, cluster
from kaoping.engines.sql.whole import score_in_sql
from kaoping.errors import KaopingError
from kaoping.plan.compiler import compile_plan
from kaoping.scoring import carded
from tests.engines.nation.filed import told_by_files
from tests.generative.agreement import differences, in_sql

pytestmark = pytest.mark.spark
RANDOM = 6
SMALL = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
rounding: {places: 2, at: [item, total]}
groups:
  towns: {title: 乡镇, of: {kind: town}}
facts:
  gdp: {title: 生产总值, unit: 亿元}
  energy: {title: 能耗, better: lower}
  water: {title: 用水}
defaults: {missing: zero, not_applicable: rescale}
tree:
  - economy:
      title: 经济
      items:
        - gdp: {full: 40, rule: {completion: {target: agreed, cap: 1.2, zero_target: refuse}}}
        - energy: {full: 40, rule: {efficacy: {base: 60, span: 40}}, then: [{times: 0.9}, {at_most: full}]}
        - water: {full: 20, rule: {efficacy: {base: 0, span: 100}}, then: [{times: 0.7}]}
grades:
  good: {title: 良好, floor: 80}
  rest: {title: 一般}
"""


def small(count: int) -> tuple[Scheme, Tables]:
    bodies = tuple(Organisation(f"o{i:05d}", f"乡{i}", "town") for i in range(count))
    year = Period.parse("2026")
    rows = []
    for i, body in enumerate(bodies):
        rows += [Filed(body.key, "gdp", Fraction(i * 7919 % 1000 + 1, 8), year),
                 Filed(body.key, "gdp.target", Fraction(i * 104729 % 90 + 10), year),
                 Filed(body.key, "energy", Fraction(i * 31 % 977, 100), year)]  # fmt: skip
        rows += [Filed(body.key, "water", Fraction(i * 17 % 501, 10), year)] if i % 9 else []
    return read_scheme_text(SMALL), Tables(bodies, tuple(rows))


def on_spark(
    scheme: Scheme, tables: Tables, period: str, session: SparkSession
) -> tuple[Scorecard, SqlColumns]:
    plan = compile_plan(scheme, tables.organisations, Period.parse(period))
    columns = SqlEngine("spark", lambda: session).run(plan, tables)
    return carded(scheme, tables, plan, columns, "spark"), columns


class Struck(SparkSession):
    """A session that ends a worker as soon as a stage of its second table or a later one has some tasks done and some to do."""

    def __init__(self, workers: Standalone, spark: Cluster, folder: Path) -> None:
        super().__init__(spark, str(folder), stops=False, each=6)
        self.workers, self.context = workers, spark.sparkContext
        self.made, self.struck_at = 0, 0
        self.tasks = (0, 0)

    def make(self, name: str, select: str, rows: int) -> None:
        self.made += 1
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=[over])
        if self.made > 1 and not self.struck_at:
            watch.start()
        try:
            super().make(name, select, rows)
        finally:
            over.set()
            if watch.ident is not None:
                watch.join()

    def _watch(self, over: threading.Event) -> None:
        tracker = self.context.statusTracker()
        while not over.wait(0.005):
            for stage in tracker.getActiveStageIds():
                told = tracker.getStageInfo(stage)
                if told is not None and 0 < told.numCompletedTasks < told.numTasks:
                    self.struck_at, self.tasks = self.made, (told.numCompletedTasks, told.numTasks)
                    self.workers.kill(0)
                    return


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Standalone]:
    (tmp_path / "logs").mkdir()
    with standalone(tmp_path / "logs") as found:
        yield found


@pytest.fixture
def spark(workers: Standalone) -> Iterator[Cluster]:
    found = cluster(workers.master, LOCAL)
    try:
        yield found
    finally:
        found.stop()


def executors(spark: Cluster) -> int:
    """How many executors are alive."""
    return int(spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1


def died_on_the_way(session: Struck, spark: Cluster) -> None:
    """The control: a worker did work, was lost in the middle of a stage, and work followed."""
    done, of = session.tasks
    assert 0 < done < of, "no stage was seen half done"
    assert 1 < session.struck_at < session.made
    assert executors(spark) == 1, "the worker was to die"


def both_at_work(spark: Cluster) -> None:
    """Wait until both workers have an executor."""
    start = time.monotonic()
    while executors(spark) < 2:
        assert time.monotonic() - start < WAIT, "a worker has no executor"
        time.sleep(0.2)


def test_two_workers_give_the_reference_answer_and_go_on_when_one_dies(
    workers: Standalone, spark: Cluster, tmp_path: Path
) -> None:
    scheme, tables = small(120)
    both_at_work(spark)
    session = Struck(workers, spark, tmp_path)
    card, _ = on_spark(scheme, tables, "2026", session)
    died_on_the_way(session, spark)
    assert card.canonical() == score(scheme, tables, "2026", engine="reference").canonical()


def test_a_nation_from_parquet_is_scored_by_two_workers_and_when_one_dies(
    workers: Standalone, spark: Cluster, tmp_path: Path
) -> None:
    land = tmp_path / "land"
    country.write_month(land / "period=2026-01" / "values.parquet", 100, 4)
    country.write_bodies(land / "bodies.parquet", 100)
    scheme = read_scheme_text(country.scheme(4, rules=country.SQL_RULES))
    nation = Nation(scheme, [land], [Period.parse("2026-01")])
    score_nation(nation, tmp_path / "arrays")
    expected = told_by_files(tmp_path / "arrays", "2026-01")
    both_at_work(spark)
    session = Struck(workers, spark, tmp_path)
    score_in_sql(nation, tmp_path / "struck", "spark", lambda: session)
    died_on_the_way(session, spark)
    assert expected and told_by_files(tmp_path / "struck", "2026-01") == expected


def the_demo_year_is_the_same(spark: Cluster, folder: Path) -> None:
    scheme, tables = read_scheme(demo.SCHEME), demo.build()
    card, _ = on_spark(scheme, tables, str(demo.YEAR), SparkSession(spark, str(folder), stops=False))
    assert card.canonical() == score(scheme, tables, str(demo.YEAR), engine="reference").canonical()


def test_on_one_machine_the_demo_year_is_the_same_to_the_byte(tmp_path: Path) -> None:
    spark = cluster("local[2]", LOCAL)
    try:
        the_demo_year_is_the_same(spark, tmp_path)
    finally:
        spark.stop()


def test_on_one_machine_random_schemes_get_the_reference_answer(tmp_path: Path) -> None:
    """Few, at a second a statement: the text is the one that DuckDB answers thousands of."""
    spark = cluster("local[2]", LOCAL)
    try:
        runs = {"spark": in_sql(lambda: SparkSession(spark, str(tmp_path), stops=False))}
        assert dict(differences(range(RANDOM), runs)) == {}
    finally:
        spark.stop()


def test_on_two_workers_the_demo_year_is_the_same_to_the_byte(spark: Cluster, tmp_path: Path) -> None:
    both_at_work(spark)
    the_demo_year_is_the_same(spark, tmp_path)
    assert executors(spark) == 2


def test_what_ends_a_run_is_told_in_words_and_a_session_without_spark_closes(tmp_path: Path) -> None:
    """A statement that is wrong is our own mistake and stays one; in a folder that has to be quoted."""
    (tmp_path / "o'neil").mkdir()
    spark = cluster("local[2]", LOCAL)
    try:
        session = SparkSession(spark, str(tmp_path / "o'neil"), stops=False)
        with pytest.raises(KaopingError) as told:
            session.fetch("SELECT raise_error('away')")
        assert [one.code for one in told.value.problems] == ["spark-stopped"]
        assert "away" in told.value.problems[0].in_("en")
        with pytest.raises(AnalysisException):
            session.fetch("SELECT * FROM nowhere")
    finally:
        spark.stop()
    session.close()
    assert not Path(session.folder).exists()

"""The command says which engine ran and why, refuses options that would do nothing, and speaks where an engine cannot run."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from kaoping.cli import main
from tests.cli.cast import District, district

Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def yunlan(tmp_path_factory: pytest.TempPathFactory) -> District:
    return district(tmp_path_factory.mktemp("yunlan"))


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    from benchmarks import country

    folder = tmp_path_factory.mktemp("land")
    (folder / "scheme.yaml").write_text(country.scheme(4), "utf-8")
    country.write_bodies(folder / "bodies.parquet", 60)
    country.write_month(folder / "period=2026-01" / "values.parquet", 60, 4)
    return folder


def nation(land: Path, out: Path, *more: str) -> list[str]:
    return ["score", str(land / "scheme.yaml"), str(land), "--period", "2026-01", "--out", str(out), "--lang", "en", *more]  # fmt: skip


# which engine ----------------------------------------------------------------------------------------


def test_the_engine_is_told_with_its_reason(yunlan: District, capsys: Told) -> None:
    assert main(yunlan.score("--lang", "en")) == 0
    assert "engine reference (by size: " in capsys.readouterr().err
    assert main(yunlan.score("--engine", "reference")) == 0
    assert "引擎 reference（按指定）" in capsys.readouterr().err


def test_a_nation_is_told_its_engine(land: Path, tmp_path: Path, capsys: Told) -> None:
    assert main(nation(land, tmp_path / "a")) == 0
    assert "engine columnar (the tables are Parquet)" in capsys.readouterr().err
    assert main(nation(land, tmp_path / "b", "--engine", "columnar", "--lang", "zh")) == 0
    assert "引擎 columnar（按指定）" in capsys.readouterr().err


# options that would do nothing -----------------------------------------------------------------------


@pytest.mark.parametrize("more", [("--memory", "1GB"), ("--nodes", "economy")])
def test_options_of_a_nation_are_refused_without_one(
    yunlan: District, capsys: Told, more: tuple[str, str]
) -> None:
    assert main(yunlan.score(*more)) == 2
    told = capsys.readouterr().err
    assert f"{more[0]} 只用于 Parquet" in told and "改法" in told


@pytest.mark.parametrize("more", [("--hide-others",), ("--map", "a=x1"), ("--traces", "all"), ("--engine", "reference")])  # fmt: skip
def test_options_a_nation_does_not_have_are_refused(
    land: Path, tmp_path: Path, capsys: Told, more: tuple[str, ...]
) -> None:
    assert main(nation(land, tmp_path / "out", *more)) == 2
    assert f"{more[0]}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_memory_does_not_go_with_spark(land: Path, tmp_path: Path, capsys: Told) -> None:
    assert main(nation(land, tmp_path / "out", "--engine", "spark", "--memory", "1GB")) == 2
    assert "--memory does not limit Spark" in capsys.readouterr().err


def test_explain_and_template_say_that_they_read_no_parquet(land: Path, tmp_path: Path, capsys: Told) -> None:
    here = [str(land / "scheme.yaml"), str(land), "--period", "2026-01", "--lang", "en"]
    assert main(["explain", *here, "--organisation", "o000001"]) == 2
    assert "kaoping explain does not read Parquet" in capsys.readouterr().err
    assert main(["template", *here, "--out", str(tmp_path / "t.xlsx")]) == 2
    assert "kaoping template does not read Parquet" in capsys.readouterr().err


@pytest.mark.parametrize(("verb", "reads"), [("score", True), ("explain", False), ("template", False)])
def test_help_offers_parquet_where_it_is_read(verb: str, reads: bool, capsys: Told) -> None:
    main([verb, "--help", "--lang", "en"])
    assert ("arquet" in capsys.readouterr().out) is reads


# exit codes ------------------------------------------------------------------------------------------


def test_what_was_asked_wrongly_of_a_nation_is_a_wrong_command(
    land: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback gives 1: nothing a person can mend may give the same."""
    out = tmp_path / "out"
    assert main(nation(land, out, "--memory", "2MB")) == 2
    assert main(nation(land, out, "--nodes", "totl")) == 2
    assert main(nation(land, out)) == 0
    assert main(nation(land, out, "--nodes", "total")) == 2
    monkeypatch.setattr("kaoping.engines.choice.find_spec", lambda name: None)
    assert main(nation(land, tmp_path / "sql", "--engine", "duckdb")) == 2


# Spark that does not begin ---------------------------------------------------------------------------


class _Builder:
    """A Spark that complains as pyspark does where there is no Java, or no such master."""

    def appName(self, name: str) -> _Builder:  # noqa: N802
        return self

    master = appName

    def config(self, key: str, value: str) -> _Builder:
        return self

    def getOrCreate(self) -> None:  # noqa: N802
        complaint = type("PySparkRuntimeError", (RuntimeError,), {"__module__": "pyspark.errors.base"})
        raise complaint("[JAVA_GATEWAY_EXITED] Java gateway process exited.")


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    package, sql = ModuleType("pyspark"), ModuleType("pyspark.sql")
    package.__spec__, sql.__spec__ = ModuleSpec("pyspark", None), ModuleSpec("pyspark.sql", None)
    sql.SparkSession = type("SparkSession", (), {"builder": _Builder()})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyspark", package)
    monkeypatch.setitem(sys.modules, "pyspark.sql", sql)
    monkeypatch.delitem(sys.modules, "kaoping.engines.sql.spark", raising=False)
    monkeypatch.setenv("KAOPING_SPARK_MASTER", "rubbish")


@pytest.mark.usefixtures("no_java")
def test_spark_that_does_not_begin_is_a_sentence_and_leaves_nothing(
    land: Path, tmp_path: Path, capsys: Told
) -> None:
    try:
        assert main(nation(land, tmp_path / "out", "--engine", "spark")) == 2
        told = capsys.readouterr().err
        assert "Spark does not begin (master rubbish): [JAVA_GATEWAY_EXITED]" in told
        assert "KAOPING_SPARK_MASTER" in told and "Mend: " in told
        assert main(nation(land, tmp_path / "out", "--engine", "spark", "--lang", "zh")) == 2
        assert "Spark 无法启动（主节点 rubbish）" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()
    finally:
        sys.modules.pop("kaoping.engines.sql.spark", None)
    assert main(nation(land, tmp_path / "out")) == 0


@pytest.mark.usefixtures("no_java")
def test_spark_that_does_not_begin_is_a_sentence_for_other_tables_too(yunlan: District, capsys: Told) -> None:
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    try:
        assert main(yunlan.score("--engine", "spark")) == 2
    finally:
        sys.modules.pop("kaoping.engines.sql.spark", None)
    assert "Spark 无法启动" in capsys.readouterr().err

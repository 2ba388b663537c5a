"""What Spark and the bridge to Java complain about is told in words; what is our own fault is not hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from kaoping.engines.sql.session import LONGEST, OURS, beginning_spark, working_in_spark
from kaoping.errors import KaopingError


def foreign(name: str, *above: type[Exception]) -> type[Exception]:
    """An error of the bridge to Java."""
    return type(name, above or (Exception,), {"__module__": "py4j.protocol"})


Java = foreign("Py4JJavaError")
SHORT = "Job aborted due to stage failure"
Around = Callable[[], AbstractContextManager[None]]
BOTH: tuple[tuple[Around, str], ...] = (
    (lambda: beginning_spark("spark://nowhere:1"), "no-spark"),
    (working_in_spark, "spark-stopped"),
)


@pytest.mark.parametrize(
    "complaint", [Java(f"Job aborted\n  due to stage failure {'x' * 1000}"), ConnectionRefusedError(SHORT)]
)
@pytest.mark.parametrize(("around", "code"), BOTH)
def test_a_complaint_is_told_with_a_remedy(around: Around, code: str, complaint: Exception) -> None:
    with pytest.raises(KaopingError) as told, around():
        raise complaint
    (problem,) = told.value.problems
    assert problem.code == code
    for language in ("zh", "en"):
        assert SHORT in problem.in_(language)
        assert len(problem.in_(language)) < LONGEST + 400
    assert "--engine columnar" in problem.in_("en")


def test_of_a_long_complaint_the_beginning_and_the_last_cause_are_told() -> None:
    lines = [
        "An error occurred while calling o12.save.",
        *["\tat org.apache.spark.x"] * 50,
        "Caused by: a",
        "Caused by: No space left",
    ]
    with pytest.raises(KaopingError) as told, working_in_spark():
        raise Java("\n".join([*lines, "\tat java.base"]))
    assert "An error occurred while calling o12.save. … Caused by: No space left" in told.value.problems[
        0
    ].in_("en")


def test_a_complaint_whose_words_went_with_java_is_told_by_its_name() -> None:
    def gone(self: object) -> str:
        raise ConnectionRefusedError

    with pytest.raises(KaopingError) as told, working_in_spark():
        raise type("Py4JNetworkError", (Java,), {"__str__": gone, "__module__": Java.__module__})
    assert "Py4JNetworkError" in told.value.problems[0].in_("en")


@pytest.mark.parametrize(("around", "code"), BOTH)
def test_an_error_of_ours_stays_one(around: Around, code: str) -> None:
    with pytest.raises(ZeroDivisionError), around():
        raise ZeroDivisionError(code)


@pytest.mark.parametrize("name", OURS)
def test_a_statement_that_is_wrong_is_an_error_of_ours(name: str) -> None:
    above = foreign(name)
    kind = foreign("Captured", above)
    with pytest.raises(above), working_in_spark():
        raise kind("SELECT")

"""What Spark and the bridge to Java complain about is told in words; what is our own fault is not hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from kaoping.engines.sql.session import beginning_spark, working_in_spark
from kaoping.errors import KaopingError

Foreign = type("Py4JJavaError", (Exception,), {"__module__": "py4j.protocol"})
COMPLAINTS = (
    Foreign("Job aborted\n   due to stage failure " + "x" * 1000),
    ConnectionRefusedError("Job aborted due to stage failure"),
)
BOTH: tuple[tuple[Callable[[], AbstractContextManager[None]], str], ...] = (
    (lambda: beginning_spark("spark://nowhere:1"), "no-spark"),
    (working_in_spark, "spark-stopped"),
)


@pytest.mark.parametrize("complaint", COMPLAINTS)
@pytest.mark.parametrize(("around", "code"), BOTH)
def test_a_complaint_is_told_with_a_remedy(
    around: Callable[[], AbstractContextManager[None]], code: str, complaint: Exception
) -> None:
    with pytest.raises(KaopingError) as told, around():
        raise complaint
    (problem,) = told.value.problems
    assert problem.code == code
    for language in ("zh", "en"):
        assert "Job aborted due to stage failure" in problem.in_(language)
        assert len(problem.in_(language)) < 700
    assert "--engine columnar" in problem.in_("en")


@pytest.mark.parametrize(("around", "code"), BOTH)
def test_an_error_of_ours_stays_one(around: Callable[[], AbstractContextManager[None]], code: str) -> None:
    with pytest.raises(ZeroDivisionError), around():
        raise ZeroDivisionError(code)

"""What every printed figure stands beside: the machine, the versions, the load, and how times are taken."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import TypeVar

_T = TypeVar("_T")
PACKAGES = ("numpy", "numba", "pandas", "polars", "duckdb", "pyarrow", "pymcdm", "scikit-criteria")


def heading() -> str:
    """One line for the machine, one for the versions; the load average is that of the moment."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    versions = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    return f"{_processor()}, {os.cpu_count()} cores, load average {load}\nPython {platform.python_version()}, {versions}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def times(work: Callable[[], _T], rounds: int, warm: int = 1) -> tuple[_T, list[float]]:
    """The result and the seconds of each round, in order of size."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        found = work()
        taken.append(perf_counter() - start)
    return found, sorted(taken)


def resident() -> int:
    """Bytes of memory held now."""
    with open("/proc/self/statm", encoding="ascii") as line:
        return int(line.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def shown(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"

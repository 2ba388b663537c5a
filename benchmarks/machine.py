"""What every printed figure stands beside: the machine, the versions, the load, and how times are taken."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter, process_time
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


@dataclass(frozen=True)
class Taken:
    """Seconds of the rounds, in order of size: on the clock, and of processor time (all threads together).

    On a machine that others use too, the clock tells of them as well; processor time hardly does.
    """

    clock: list[float]
    processor: list[float]

    @property
    def middle(self) -> float:
        """The median on the clock."""
        return self.clock[len(self.clock) // 2]

    @property
    def work(self) -> float:
        """The median of processor time."""
        return self.processor[len(self.processor) // 2]


def times(work: Callable[[], _T], rounds: int, warm: int = 1) -> tuple[_T, Taken]:
    """The result and what the rounds took."""
    for _ in range(warm):
        work()
    clock, processor = [], []
    for _ in range(rounds):
        start, used = perf_counter(), process_time()
        found = work()
        clock.append(perf_counter() - start)
        processor.append(process_time() - used)
    return found, Taken(sorted(clock), sorted(processor))


def resident() -> int:
    """Bytes of memory held now."""
    with open("/proc/self/statm", encoding="ascii") as line:
        return int(line.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def forget_peak() -> None:
    """The most memory held is counted anew from here (Linux)."""
    with open("/proc/self/clear_refs", "w", encoding="ascii") as switch:
        switch.write("5")


def peak() -> int:
    """The most bytes of memory held since `forget_peak`."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def shown(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"

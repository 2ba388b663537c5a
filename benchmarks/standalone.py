"""A real Spark standalone master with workers, on free ports of the loopback address."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyspark

WAIT = 180
LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "512m",
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.liveUpdate.period": "0",
}
"""What a driver says so that everything stays on the loopback address and finished tasks are told at once."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Standalone:
    """The master's address and its workers' processes."""

    def __init__(self, logs: Path, workers: int, memory: str = "1g") -> None:
        self.logs, self.port = logs, free_port()
        self.master = f"spark://127.0.0.1:{self.port}"
        self.processes = [self._start("master.Master", "--port", str(self.port))]
        self._until("master.Master-0", "started at|Starting Spark master|I have been elected", 1)
        for _ in range(workers):
            self.processes.append(
                self._start("worker.Worker", "--cores", "1", "--memory", memory, self.master)
            )
        self._until("master.Master-0", "Registering worker", workers)

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        home = Path(pyspark.__file__).parent
        log = (self.logs / f"{what}-{len(getattr(self, 'processes', []))}.log").open("wb")
        environment = {**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
                       "SPARK_WORKER_DIR": str(self.logs / "work")}  # fmt: skip
        command = [
            str(home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{what}",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
        ]
        return subprocess.Popen(
            [*command, *arguments], stdout=log, stderr=log, env=environment, start_new_session=True
        )

    def _until(self, log: str, words: str, times: int) -> None:
        start = time.monotonic()
        while time.monotonic() - start < WAIT:
            text = (self.logs / f"{log}.log").read_text()
            if sum(text.count(one) for one in words.split("|")) >= times:
                return
            time.sleep(0.2)
        raise TimeoutError(f"“{words}” not seen {times} times in {log}.log:\n{text[-2000:]}")

    def kill(self, worker: int) -> None:
        """End a worker and its executors, as a machine does that loses its power."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[1 + worker].pid, signal.SIGKILL)

    def stop(self) -> None:
        """End everything that was started here."""
        for worker in range(len(self.processes) - 1):
            self.kill(worker)
        os.killpg(self.processes[0].pid, signal.SIGKILL)
        for one in self.processes:
            one.wait()


@contextlib.contextmanager
def standalone(logs: Path, workers: int = 2, memory: str = "1g") -> Iterator[Standalone]:
    """A master with so many workers of so much memory, gone afterwards."""
    found = Standalone(logs, workers, memory)
    try:
        yield found
    finally:
        found.stop()

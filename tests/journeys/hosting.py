"""The real site under its own server, in a process group of its own; started again to move in time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = (
    "from granian import Granian; from granian.constants import Interfaces; import sys; "
    "Granian('kaoping_web.wsgi:application', address='127.0.0.1', port=int(sys.argv[1]), interface=Interfaces.WSGI, "
    "workers=1, blocking_threads=4, log_enabled=False).serve()"
)


@dataclass
class Site:
    """One site in a folder, with a clock that can be set."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What the server wrote to its error output."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def found(self, by: str = "tests.journeys.found") -> None:
        """Make the database with its bodies and people. `by`: the module that founds them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", by], env=self._environment(), cwd=ROOT, check=True)

    def at(self, moment: str) -> None:
        """Serve from this moment on, such as 2026-02-03T10:00:00+08:00."""
        self.stop()
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", RUN, str(self.port)], env=self._environment(KAOPING_NOW=moment), cwd=ROOT,
                start_new_session=True, stdout=log, stderr=log,
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """End every process of it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _wait(self) -> None:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.address}/sign-in/", timeout=2).read()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(f"the site did not answer: {self.said}")

    def _environment(self, **more: str) -> dict[str, str]:
        own = {"KAOPING_DATA": str(self.folder), "KAOPING_DATABASE": "", "KAOPING_DEMO": "1", "PYTHONPATH": str(ROOT),
               "DJANGO_SETTINGS_MODULE": "kaoping_web.settings", "KAOPING_HTTPS": ""}  # fmt: skip
        return os.environ | own | more

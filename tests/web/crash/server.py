"""A server of our own: started on a free port in a process group of its own, killed without warning, started again."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUN = (
    "from granian import Granian; from granian.constants import Interfaces; import sys; "
    "Granian('tests.web.crash.wsgi:application', address='127.0.0.1', port=int(sys.argv[1]), interface=Interfaces.WSGI, "
    "workers=1, blocking_threads=4, log_enabled=False).serve()"
)


@dataclass
class Server:
    """One site in a folder; `environment` tells it where."""

    folder: Path
    environment: dict[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def in_folder(cls, folder: Path, **more: str) -> Server:
        """A site that is not started yet, and its district, founded in a process of its own."""
        given = os.environ | {
            "KAOPING_DATA": str(folder),
            "KAOPING_DATABASE": "",
            "DJANGO_SETTINGS_MODULE": "tests.web.crash.slow",
            "PYTHONPATH": str(ROOT),
        }
        return cls(folder, given | more)

    def seed(self) -> dict[str, object]:
        """Found the district."""
        plain = {key: value for key, value in self.environment.items() if key != "KAOPING_NO_TRANSACTIONS"}
        told = subprocess.run(
            [sys.executable, "-m", "tests.web.crash.seed"],
            env=plain,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(told.stdout.splitlines()[-1])

    def start(self) -> None:
        """Serve, and wait until it answers."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(self.port)], env=self.environment, cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(400):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=2).read()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server did not answer")

    def kill(self) -> None:
        """Kill everything of it at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def check(self) -> dict[str, object]:
        """What its database holds and whether its journal is whole, found out in a process of its own."""
        plain = {key: value for key, value in self.environment.items() if key != "KAOPING_NO_TRANSACTIONS"}
        told = subprocess.run(
            [sys.executable, "-m", "tests.web.crash.check"],
            env=plain,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(told.stdout.splitlines()[-1])


class Clerk:
    """Somebody at a browser without a script."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """A page."""
        return self.browser.open(f"http://127.0.0.1:{self.server.port}{path}", timeout=10).read().decode()

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str]:
        """Send a form of a page; gives status and text."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the page has no form"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        try:
            with self.browser.open(f"http://127.0.0.1:{self.server.port}{path}", body, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, name: str, password: str) -> None:
        """By name and password."""
        self.post("/sign-in/", self.get("/sign-in/"), username=name, password=password)

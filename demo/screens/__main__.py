"""`python -m demo.screens`: serve a copy of the demo, photograph every page, write docs/screens.

python -m demo.screens [--data DIR] [--to docs/screens] [--only NAME ...] [--chromium PATH]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

from demo.screens.camera import Camera
from demo.screens.index import write_index
from demo.screens.pages import ROOMS, Page

ROOT = Path(__file__).resolve().parents[2]
PAPER = "statement"
"""The page that is also drawn on A4."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(arguments: list[str] | None = None) -> int:
    """0 when every page could be photographed and none did what it must not."""
    asked = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping_web.settings")
    os.environ.setdefault("KAOPING_DATA", tempfile.mkdtemp())  # the addresses alone are asked for here
    django.setup()
    pages = [one for room in ROOMS.values() for one in room if not asked.only or one.name in asked.only]
    asked.to.mkdir(parents=True, exist_ok=True)
    with served(asked.data) as home, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.chromium or None, args=ARGUMENTS)
        wrong = photograph(browser, home, pages, asked.to)
        browser.close()
    write_index(asked.to)
    size = sum(one.stat().st_size for one in asked.to.iterdir())
    print(f"{len(pages)} 页 pages, {size / 1e6:.1f} MB, {asked.to}", *wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


def photograph(browser: Browser, home: str, pages: list[Page], to: Path) -> list[str]:
    """Every page in every light; what went wrong, a line each."""
    camera = Camera(browser, home)
    camera.find_cycles()
    for page in pages:
        try:
            for light, picture in camera.shoot(page):
                (to / f"{page.name}.{light.name}.jpg").write_bytes(picture)
            if page.name == PAPER:
                _papers(camera, page, to)
        except Exception as error:
            camera.wrong.append(f"{page.name}: {error}")
    return camera.wrong


def _papers(camera: Camera, page: Page, to: Path) -> None:
    """The page on A4, one picture a sheet; needs pdftoppm."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "a4.pdf"
        camera.paper(page, document)
        command = ["pdftoppm", "-r", "80", "-png", "-gray", str(document), str(to / f"{page.name}.a4")]
        subprocess.run(command, check=True)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a demo that runs from a copy of this folder, which is built first where it is missing."""
    command = [sys.executable, "-m", "demo.site"]
    if not (data / "built").exists():
        subprocess.run([*command, "--data", str(data), "--only-build"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        copy, port = Path(folder) / "demo", _free_port()
        shutil.copytree(data, copy)
        process = subprocess.Popen(
            [*command, "--data", str(copy), "--port", str(port)],
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            _await(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(home: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{home}/sign-in/", timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(home)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo.screens", description="演示网站的照片 · photographs of the demo site"
    )
    parser.add_argument("--data", type=Path, default=Path("kaoping-demo"), help="演示数据 data of the demo")
    parser.add_argument("--to", type=Path, default=ROOT / "docs/screens")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="只拍这些页 only these pages")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium") or "", help="浏览器 the browser's program"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m demo.site`: make the demo's database if it is not there, and serve the site on this machine.

python -m demo.site [--data DIR] [--port 8000] [--only-build]
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import time
from pathlib import Path

from demo.site import NOW, PASSWORD

BUILT = "built"


def main(arguments: list[str] | None = None) -> int:
    """Build, then serve until stopped."""
    asked = _parser().parse_args(arguments)
    os.environ |= {
        "KAOPING_DATA": str(asked.data.resolve()), "KAOPING_DEMO": "1", "KAOPING_NOW": NOW.isoformat(), "KAOPING_DATABASE": "",
        "KAOPING_INSTALLATION": "yunlan-demo", "DJANGO_SETTINGS_MODULE": "kaoping_web.settings",
    }  # fmt: skip
    import django

    django.setup()
    if not (asked.data / BUILT).exists():
        build(asked.data)
    if asked.only_build:
        return 0
    tell(asked.port)
    from django.core.management import call_command

    call_command("serve", port=asked.port, host="127.0.0.1")
    return 0


def build(data: Path) -> None:
    """A fresh database. What an interrupted run left is removed first."""
    from django.core.management import call_command
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from demo.site.build import STEPS, build_site

    for name in ("kaoping.sqlite3", "kaoping.sqlite3-wal", "kaoping.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)
    shutil.rmtree(data / "uploads", ignore_errors=True)
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    _without_waiting()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("云澜区 Yunlan District", total=STEPS)
        build_site(lambda what: progress.update(task, description=what, advance=1))
    _written_out()
    (data / BUILT).write_text(f"{NOW.isoformat()}\n")
    print(f"演示数据已建成 The demo is built: {time.monotonic() - began:.0f} s", file=sys.stderr)


def _without_waiting() -> None:
    """Nothing waits for the disk after each of five hundred deeds: what is interrupted is built anew. The garbage collector
    looks seldom: nearly everything that is made is kept."""
    from django.db import connection

    connection.cursor().execute("PRAGMA synchronous=OFF")
    gc.set_threshold(200_000, 20, 100)


def _written_out() -> None:
    """As the site writes from now on: everything is on the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    gc.set_threshold(700, 10, 10)
    gc.collect()


def tell(port: int) -> None:
    """Where the site is and who may sign in."""
    from demo.site.people import OFFICE
    from kaoping_web.organisations.roles import ROLE_WORDS

    print(f"\n考评 Kaoping · 云澜区（虚构） · http://127.0.0.1:{port}/\n")
    print("在登录页点一下即可；也可用下列用户名。 One click on the sign-in page, or these names:")
    for name, shown, role in OFFICE:
        print(f"  {name:<14} {shown}  {ROLE_WORDS[role].zh} {ROLE_WORDS[role].en}")
    print(
        "  development_reform  区发改局填报人 reporter    statistics-v, statistics-w  区统计局认定人 verifiers"
    )
    print("  anping  安平镇填报人 reporter    anping-h  安平镇负责人 head of unit")
    print(f"密码 Password: {PASSWORD}    停止 Stop: Ctrl+C\n", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.site", description="演示网站 · the demo site")
    parser.add_argument(
        "--data", type=Path, default=Path("kaoping-demo"), help="数据文件夹 folder of the data"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--only-build", action="store_true", help="只建数据，不启动 build the data and stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m kaoping_web serve`: check everything that must be right, then serve."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kaoping_web.start_up import objections

PROCESSORS = os.cpu_count() or 1
THREADS = min(8, 2 * PROCESSORS + 1)
"""In each worker: while one waits for the database, another reads. More than this on few processors only wait for each other."""


class Command(BaseCommand):
    help = "检查设置并启动网站 · check the settings and serve the site"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(2, PROCESSORS))
        parser.add_argument("--lang", choices=("zh", "en"), default="zh")

    def handle(self, *args: object, **options: object) -> None:
        found = objections()
        if found:
            for one in found:
                print(one.in_("en" if options["lang"] == "en" else "zh"), file=sys.stderr)
            sys.exit(1)
        Granian(
            "kaoping_web.wsgi:application", address=str(options["host"]), port=int(str(options["port"])), interface=Interfaces.WSGI,
            workers=int(str(options["workers"])), blocking_threads=THREADS, log_enabled=True, log_level=LogLevels.warning, respawn_failed_workers=True,
        ).serve()  # fmt: skip

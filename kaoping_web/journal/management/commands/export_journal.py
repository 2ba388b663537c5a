"""export_journal DIR: journal.jsonl, rows.jsonl and checkpoint.txt, for `kaoping journal verify … --rows`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kaoping_web.journal.exports import CHECKPOINT, JOURNAL, ROWS, export_to
from kaoping_web.refusals import Refused


class Command(BaseCommand):
    help = "导出留痕与各表 / export the journal and the tables"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: object, **options: object) -> None:
        folder: Path = options["folder"]  # type: ignore[assignment]
        try:
            made = export_to(folder)
        except Refused as wrong:
            raise CommandError(wrong.in_("zh")) from wrong
        self.stdout.write(f"{made.checkpoint.size} 条 entries, {made.rows} 行 rows → {folder}")
        self.stderr.write(
            f"kaoping journal verify {folder / JOURNAL} --rows {folder / ROWS} --anchor {folder / CHECKPOINT}"
        )

"""verify_journal [--anchor FILE …]: the journal, its tables and what was kept outside, of one moment. Exit 12 where it is not sound."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kaoping.errors import DocumentError
from kaoping.journal import JournalError
from kaoping_web.journal.anchors import anchor_of
from kaoping_web.journal.verification import verify_here

NO_ANCHOR = "没有用外面保存的校验点或回执：整本重写的日志这样查不出来。/ No anchor from outside was used: a journal rewritten as a whole is not found this way."


class Command(BaseCommand):
    help = "核对留痕与各表 / verify the journal and the tables"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, action="append", default=[], metavar="FILE")

    def handle(self, *args: object, **options: object) -> None:
        try:
            anchors = [anchor_of(path.read_text(encoding="utf-8")) for path in options["anchor"]]  # type: ignore[attr-defined]
        except (JournalError, OSError, UnicodeDecodeError) as wrong:
            raise CommandError(
                wrong.in_("zh") if isinstance(wrong, JournalError) else str(wrong),
                returncode=DocumentError.exit_code,
            ) from wrong
        verdict = verify_here(anchors, report=lambda done: self.stderr.write(f"{done}\r", ending=""))
        for one in verdict.problems:
            self.stdout.write(f"{one.in_('zh')}\n{one.in_('en')}")
        if not anchors:
            self.stderr.write(NO_ANCHOR)
        said = f"{verdict.size} 条 entries · {verdict.rows} 行 rows · {verdict.root}"
        if not verdict.is_sound:
            raise CommandError(
                f"{verdict.errors} 处不符 problems · {said}", returncode=DocumentError.exit_code
            )
        self.stdout.write(f"完好 sound · {said}")

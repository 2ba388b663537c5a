"""Write the pages."""

from __future__ import annotations

from scripts.reference import FOLDER, pages

FOLDER.mkdir(parents=True, exist_ok=True)
for name, text in pages().items():
    (FOLDER / name).write_text(text, "utf-8", newline="\n")

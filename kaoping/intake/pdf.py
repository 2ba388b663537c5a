"""The text of a PDF that has text, page after page."""

from __future__ import annotations

import io
import logging
import re

from kaoping.intake.limits import MAX_CHARACTERS, MAX_PAGES, Refused

_NUMBER_ONLY = re.compile(r"^\s*[-—–]*\s*\d{1,4}\s*[-—–]*\s*$")


def extract(raw: bytes) -> str:
    """The text of a PDF. Raises Refused for one that is locked, broken, too long or a scan."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("locked")
        if len(reader.pages) > MAX_PAGES:
            raise Refused("too-large")
        pages, size = [], 0
        for page in reader.pages:
            words = page.extract_text() or ""
            size += len(words)
            if size > MAX_CHARACTERS:
                raise Refused("too-much-text")
            pages.append(_without_number(words))
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as wrong:
        raise Refused("broken") from wrong
    text = "\n".join(pages)
    if sum(1 for letter in text if "\u4e00" <= letter <= "\u9fff") < 5:
        raise Refused("scanned")
    return text


def _without_number(page: str) -> str:
    """A page without the number at its head or foot."""
    lines = [line for line in page.split("\n") if line.strip()]
    if lines and _NUMBER_ONLY.match(lines[-1]):
        lines.pop()
    if lines and _NUMBER_ONLY.match(lines[0]):
        lines.pop(0)
    return "\n".join(lines)

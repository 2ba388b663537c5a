"""read_paper: one file or its bytes, within limits, to a Paper."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from kaoping.intake.clean import Cleaned, clean
from kaoping.intake.containers import Opened, open_paper
from kaoping.intake.limits import MAX_FILE_BYTES, refusal
from kaoping.intake.origin import Origin
from kaoping.intake.paper import Noise, Paper, Source
from kaoping.intake.read import read_cleaned


def read_paper(source: bytes | str | Path, *, name: str = "") -> Paper:
    """Read a paper: the bytes of a file, or a path. Raises DocumentError where it is refused or cannot be read."""
    if isinstance(source, bytes):
        return _read(open_paper(source, name))
    path = Path(source)
    label = name or path.name
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise refusal("too-large", label)
        raw = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as wrong:
        raise refusal("not-found", label) from wrong
    return _read(open_paper(raw, label))


def read_text(text: str, *, name: str = "") -> Paper:
    """Read a paper that is already characters."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return _read(Opened(Source(name, "text", "utf-8", text, digest), text, Origin.identity(len(text))))


def _read(opened: Opened) -> Paper:
    cleaned = clean(opened.text)
    if opened.source.kind == "html":
        cleaned = _placed_in_source(cleaned, opened)
    return read_cleaned(opened.source, cleaned)


def _placed_in_source(cleaned: Cleaned, opened: Opened) -> Cleaned:
    """The offsets of a page's noise and text moved from its extracted text to its HTML source."""
    inner, noise = opened.origin, cleaned.noise
    placed: Noise = replace(
        noise,
        artefacts=tuple(inner.span(start, end) for start, end in noise.artefacts),
        damages=tuple(
            replace(hurt, start=inner.at(hurt.start), end=inner.at(hurt.end - 1) + 1)
            for hurt in noise.damages
        ),
        furniture=tuple(
            replace(item, start=inner.at(item.start), end=inner.at(item.end - 1) + 1)
            for item in noise.furniture
        ),
        publish_date=noise.publish_date or opened.publish_date,
        source=noise.source or opened.published_by,
    )
    return replace(cleaned, origin=cleaned.origin.then(inner), noise=placed)

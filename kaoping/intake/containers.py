"""What kind of file a paper came in, and its text: plain text here, everything with markup in a child process."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kaoping.intake.encodings import decode
from kaoping.intake.limits import (
    MAX_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_LINES,
    MAX_TEXT_BYTES,
    WAIT_SECONDS,
    refusal,
)
from kaoping.intake.origin import Origin
from kaoping.intake.paper import Source

_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|meta|div|table|p|h1|article|section|br)[\s>/]", re.IGNORECASE
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
)


@dataclass(frozen=True)
class Opened:
    """A file opened: its source text, the text to clean, the map between them, and what its head says of publication."""

    source: Source
    text: str
    origin: Origin
    publish_date: str = ""
    published_by: str = ""


def kind_of(raw: bytes, name: str) -> str:
    """text, html, docx or pdf. Raises DocumentError for anything else."""
    head = raw[:2048]
    if raw.startswith(b"PK\x03\x04"):
        return "docx"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if raw.startswith(_OLD_OFFICE):
        raise refusal("old-word", name)
    if raw.startswith(_PICTURES) and not raw[:4].isalpha():
        raise refusal("not-a-paper", name)
    if _HTML.search(head) or (name.lower().endswith((".html", ".htm")) and b"<" in head):
        return "html"
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(b"\x00") * 20 > len(head):
        raise refusal("not-a-paper", name)
    return "text"


def open_paper(raw: bytes, name: str) -> Opened:
    """The text of a file. Raises DocumentError where it is refused."""
    if len(raw) > MAX_FILE_BYTES:
        raise refusal("too-large", name)
    if not raw.strip():
        raise refusal("empty", name)
    kind = kind_of(raw, name)
    if kind in ("text", "html") and len(raw) > MAX_TEXT_BYTES:
        raise refusal("too-large", name)
    opened = _plain(raw, name) if kind == "text" else _contained(raw, kind, name)
    if len(opened.text) > MAX_CHARACTERS or opened.text.count("\n") > MAX_LINES:
        raise refusal("too-much-text", name)
    if not opened.text.strip():
        raise refusal("empty", name)
    return opened


def _plain(raw: bytes, name: str) -> Opened:
    decoded = decode(raw)
    source = Source(
        name, "text", decoded.encoding, decoded.text, hashlib.sha256(raw).hexdigest(), decoded.bom
    )
    return Opened(source, decoded.text, Origin.identity(len(decoded.text)))


def _contained(raw: bytes, kind: str, name: str) -> Opened:
    answer = _ask_child(raw, kind, name)
    text, digest = str(answer["text"]), hashlib.sha256(raw).hexdigest()
    if kind != "html":
        return Opened(Source(name, kind, "", text, digest), text, Origin.identity(len(text)))
    decoded = decode(raw)
    runs = answer.get("runs")
    assert isinstance(runs, list)
    origin = Origin((int(here), int(there), int(length)) for here, there, length in runs)
    source = Source(name, kind, decoded.encoding, decoded.text, digest, decoded.bom)
    return Opened(source, text, origin, str(answer.get("date", "")), str(answer.get("source", "")))


def _ask_child(raw: bytes, kind: str, name: str) -> dict[str, object]:
    """Open a container in a process of its own, within its limits. Raises DocumentError."""
    root = str(Path(__file__).resolve().parents[2])
    environment = {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 (our own module, no shell, nothing of the paper on the command line)
            [sys.executable, "-m", "kaoping.intake.child", kind],
            input=raw,
            capture_output=True,
            timeout=WAIT_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise refusal("too-slow", name) from slow
    try:
        answer = json.loads(done.stdout)
    except ValueError as wrong:
        raise refusal(
            "too-slow" if done.returncode < 0 or b"MemoryError" in done.stderr else "broken", name
        ) from wrong
    if not isinstance(answer, dict) or "refused" in answer:
        raise refusal(str(answer.get("refused", "broken")) if isinstance(answer, dict) else "broken", name)
    return answer

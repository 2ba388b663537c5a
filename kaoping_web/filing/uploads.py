"""Files as they were handed in: kept by their SHA-256, taken by what they are and not by their name, handed out as attachments."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kaoping.errors import Problem
from kaoping_web.refusals import Refused, problem

MOST_BYTES = 20 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 5_000
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "doc": "application/msword",
}


class Sent(Protocol):
    """A file of a form."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Kept:
    """A file in the uploads folder."""

    name: str
    digest: str
    size: int
    kind: str


def keep_file(sent: Sent, kinds: Iterable[str] = TYPES) -> Kept:
    """Take a file in, whatever it is called. Done before any transaction: a file that no row names harms nobody.

    Raises Refused where it is too large, empty, or not one of these kinds by its content.
    """
    name = clean_name(sent.name or "")
    if (sent.size or 0) > MOST_BYTES:
        raise Refused(_too_large(name))
    folder = Path(settings.UPLOADS)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".coming-", delete=False) as out:
        try:
            digest, size = _copy(sent, out, name)
            kind = kind_of(Path(out.name))
            if kind not in kinds:
                raise Refused(_not_taken(name, kinds))
            _settle(Path(out.name), path_of(digest))
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise
    return Kept(name, digest, size, kind)


def path_of(digest: str) -> Path:
    """Where the file of that digest lies."""
    assert len(digest) == 64 and all(one in "0123456789abcdef" for one in digest), digest
    return Path(settings.UPLOADS) / digest[:2] / digest


def clean_name(name: str) -> str:
    """A file name without folders and without what no header carries; its ending stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one for one in last if one.isprintable() and one not in '"<>:|?*;').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:150]}{dot}{ending[:10]}" if dot else kept[:150] or "file"


def kind_of(path: Path) -> str:
    """What a file is by its content: one of TYPES, or nothing."""
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    return _compound(path) if head.startswith(_OLE) else ""


def _package(path: Path) -> str:
    """Which office document a zip is; nothing where it is any other zip, or has more parts than a document has."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    names = {one.filename for one in entries}
    if (
        len(entries) > _MOST_PARTS
        or "[Content_Types].xml" not in names
        or any(one.endswith("vbaProject.bin") for one in names)
    ):
        return ""
    return "xlsx" if "xl/workbook.xml" in names else "docx" if "word/document.xml" in names else ""


def _compound(path: Path) -> str:
    """Which old office document: by the names of its streams, which stand in UTF-16."""
    content = path.read_bytes()
    if "WordDocument".encode("utf-16-le") in content:
        return "doc"
    return "xls" if any(one.encode("utf-16-le") in content for one in ("Workbook", "Book\0")) else ""


def _copy(
    sent: Sent, out: tempfile._TemporaryFileWrapper[bytes] | io.BufferedWriter, name: str
) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    for chunk in sent.chunks():
        size += len(chunk)
        if size > MOST_BYTES:
            raise Refused(_too_large(name))
        found.update(chunk)
        out.write(chunk)
    if not size:
        raise Refused(
            problem(
                "file-empty",
                f"“{name}”是空文件。",
                f"“{name}” is empty.",
                "重新选择文件。",
                "choose the file again.",
            )
        )
    out.flush()
    os.fsync(out.fileno())
    return found.hexdigest(), size


def _settle(coming: Path, place: Path) -> None:
    """Give the file its name for good, so that it is there whole after a power cut, or not at all."""
    place.parent.mkdir(exist_ok=True)
    coming.chmod(0o440)
    coming.replace(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _too_large(name: str) -> Problem:
    return problem("file-size", f"“{name}”超过 {MOST_BYTES >> 20} MB。", f"“{name}” is larger than {MOST_BYTES >> 20} MB.",
                   "压缩图片或拆成几个文件。", "make the pictures smaller, or send several files.")  # fmt: skip


def _not_taken(name: str, kinds: Iterable[str]) -> Problem:
    listed = ", ".join(kinds)
    return problem("file-kind", f"“{name}”的内容不是可以接收的文件。", f"“{name}” is not a file that is taken, by its content.",
                   f"可以接收：{listed}；压缩包和带宏的文件不收。", f"taken are: {listed}; no archives, no macros.")  # fmt: skip

"""HTML to text in one pass without a tree: each kept character keeps its offset in the page's source."""

from __future__ import annotations

import re
from html import unescape

from kaoping.intake.origin import Builder

_SKIPPED = frozenset(
    "script style head noscript svg nav footer aside select button iframe template object canvas textarea option".split()
)
_BLOCKS = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 li ul ol tr table section article header main blockquote pre hr dl dt dd center form body html tbody thead "
    "figure figcaption caption address fieldset".split()
)
_CELLS = frozenset({"td", "th"})
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9:]*)")
_META = re.compile(r"<meta\s([^<>]{1,600})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(name|property|content)\s*=\s*[\"']([^\"'<>]{0,200})[\"']", re.IGNORECASE)
_PIECE = re.compile(r"[ \t\r\n\f]+|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?")
_ENDS = re.compile(r"</\s*(?:script|style)", re.IGNORECASE)


def extract(source: str) -> tuple[str, list[tuple[int, int, int]]]:
    """The text of a page and its runs (text offset, source offset, length)."""
    builder = Builder(source)
    place, skipping = 0, ""
    depth = 0
    in_row = False
    while place < len(source):
        opened = source.find("<", place)
        opened = len(source) if opened < 0 else opened
        if not skipping:
            _words(builder, source, place, opened, in_row)
        if opened >= len(source):
            break
        if source.startswith("<!--", opened):
            closed = source.find("-->", opened + 4)
            place = len(source) if closed < 0 else closed + 3
            continue
        tag = _TAG.match(source, opened, opened + 40)
        if not tag and source[opened + 1 : opened + 2] not in ("!", "?", "/"):
            if not skipping:
                builder.keep(opened, opened + 1)
            place = opened + 1
            continue
        closed = source.find(">", opened)
        if closed < 0:
            break
        place = closed + 1
        if not tag:
            continue
        closing, name = bool(tag[1]), tag[2].lower()
        if skipping:
            if name == skipping:
                depth += -1 if closing else 1
                skipping = skipping if depth > 0 else ""
            continue
        if name in _SKIPPED and not closing and source[closed - 1] != "/":
            skipping, depth = name, 1
            if name in ("script", "style"):
                end = _ENDS.search(source, place)
                place = end.start() if end else len(source)
            continue
        if name == "tr":
            in_row = not closing
        _boundary(builder, name, closing, opened, in_row)
    return "".join(builder.parts), builder.runs


def _boundary(builder: Builder, name: str, closing: bool, place: int, in_row: bool) -> None:
    last = builder.parts[-1][-1:] if builder.parts else "\n"
    if name in _CELLS:
        if closing:
            builder.put("\t", place)
    elif name in _BLOCKS and (not in_row or name == "tr") and last != "\n":
        builder.put("\n", place)


def _words(builder: Builder, source: str, start: int, end: int, in_row: bool) -> None:
    """Keep a stretch of text: spaces run together, line ends inside Chinese dropped, entities read."""
    place = start
    for piece in _PIECE.finditer(source, start, end):
        builder.keep(place, piece.start())
        place = piece.end()
        if piece[0][0] == "&":
            letter = unescape(piece[0])
            builder.put(" " if letter == "\xa0" else letter[:1], piece.start())
            continue
        last = builder.parts[-1][-1:] if builder.parts else "\n"
        following = source[piece.end() : piece.end() + 1]
        broken = "\n" in piece[0] and (last >= "\u2e80" or following >= "\u2e80")
        if last not in "\n\t " and following not in ("<", "") and not broken:
            builder.put(" ", piece.start())
    builder.keep(place, end)


def published(source: str) -> tuple[str, str]:
    """The publication date and the source that a page's meta tags name (PubDate, ContentSource)."""
    date = origin = ""
    for meta in _META.finditer(source[:20000]):
        named = {key.lower(): value for key, value in _ATTRIBUTE.findall(meta[1])}
        name, content = (named.get("name") or named.get("property") or "").lower(), named.get("content", "")
        if name in ("pubdate", "publishdate", "article:published_time", "createdate"):
            found = re.match(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})", content)
            date = f"{int(found[1]):04d}-{int(found[2]):02d}-{int(found[3]):02d}" if found else date
        if name in ("contentsource", "source") and 2 <= len(content) <= 20:
            origin = content
    return date, origin

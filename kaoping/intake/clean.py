"""From the page as found to clean text: artefacts out, script simplified, furniture dropped, broken lines joined.

Every character of the clean text keeps the place it came from; what was dropped is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kaoping.intake.artefacts import Findings, find_artefacts
from kaoping.intake.furniture import furniture_kind, heads_links, is_link, publication
from kaoping.intake.lines import HEADING_MARK, Layout, Line, joins_next, layout_of
from kaoping.intake.origin import Builder, Origin
from kaoping.intake.paper import MADE, Damage, Furniture, Noise, Span
from kaoping.intake.rows import find_tables
from kaoping.intake.script import to_simplified
from kaoping.intake.series import Mark, infer, page_marks, placed
from kaoping.intake.slips import find_slips

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00-\x08\x0e-\x1f\x7f]")
# A page from some converters has a comma set before every other mark: ",," ",。" ",、".
_STUTTER = re.compile(r"[,，](?=[,，。;；、:：])")
_STUTTERS = 3
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_TITLE_LINES = 10
_SAID = re.compile(r"(?:强调|指出|要求|表示)[,，:：]|^(?:本报讯|\d{1,2}月\d{1,2}日)|召开[,，。]")
_CUT_OFF = re.compile(r"(?:…{1,2}|\.{3,6})$")
_BLANK = re.compile(r"\s+")
_BLANKS = " \t\u3000\xa0"


@dataclass(frozen=True)
class Cleaned:
    """The clean text, the map to the text given, the noise, and the flagged stretches (in clean offsets)."""

    text: str
    origin: Origin
    noise: Noise
    damaged: tuple[Span, ...]
    marks: dict[int, Mark]


def clean(raw: str) -> Cleaned:
    """Clean a page. Cleaning clean text changes nothing."""
    findings, stutters = find_artefacts(raw), _stutters(raw)
    bare, first = _without(raw, findings, stutters)
    plain, script = to_simplified(bare)
    lines, furniture, published, truncated = _sort_lines(plain, first)
    text, second, joins, marks = _paragraphs(plain, lines)
    noise = Noise(
        script=script,
        artefacts=findings.artefacts,
        distinct=findings.distinct,
        damages=findings.damages,
        furniture=furniture,
        joins=joins,
        stutters=len(stutters),
        slips=find_slips(text),
        truncated=truncated,
        publish_date=published[0],
        source=published[1],
    )
    origin = second.then(first)
    return Cleaned(text, origin, noise, _damaged_spans(origin, findings.damages), marks)


def _without(raw: str, findings: Findings, stutters: list[int]) -> tuple[str, Origin]:
    """The text without artefacts and invisible characters, with repairs set in."""
    cuts: list[tuple[int, int, str]] = [(start, end, "") for start, end in findings.artefacts]
    cuts += [(hurt.start, hurt.end, hurt.repaired) for hurt in findings.damages if hurt.repaired]
    cuts += [(*found.span(), "") for found in _INVISIBLE.finditer(raw)]
    cuts += [(place, place + 1, "") for place in stutters]
    if not cuts:
        return raw, Origin.identity(len(raw))
    builder, place = Builder(raw), 0
    for start, end, repair in sorted(cuts):
        if start < place:
            continue
        builder.keep(place, start)
        if repair:
            builder.put(repair, start)
        place = end
    builder.keep(place, len(raw))
    return builder.finish()


def _stutters(raw: str) -> list[int]:
    """The places of commas set before another mark, where the page does so throughout."""
    places = [found.start() for found in _STUTTER.finditer(raw)]
    return places if len(places) >= _STUTTERS else []


def _sort_lines(text: str, origin: Origin) -> tuple[list[Line], tuple[Furniture, ...], tuple[str, str], bool]:
    """The lines that are of the paper, the furniture, (publication date, source), and whether the page is cut off."""
    kept: list[Line] = []
    dropped: list[Furniture] = []
    date = source = ""
    truncated = over_page = linked = False
    for found in _LINE.finditer(text):
        words = found[0]
        line = words.strip(_BLANKS)
        if not line:
            continue
        start, indented = found.start(), False
        if len(line) < len(words):
            start += words.index(line[0])
            indented = words.startswith(("\u3000\u3000", "    "))
        kind = furniture_kind(line) or (_repeats_title(line, kept) if len(kept) <= _TITLE_LINES else "")
        linked = (linked and is_link(line)) or (kind == "navigation" and heads_links(line))
        kind = kind or ("navigation" if linked else "")
        if not kind:
            kept.append(MADE(Line, (start, start + len(line), line, indented, False, over_page)))
            over_page = False
            continue
        over_page = kind == "page"
        raw_start, raw_end = origin.span(start, start + len(line))
        dropped.append(Furniture(kind, raw_start, raw_end, line))
        truncated = truncated or kind == "preview"
        named = publication(line)
        date, source = date or named[0], source or named[1]
    truncated = truncated or bool(kept and _CUT_OFF.search(kept[-1].text))
    return kept, tuple(dropped), (date, source), truncated


def _repeats_title(line: str, kept: list[Line]) -> str:
    """`duplicate` for a title that stands at the head of the page twice (in the crumbs, the window's name, the page)."""
    if len(line) < 8 or line[-1] in "。;；:：":
        return ""
    if any(earlier.text[-1] in "。;；" for earlier in kept):  # past the head of the page it is a signature
        return ""
    top = [earlier.text for earlier in kept[:_TITLE_LINES]]
    if line in top:
        return "duplicate"
    joined = _BLANK.sub("", line)  # or as one line what stands above on two
    return "duplicate" if any(_BLANK.sub("", a + b) == joined for a, b in pairwise(top)) else ""


def _marked(lines: list[Line], marks: dict[int, Mark]) -> list[Line]:
    """The lines with those marked that open an item of a list in a form only their fellows make plain."""
    return [line._replace(marked=number in marks) for number, line in enumerate(lines)] if marks else lines


def _in_title(lines: list[Line]) -> int:
    """How many lines at the top are title: short, without a sentence, a number or a salutation."""
    for index, line in enumerate(lines[:_TITLE_LINES]):
        if (
            len(line.text) > 48
            or line.text[-1] in "。:：;；,，、"
            or "。" in line.text
            or line.text.count("，") + line.text.count(",") > 1
            or line.marked
            or HEADING_MARK.match(line.text)
        ):
            return index
        if "\t" in line.text or _SAID.search(line.text):
            return index
    return min(len(lines), _TITLE_LINES) if len(lines) <= _TITLE_LINES else 1


def _paragraphs(
    text: str, lines: list[Line]
) -> tuple[str, Origin, tuple[tuple[str, str], ...], dict[int, Mark]]:
    """The kept lines as paragraphs, broken ones joined; the joins as (last words, first words); the inferred marks."""
    if not lines:
        return "", Origin(()), (), {}
    inferred = infer([line.text for line in lines])
    lines = _marked(lines, inferred)
    layout, title = layout_of(lines), _in_title(lines)
    groups, joins = _join(lines, title, layout)
    # What the joined lines would join next must join now, or cleaning again would change the text.
    more = joins
    while more:
        groups, more = _join_groups(groups)
        joins += more
    builder = Builder(text)
    for number, group in enumerate(groups):
        if number:
            gap = groups[number - 1][-1].end
            builder.put("\n", _line_end(text, gap, group[0].start))
        for line in group:
            builder.keep(line.start, line.end)
    clean_text, origin = builder.finish()
    marks = placed([line.text for line in lines], inferred) if not joins else page_marks(clean_text)
    return clean_text, origin, tuple(joins), marks


def _join(lines: list[Line], title: int, layout: Layout) -> tuple[list[list[Line]], list[tuple[str, str]]]:
    groups: list[list[Line]] = [[lines[0]]]
    joins: list[tuple[str, str]] = []
    apart = _rows_apart(lines)
    for index in range(len(lines) - 1):
        if index not in apart and joins_next(lines, index, index < title, layout):
            groups[-1].append(lines[index + 1])
            joins.append((lines[index].text[-12:], lines[index + 1].text[:12]))
        else:
            groups.append([lines[index + 1]])
    return groups, joins


def _rows_apart(lines: list[Line]) -> set[int]:
    """The lines of tables, and the line above each: none of them runs on."""
    tables = find_tables([line.text for line in lines])
    return {number for table in tables for number in range(table.first - 1, table.stop)}


def _join_groups(groups: list[list[Line]]) -> tuple[list[list[Line]], list[tuple[str, str]]]:
    """Apply the rules of an unwrapped page to paragraphs already joined."""
    whole = [Line(g[0].start, g[-1].end, "".join(line.text for line in g), False) for g in groups]
    whole = _marked(whole, infer([line.text for line in whole]))
    merged, joins = _join(whole, _in_title(whole), Layout(0, False))
    result, place = [], 0
    for paragraph in merged:
        result.append([line for group in groups[place : place + len(paragraph)] for line in group])
        place += len(paragraph)
    return result, joins


def _line_end(text: str, start: int, end: int) -> int:
    """A line end between two lines, to stand for the paragraph mark."""
    for place in range(start, end):
        if text[place] in "\n\r\u2028\u2029\x0b\x0c\x85":
            return place
    return start


def _damaged_spans(origin: Origin, damages: tuple[Damage, ...]) -> tuple[Span, ...]:
    """Where unrepaired damage stands in the clean text."""
    spans = []
    for hurt in damages:
        if hurt.repaired:
            continue
        inside = [
            (here + max(hurt.start - there, 0), here + min(hurt.end - there, length))
            for here, there, length in origin.runs
            if there < hurt.end and hurt.start < there + length
        ]
        if inside:
            spans.append(Span(min(start for start, _ in inside), max(end for _, end in inside)))
    return tuple(spans)

"""docx to text: paragraphs, tables as rows of cells, automatic numbers written out; streamed, never a tree."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from kaoping.intake.limits import MAX_CHARACTERS, MAX_MEMBERS, MAX_UNPACKED_BYTES, Refused

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_HAN = "零一二三四五六七八九"


def extract(raw: bytes) -> str:
    """The text of a docx. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            if len(members) > MAX_MEMBERS:
                raise Refused("unpacks-too-large")
            names = {member.filename for member in members}
            if "word/document.xml" not in names:
                raise Refused("not-a-paper")
            numbering = _Numbering()
            if "word/numbering.xml" in names:
                numbering.read(_member(packed, "word/numbering.xml"))
            return _Body(numbering).read(_member(packed, "word/document.xml"))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as wrong:
        raise Refused("broken") from wrong
    except RuntimeError as wrong:
        raise Refused("locked") from wrong
    except expat.ExpatError as wrong:
        raise Refused("broken") from wrong


def _member(packed: zipfile.ZipFile, name: str) -> bytes:
    """One member, read no further than the limit whatever its header says."""
    with packed.open(name) as member:
        words = member.read(MAX_UNPACKED_BYTES + 1)
    if len(words) > MAX_UNPACKED_BYTES:
        raise Refused("unpacks-too-large")
    return words


def _parser(start: object, end: object, words: object = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    if words is not None:
        parser.CharacterDataHandler = words  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_: object) -> None:
    raise Refused("broken")  # a docx has none; one that has means to expand entities


class _Numbering:
    """The automatic numbers of a document: for each list and level its form (%1、) and its kind of numeral."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.counters: dict[tuple[str, int], int] = {}
        self._abstract = self._list = ""
        self._level, self._form, self._kind, self._first = 0, "", "", 1

    def read(self, words: bytes) -> None:
        _parser(self._start, self._end).Parse(words, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag, value = name.removeprefix(_W), attributes.get(f"{_W}val", "")
        if tag == "abstractNum":
            self._abstract = attributes.get(f"{_W}abstractNumId", "")
        elif tag == "lvl" and not self._list:
            self._level, self._form, self._kind, self._first = (
                int(attributes.get(f"{_W}ilvl", "0")),
                "",
                "decimal",
                1,
            )
        elif tag == "num":
            self._list = attributes.get(f"{_W}numId", "")
        elif tag == "abstractNumId":
            self.lists[self._list] = value
        elif tag == "lvlText":
            self._form = value
        elif tag == "numFmt":
            self._kind = value
        elif tag == "start" and value.isdigit():
            self._first = int(value)

    def _end(self, name: str) -> None:
        tag = name.removeprefix(_W)
        if tag == "lvl" and not self._list:
            self.levels.setdefault(self._abstract, {})[self._level] = (self._form, self._kind, self._first)
        elif tag == "num":
            self._list = ""

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list, as it would be printed; bullets print nothing."""
        abstract = self.lists.get(list_id, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        form, kind, first = levels[level]
        self.counters[abstract, level] = self.counters.get((abstract, level), first - 1) + 1
        for deeper in range(level + 1, 9):
            self.counters.pop((abstract, deeper), None)
        if kind in ("bullet", "none"):
            return ""
        for upper in range(level + 1):
            number = self.counters.get((abstract, upper), levels.get(upper, ("", "", 1))[2])
            form = form.replace(f"%{upper + 1}", _numeral(number, levels.get(upper, ("", "decimal", 1))[1]))
        return form


def _numeral(number: int, kind: str) -> str:
    if "hinese" in kind or kind in ("ideographDigital", "japaneseCounting", "taiwaneseCounting"):
        if number < 10:
            return _HAN[number]
        tens, units = divmod(number, 10)
        return ("" if tens == 1 else _HAN[tens % 10]) + "十" + (_HAN[units] if units else "")
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)


class _Body:
    """Collects the paragraphs of word/document.xml."""

    def __init__(self, numbering: _Numbering) -> None:
        self.numbering = numbering
        self.lines: list[str] = []
        self.letters: list[str] = []
        self.cells: list[list[str]] = []
        self.cell: list[list[str]] = []
        self.in_text = False
        self.skip = 0
        self.size = 0
        self.list_id, self.level = "", 0

    def read(self, words: bytes) -> str:
        _parser(self._start, self._end, self._words).Parse(words, True)
        return "\n".join(self.lines)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.removeprefix(_W)
        if name.endswith("markup-compatibility/2006 Fallback") or tag in ("del", "moveFrom"):
            self.skip += 1
        elif tag == "p":
            self.letters, self.list_id, self.level = [], "", 0
        elif tag == "t":
            self.in_text = True
        elif tag in ("tab", "br", "cr"):
            self.letters.append(" " if tag == "tab" else "\n")
        elif tag == "ilvl":
            value = attributes.get(f"{_W}val", "0")
            self.level = int(value) if value.isdigit() and len(value) < 3 else 0
        elif tag == "numId":
            self.list_id = attributes.get(f"{_W}val", "")
        elif tag == "tr":
            self.cells.append([])
        elif tag == "tc":
            self.cell.append([])

    def _end(self, name: str) -> None:
        tag = name.removeprefix(_W)
        if name.endswith("markup-compatibility/2006 Fallback") or tag in ("del", "moveFrom"):
            self.skip -= 1
        elif tag == "t":
            self.in_text = False
        elif tag == "p":
            self._paragraph()
        elif tag == "tc" and self.cell:
            words = "".join(part.replace("\n", "") for part in self.cell.pop())
            if self.cells:
                self.cells[-1].append(words)
        elif tag == "tr" and self.cells:
            row = "\t".join(self.cells.pop())
            (self.cell[-1] if self.cell else self.lines).append(row)

    def _paragraph(self) -> None:
        words = "".join(self.letters)
        self.letters = []
        if self.list_id and words.strip():
            words = self.numbering.label(self.list_id, self.level) + words
        self.list_id = ""
        self.size += len(words)
        if self.size > MAX_CHARACTERS:
            raise Refused("too-much-text")
        if self.cell:
            self.cell[-1].append(words)
        else:
            self.lines.append(words)

    def _words(self, words: str) -> None:
        if self.in_text and not self.skip:
            self.letters.append(words)

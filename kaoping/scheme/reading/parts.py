"""A YAML document as parts that know their line, and a desk that gathers problems while they are read.

Scalars stay text until somebody says what they should be: no YAML booleans for `on` and `no`, no binary floats.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import yaml

from kaoping.errors import Place, Problem, SchemeError, Severity, Words
from kaoping.exact import parse_decimal
from kaoping.scheme.formulas import Expr, parse
from kaoping.scheme.reading.commas import cut_formulas

MAX_BYTES = 8_000_000
MAX_NODES = 400_000
MAX_DEPTH = 60
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


@dataclass(frozen=True)
class Part:
    """One node of the document: a scalar (`text`), a list (`items`) or a mapping (`fields`)."""

    line: int
    text: str | None = None
    quoted: bool = False
    items: tuple[Part, ...] | None = None
    fields: Mapping[str, Part] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written (`key:` alone, `~` or `null`)."""
        return self.text is not None and not self.quoted and self.text in ("", "~", "null")


@dataclass
class Desk:
    """Where reading happens: the file's name, the keys of the tracks, the titles of facts and values (an item of the
    same key bears them), the problems found so far."""

    file: str
    groups: tuple[str, ...] = ()
    titles: dict[str, Words] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, part: Part) -> Place:
        """Where a part stands."""
        return Place(file=self.file, line=part.line)

    def object_(
        self,
        code: str,
        part: Part,
        what: Words,
        mend: Words = Words("", ""),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(code, what, mend, self.place(part), severity))

    def raise_if_any(self) -> None:
        """Stop if any error was found; problems stand in the order of the file, each once though many nodes share it."""
        errors = [one for one in dict.fromkeys(self.problems) if one.severity is Severity.ERROR]
        if errors:
            raise SchemeError(sorted(errors, key=lambda one: one.place.line))

    # scalars -----------------------------------------------------------------------------------------

    def text(self, part: Part) -> str:
        """A scalar as text."""
        if part.text is None:
            self.object_(
                "not-text",
                part,
                Words("这里应是一段文字。", "a text is expected here."),
                Words("写成一行文字，不要写成列表或分项。", "write one line, not a list or a mapping."),
            )
            return ""
        return "" if part.is_empty else part.text

    def words(self, part: Part) -> Words:
        """A title: Chinese alone, or {zh:, en:}."""
        if part.fields is None:
            return Words(self.text(part))
        self.only(part, ("zh", "en"))
        zh = self.text(part.fields["zh"]) if "zh" in part.fields else ""
        return Words(zh, self.text(part.fields["en"]) if "en" in part.fields else "")

    def number(self, part: Part) -> Fraction:
        """An exact number: a decimal, a percentage (`20%` is 0.2) or a fraction (`2/3`)."""
        text = self.text(part).strip()
        over, slash, under = text.partition("/")
        try:
            if slash:
                return parse_decimal(over) / parse_decimal(under)
            return parse_decimal(text[:-1]) / 100 if text.endswith("%") else parse_decimal(text)
        except (ValueError, ZeroDivisionError):
            self.object_(
                "not-a-number",
                part,
                Words(f"“{text}”不是数。", f"“{text}” is not a number."),
                Words("写成 12.5、20% 或 2/3 这样的数。", "write a number such as 12.5, 20% or 2/3."),
            )
            return Fraction(0)

    def whole(self, part: Part) -> int:
        """A whole number."""
        value = self.number(part)
        if value.denominator != 1:
            self.object_(
                "not-whole", part, Words(f"{part.text} 不是整数。", f"{part.text} is not a whole number.")
            )
        return int(value)

    def truth(self, part: Part) -> bool:
        """yes or no."""
        found = TRUTHS.get(self.text(part).lower())
        if found is None:
            self.object_(
                "not-a-truth",
                part,
                Words(f"“{part.text}”不是“是”或“否”。", f"“{part.text}” is neither yes nor no."),
                Words("写 true 或 false。", "write true or false."),
            )
        return bool(found)

    def day(self, part: Part) -> date | None:
        """A date such as 2026-03-12."""
        try:
            return date.fromisoformat(self.text(part))
        except ValueError:
            self.object_(
                "not-a-date",
                part,
                Words(f"“{part.text}”不是日期。", f"“{part.text}” is not a date."),
                Words("写成 2026-03-12。", "write it as 2026-03-12."),
            )
            return None

    def choice(self, part: Part, choices: Iterable[str]) -> str:
        """One of a few words."""
        text, allowed = self.text(part), tuple(choices)
        if text not in allowed:
            self.object_(
                "not-a-choice",
                part,
                Words(f"“{text}”不在可选之列。", f"“{text}” is not one of the choices."),
                Words(f"可写：{'、'.join(allowed)}{_near(text, allowed, 'zh')}", f"write one of {', '.join(allowed)}{_near(text, allowed, 'en')}"),
            )  # fmt: skip
            return allowed[0]
        return text

    def formula(self, part: Part) -> Expr:
        """A number or a formula."""
        text = self.text(part)
        if DAY.fullmatch(text.strip()):
            year, month, day = (int(one) for one in text.strip().split("-"))
            self.object_(
                "date-in-formula",
                part,
                Words(
                    f"“{text}”在公式里是连减，不是日期。",
                    f"“{text}” in a formula is a subtraction and no date.",
                ),
                Words(f"写 date({year}, {month}, {day})。", f"write date({year}, {month}, {day})."),
            )
            return parse("0")
        try:
            return parse(text, self.place(part))
        except SchemeError as error:
            self.problems.extend(error.problems)
            return parse("0")

    def names(self, part: Part) -> tuple[str, ...]:
        """One name or a list of names."""
        if part.items is None:
            return (self.text(part),) if not part.is_empty else ()
        return tuple(self.text(one) for one in part.items)

    # mappings ----------------------------------------------------------------------------------------

    def fields(self, part: Part) -> Mapping[str, Part]:
        """The fields of a mapping; an empty scalar counts as an empty mapping."""
        if part.fields is None:
            if not part.is_empty:
                self.object_(
                    "not-a-mapping",
                    part,
                    Words("这里应是“名称: 内容”的分项。", "a mapping of names is expected here."),
                    Words("每项写成 名称: 内容。", "write each entry as name: content."),
                )
            return {}
        return part.fields

    def entries(self, part: Part) -> list[tuple[str, Part]]:
        """Named entries in order, from a mapping or from a list of one-entry mappings."""
        if part.items is None:
            return list(self.fields(part).items())
        found: list[tuple[str, Part]] = []
        for item in part.items:
            if item.fields is not None and len(item.fields) == 1:
                found.extend(item.fields.items())
            elif item.text is not None and not item.is_empty:
                found.append((item.text, Part(item.line, fields={})))
            else:
                self.object_(
                    "not-an-entry",
                    item,
                    Words(
                        "列表的每一项应是“名称: 内容”。", "each entry of this list should be name: content."
                    ),
                )
        return found

    def only(self, part: Part, allowed: Iterable[str]) -> Mapping[str, Part]:
        """The fields, after objecting to each name that is not allowed."""
        known = tuple(allowed)
        fields = self.fields(part)
        for name, one in fields.items():
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                self.object_(
                    "unknown-key",
                    one,
                    Words(f"不认识“{name}”。", f"unknown key “{name}”."),
                    _mended(name, near, known),
                )
        return fields


def _mended(name: str, near: list[str], known: tuple[str, ...]) -> Words:
    if "(" in name or ")" in name:  # {is: max(a, b)} reads as two entries, because a comma parts them
        return Words(
            "含逗号的公式写在花括号里时要加引号。",
            "inside braces, a formula with commas must stand in quotes.",
        )
    if " " in name:  # {zh: 甲, en: one, two} likewise: a piece of a sentence stands as a key
        return Words(
            "花括号里的文字含逗号时，整段加引号。",
            "inside braces, a text that holds a comma must stand in quotes.",
        )
    if near:
        return Words(f"是不是“{near[0]}”？", f"did you mean “{near[0]}”?")
    return Words(f"这里可写：{'、'.join(known)}", f"allowed here: {', '.join(known)}")


def _near(text: str, allowed: tuple[str, ...], language: str) -> str:
    near = difflib.get_close_matches(text, allowed, 1)
    if not near:
        return "。" if language == "zh" else "."
    return f"；是不是“{near[0]}”？" if language == "zh" else f"; did you mean “{near[0]}”?"


def read_document(source: bytes, file: str) -> Part:
    """The root part of a YAML document. Raises SchemeError on syntax, size, depth or a name given twice."""
    if len(source) > MAX_BYTES:
        raise SchemeError(
            Problem("too-large", Words("方案文件过大。", "the scheme file is too large."), place=Place(file))
        )
    try:
        text = source.decode("utf-8")
        _refuse_deep(text, file)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise SchemeError(
            Problem("not-utf8", Words("方案文件不是 UTF-8 编码。", "the scheme file is not UTF-8."),
                    Words("另存为 UTF-8。", "save it as UTF-8."), Place(file))
        ) from error  # fmt: skip
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        said = getattr(error, "problem", None) or "cannot be read"
        raise SchemeError(
            Problem("yaml", Words(f"这一行的 YAML 写法不对（{said}）。", f"the YAML is broken here ({said})."),
                    Words("检查缩进、冒号后的空格与引号。", "look at indentation, the space after colons, and quotes."),
                    Place(file, line))
        ) from error  # fmt: skip
    if node is None:
        raise SchemeError(
            Problem("empty", Words("方案文件是空的。", "the scheme file is empty."), place=Place(file))
        )
    return _Converter(file).part(node, 0)


def _refuse_deep(text: str, file: str) -> None:
    """Raise SchemeError for a document nested too deeply: composing it would exhaust the stack and end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH + 1:
                raise SchemeError(_too_large(file, event.start_mark.line + 1 if event.start_mark else 0))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _too_large(file: str, line: int) -> Problem:
    words = Words("方案文件层次过深或内容过多。", "the scheme file is nested too deeply or too large.")
    return Problem("too-large", words, place=Place(file, line))


class _Converter:
    """YAML nodes to parts, within limits; aliases are followed but bounded by the count of nodes."""

    def __init__(self, file: str) -> None:
        self.file, self.count, self.broken = file, 0, list[Problem]()

    def part(self, node: yaml.Node, depth: int) -> Part:
        part = self._part(node, depth)
        if depth == 0 and self.broken:
            raise SchemeError(self.broken)
        return part

    def _part(self, node: yaml.Node, depth: int) -> Part:
        line = node.start_mark.line + 1
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise SchemeError(_too_large(self.file, line))
        if isinstance(node, yaml.ScalarNode):
            return Part(line, text=node.value, quoted=bool(node.style))
        self.broken += cut_formulas(node, self.file)
        if isinstance(node, yaml.SequenceNode):
            return Part(line, items=tuple(self._part(one, depth + 1) for one in node.value))
        assert isinstance(node, yaml.MappingNode)
        fields: dict[str, Part] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == "<<" and not key.style:
                continue
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in fields:
                self.broken.append(
                    Problem("twice", Words(f"“{name}”写了两次。", f"“{name}” is written twice."),
                            Words("留下一处。", "keep one of them."), Place(self.file, key.start_mark.line + 1))
                )  # fmt: skip
            fields[name] = self._part(value, depth + 1)
        return Part(line, fields=self._merged(node, depth) | fields)

    def _merged(self, node: yaml.MappingNode, depth: int) -> dict[str, Part]:
        """What `<<: *alike` brings; what the mapping says itself goes before, the first of several before the rest."""
        found: dict[str, Part] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == "<<" and not key.style:
                part = self._part(value, depth + 1)
                for one in reversed(part.items or (part,)):
                    if one.fields is None:
                        raise SchemeError(
                            Problem("merge", Words("<< 之后应是另一处的分项。", "<< takes a mapping written elsewhere."),
                                    Words("写 <<: *名称，并在别处用 &名称 标出那一处。", "write <<: *name, and mark that mapping with &name."),
                                    Place(self.file, key.start_mark.line + 1))
                        )  # fmt: skip
                    found |= one.fields
        return found

"""Forms as lists of fields with words in both languages; what was typed comes back with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoping.errors import KaopingError, Problem, Words
from kaoping.sheets import read_date
from kaoping_web.refusals import Refused, problem


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    words: Words


@dataclass(frozen=True)
class Field:
    """One input. kind: text, long, date, choice, password, tick, code. `optional` fields may stay empty."""

    name: str
    words: Words
    kind: str = "text"
    hint: Words | None = None
    options: Sequence[Option] = ()
    optional: bool = False
    most: int = 200
    complete: str = "off"


@dataclass
class Form:
    """Fields with what stands in them."""

    fields: Sequence[Field]
    given: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> list[tuple[Field, str]]:
        """Each field with its content; passwords never come back."""
        return [
            (one, "" if one.kind in ("password", "code") else self.given.get(one.name, ""))
            for one in self.fields
        ]

    def text(self, name: str) -> str:
        """What was typed, without spaces at its edges."""
        known = next((one.most for one in self.fields if one.name == name), 200)
        return self.given.get(name, "").strip()[:known]

    def ticked(self, name: str) -> bool:
        """Whether the box is ticked."""
        return bool(self.given.get(name))

    def number(self, name: str) -> int:
        """A whole number out of a list or a hidden field; 0 where there is none."""
        text = self.given.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0

    def day(self, name: str) -> date | None:
        """A day, or None with a problem; None without one where the field may be empty."""
        shown = next(one for one in self.fields if one.name == name)
        text = self.text(name)
        if not text:
            if not shown.optional:
                self.problems.append(
                    problem(
                        "day-empty",
                        f"“{shown.words.zh}”没有填。",
                        f"“{shown.words.en}” is empty.",
                        "填日期。",
                        "enter a day.",
                    )
                )
            return None
        try:
            return read_date(text)
        except KaopingError as wrong:
            self.problems.extend(wrong.problems)
            return None

    def refuse(self) -> None:
        """Raises Refused where something could not be read."""
        if self.problems:
            raise Refused(self.problems)


DOCUMENT = Field("document", Words("文件依据", "Paper"), hint=Words("文号或文件名称", "Number or title"))
REASON = Field("reason", Words("原因", "Reason"), "long", optional=True, most=2000)
EFFECTIVE = Field(
    "effective_on",
    Words("生效日", "In force from"),
    "date",
    hint=Words("可以是过去或将来的某一天", "A day in the past or to come"),
)
KIND_HINT = Words("例如 town、department、village", "For example town, department, village")
TITLE = Field("title", Words("名称", "Name"), most=120)
ENGLISH = Field("english", Words("英文名", "Name in English"), optional=True, most=160)
KIND = Field("kind", Words("类别", "Kind"), most=40, hint=KIND_HINT)
KEY = Field(
    "key",
    Words("编码", "Key"),
    most=80,
    hint=Words(
        "方案和表格用它认机构，定了不再改", "Schemes and workbooks know the body by it; it never changes"
    ),
)

"""From the text of a formula to its words: numbers, quoted texts, names and signs, each with its column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from kaoping.errors import Place, Words
from kaoping.scheme.formulas.problems import FormulaSyntaxError, is_plain, problem, shown

LONGEST_NUMBER = 60
LONGEST_NAME = 120
LONGEST_TEXT = 200

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_PART = f"[A-Za-z_{_HAN}][A-Za-z0-9_{_HAN}]*"
_NAME = re.compile(rf"{_PART}(?:\.{_PART})*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SIGN = re.compile(r"<=|>=|!=|<>|==|[-+*/^(),%<>=≤≥≠]")
_BLANK = " \t\r\n"

_PLAIN = {0xFF01 + k: 0x21 + k for k in range(94) if chr(0x21 + k) not in "'\"\\"} | {
    ord("×"): "*",
    ord("÷"): "/",
    ord("−"): "-",
    ord("、"): ",",
    ord("\u3000"): " ",
}
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’"}
_HINTS = {
    "--": Words(
        "公式中不能写注释；减负数请写 a - (-b)", "no comments; write a - (-b) to subtract a negative"
    ),
    "/*": Words("公式中不能写注释", "no comments in a formula"),
    "//": Words(
        "公式中不能写注释；整除请用 floor(a / b)", "no comments; for whole division write floor(a / b)"
    ),
    "**": Words("乘方请写 a ^ b", "write a power as a ^ b"),
    "&&": Words("“并且”请写 and 或 且", "write and"),
    "||": Words("“或者”请写 or 或 或", "write or"),
    "=>": Words("大于等于请写 >=", "write >="),
    "=<": Words("小于等于请写 <=", "write <="),
}

Kind = Literal["number", "text", "name", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `text` is normalised: half-width, one spelling a sign, a quoted text without its quotes."""

    kind: Kind
    text: str
    column: int


def split(source: str, place: Place) -> list[Word]:
    """All words and an end mark. Raises FormulaSyntaxError at the first character that belongs to none."""
    return _Splitter(source, place).run()


class _Splitter:
    """One pass from left to right; `plain` is the source with half-width signs, same columns."""

    def __init__(self, source: str, place: Place) -> None:
        self.source = source
        self.plain = source.translate(_PLAIN)
        self.place = place
        self.at = 0
        self.words: list[Word] = []

    def run(self) -> list[Word]:
        while self.at < len(self.plain):
            char = self.plain[self.at]
            if char in _BLANK:
                self.at += 1
            elif self.plain[self.at : self.at + 2] in _HINTS:
                self._refuse("sign", self.at, self.plain[self.at : self.at + 2])
            elif char in _QUOTES:
                self._text(_QUOTES[char])
            elif not (self._number() or self._name() or self._sign()):
                self._refuse("character", self.at, self.source[self.at])
        self.words.append(Word("end", "", len(self.source) + 1))
        return self.words

    def _number(self) -> bool:
        match = _NUMBER.match(self.plain, self.at)
        if match is None:
            return False
        if len(match[0]) > LONGEST_NUMBER:
            self._fail(
                "number",
                self.at,
                Words(f"数字超过{LONGEST_NUMBER}位", f"a number of more than {LONGEST_NUMBER} characters"),
            )
        following = self.plain[match.end() : match.end() + 1]
        if following == "." or (following not in "且或" and _NAME.match(following)):
            self._fail(
                "number",
                match.end(),
                Words(f"数字后面不能直接跟“{following}”", f"“{following}” directly after a number"),
                Words(
                    "写全数字（3亿写作300000000），或加上运算符",
                    "write the number out (no 1e3, no units), or put a sign between",
                ),
            )
        self._take("number", match[0])
        return True

    def _name(self) -> bool:
        match = _NAME.match(self.plain, self.at)
        if match is None:
            return False
        if len(match[0]) > LONGEST_NAME:
            self._fail(
                "name",
                self.at,
                Words(f"名称超过{LONGEST_NAME}个字", f"a name of more than {LONGEST_NAME} characters"),
            )
        if "__" in match[0]:
            self._fail(
                "name",
                self.at,
                Words(
                    f"名称“{shown(match[0])}”含有连续的下划线",
                    f"two underscores together in “{shown(match[0])}”",
                ),
                Words("名称中只用单个下划线", "use single underscores in names"),
            )
        self._take("name", match[0])
        return True

    def _sign(self) -> bool:
        match = _SIGN.match(self.plain, self.at)
        if match is None:
            return False
        self.words.append(Word("sign", _SIGNS.get(match[0], match[0]), self.at + 1))
        self.at = match.end()
        return True

    def _text(self, closing: str) -> None:
        """A quoted text; the closing quote written twice stands for itself; nothing else is special."""
        start, pieces = self.at, []
        at = start + 1
        while True:
            end = self.source.find(closing, at)
            if end < 0 or end - start > LONGEST_TEXT + 1:
                self._fail(
                    "text",
                    start,
                    Words(
                        f"引号没有配对，或文字超过{LONGEST_TEXT}字",
                        f"the quote is not closed within {LONGEST_TEXT} characters",
                    ),
                )
            pieces.append(self.source[at:end])
            at = end + 1
            if self.source[at : at + 1] != closing:
                break
            pieces.append(closing)
            at += 1
        text = "".join(pieces)
        for offset, char in enumerate(self.source[start:at]):
            if char == "\\" or not is_plain(char):
                self._refuse("text", start + offset, char)
        self.words.append(Word("text", text, start + 1))
        self.at = at

    def _take(self, kind: Kind, text: str) -> None:
        self.words.append(Word(kind, text, self.at + 1))
        self.at += len(text)

    def _refuse(self, code: str, at: int, what: str) -> NoReturn:
        """Refuse a character or a pair of signs, with the hint for it where there is one."""
        zh = en = ""
        if not (what.isascii() and what.isprintable()):
            zh, en = f"（U+{ord(what[0]):04X}）", f" (U+{ord(what[0]):04X})"
        self._fail(
            code,
            at,
            Words(f"这里不能出现“{shown(what)}”{zh}", f"“{shown(what)}”{en} has no place here"),
            _HINTS.get(
                what, Words("删去它，或从键盘重新输入这一段", "delete it, or type this part again by hand")
            ),
        )

    def _fail(self, code: str, at: int, what: Words, mend: Words | None = None) -> NoReturn:
        raise FormulaSyntaxError(problem(code, at + 1, what, mend, self.place))

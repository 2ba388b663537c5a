"""argparse in two languages: its own phrases are said in Chinese where Chinese is spoken."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from kaoping.errors import Language, Words

_PHRASES = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1不能是\2，可选：\3"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的值 \2 不合要求"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 后面要跟一个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
)


class Sayer:
    """Says a phrase given in both languages in one of them."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def words(self, words: Words) -> str:
        """The words in the language spoken."""
        return words.in_(self.language)


class Parser(argparse.ArgumentParser):
    """A parser that speaks as `say` does. Options are written out in full: an abbreviation of today is another
    option's name tomorrow."""

    def __init__(self, say: Sayer, prog: str, description: str = "", **settings: Any) -> None:
        self.say = say
        super().__init__(prog, description=description, allow_abbrev=False, add_help=False, **settings)
        self._positionals.title = say("参数", "arguments")
        self._optionals.title = say("选项", "options")
        self.add_argument("-h", "--help", action="help", help=say("显示帮助", "show this help"))

    def verbs(self) -> Any:
        """The sub-parsers, of this class too."""
        title = self.say("动词", "verbs")
        return self.add_subparsers(
            dest="verb", required=True, metavar=self.say("动词", "VERB"), title=title, parser_class=Parser
        )

    def error(self, message: str) -> NoReturn:
        """A wrong command: usage and one sentence to stderr, exit code 2."""
        told = _chinese(message) if self.say.language == "zh" else message
        self.exit(2, f"{self.format_usage()}{self.prog}：{told}\n" if self.say.language == "zh"
                  else f"{self.format_usage()}{self.prog}: {told}\n")  # fmt: skip

    def format_usage(self) -> str:
        """“usage: …” in the language spoken."""
        return self._spoken(super().format_usage())

    def format_help(self) -> str:
        """The help, its head in the language spoken."""
        return self._spoken(super().format_help())

    def _spoken(self, text: str) -> str:
        if self.say.language != "zh":
            return text
        heads = ((f"\n{title}:\n", f"\n{title}：\n") for title in ("参数", "选项", "动词"))
        for before, after in (("usage: ", "用法："), *heads):
            text = text.replace(before, after, 1)
        return text


def _chinese(message: str) -> str:
    for phrase, chinese in _PHRASES:
        if found := re.fullmatch(phrase, message, re.S):
            return (
                re.sub(r"'([^']*)'", r"“\1”", found.expand(chinese)).replace("”, “", "”“").replace(", ", "、")
            )
    return message


def split_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """`HEADER=KEY` → {header: key}, parted at the last “=”. Raises ValueError with the text that has none."""
    found = {}
    for pair in pairs:
        name, sign, meaning = pair.rpartition("=")
        if not sign or not name.strip():
            raise ValueError(pair)
        found[name.strip()] = meaning.strip()
    return found

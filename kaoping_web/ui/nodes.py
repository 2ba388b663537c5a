"""The tags that stand in every line of every page, as nodes that do at render only what cannot be done when the template is read.

A page of the ledger has a few thousand of them. What they write is what `templatetags/kaoping.py` says they write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.template.base import FilterExpression, Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.template.library import SimpleNode, parse_bits
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from kaoping.errors import Words
from kaoping_web.ui.addresses import address
from kaoping_web.ui.reader import language_in

_SPECIAL = re.compile(r"[&<>\"']")

Tag = Callable[..., object]


def escaped(text: str) -> str:
    """As Django escapes; a text without special signs, as nearly all are, is left as it is."""
    if isinstance(text, SafeString) or not _SPECIAL.search(text):
        return text
    return conditional_escape(text)


def said(value: object, lang: str) -> str:
    """Words in that language; anything else as it is."""
    if isinstance(value, Words):
        return (value.zh or value.en) if lang == "zh" else (value.en or value.zh)
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)


def literal(given: FilterExpression) -> object:
    """What stands in the template itself; None where it is known at render only."""
    return None if isinstance(given.var, Variable) or given.filters else given.var


def tag_of(
    function: Tag, node: type[SimpleNode], names: Sequence[str], more: str | None = None, context: bool = True
) -> Callable[[Parser, Token], SimpleNode]:
    """A tag that is read like a simple tag with these arguments, and rendered by that node."""
    params = ["context", *names] if context else list(names)

    def compiled(parser: Parser, token: Token) -> SimpleNode:
        name, *bits = token.split_contents()
        target = None
        if len(bits) >= 2 and bits[-2] == "as":
            target, bits = bits[-1], bits[:-2]
        args, kwargs = parse_bits(parser, bits, params, None, more, None, [], None, context, name)
        return node(function, context, args, kwargs, target)

    return compiled


class Counted(str):
    """A value of a sentence that can choose a word by its number: `{n} {n:paper|papers}` is 1 paper, 2 papers."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """The value itself, or the first word for one and the second for any other number."""
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self in ("1", "\N{MINUS SIGN}1", "-1") else many


class Sentence(SimpleNode):
    """`{% w "…" "…" name=value %}`: both sentences stand in the template; only the values are asked for."""

    def __init__(
        self,
        func: Tag,
        takes_context: bool,
        args: list[FilterExpression],
        kwargs: dict[str, FilterExpression],
        target_var: str | None,
    ) -> None:
        super().__init__(func, takes_context, args, kwargs, target_var)
        both = [literal(one) for one in args]
        self.is_quick = target_var is None and len(both) == 2 and all(isinstance(one, str) for one in both)
        self.zh, self.en = map(str, both) if self.is_quick else ("", "")
        self.given = tuple(kwargs.items())

    def render(self, context: Context) -> Any:
        """The sentence in the reader's language, every value escaped."""
        if not self.is_quick:
            return super().render(context)
        lang = language_in(context)
        text = self.zh if lang == "zh" else self.en
        if not self.given:
            return text
        return str(text).format(
            **{name: Counted(escaped(said(one.resolve(context), lang))) for name, one in self.given}
        )


class Said(SimpleNode):
    """`{% say words %}`."""

    def render(self, context: Context) -> Any:
        """The words in the reader's language, escaped."""
        if self.target_var is not None or self.kwargs:
            return super().render(context)
        return escaped(said(self.args[0].resolve(context), language_in(context)))


class Drawn(SimpleNode):
    """`{% icon "name" %}`: one of a few dozen strings."""

    def render(self, context: Context) -> Any:
        """The drawing."""
        return (
            super().render(context)
            if self.target_var or self.kwargs
            else self.func(self.args[0].resolve(context))
        )


class Address(URLNode):
    """`{% url 'name' value %}`."""

    def render(self, context: Context) -> Any:
        """The address, worked out once."""
        if self.kwargs:
            return super().render(context)
        try:
            found = address(self.view_name.resolve(context), *[one.resolve(context) for one in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return escaped(found)


def address_tag(parser: Parser, token: Token) -> Address:
    """Django's `url`, read as Django reads it."""
    read = url(parser, token)
    return Address(read.view_name, read.args, read.kwargs, read.asvar)

"""`{% load finished %}`: pieces of a page that are written once and kept for as long as what they tell stays the same."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from kaoping_web.journal.kept import finished as kept_text

register = template.Library()


class Finished(Node):
    """`{% finished "name" key %}…{% endfinished %}`: what stands between, written once for each key and language.

    `key` is (position, what): whatever decides what may be shown to whom belongs in it. None: written each time. Nothing of
    the frame, no form, no moment of the day and no variable that the key does not decide may stand between.
    """

    child_nodelists = ("nodelist",)

    def __init__(self, name: FilterExpression, key: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.key, self.nodelist = name, key, nodelist

    def render(self, context: Context) -> SafeString:
        """The text, as it was written first."""
        key = self.key.resolve(context)
        if not key:
            return self.nodelist.render(context)
        at, what = key
        name = self.name.resolve(context), what, context.get("lang", "zh")
        return SafeString(kept_text(at, name, lambda: self.nodelist.render(context)))


@register.tag
def finished(parser: Parser, token: Token) -> Finished:
    """The tag as it is read."""
    _, name, key = token.split_contents()
    nodelist = parser.parse(("endfinished",))
    parser.delete_first_token()
    return Finished(parser.compile_filter(name), parser.compile_filter(key), nodelist)

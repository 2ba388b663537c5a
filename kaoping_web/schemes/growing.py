"""What is done with a draft's text when an item is added, removed or moved: the finished text is handed to the services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaoping import Scheme
from kaoping.errors import Problem, Words
from kaoping.scheme.blocks.base import BlockSpec
from kaoping.scheme.model import Node
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.drafting import Draft, stale
from kaoping_web.schemes.editing.document import Document, Path
from kaoping_web.schemes.editing.new_items import item_of
from kaoping_web.schemes.editing.structure import added, moved, removed, swapped
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import read, text_of
from kaoping_web.schemes.reading.facts import users_of

UP, DOWN = "up", "down"
ROOT = "total"


@dataclass(frozen=True)
class Home:
    """A dimension that holds items (or the tree itself): where its entries are written."""

    node: Node
    depth: int
    title: Words


def homes(scheme: Scheme) -> list[Home]:
    """Every dimension, and every tree that holds items directly, in the order of the scheme."""
    found: list[Home] = []
    for tree in scheme.trees.values():
        title = Words("年度体系", "The year") if tree.root.key == ROOT else tree.root.title
        found += _homes(tree.root, 0, title)
    return found


def _homes(node: Node, depth: int, title: Words) -> Iterator[Home]:
    if any(one.is_item for one in node.children):
        yield Home(node, depth, title)
    for one in node.children:
        yield from _homes(one, depth + 1, one.title)


def parent_of(scheme: Scheme, key: str) -> Node | None:
    """The dimension or tree that a node stands in; None for a tree."""
    return next((one for one in scheme.nodes() if any(child.key == key for child in one.children)), None)


def entries_of(document: Document, parent: Node) -> Path:
    """Where the entries of a dimension or tree are written."""
    path = document.path_of_node(parent.key)
    return ("tree",) if path is None else (*path, "items")


def draft_added(
    version: SchemeVersion, seen: int, parent: Node, spec: BlockSpec, sent: Mapping[str, str]
) -> tuple[Draft, str]:
    """The draft with the item of a form last in its dimension, with its figure; and the item's key."""
    text = _text(version, seen)
    item = item_of(read(text), parent, spec, sent)
    if item.problems:
        raise Refused(list(item.problems))
    if item.fact is not None:
        text = added(text, ("facts",), item.key, item.fact)
    text = added(text, entries_of(Document(text), parent), item.key, item.content)
    en = item.title.en or item.title.zh
    told = Words(
        f"在“{title_of(parent).zh}”下增加“{item.title.zh}”",
        f"added “{en}” under “{title_of(parent).in_('en')}”",
    )
    return Draft(text, read(text), (told,)), item.key


def draft_removed(version: SchemeVersion, seen: int, node: Node, with_facts: bool) -> Draft:
    """The draft without an item or dimension; where asked, without the figures that nothing else uses."""
    text = _text(version, seen)
    scheme = read(text)
    parent = parent_of(scheme, node.key)
    if parent is None or len(parent.children) == 1:
        raise Refused(_last_one(node, parent))
    alone = lonely_facts(scheme, node) if with_facts else ()
    text = removed(text, entries_of(Document(text), parent), node.key)
    for fact in alone:
        text = removed(text, ("facts",), fact)
    said = [Words(f"删去“{node.title.zh}”", f"removed “{node.title.in_('en')}”")]
    said += [
        Words(
            f"删去数据“{scheme.facts[one].title.zh}”",
            f"removed the figure “{scheme.facts[one].title.in_('en')}”",
        )
        for one in alone
    ]
    return Draft(text, read(text), tuple(said))


def draft_moved(version: SchemeVersion, seen: int, node: Node, to: str) -> Draft:
    """The draft with an item one place up or down, or last in another dimension. `to`: up, down or the dimension's key."""
    text = _text(version, seen)
    scheme, document = read(text), Document(text)
    parent = parent_of(scheme, node.key)
    if parent is None:
        raise Refused(_nowhere(node))
    at = entries_of(document, parent)
    if to in (UP, DOWN):
        beside = neighbour(parent, node.key, to)
        if beside is None:
            raise Refused(_nowhere(node))
        told = Words(
            f"“{node.title.zh}”{'上' if to == UP else '下'}移一位",
            f"moved “{node.title.in_('en')}” {to} one place",
        )
        new = swapped(text, at, node.key, beside.key)
    else:
        goal = next((one.node for one in homes(scheme) if one.node.key == to and to != parent.key), None)
        if goal is None or not node.is_item:
            raise Refused(_nowhere(node))
        if len(parent.children) == 1:
            raise Refused(_last_one(node, parent))
        told = Words(
            f"“{node.title.zh}”移到“{title_of(goal).zh}”之下",
            f"moved “{node.title.in_('en')}” to “{title_of(goal).in_('en')}”",
        )
        new = moved(text, at, node.key, entries_of(document, goal))
    return Draft(new, read(new), (told,))


def neighbour(parent: Node, key: str, to: str) -> Node | None:
    """The entry above or below; None at the end."""
    keys = [one.key for one in parent.children]
    at = keys.index(key) + (-1 if to == UP else 1)
    return parent.children[at] if 0 <= at < len(keys) else None


def lonely_facts(scheme: Scheme, node: Node) -> tuple[str, ...]:
    """The figures that only this node's items use."""
    own = {one.key for one in node.walk()}
    return tuple(fact for fact, used in users_of(scheme).items() if used and set(used) <= own)


def title_of(node: Node) -> Words:
    """A dimension by its title; the tree of the year has none of its own."""
    return Words("年度体系", "The year") if node.key == ROOT else node.title


def _text(version: SchemeVersion, seen: int) -> str:
    text = text_of(version)
    if version.version != seen:
        raise stale(())
    return text


def _last_one(node: Node, parent: Node | None) -> list[Problem]:
    where = title_of(parent) if parent is not None else node.title
    return [
        problem("last-one", f"“{node.title.zh}”是“{where.zh}”之下仅有的一项，拿走后就空了。",
                f"“{node.title.in_('en')}” is the only one under “{where.in_('en')}”, which would be empty.",
                "先在其下增加一项；或删去整个维度。", "add another one there first; or remove the whole dimension.")
    ]  # fmt: skip


def _nowhere(node: Node) -> list[Problem]:
    return [
        problem("nowhere", f"“{node.title.zh}”不能移到那里。", f"“{node.title.in_('en')}” cannot be moved there.",
                "刷新页面，看它现在排在哪里。", "reload the page to see where it stands now.")
    ]  # fmt: skip

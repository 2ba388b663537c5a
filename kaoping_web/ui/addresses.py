"""The address of a page by its name, worked out once: a table asks for the same hundreds of addresses again and again."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse

KEPT = 1 << 15
"""How many addresses a process keeps: of about 200 letters each, 6 MB at most."""


def address(name: str, *given: object) -> str:
    """What `reverse` says. Raises NoReverseMatch where there is no such page."""
    return _address(get_script_prefix(), name, given)


@lru_cache(maxsize=KEPT)
def _address(prefix: str, name: str, given: tuple[object, ...]) -> str:
    return reverse(name, args=given)

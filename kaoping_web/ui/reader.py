"""How the reader wants to read: language and light or dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.context import Context

from kaoping.errors import Language

LANGUAGE, THEME = "kaoping-language", "kaoping-theme"
LANGUAGES, THEMES = ("zh", "en"), ("light", "dark")


class ReaderRequest(HttpRequest):
    """A request as `Reader` hands it on: with the reader's language and theme."""

    lang: Language
    theme: str


class Reader:
    """Sets `request.lang` and `request.theme`: the reader's choice in this browser, else what his account says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, read = request.user, cast(ReaderRequest, request)
        lang = _chosen(request.COOKIES.get(LANGUAGE), getattr(user, "language", ""), LANGUAGES)
        read.lang = "en" if lang == "en" else "zh"
        read.theme = _chosen(request.COOKIES.get(THEME), getattr(user, "theme", ""), THEMES)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-CN" if read.lang == "zh" else "en")
        return response


def language_in(context: Context) -> Language:
    """The reader's language in a template."""
    return "en" if context.get("lang") == "en" else "zh"


def _chosen(cookie: str | None, account: str, allowed: tuple[str, ...]) -> str:
    return next((one for one in (cookie, account) if one in allowed), allowed[0])


def reading(request: HttpRequest) -> dict[str, object]:
    """For every template: `lang`, `theme`, and the other language."""
    lang = getattr(request, "lang", "zh")
    return {
        "lang": lang,
        "other_lang": "en" if lang == "zh" else "zh",
        "theme": getattr(request, "theme", "light"),
    }

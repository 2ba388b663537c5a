"""How the reader wants to read: language and light or dark."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

LANGUAGE, THEME = "kaoping-language", "kaoping-theme"
LANGUAGES, THEMES = ("zh", "en"), ("light", "dark")


class Reader:
    """Sets `request.lang` and `request.theme`: the reader's choice in this browser, else what his account says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.lang = _chosen(request.COOKIES.get(LANGUAGE), getattr(user, "language", ""), LANGUAGES)  # type: ignore[attr-defined]
        request.theme = _chosen(request.COOKIES.get(THEME), getattr(user, "theme", ""), THEMES)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", "zh-CN" if request.lang == "zh" else "en")  # type: ignore[attr-defined]
        return response


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

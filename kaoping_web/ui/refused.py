"""Pages for what did not happen: refused, not found, not allowed, broken. Each says what, where and how to mend it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from enum import Enum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaoping.errors import KaopingError
from kaoping_web.refusals import Refused, Stale


class Refusals:
    """A refusal that no view has caught becomes a page; nothing was stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Problems as a page. Other exceptions are left to Django."""
        return refused(request, exception) if isinstance(exception, KaopingError) else None


def refused(request: HttpRequest, error: KaopingError) -> HttpResponse:
    """The page of a deed that was not done."""
    status = error.status if isinstance(error, Refused) else 422
    clashes = error.clashes if isinstance(error, Stale) else ()
    return render(request, "ui/refused.html", {"problems": error.problems, "clashes": clashes}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what is another body's: byte for byte."""
    return render(request, "ui/not_found.html", {"bare": True}, status=404)


def not_allowed(
    request: HttpRequest, exception: Exception | None = None, asked: Iterable[Enum] = ()
) -> HttpResponse:
    """Which permission it takes, and who gives it."""
    return render(request, "ui/not_allowed.html", {"asked": [one.value for one in asked]}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. What was sent before is stored; this one may not be."""
    return render(request, "ui/broken.html", {"bare": True}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or that page was too old."""
    logging.getLogger(__name__).warning("csrf: %s", reason)
    return render(request, "ui/old_form.html", {"bare": True}, status=403)

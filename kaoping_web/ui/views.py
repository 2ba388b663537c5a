"""Language and theme, kept in the browser; the gallery of parts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from kaoping_web.ui.reader import LANGUAGE, LANGUAGES, THEME
from kaoping_web.ui.samples import CELLS, SWATCHES, rows

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the reader came from, if it is one of ours."""
    there = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(there if safe else "/")


@require_safe
def language(request: HttpRequest, language: str) -> HttpResponse:
    """Read in this language from now on, in this browser."""
    if language not in LANGUAGES:
        raise Http404
    response = _back(request)
    response.set_cookie(
        LANGUAGE, language, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Light to dark or back, in this browser."""
    response = _back(request)
    other = "light" if request.theme == "dark" else "dark"  # type: ignore[attr-defined]
    response.set_cookie(THEME, other, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part of a page once, with when to use it."""
    shown = {
        "swatches": SWATCHES,
        "cells": CELLS,
        "rows": rows(),
        "sample": "1234.5",
        "minus": "-0.2",
        "plus": "0.3",
    }
    return render(request, "ui/gallery.html", shown)


for one in (language, theme, gallery):
    vars(one).update(needs=(), needs_to_write=None, is_open=True)

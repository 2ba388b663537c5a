"""What a view asks for: a permission, or to be open to everybody. An address without either fails the house tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from kaoping_web import clock
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.ui.refused import not_allowed

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD", "POST")
"""What an address may take. One that is for reading only says so itself, by `require_safe`; one for writing by `require_POST`."""


def needs(
    *permissions: Permission, write: Permission | tuple[Permission, ...] | None = None
) -> Callable[[View], View]:
    """The view is for those who hold one of these permissions anywhere; `write`: for every method that changes something.

    Which rows they then see is for the view's queries, which take the user. A person not signed in is asked to.
    """

    writes = (write,) if isinstance(write, Permission) else write

    def guarded(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            safe = request.method in ("GET", "HEAD", "OPTIONS")
            asked = permissions if safe or writes is None else writes
            today = clock.today()
            if not any(scope(request.user, one, today).holds for one in asked):
                return not_allowed(request, None, asked)
            return _answered(view, request, *args, **kwargs)

        inner.needs = permissions  # type: ignore[attr-defined]
        inner.needs_to_write = write  # type: ignore[attr-defined]
        return inner

    return guarded


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in, about himself only."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _answered(view, request, *args, **kwargs)

    inner.needs = ()  # type: ignore[attr-defined]
    inner.needs_to_write = None  # type: ignore[attr-defined]
    inner.is_personal = True  # type: ignore[attr-defined]
    return inner


def open_to_all(view: View) -> View:
    """The view is for everybody, signed in or not: sign-in, language, the verification of a receipt."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return _answered(view, request, *args, **kwargs)

    inner.needs = ()  # type: ignore[attr-defined]
    inner.needs_to_write = None  # type: ignore[attr-defined]
    inner.is_open = True  # type: ignore[attr-defined]
    return inner


def _answered(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The view's answer; a view looks whether it is POST, so that any other method would be taken for reading."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    return view(request, *args, **kwargs)

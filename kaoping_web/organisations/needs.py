"""What a view asks for: a permission, or to be open to everybody. An address without either fails the house tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from kaoping_web import clock
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.ui.refused import not_allowed

View = Callable[..., HttpResponse]


def needs(*permissions: Permission, write: Permission | None = None) -> Callable[[View], View]:
    """The view is for those who hold one of these permissions anywhere; `write`: for every method that changes something.

    Which rows they then see is for the view's queries, which take the user. A person not signed in is asked to.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            safe = request.method in ("GET", "HEAD", "OPTIONS")
            asked = permissions if safe or write is None else (write,)
            today = clock.today()
            if not any(scope(request.user, one, today).holds for one in asked):
                return not_allowed(request, None, asked)
            return view(request, *args, **kwargs)

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
        return view(request, *args, **kwargs)

    inner.needs = ()  # type: ignore[attr-defined]
    inner.needs_to_write = None  # type: ignore[attr-defined]
    inner.is_personal = True  # type: ignore[attr-defined]
    return inner


def open_to_all(view: View) -> View:
    """The view is for everybody, signed in or not: sign-in, language, the verification of a receipt."""
    view.needs = ()  # type: ignore[attr-defined]
    view.needs_to_write = None  # type: ignore[attr-defined]
    view.is_open = True  # type: ignore[attr-defined]
    return view

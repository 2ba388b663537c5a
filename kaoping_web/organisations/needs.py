"""What a view asks for: a permission, or to be open to everybody. An address without either fails the house tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from kaoping_web import clock
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.ui.reader import ReaderRequest
from kaoping_web.ui.refused import not_allowed

View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD", "POST")
"""What an address may take. One that is for reading only says so itself, by `require_safe`; one for writing by `require_POST`."""


class UserRequest(ReaderRequest):
    """A request of somebody who is signed in: what a view gets behind `needs` and `signed_in`."""

    user: User


def needs(
    *permissions: Permission, write: Permission | tuple[Permission, ...] | None = None
) -> Callable[[View], View]:
    """The view is for those who hold one of these permissions anywhere; `write`: for every method that changes something.

    Which rows they then see is for the view's queries, which take the user. A person not signed in is asked to.
    """

    writes = (write,) if isinstance(write, Permission) else write

    def guarded(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            safe = request.method in ("GET", "HEAD", "OPTIONS")
            asked = permissions if safe or writes is None else writes
            today = clock.today()
            if not any(scope(request.user, one, today).holds for one in asked):
                return not_allowed(request, None, asked)
            return _answered(view, request, *args, **kwargs)

        vars(inner).update(needs=permissions, needs_to_write=write)
        return inner

    return guarded


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in, about himself only."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _answered(view, request, *args, **kwargs)

    vars(inner).update(needs=(), needs_to_write=None, is_personal=True)
    return inner


def open_to_all(view: View) -> View:
    """The view is for everybody, signed in or not: sign-in, language, the verification of a receipt."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return _answered(view, request, *args, **kwargs)

    vars(inner).update(needs=(), needs_to_write=None, is_open=True)
    return inner


def _answered(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    """The view's answer; a view looks whether it is POST, so that any other method would be taken for reading."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    return view(request, *args, **kwargs)

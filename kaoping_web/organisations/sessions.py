"""Sessions end when a person is disabled, loses or gains a role, or changes the password."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404

EPOCH = "epoch"
OPEN_BEFORE_CHANGE = frozenset(
    {"account", "account-password", "sign-in", "sign-out", "language", "theme", "verify"}
)
"""What somebody with a one-time password can do: choose a password of his own, and leave."""


class Sessions:
    """Ends a session that began in an earlier epoch of its person, at its next request; leads who was given a one-time
    password to the page where he chooses his own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and request.session.get(EPOCH) != user.epoch:
            logout(request)
        elif (
            user.is_authenticated and user.must_change_password and not _open_before_change(request.path_info)
        ):
            return HttpResponseRedirect(reverse("account"))
        return self.get_response(request)


def _open_before_change(path: str) -> bool:
    try:
        return resolve(path).url_name in OPEN_BEFORE_CHANGE
    except Resolver404:
        return True

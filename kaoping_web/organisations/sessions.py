"""Sessions end when a person is disabled, loses or gains a role, or changes the password."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

EPOCH = "epoch"


class Sessions:
    """Ends a session that began in an earlier epoch of its person, at its next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and request.session.get(EPOCH) != user.epoch:
            logout(request)
        return self.get_response(request)

"""A form is done once: sent again with the same key it gets the same answer, whoever pressed twice or lost the line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kaoping_web import clock
from kaoping_web.journal.models import Submission
from kaoping_web.journal.writing import writing
from kaoping_web.refusals import Refused, problem

Done = TypeVar("Done")
NOT_COMPARED = ("csrfmiddlewaretoken", "once")


def perform(request: HttpRequest, deed: Callable[[], Done], then: Callable[[Done], str]) -> HttpResponse:
    """Do the deed of this form and go where `then` says; go there again where the form was sent before.

    Everything the deed writes and the memory of the form are one transaction. Read files before, not within. Raises
    Refused where the key was used for another content, and whatever the deed refuses.
    """
    user_id = request.user.pk
    assert user_id is not None, "only who is signed in sends a form"
    key, body = request.POST.get("once", "")[:64], digest_of(request)
    if not key:
        raise Refused(
            problem("no-form-key", "表单没有编号。", "the form has no number of its own.", "回到页面重新打开再提交。", "open the page again and send it from there.")
        )  # fmt: skip
    with writing():
        before = Submission.objects.filter(user_id=user_id, key=key).first()
        if before is not None:
            if before.body != body:
                raise Refused(
                    problem("form-key-used", "这张表单已经提交过，内容与这次不同。", "this form has been sent before with another content.",
                            "先看已存的内容，再打开新表单。", "look at what is stored, then open the form anew.")
                )  # fmt: skip
            return HttpResponseRedirect(before.location)
        location = then(deed())
        Submission.objects.create(user_id=user_id, key=key, body=body, location=location, at=clock.now())
    return HttpResponseRedirect(location)


def digest_of(request: HttpRequest) -> str:
    """The SHA-256 of what was sent: address, fields and files."""
    found = hashlib.sha256(request.path.encode())
    for name in sorted(request.POST):
        if name not in NOT_COMPARED:
            found.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for one in request.FILES.getlist(name):
            found.update(repr((name, one.name, one.size)).encode())
            for chunk in one.chunks():
                found.update(chunk)
            one.seek(0)
    return found.hexdigest()

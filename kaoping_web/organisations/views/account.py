"""Signing in and out, and one's own account."""

from __future__ import annotations

import pyotp
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.organisations.forms import Field, Form
from kaoping_web.organisations.models import User
from kaoping_web.organisations.needs import UserRequest, open_to_all, signed_in
from kaoping_web.organisations.peoples import demo_rows, roles_rows
from kaoping_web.organisations.policy import grants_of
from kaoping_web.organisations.services import signing_in
from kaoping_web.organisations.sessions import EPOCH
from kaoping_web.refusals import Refused
from kaoping_web.ui.reader import ReaderRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "second-factor"
NAME = Field("username", Words("登录名", "Name"), most=60, complete="username")
PASSWORD = Field("password", Words("密码", "Password"), "password", most=4096, complete="current-password")
CODE = Field(
    "code",
    Words("动态码", "Code"),
    "code",
    optional=True,
    most=12,
    hint=Words("设过动态码的才填", "Only where you have set a second factor"),
    complete="one-time-code",
)
OLD = Field("old", Words("原密码", "Old password"), "password", most=4096, complete="current-password")
NEW = Field(
    "new",
    Words("新密码", "New password"),
    "password",
    most=4096,
    hint=Words("至少 10 个字符，不全是数字", "At least 10 characters, not all digits"),
    complete="new-password",
)
AGAIN = Field(
    "again", Words("再输一次新密码", "New password again"), "password", most=4096, complete="new-password"
)
TYPED = Field(
    "code",
    Words("动态码", "Code"),
    "code",
    most=12,
    hint=Words("手机上显示的六位数", "The six digits on the telephone"),
    complete="one-time-code",
)


@sensitive_post_parameters("password", "code")
@open_to_all
def sign_in(request: ReaderRequest) -> HttpResponse:
    """Name, password and, where one is set, the code of the second factor."""
    form = Form((NAME, PASSWORD, CODE), {name: request.POST[name] for name in request.POST})
    shown = {
        "form": form,
        "next": _next(request),
        "demo": demo_rows(clock.today()) if settings.DEMO else (),
        "bare": True,
    }
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request))
        return render(request, "organisations/sign_in.html", shown)
    try:
        typed = request.POST.get("password", "")[:4096]
        person = signing_in.attempt(
            username=form.text("username"), password=typed, code=form.text("code"), now=clock.now()
        )
    except Refused as wrong:
        return render(
            request, "organisations/sign_in.html", {**shown, "problems": wrong.problems}, status=422
        )
    return _enter(request, person)


@require_POST
@open_to_all
def sign_in_for_demo(request: ReaderRequest) -> HttpResponse:
    """One click, in a demo only."""
    if not settings.DEMO:
        raise Http404
    typed = request.POST.get("person", "")
    return _enter(
        request, signing_in.sign_in_for_demo(person_id=int(typed) if typed.isdigit() else 0, now=clock.now())
    )


def _enter(request: ReaderRequest, person: User) -> HttpResponse:
    there = _next(request)
    login(request, person, backend=BACKEND)
    request.session.cycle_key()
    request.session[EPOCH] = person.epoch
    return HttpResponseRedirect(reverse("account") if person.must_change_password else there)


@require_POST
@open_to_all
def sign_out(request: ReaderRequest) -> HttpResponse:
    """Leave."""
    if request.user.is_authenticated:
        signing_in.signed_out(by=request.user, now=clock.now())
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@signed_in
@require_safe
def account(request: UserRequest) -> HttpResponse:
    """One's own roles, password, second factor and sessions."""
    return render(request, "organisations/account.html", _page(request))


@sensitive_post_parameters()
@require_POST
@signed_in
def change_password(request: UserRequest) -> HttpResponse:
    """A new password of one's own; sessions elsewhere end."""
    old, new, again = (request.POST.get(name, "")[:4096] for name in ("old", "new", "again"))
    try:
        person = signing_in.change_password(by=request.user, old=old, new=new, again=again, now=clock.now())
    except Refused as wrong:
        return render(
            request,
            "organisations/account.html",
            _page(request, problems=wrong.problems, wrong_at="password"),
            status=422,
        )
    return _stay(request, person)


@sensitive_post_parameters()
@require_POST
@signed_in
def second_factor(request: UserRequest) -> HttpResponse:
    """Begin: a secret to type into the telephone. Confirm: a code made from it."""
    secret = request.session.get(PENDING, "")
    if "code" not in request.POST or not secret:
        request.session[PENDING] = pyotp.random_base32()
        return HttpResponseRedirect(reverse("account") + "#factor")
    try:
        person = signing_in.set_second_factor(
            by=request.user, secret=secret, code=request.POST["code"][:12], now=clock.now()
        )
    except Refused as wrong:
        return render(
            request,
            "organisations/account.html",
            _page(request, problems=wrong.problems, wrong_at="factor"),
            status=422,
        )
    del request.session[PENDING]
    return _stay(request, person)


@require_POST
@signed_in
def end_sessions(request: UserRequest) -> HttpResponse:
    """Sign out everywhere else."""
    return _stay(request, signing_in.end_other_sessions(by=request.user, now=clock.now()))


def _stay(request: UserRequest, person: User) -> HttpResponse:
    """This session goes on, in the new epoch and under a new key."""
    pending = request.session.get(PENDING)
    login(request, person, backend=BACKEND)
    request.session.cycle_key()
    request.session[EPOCH] = person.epoch
    if pending:
        request.session[PENDING] = pending
    return HttpResponseRedirect(reverse("account"))


def _page(request: UserRequest, **more: object) -> dict[str, object]:
    today = clock.today()
    secret = request.session.get(PENDING, "")
    uri = (
        pyotp.TOTP(secret).provisioning_uri(name=request.user.username, issuer_name="Kaoping")
        if secret
        else ""
    )
    return {
        "roles": roles_rows(grants_of(request.user, today), today), "passwords": Form((OLD, NEW, AGAIN)), "codes": Form((TYPED,)),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), "uri": uri, **more,
    }  # fmt: skip


def _next(request: ReaderRequest) -> str:
    there = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if safe else "/"

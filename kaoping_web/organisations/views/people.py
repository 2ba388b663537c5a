"""People and their roles."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations import services
from kaoping_web.organisations.forms import Field, Form, Option
from kaoping_web.organisations.models import User
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.pages import depth_of
from kaoping_web.organisations.peoples import people_rows, roles_rows
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries.bodies import bodies_within, names_of
from kaoping_web.organisations.queries.people import grants_in, people_seen
from kaoping_web.organisations.roles import ROLE_WORDS, Permission, Role
from kaoping_web.refusals import Refused

P = Permission
REASON = Field("reason", Words("原因或文件依据", "Reason or paper"), most=2000)


@needs(P.PEOPLE_READ)
@require_safe
def people(request: UserRequest) -> HttpResponse:
    """Everybody within reach, with the roles held today."""
    today, asked = clock.today(), request.GET.get("q", "").strip()[:60]
    rows = people_rows(request.user, today, asked)
    shown = {
        "rows": rows, "q": asked, "on": today, "active": sum(one.person.is_active for one in rows), "without": sum(not one.roles for one in rows),
        "may_add": may(request.user, P.PEOPLE_CHANGE, today), "may_grant": may(request.user, P.GRANTS_CHANGE, today),
    }  # fmt: skip
    return render(request, "organisations/people.html", shown)


@needs(P.PEOPLE_READ)
@require_safe
def person(request: UserRequest, person: int) -> HttpResponse:
    """One person: account and roles over time."""
    found = _person_or_404(request, P.PEOPLE_READ, person)
    return render(request, "organisations/person.html", _person_page(request, found))


def _person_page(request: UserRequest, found: User, **more: object) -> dict[str, object]:
    today, now = clock.today(), clock.now()
    grants = roles_rows(
        list(grants_in(request.user, P.PEOPLE_READ, today).filter(user=found).order_by("starts", "pk")), today
    )
    is_self = found.pk == request.user.pk
    home = names_of([found.home_id], today).get(found.home_id) if found.home_id else None
    return {
        "person": found, "grants": grants, "home": home, "is_self": is_self, "held": sum(one.holds for one in grants),
        "locked": found.locked_until is not None and now < found.locked_until, "today": today,
        "may_change": not is_self and people_seen(request.user, P.PEOPLE_CHANGE, today).filter(pk=found.pk).exists(),
        "may_grant": not is_self and people_seen(request.user, P.GRANTS_CHANGE, today).filter(pk=found.pk).exists(),
        **more,
    }  # fmt: skip


@needs(P.PEOPLE_CHANGE)
def add(request: UserRequest) -> HttpResponse:
    """A new person, with a password shown once."""
    form = Form(_person_fields(request, with_name=True), _given(request))
    shown = {
        "form": form,
        "words": Words("新增人员", "Add a person"),
        "lede": ADD_LEDE,
        "back": reverse("people"),
    }
    if request.method != "POST":
        return render(request, "organisations/form.html", shown)
    password = services.one_time_password()
    hashed = make_password(password)

    def done() -> User:
        return services.add_person(
            by=request.user, username=form.text("username"), display_name=form.text("display_name"), home_id=form.number("home"),
            password_hash=hashed, reason=form.text("reason"), now=clock.now(),
        )  # fmt: skip

    return _handing_out(request, done, password, shown)


ADD_LEDE = Words("新增后只会显示一次性密码一次；岗位由安全管理员另行授予。",
                 "A password for one use is shown once; roles are granted by the security administrator.")  # fmt: skip


def _handing_out(
    request: UserRequest, done: Callable[[], User], password: str, shown: dict[str, object]
) -> HttpResponse:
    """Do it; show the password where it was done just now, and not where the form came a second time."""
    made: list[User] = []

    def deed() -> User:
        made.append(done())
        return made[0]

    try:
        response = perform(request, deed, lambda one: reverse("person", args=[one.pk]))
    except Refused as wrong:
        return render(
            request, "organisations/form.html", {**shown, "problems": wrong.problems}, status=wrong.status
        )
    if not made:
        return response
    return render(request, "organisations/handed_out.html", {"person": made[0], "password": password})


@needs(P.PEOPLE_CHANGE)
def reset(request: UserRequest, person: int) -> HttpResponse:
    """A password for one use, shown once."""
    found = _person_or_404(request, P.PEOPLE_CHANGE, person)
    form = Form((REASON,), _given(request))
    words = Words(f"重置{found.display_name}的密码", f"Reset the password of {found.display_name}")
    lede = Words(
        "原密码失效，已登录的会话结束；动态码不变。",
        "The old password and open sessions end; the second factor stays.",
    )
    shown = {
        "form": form,
        "words": words,
        "lede": lede,
        "back": reverse("person", args=[person]),
        "seen": _seen(request, found),
    }
    if request.method != "POST":
        return render(request, "organisations/form.html", shown)
    password = services.one_time_password()
    hashed = make_password(password)

    def done() -> User:
        return services.reset_password(
            by=request.user,
            person_id=found.pk,
            seen=_seen(request, found),
            password_hash=hashed,
            reason=form.text("reason"),
            now=clock.now(),
        )

    return _handing_out(request, done, password, shown)


CHANGES = {
    "disable": (
        P.PEOPLE_CHANGE,
        Words("停用{0}", "Disable {0}"),
        Words(
            "不能再登录，已登录的会话结束；岗位记录照旧。",
            "No more sign-in; open sessions end. Roles stay on record.",
        ),
        services.disable_person,
    ),
    "enable": (
        P.PEOPLE_CHANGE,
        Words("启用{0}", "Enable {0}"),
        Words("可以再登录，锁定解除。", "Sign-in is open again; a lock is lifted."),
        services.enable_person,
    ),
    "factor": (
        P.GRANTS_CHANGE,
        Words("清除{0}的动态码", "Clear the second factor of {0}"),
        Words(
            "手机遗失时用。由安全管理员办；重置密码的是系统管理员，两人缺一不可。",
            "For a lost telephone. The security administrator does this; passwords are reset by the system administrator: "
            "it takes two people.",
        ),
        services.clear_second_factor,
    ),
}


@needs(P.PEOPLE_CHANGE, P.GRANTS_CHANGE)
def change(request: UserRequest, person: int, kind: str) -> HttpResponse:
    """Disable, enable, or clear the second factor."""
    if kind not in CHANGES:
        raise Http404
    permission, words, lede, service = CHANGES[kind]
    found = _person_or_404(request, permission, person)
    form = Form((REASON,), _given(request))
    said = Words(words.zh.format(found.display_name), words.en.format(found.display_name))

    def done() -> object:
        return service(
            by=request.user,
            person_id=found.pk,
            seen=_seen(request, found),
            reason=form.text("reason"),
            now=clock.now(),
        )

    return _answer(request, form, said, lede, found, done)


@needs(P.PEOPLE_CHANGE)
def rename(request: UserRequest, person: int) -> HttpResponse:
    """Another name, or another body."""
    found = _person_or_404(request, P.PEOPLE_CHANGE, person)
    given = _given(request) or {"display_name": found.display_name, "home": str(found.home_id or "")}
    form = Form((*_person_fields(request, with_name=False), REASON), given)
    words, lede = (
        Words("修改姓名或所在机构", "Change the name or body"),
        Words("岗位不随之改变。", "Roles do not change with it."),
    )

    def done() -> object:
        return services.rename_person(
            by=request.user, person_id=found.pk, seen=_seen(request, found), display_name=form.text("display_name"), home_id=form.number("home"),
            reason=form.text("reason"), now=clock.now(),
        )  # fmt: skip

    return _answer(request, form, words, lede, found, done)


@needs(P.GRANTS_CHANGE)
def grant(request: UserRequest, person: int) -> HttpResponse:
    """A role at a body from a day on."""
    found = _person_or_404(request, P.PEOPLE_READ, person)
    given = _given(request) or {"starts": clock.today().isoformat(), "organisation": str(found.home_id or "")}
    form = Form(_grant_fields(request), given)
    words = Words(f"授予{found.display_name}岗位", f"Grant {found.display_name} a role")
    lede = Words(
        "授予后，此人已登录的会话在下一次请求时结束。",
        "The person's open sessions end at their next request.",
    )

    def done() -> object:
        starts, until = form.day("starts"), form.day("until")
        form.refuse()
        assert starts is not None
        role = next((one for one in Role if one.value == form.text("role")), None)
        if role is None:
            raise Http404
        return services.grant_role(
            by=request.user, user_id=found.pk, organisation_id=form.number("organisation"), role=role, starts=starts, until=until,
            now=clock.now(), reason=form.text("reason"),
        )  # fmt: skip

    return _answer(request, form, words, lede, found, done)


@needs(P.GRANTS_CHANGE)
def revoke(request: UserRequest, grant: int) -> HttpResponse:
    """A role ends today."""
    found = get_object_or_404(grants_in(request.user, P.GRANTS_CHANGE, clock.today()), pk=grant)
    form = Form((REASON,), _given(request))
    role = ROLE_WORDS[Role(found.role)]
    words = Words(
        f"收回{found.user.display_name}的“{role.zh}”", f"End “{role.en}” of {found.user.display_name}"
    )
    lede = Words(
        "从今天起不再有这项岗位；已登录的会话在下一次请求时结束。",
        "It is no longer held from today; open sessions end at their next request.",
    )
    seen = request.POST.get("seen", "")

    def done() -> object:
        return services.revoke_role(
            by=request.user,
            grant_id=found.pk,
            seen=int(seen) if seen.isdigit() else 0,
            now=clock.now(),
            reason=form.text("reason"),
        )

    return _answer(
        request, form, words, lede, found.user, done, seen=int(seen) if seen.isdigit() else found.version
    )


def _answer(
    request: UserRequest,
    form: Form,
    words: Words,
    lede: Words,
    found: User,
    done: Callable[[], object],
    seen: int | None = None,
) -> HttpResponse:
    back = reverse("person", args=[found.pk])
    shown = {
        "form": form,
        "words": words,
        "lede": lede,
        "back": back,
        "seen": _seen(request, found) if seen is None else seen,
    }
    if request.method != "POST":
        return render(request, "organisations/form.html", shown)
    try:
        return perform(request, done, lambda made: back)
    except Refused as wrong:
        return render(
            request, "organisations/form.html", {**shown, "problems": wrong.problems}, status=wrong.status
        )


def _person_or_404(request: UserRequest, permission: Permission, key: int) -> User:
    return get_object_or_404(people_seen(request.user, permission, clock.today()), pk=key)


def _seen(request: UserRequest, found: User) -> int:
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdigit() else found.version


def _person_fields(request: UserRequest, with_name: bool) -> tuple[Field, ...]:
    hint = Words("2–60 个字母、数字或汉字，定了不再改", "2 to 60 letters or digits; it never changes")
    name = Field("username", Words("登录名", "Name to sign in with"), most=60, hint=hint)
    shown = Field("display_name", Words("姓名", "Name"), most=60)
    home = Field("home", Words("所在机构", "Staff of"), "choice", options=_bodies(request, P.PEOPLE_CHANGE))
    return (name, shown, home) if with_name else (shown, home)


def _grant_fields(request: UserRequest) -> tuple[Field, ...]:
    roles = [Option(one.value, words) for one, words in ROLE_WORDS.items()]
    until = Field(
        "until",
        Words("止于", "Until"),
        "date",
        optional=True,
        hint=Words("当日起不再有；留空为长期", "Not held on that day; empty: until it is ended"),
    )
    return (
        Field("role", Words("岗位", "Role"), "choice", options=roles),
        Field("organisation", Words("在哪个机构", "At which body"), "choice", options=_bodies(request, P.GRANTS_CHANGE)),
        Field("starts", Words("起", "From"), "date"), until, REASON,
    )  # fmt: skip


def _bodies(request: UserRequest, permission: Permission) -> list[Option]:
    return [
        Option(
            str(one.organisation_id),
            Words("　" * depth_of(one) + one.title, "　" * depth_of(one) + one.name.in_("en")),
        )
        for one in bodies_within(request.user, permission, clock.today())
    ]


def _given(request: UserRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in request.POST} if request.method == "POST" else {}

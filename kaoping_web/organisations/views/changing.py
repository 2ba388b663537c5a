"""Forms that change bodies from a day on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.journal.once import perform
from kaoping_web.organisations import forms, services
from kaoping_web.organisations.forms import Field, Form, Option
from kaoping_web.organisations.models import Organisation, Standing
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.pages import depth_of
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries.bodies import bodies_within, standing_of
from kaoping_web.organisations.queries.changes import body_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused

PARTS = 3
TITLES = {
    "found": Words("设立机构", "Found a body"),
    "rename": Words("更名", "Rename"),
    "move": Words("划转", "Move"),
    "merge": Words("并入另一机构", "Merge into another"),
    "split": Words("拆分", "Split"),
    "close": Words("撤销", "Close"),
}
LEDES = {
    "found": Words(
        "从生效日起多一个机构，编码定了不再改。",
        "There is one more body from that day; its key never changes.",
    ),
    "rename": Words(
        "从生效日起用新名称或类别，此前的名称照旧。",
        "From that day it has the new name or kind; before it, the old one stays.",
    ),
    "move": Words(
        "从生效日起连同下级一起划到另一机构之下。",
        "From that day it stands under another body, with everything below it.",
    ),
    "merge": Words(
        "从生效日起撤销，下级全部归入另一机构。",
        "From that day it is closed, and everything below it belongs to the other body.",
    ),
    "split": Words("从生效日起拆出新机构，与它并列。", "From that day there are new bodies beside it."),
    "close": Words(
        "从生效日起撤销。下级须先划转或撤销。",
        "From that day it is closed. Bodies below it are moved or closed before.",
    ),
}


@needs(Permission.BODIES_CHANGE)
def found(request: UserRequest) -> HttpResponse:
    """A new body."""
    parent = forms.Field("parent", Words("上级", "Body above"), "choice", options=_choices(request))
    tick = forms.Field(
        "assesses",
        Words("办理考评（可以考评它下面的机构）", "It assesses the bodies below it"),
        "tick",
        optional=True,
    )
    form = Form(
        (
            forms.KEY,
            forms.TITLE,
            forms.ENGLISH,
            forms.KIND,
            parent,
            forms.EFFECTIVE,
            tick,
            forms.DOCUMENT,
            forms.REASON,
        ),
        _given(request),
    )
    above = body_of(request.GET.get("parent", ""))
    if request.method != "POST" and above is not None:
        form.given = {**form.given, "parent": str(above.pk)}

    def done(day: date) -> Organisation:
        return services.found_body(
            by=request.user, body=_new(form, "", form.ticked("assesses")), parent_id=form.number("parent"), effective_on=day, now=clock.now(),
            document=form.text("document"), reason=form.text("reason"),
        )  # fmt: skip

    return _answer(request, form, "found", None, done, lambda made: reverse("body", args=[made.key]))


@needs(Permission.BODIES_CHANGE)
def change(request: UserRequest, body: str, kind: str) -> HttpResponse:
    """Rename, move, merge, split or close. Another office's body is not there."""
    target = body_of(body)
    if (
        target is None
        or kind not in MAKERS
        or not may(request.user, Permission.BODIES_CHANGE, clock.today(), target)
    ):
        raise Http404
    fields, do = MAKERS[kind]
    standing = standing_of(target, clock.today())
    form = Form(fields(request, standing), _given(request))
    if request.method != "POST":
        form.given = {
            "title": standing.title,
            "english": standing.english,
            "kind": standing.kind,
            "effective_on": clock.today().isoformat(),
        }
    back = reverse("body", args=[target.key])
    return _answer(
        request, form, kind, target, lambda day: do(request, form, target, day), lambda made: back, standing
    )


def _answer(
    request: UserRequest, form: Form, kind: str, target: Organisation | None, do: Callable[[date], object], then: Callable[..., str],
    standing: Standing | None = None,
) -> HttpResponse:  # fmt: skip
    shown = {
        "form": form,
        "body": target,
        "standing": standing,
        "words": TITLES[kind],
        "lede": LEDES[kind],
        "seen": _seen(request, target),
    }
    if request.method != "POST":
        return render(request, "organisations/change.html", shown)
    day = form.day("effective_on")
    try:
        form.refuse()
        assert day is not None
        return perform(request, lambda: do(day), then)
    except Refused as wrong:
        return render(
            request, "organisations/change.html", {**shown, "problems": wrong.problems}, status=wrong.status
        )


def _seen(request: UserRequest, target: Organisation | None) -> int:
    """The version this person has before him: that of the form, where it comes back."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdigit() else target.version if target else 0


def _common(request: UserRequest, form: Form, target: Organisation, day: date) -> services.OfBody:
    return {
        "by": request.user, "organisation_id": target.pk, "seen": _seen(request, target), "effective_on": day, "document": form.text("document"),
        "reason": form.text("reason"), "now": clock.now(),
    }  # fmt: skip


def _rename(request: UserRequest, form: Form, target: Organisation, day: date) -> object:
    called: services.Called = {
        "title": form.text("title"),
        "english": form.text("english"),
        "kind": form.text("kind"),
    }
    return services.rename_body(**_common(request, form, target, day), **called)


def _move(request: UserRequest, form: Form, target: Organisation, day: date) -> object:
    return services.move_body(**_common(request, form, target, day), parent_id=form.number("parent"))


def _merge(request: UserRequest, form: Form, target: Organisation, day: date) -> object:
    return services.merge_body(**_common(request, form, target, day), into_id=form.number("into"))


def _close(request: UserRequest, form: Form, target: Organisation, day: date) -> object:
    return services.close_body(**_common(request, form, target, day))


def _split(request: UserRequest, form: Form, target: Organisation, day: date) -> object:
    parts = [
        _new(form, f"_{n}") for n in range(1, PARTS + 1) if form.text(f"key_{n}") or form.text(f"title_{n}")
    ]
    return services.split_body(
        **_common(request, form, target, day), parts=parts, closes=form.ticked("closes")
    )


def _new(form: Form, end: str, assesses: bool = False) -> services.NewBody:
    return services.NewBody(
        form.text(f"key{end}"),
        form.text(f"title{end}"),
        form.text(f"english{end}"),
        form.text(f"kind{end}"),
        0,
        assesses,
    )


Fields = tuple[Field, ...]


def _rename_fields(request: UserRequest, standing: Standing) -> Fields:
    return (forms.TITLE, forms.ENGLISH, forms.KIND, forms.EFFECTIVE, forms.DOCUMENT, forms.REASON)


def _move_fields(request: UserRequest, standing: Standing) -> Fields:
    parent = Field("parent", Words("划到", "Move to"), "choice", options=_choices(request, standing))
    return (parent, forms.EFFECTIVE, forms.DOCUMENT, forms.REASON)


def _merge_fields(request: UserRequest, standing: Standing) -> Fields:
    into = Field("into", Words("并入", "Merge into"), "choice", options=_choices(request, standing))
    return (into, forms.EFFECTIVE, forms.DOCUMENT, forms.REASON)


def _close_fields(request: UserRequest, standing: Standing) -> Fields:
    return (forms.EFFECTIVE, forms.DOCUMENT, forms.REASON)


def _split_fields(request: UserRequest, standing: Standing) -> Fields:
    parts: list[Field] = []
    for n in range(1, PARTS + 1):
        for one in (forms.KEY, forms.TITLE, forms.ENGLISH, forms.KIND):
            words = Words(f"拆出机构{n}的{one.words.zh}", f"{one.words.en} of new body {n}")
            parts.append(replace(one, name=f"{one.name}_{n}", words=words, hint=None, optional=n > 1))
    closes = Field(
        "closes", Words("原机构同日撤销", "The old body is closed on that day"), "tick", optional=True
    )
    return (*parts, closes, forms.EFFECTIVE, forms.DOCUMENT, forms.REASON)


MAKERS = {
    "rename": (_rename_fields, _rename),
    "move": (_move_fields, _move),
    "merge": (_merge_fields, _merge),
    "split": (_split_fields, _split),
    "close": (_close_fields, _close),
}


@needs(Permission.BODIES_CHANGE)
def figure(request: UserRequest, body: str) -> HttpResponse:
    """A figure from a day on."""
    target = body_of(body)
    if target is None or not may(request.user, Permission.BODIES_CHANGE, clock.today(), target):
        raise Http404
    name = Field(
        "name",
        Words("名称", "Name"),
        most=80,
        hint=Words("例如 population（人口）、difficulty（难度系数）", "For example population, difficulty"),
    )
    form = Form(
        (name, Field("text", Words("数", "Figure")), forms.EFFECTIVE, forms.DOCUMENT, forms.REASON),
        _given(request),
    )
    if request.method != "POST":
        form.given = {"name": request.GET.get("name", ""), "effective_on": clock.today().isoformat()}
    shown = {
        "form": form, "body": target, "standing": standing_of(target, clock.today()), "words": Words("登记数据", "Set a figure"), "seen": target.version,
        "lede": Words("从生效日起用新的数，此前的照旧。", "From that day the new figure holds; before it, the old one stays."),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "organisations/change.html", shown)
    day = form.day("effective_on")
    try:
        form.refuse()
        assert day is not None
        return perform(
            request,
            lambda: services.set_figure(
                by=request.user, organisation_id=target.pk, name=form.text("name"), text=form.text("text"), starts=day,
                document=form.text("document"), reason=form.text("reason"), now=clock.now(),
            ),
            lambda made: reverse("body", args=[target.key]),
        )  # fmt: skip
    except Refused as wrong:
        return render(
            request, "organisations/change.html", {**shown, "problems": wrong.problems}, status=wrong.status
        )


def _given(request: UserRequest) -> dict[str, str]:
    return (
        {name: request.POST[name] for name in request.POST}
        if request.method == "POST"
        else {"effective_on": clock.today().isoformat()}
    )


def _choices(request: UserRequest, but: Standing | None = None) -> list[Option]:
    """Bodies within this person's reach, as a tree; without one body and what is below it."""
    return [
        Option(
            str(one.organisation_id),
            Words("　" * depth_of(one) + one.title, "　" * depth_of(one) + one.name.in_("en")),
        )
        for one in bodies_within(request.user, Permission.BODIES_CHANGE, clock.today())
        if not (but and one.path.startswith(but.path))
    ]

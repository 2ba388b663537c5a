"""The watch over a journey's pages is not blind: each thing that must not happen, made to happen once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from kaoping_web.ui.headers import POLICY
from tests.journeys.watch import HEIGHT, WIDTH, Watch

HOME = "http://127.0.0.1:1"
CLEAN = "<!doctype html><title>x</title><link rel='icon' href='/icon'><p>quiet</p>"
FAULTS = {
    "a script that fails": ("<script src='/fails'></script>", "went astray"),
    "a line on the console": ("<script src='/complains'></script>", "not as it should be"),
    "an inline script": ("<script>1</script>", "Content Security Policy"),
    "a style of its own": ("<p style='color:red'>red</p>", "Content Security Policy"),
    "another host": ("<script src='/elsewhere'></script>", "another host was asked"),
    "a page wider than the window": (
        "<link rel='stylesheet' href='/wide'><div>wide</div>",
        "wider than the window",
    ),
    "something that is not there": ("<script src='/missing'></script>", "404"),
}
SCRIPTS = {"/fails": "throw new Error('went astray')", "/complains": "console.error('not as it should be')",
           "/elsewhere": "location.hash || open('http://elsewhere.invalid/', '_self')"}  # fmt: skip


def _answer(body: str, status: int = 200) -> object:
    def give(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if not route.request.url.startswith(HOME):
            route.abort()
        elif path == "/":
            route.fulfill(
                status=status,
                content_type="text/html",
                headers={"Content-Security-Policy": POLICY},
                body=CLEAN + body,
            )
        elif path in SCRIPTS:
            route.fulfill(content_type="text/javascript", body=SCRIPTS[path])
        elif path == "/wide":
            route.fulfill(content_type="text/css", body="div { width: 3000px }")
        else:
            route.fulfill(status=404 if path == "/missing" else 204)

    return give


def _seen(browser: Browser, body: str, status: int = 200, awaited: int = 0) -> Watch:
    watch = Watch(HOME)
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    watch.over(context)
    context.route("**/*", _answer(body, status))
    page = context.new_page()
    if awaited:
        with watch.refusal(awaited):
            page.goto(f"{HOME}/")
    else:
        page.goto(f"{HOME}/")
        page.wait_for_timeout(200)
    context.close()
    return watch


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_the_watch_sees(browser: Browser, fault: str) -> None:
    body, said = FAULTS[fault]
    wrong = _seen(browser, body).wrong
    assert any(said in one for one in wrong), wrong


@pytest.mark.browser
def test_a_quiet_page_passes(browser: Browser) -> None:
    watch = _seen(browser, "")
    watch.calm()
    assert watch.pages == ["/"]


@pytest.mark.browser
def test_a_refusal_that_was_awaited_passes_and_one_that_did_not_come_does_not(browser: Browser) -> None:
    _seen(browser, "", status=422, awaited=422).calm()
    assert _seen(browser, "", status=422).wrong
    assert _seen(browser, "", awaited=422).wrong == ["nothing was refused with 422"]

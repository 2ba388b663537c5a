"""The site's own forms, filled in and sent by a signed-in person's session without drawing the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html
from playwright.sync_api import APIResponse, BrowserContext

FIELDS = ("input", "select", "textarea", "button")


@dataclass(frozen=True)
class Sheet:
    """One page as it came. `url`: where one ended up."""

    url: str
    status: int
    root: html.HtmlElement

    @property
    def text(self) -> str:
        """What a reader sees of it, single-spaced."""
        return " ".join(self.root.text_content().split())

    def links(self, start: str) -> dict[str, str]:
        """The addresses that begin so, by what the link says."""
        found = ((one.get("href"), " ".join(one.text_content().split())) for one in self.root.iter("a"))
        return {said: href for href, said in found if href and href.startswith(start)}

    def form(self, having: str) -> html.FormElement:
        """The form with a field or a button whose name begins so."""
        found = [
            one
            for one in self.root.forms
            if any((each.get("name") or "").startswith(having) for each in one.iter(*FIELDS))
        ]
        assert len(found) == 1, f"{len(found)} forms with “{having}” on {self.url}: {self.text[:400]}"
        return found[0]

    def form_to(self, end: str) -> html.FormElement:
        """The form that is sent to an address with this end."""
        found = [one for one in self.root.forms if (one.action or "").endswith(end)]
        assert len(found) == 1, f"{len(found)} forms to “{end}” on {self.url}: {self.text[:400]}"
        return found[0]

    def cells(self) -> dict[str, str]:
        """The names of inputs by what they are said to be for: “安平镇 固定资产投资”."""
        return {
            one.get("aria-label"): one.get("name")
            for one in self.root.iter("input", "select")
            if one.get("aria-label") and one.get("name")
        }


class Desk:
    """Pages and forms of one session."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context, self.home = context, home

    def open(self, path: str) -> Sheet:
        """A page."""
        return self._sheet(self.context.request.get(urljoin(self.home, path)), 200)

    def send(
        self, sheet: Sheet, form: html.FormElement, said: Mapping[str, str] | None = None, awaited: int = 200
    ) -> Sheet:
        """Send a form with what stands in it and what is said; follows to where it leads."""
        fields = dict(form.form_values()) | dict(said or {})
        answer = self.context.request.post(urljoin(sheet.url, form.action or sheet.url), form=fields)
        return self._sheet(answer, awaited)

    def _sheet(self, answer: APIResponse, awaited: int) -> Sheet:
        text = answer.text()
        found = Sheet(answer.url, answer.status, html.fromstring(text, base_url=answer.url))
        assert answer.status == awaited, f"{answer.status} from {answer.url}: {found.text[:600]}"
        return found

"""What a page must never do, watched on every page of a journey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

WIDTH, HEIGHT = 1440, 900
MEASURE = """addEventListener("load", () => {
  const all = document.scrollingElement;
  if (all && all.scrollWidth > all.clientWidth) console.error("wider than the window: " + all.scrollWidth + " > " + all.clientWidth);
});"""


@dataclass
class Watch:
    """Listens to one person's browser. `wrong`: a line for each thing that went wrong; `pages`: every page that was opened."""

    home: str
    wrong: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    awaited: int = 0
    met: int = 0

    def over(self, context: BrowserContext) -> None:
        """Listen to everything that happens in this context from now on."""
        context.add_init_script(MEASURE)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda one: self.wrong.append(f"error in a script: {one.error}"))
        context.on("page", self._page)

    @contextmanager
    def refusal(self, status: int) -> Iterator[None]:
        """Within, the site is to refuse something with this status; that it does not is wrong, too."""
        self.awaited, self.met = status, 0
        yield
        if not self.met:
            self.wrong.append(f"nothing was refused with {status}")
        self.awaited = 0

    def calm(self) -> None:
        """Raises AssertionError with everything that went wrong."""
        assert not self.wrong, "\n".join(self.wrong)

    def _page(self, page: Page) -> None:
        page.on("load", lambda one: self.pages.append(urlsplit(one.url).path))

    def _request(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if not request.url.startswith(f"{self.home}/"):
            self.wrong.append(f"another host was asked: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status == self.awaited:
            self.met += 1
        elif response.status >= 400:
            self.wrong.append(f"{response.status}: {response.request.method} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        """An error or a warning; the line that Chromium writes of an awaited refusal is none."""
        if message.type not in ("error", "warning") or f"status of {self.awaited} " in message.text:
            return
        where = message.location.get("url", "") or (message.page.url if message.page else "")
        self.wrong.append(f"{where}: {message.text}")

"""A browser that signs in, walks to a page and photographs it in four lights."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve
from PIL import Image
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from demo.screens import deeds
from demo.screens.pages import Page
from demo.site import PASSWORD
from kaoping_web.dates import period_words

PERIOD = re.compile(r"\{([0-9Q-]+)\}")
HIGHEST, LEAST = 2600, 640
"""Pixels a picture is high at most and at least."""


@dataclass(frozen=True)
class Light:
    """One way of looking. `scale`: a picture is kept so much smaller than the screen."""

    name: str
    language: str
    theme: str
    width: int
    scale: float
    highest: int


LIGHTS = (
    Light("zh", "zh", "light", 1440, 0.6, HIGHEST),
    Light("en", "en", "light", 1440, 0.42, 1600),
    Light("dark", "zh", "dark", 1440, 0.38, 1600),
    Light("narrow", "zh", "light", 390, 0.6, 1800),
)
QUALITY = 60


@dataclass
class Camera:
    """One browser at one site. `wrong`: what no page may do, a line each."""

    browser: Browser
    home: str
    cycles: dict[str, str] = field(default_factory=dict)
    people: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def find_cycles(self) -> None:
        """Number of each cycle by its name in Chinese, from the timetable."""
        tab = self._context("kao").new_page()
        tab.goto(f"{self.home}/timetable/")
        for link in tab.locator("tbody th a").all():
            self.cycles[link.inner_text().strip()] = (
                (link.get_attribute("href") or "").strip("/").split("/")[-1]
            )
        tab.close()

    def shoot(self, page: Page) -> Iterator[tuple[Light, bytes]]:
        """The page in every light, as JPEG."""
        context = self._context(page.who)
        tab = context.new_page()
        url = ""
        for light in LIGHTS:
            self._set(context, light)
            tab.set_viewport_size({"width": light.width, "height": LEAST})
            url = self._walk(tab, page) if not url else self._open(tab, url, page)
            yield light, self._picture(tab, light)
        tab.close()

    def paper(self, page: Page, to: Path) -> None:
        """The page as an A4 document."""
        context = self._context(page.who)
        self._set(context, LIGHTS[0])
        tab = context.new_page()
        self._walk(tab, page)
        tab.pdf(path=str(to), prefer_css_page_size=True)
        tab.close()

    def _walk(self, tab: Tab, page: Page) -> str:
        first, *rest = page.address.split(" > ")
        self._open(
            tab, self.home + PERIOD.sub(lambda found: self.cycles[period_words(found[1]).zh], first), page
        )
        for pattern in rest:
            links = [one.get_attribute("href") or "" for one in tab.locator("main a[href]").all()]
            href = next((one for one in links if re.search(pattern, one.split("?")[0])), "")
            if not href:
                raise LookupError(f"{page.name}: no link like {pattern} on {tab.url}")
            self._open(tab, self.home + urlsplit(href)._replace(fragment="").geturl(), page)
        if page.do:
            getattr(deeds, page.do)(tab)
        if (found := resolve(urlsplit(tab.url).path).url_name) != page.shows:
            self.wrong.append(f"{page.name}: {found} is shown, not {page.shows}")
        return tab.url

    def _open(self, tab: Tab, url: str, page: Page) -> str:
        answer = tab.goto(url, wait_until="load")  # no page asks for anything after it has loaded
        status = answer.status if answer else 0
        if status not in (200, page.status):
            self.wrong.append(f"{page.name}: {status} from {url}")
        return url

    def _picture(self, tab: Tab, light: Light) -> bytes:
        high = min(max(tab.evaluate("document.documentElement.scrollHeight"), LEAST), light.highest)
        tab.set_viewport_size(
            {"width": light.width, "height": high}
        )  # what sticks to the window's foot then stands at the picture's foot
        if tab.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"):
            self.wrong.append(f"{tab.url}: wider than the window at {light.width}")
        drawn = tab.screenshot()
        picture = Image.open(io.BytesIO(drawn)).convert("RGB")
        if light.scale != 1:
            size = (round(picture.width * light.scale), round(picture.height * light.scale))
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return kept.getvalue()

    def _context(self, who: str) -> BrowserContext:
        """A session of this person; the empty name is a visitor."""
        if who not in self.people:
            context = self.people[who] = self.browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
            )
            context.on("console", lambda one: self._said(one.type, one.text, one.location.get("url", "")))
            context.on("weberror", lambda one: self.wrong.append(str(one.error)))
            context.on("request", lambda one: self._asked(one.url))
            if who:
                self._sign_in(context, who)
        return self.people[who]

    def _sign_in(self, context: BrowserContext, who: str) -> None:
        tab = context.new_page()
        tab.goto(f"{self.home}/sign-in/")
        tab.fill("input[name=username]", who)
        tab.fill("input[name=password]", PASSWORD)
        with tab.expect_navigation():
            tab.locator("form:has(input[name=password]) button").last.click()
        tab.close()

    def _set(self, context: BrowserContext, light: Light) -> None:
        context.add_cookies([
            {"name": "kaoping-language", "value": light.language, "url": self.home},
            {"name": "kaoping-theme", "value": light.theme, "url": self.home},
        ])  # fmt: skip

    def _said(self, kind: str, text: str, where: str) -> None:
        if kind in ("error", "warning") and not re.search(r"status of 40[34] ", text):
            self.wrong.append(f"{where}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.home}/", "data:", "blob:")):
            self.wrong.append(f"another host was asked: {url}")

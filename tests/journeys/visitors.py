"""People at browsers: each signs in with name and password, and stays signed in through the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.desk import Desk
from tests.journeys.watch import HEIGHT, WIDTH, Watch
from tests.web.cast import PASSWORD


class Visitor:
    """One person. Reads Chinese until he switches."""

    def __init__(self, browser: Browser, home: str, name: str) -> None:
        self.name, self.home, self.watch = name, home, Watch(home)
        self.context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        self.context.set_default_timeout(8_000)
        self.watch.over(self.context)
        self.page: Page = self.context.new_page()
        self.desk = Desk(self.context, home)

    def sign_in(self) -> None:
        """On the page of signing in."""
        self.go("/sign-in/")
        self.page.get_by_label("登录名").fill(self.name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("登录")
        expect(self.page).to_have_url(f"{self.home}/work/")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.home}{path}", wait_until="load")

    def press(self, said: str, within: Locator | None = None) -> None:
        """Press the button that says so, and arrive where it leads."""
        button = (within or self.page).get_by_role("button", name=said, exact=True)
        with self.page.expect_navigation(wait_until="load"):
            button.click()

    def follow(self, said: str, within: Locator | None = None) -> None:
        """Follow the first link that says so."""
        link = (within or self.page).get_by_role("link", name=said, exact=True).first
        with self.page.expect_navigation(wait_until="load"):
            link.click()

    def field(self, label: str) -> Locator:
        """The field that is labelled so; sections may be named by the same words."""
        return self.page.locator("input, textarea, select").and_(self.page.get_by_label(label, exact=True))

    def fill(self, label: str, said: str) -> None:
        """Type into the field that is labelled so."""
        self.field(label).fill(said)

    def sees(self, *texts: str) -> None:
        """Each stands on the page."""
        for one in texts:
            expect(self.page.locator("main")).to_contain_text(one)

    def lacks(self, *texts: str) -> None:
        """None stands anywhere on the page, not even in an attribute."""
        whole = self.page.content()
        for one in texts:
            assert one not in whole, f"{self.name} finds “{one}” on {self.page.url}"

    @property
    def number(self) -> int:
        """The last number of the address."""
        return int(re.findall(r"\d+", self.page.url.removeprefix(self.home))[-1])

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Within, the site is to refuse with this status."""
        with self.watch.refusal(status):
            yield

    def paste(self, into: Locator, text: str) -> None:
        """Copy a block as a spreadsheet does, tabs and line ends, and press Ctrl+V in a cell."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        into.click()
        self.page.keyboard.press("Control+V")

    def download(self, said: str, to: Path) -> Path:
        """Follow a link that gives a file."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=said).first.click()
        coming.value.save_as(to)
        return to

"""The district of a journey: its site, its people at their browsers, and where its cycles are."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.journeys.hosting import Site
from tests.journeys.visitors import Visitor

QUARTERS = "一二三四"


class World:
    """Everything the chapters share."""

    def __init__(self, site: Site, browser: Browser, folder: Path) -> None:
        self.site, self.browser, self.folder = site, browser, folder
        self.people: dict[str, Visitor] = {}
        self.cycles: dict[str, int] = {}

    def __getattr__(self, name: str) -> Visitor:
        """The person of that name, who signs in on the first call."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self.people:
            found = self.people[name] = Visitor(self.browser, self.site.address, name)
            found.sign_in()
        return self.people[name]

    def day(self, day: str) -> None:
        """It becomes ten in the morning of that day."""
        self.site.at(f"{day}T10:00:00+08:00")

    def cycle(self, period: str) -> int:
        """The number of a cycle, as the timetable links it."""
        if period not in self.cycles:
            links = self.kao.desk.open("/timetable/").links("/timetable/")
            self.cycles[period] = int(urlsplit(links[said(period)]).path.strip("/").split("/")[-1])
        return self.cycles[period]

    def calm(self) -> None:
        """Raises AssertionError with everything that went wrong on anybody's pages."""
        wrong = [f"{name}: {one}" for name, person in self.people.items() for one in person.watch.wrong]
        assert not wrong, "\n".join(wrong)


def said(period: str) -> str:
    """A period as the pages say it in Chinese."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}年度"
    return f"{year}年{QUARTERS[int(part[1]) - 1]}季度" if part.startswith("Q") else f"{year}年{int(part)}月"

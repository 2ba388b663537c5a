"""What is done on a page before its picture: a workbook is uploaded, a scheme gets its next version."""

from __future__ import annotations

from playwright.sync_api import Page as Tab


def dry_run(tab: Tab) -> None:
    """Placeholder."""


def edit_scheme(tab: Tab) -> None:
    pass


def matters(tab: Tab) -> None:
    pass


def paper(tab: Tab) -> None:
    pass

"""What is done on a page before its picture: a workbook is read on trial, a scheme gets its next version, a correction is asked for."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Page as Tab

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def dry_run(tab: Tab) -> None:
    """The form's own workbook goes back with one figure changed, and is read on trial."""
    with tab.expect_download() as coming:
        tab.locator("a[href$='workbook.xlsx']").first.click()
    kept = coming.value.path()
    tab.locator("a[href$='/workbook/']").first.click()
    tab.set_input_files(
        "input[name=file]", {"name": "form.xlsx", "mimeType": _XLSX, "buffer": _changed(kept.read_bytes())}
    )
    _press(tab, "form:has(input[name=file]) button.k-btn--main")


def edit_scheme(tab: Tab) -> None:
    """The next version of the scheme, at an item that can be edited."""
    tab.goto(re.sub(r"(/schemes/\d+/).*", r"\1next/", tab.url))
    tab.fill("textarea[name=reason]", "按意见采纳表第7条调整投资封顶")
    _press(tab, "form.k-sheet button.k-btn--main")
    tab.goto(re.sub(r"(/schemes/\d+/).*", r"\1items/investment/", tab.url))


def new_item(tab: Tab) -> None:
    """Of the kinds of rule one is chosen; then the item's own form."""
    tab.select_option("select[name=rule]", "bands")
    _press(tab, "form.k-filters button")


def ask_correction(tab: Tab) -> None:
    """The correction is asked for; then the page on which it is decided."""
    for name, said in (
        ("text", "88"),
        ("reason", "抄录有误，按原始评分表改正"),
        ("document", "云组函〔2026〕21号"),
    ):
        tab.fill(f"[name={name}]", said)
    _press(tab, "main form button.k-btn--main, main form button.k-btn--decide")


def checkpoint(tab: Tab) -> None:
    """A checkpoint is taken; then its page."""
    tab.fill("[name=why]", "印在10月月报上")
    _press(tab, "main form button.k-btn--main, main form button.k-btn--decide, main form button")


def dry_ledger(tab: Tab) -> None:
    """The ledger's own workbook goes back and is read on trial."""
    with tab.expect_download() as coming:
        tab.locator("a[href*='/workbook/']").first.click()
    kept = coming.value.path()
    tab.goto(re.sub(r"/matters/.*", "/matters/upload/", tab.url))
    tab.set_input_files(
        "input[name=file]", {"name": "ledger.xlsx", "mimeType": _XLSX, "buffer": kept.read_bytes()}
    )
    _press(tab, "form:has(input[name=file]) button.k-btn--main")


def _changed(workbook: bytes) -> bytes:
    """The workbook with its last number one greater."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    numbers = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and not cell.protection.locked
    ]
    for cell in numbers[-1:]:
        if isinstance(cell.value, int | float):
            cell.value += 1
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _press(tab: Tab, button: str) -> None:
    with tab.expect_navigation(wait_until="load"):
        tab.locator(button).first.click()


def changes(tab: Tab) -> None:
    """A returned figure is mended and saved; then what was changed."""
    cell = tab.locator("td.c-returned input[inputmode]").first
    cell.fill("36.34")
    _press(tab, "button[name=do][value=save], .k-status button:not(.k-btn--decide)")
    tab.goto(re.sub(r"(/filing/\d+/).*", r"\1changes/", tab.url))

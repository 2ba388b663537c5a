"""What is done on a page before its picture: a workbook is read on trial, a scheme gets its next version, matters are registered."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Page as Tab

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = """区政府常务会议第31次会议纪要
2026年10月26日，区政府召开第31次常务会议，听取三季度经济运行情况。会议议定以下事项：
一、关于稳投资。区发改局牵头，各镇街配合，12月20日前新开工亿元以上项目不少于12个，确保全年固定资产投资增长8%以上。
二、关于污水管网。区住建局牵头，松墩镇、柳汀镇配合，11月30日前完成澜河北岸8.6公里污水管网补建并通水。
三、关于排涝。区水利局牵头，青崖镇落实，11月15日前完成澜东排涝泵站改造，流量不低于12立方米每秒。
四、关于营商环境。区数据局负责，年底前“一件事”联办事项达到30项以上，一次办结率达到97%。
五、关于安全生产。区应急局要抓好冬春消防，11月底前重大隐患整改率达到100%。
"""
MATTERS = (
    ("区政府常务会议第31次", "汛期前完成澜东片区泵站改造。", "澜东排涝泵站改造", "通水，流量12立方米每秒", "water", "青崖镇农综中心", "2026-11-06", "2026-05-09"),
    ("区政府常务会议第27次", "补齐澜河北岸污水管网。", "澜河北岸污水管网补建", "新建8.6公里并通水", "housing", "松墩镇建设办", "2026-11-20", "2026-04-20"),
    ("专题会", "高频事项联办年底前上线十二件。", "高频事项联办上线", "12件", "data_bureau", "综窗科", "2026-11-10", "2026-07-01"),
    ("民生实事", "普惠托位要落到社区。", "普惠托位新增", "新增480个", "health", "社事办", "2026-12-20", "2026-03-01"),
)  # fmt: skip


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


def paper(tab: Tab) -> None:
    """Minutes of a meeting are taken in; back to the list."""
    tab.set_input_files(
        "input[name=file]",
        {"name": "常务会议第31次纪要.txt", "mimeType": "text/plain", "buffer": PAPER.encode()},
    )
    _press(tab, "form:has(input[name=file]) button.k-btn--main")
    tab.goto(re.sub(r"/papers/.*", "/papers/", tab.url))


def matters(tab: Tab) -> None:
    """Four matters by hand, assigned; back to the ledger."""
    ledger = tab.url
    for asked, wording, title, standard, owner, last, deadline, starts in MATTERS:
        tab.goto(re.sub(r"/matters/.*", "/matters/new/", ledger))
        fields = {
            "asked_by": asked,
            "wording": wording,
            "title": title,
            "standard": standard,
            "last_owner": last,
            "deadline": deadline,
            "starts_on": starts,
        }
        for name, said in fields.items():
            tab.fill(f"[name={name}]", said)
        tab.select_option("select[name=owner]", owner)
        _press(tab, "form.s-form button.k-btn--main")
        _press(tab, "button[name=do][value=assign]")
    tab.goto(ledger)


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

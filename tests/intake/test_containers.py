"""Files as they come: encodings, HTML, docx, PDF; hostile ones are refused or done within limits."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from annotated import load
from builders import bomb, docx_of, paragraph, pdf_of, row

from kaoping.errors import DocumentError
from kaoping.intake import containers, read_paper

REPORT = "全市会议召开\n3月4日,全市重点工作会议召开。\n会议强调,要抓好春耕生产,确保粮食面积稳定在42万亩以上。"
TRADITIONAL = "全縣會議召開\n3月4日,全縣會議召開。縣委書記出席會議並講話。\n會議強調,要抓好項目建設,確保投資增長10%以上。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_simplified_papers_are_read_in_every_encoding(encoding: str) -> None:
    paper = read_paper(REPORT.encode(encoding), name="a.txt")
    assert paper.text == REPORT
    assert len(paper.tasks) == len(paper.targets) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gbk"])
def test_traditional_papers_are_read_in_every_encoding(encoding: str) -> None:
    paper = read_paper(TRADITIONAL.encode(encoding), name="a.txt")
    assert "县委书记出席会议并讲话" in paper.text
    assert paper.targets[0].subject == "投资"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_byte_spans_cut_the_quote_out_of_the_file(encoding: str) -> None:
    raw = REPORT.encode(encoding)
    paper = read_paper(raw, name="a.txt")
    first, last = paper.byte_span(paper.tasks[0].span) or (0, 0)
    assert raw[first:last].decode("utf-8" if encoding != "gbk" else "gbk") == paper.quote(paper.tasks[0].span)


def test_an_html_page_gives_the_paper_and_its_places_in_the_source() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><meta name='PubDate' content='2024-03-05 08:00'><title>x</title>"
        "<script>var a='<p>要删除</p>';</script></head><body><nav>首页 栏目</nav><h1>全市会议召开</h1>"
        "<p>&nbsp;&nbsp;3月4日,全市重点工作<b>会议</b>召开。</p><!-- 要 --><p>会议强调,要抓好春耕生产,\n 确保粮食面积稳定在42&#19975;亩以上。</p>"
        "<table><tr><td>序号</td><td>甲</td></tr></table><footer>版权所有</footer></body></html>"
    )
    paper = read_paper(page.encode(), name="a.html")
    assert paper.text.startswith(REPORT)
    assert "\n序号\t甲" in paper.text
    assert paper.meetings[0].date == "2024-03-04"
    start, end = paper.raw_span(paper.tasks[0].span)
    assert page[start:end] == "要抓好春耕生产,\n 确保粮食面积稳定在42&#19975;亩以上。"
    first, last = paper.byte_span(paper.tasks[0].span) or (0, 0)
    assert page.encode()[first:last].decode() == page[start:end]


def test_an_html_page_in_gbk_says_so_in_its_head() -> None:
    page = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head><body><p>{REPORT}</p></body></html>"
    assert read_paper(page.encode("gbk"), name="a.html").targets[0].unit == "万亩"


def test_a_docx_gives_paragraphs_tables_and_automatic_numbers() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    body = (
        paragraph("春耕工作方案")
        + paragraph("加强组织领导。各镇要成立专班。", numbered)
        + paragraph("强化督导检查。每月通报进度。", numbered)
        + "<w:tbl>" + row("序号", "工作任务", "责任单位", "完成时限") + row("1", "完成农资储备调运", "县供销社", "3月底前") + "</w:tbl>"
    )  # fmt: skip
    paper = read_paper(docx_of(body, numbering), name="a.docx")
    assert [task.marker for task in paper.tasks] == ["一、", "二、", "1"]
    assert paper.tasks[2].responsible == ("县供销社",)
    assert paper.tasks[2].period == "3月底前"
    assert paper.byte_span(paper.tasks[0].span) is None


def test_deleted_words_of_a_docx_are_not_read() -> None:
    runs = "<w:r><w:t>会议强调，要抓好</w:t></w:r><w:del><w:r><w:t>旧</w:t></w:r></w:del><w:r><w:t>春耕。</w:t></w:r>"
    body = f"<w:p>{runs}</w:p>"
    assert read_paper(docx_of(body), name="a.docx").text == "会议强调，要抓好春耕。"


def test_a_pdf_with_text_is_read() -> None:
    paper = read_paper(
        pdf_of(["全市会议召开", "会议强调,要抓好春耕生产,确保粮食面积稳", "定在42万亩以上。"]), name="a.pdf"
    )
    assert paper.targets[0].unit == "万亩"


@pytest.mark.parametrize(
    ("code", "raw", "name"),
    [
        ("intake-empty", b"  \n ", "a.txt"),
        ("intake-old-word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc"),
        ("intake-not-a-paper", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a.png"),
        ("intake-broken", b"PK\x03\x04" + b"junk" * 50, "a.docx"),
        ("intake-broken", b"%PDF-1.7\n" + b"junk" * 50, "a.pdf"),
        ("intake-scanned", pdf_of([]), "a.pdf"),
        ("intake-too-large", "要".encode() * 3_000_000, "a.txt"),
        ("intake-unpacks-too-large", bomb(80), "a.docx"),
        ("intake-broken", docx_of(paragraph("要抓好春耕。"))[:-60], "a.docx"),
    ],
    ids=[
        "empty",
        "old-word",
        "picture",
        "torn-docx",
        "torn-pdf",
        "scan",
        "nine-megabytes",
        "zip-bomb",
        "cut-docx",
    ],
)
def test_what_cannot_be_read_is_refused_in_both_languages(code: str, raw: bytes, name: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_paper(raw, name=name)
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.what.zh and problem.what.en and problem.mend.zh and problem.mend.en
    assert problem.place.file == name


def test_an_xml_entity_bomb_in_a_docx_is_refused() -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><a>&x;</a>')
    with pytest.raises(DocumentError):
        read_paper(packed.getvalue(), name="a.docx")


def test_a_missing_file_is_a_document_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        read_paper(tmp_path / "none.txt")


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "WAIT_SECONDS", 0.01)
    with pytest.raises(DocumentError) as refused:
        read_paper(b"<html><body><p>x</p></body></html>", name="a.html")
    assert refused.value.problems[0].code == "intake-too-slow"


def test_the_child_holds_itself_to_its_limits(tmp_path: Path) -> None:
    """The control: without limit_self the same allocation succeeds."""
    import subprocess
    import sys

    greedy = "x = bytearray(700 * 1024 * 1024)\nprint(len(x))"
    limited = "from kaoping.intake.child import limit_self\nlimit_self()\n" + greedy
    root = str(Path(__file__).parents[2])
    free = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False, cwd=root)
    held = subprocess.run([sys.executable, "-c", limited], capture_output=True, check=False, cwd=root)
    assert free.returncode == 0
    assert held.returncode != 0
    assert b"MemoryError" in held.stderr


def _filled(words: str, size: int = 100_000) -> str:
    """A fifth of the longest text that is read at all; the time allowed is a fifth as well."""
    return words * (size // len(words))


HOSTILE = {
    "brackets": _filled("("),
    "ten megabytes of brackets": "(" * 10_000_000,
    "closed brackets": _filled("会(huì)"),
    "open glosses": _filled("会(hu"),
    "digits": _filled("1"),
    "spaced digits": _filled("1 "),
    "numerals": _filled("一"),
    "figures without a pause": _filled("增长5%"),
    "orders without a pause": _filled("要抓好"),
    "clauses": _filled("要抓好;"),
    "spoken": _filled("张三强调,要抓好。"),
    "numbered lines": "一、加强领导\n" * 12_000,
    "quotes": _filled("“一个"),
    "issuers": _filled("《市委、"),
    "prizes": _filled("获得") + "奖",
    "lines": "要\n" * 12_000,
    "tabs": _filled("任务\t责任单位\t"),
    "bylines": "■甲乙\n" * 12_000,
    "offices": _filled("市委书记"),
    "places": _filled("甲乙市委"),
    "chaired": _filled("主持会议"),
    "deadlines": _filled("到2025年"),
    "relations": _filled("高于"),
    "echo": _filled("甲乙丙丁、"),
    "spaces": "(张三" + " " * 100_000 + "\n要",
    "torn": _filled("發?fàn)"),
    "lists": _filled("一是要抓好,二是"),
    "repeated signs": "◈ 要\n" * 20_000,
    "shapes of one line each": "\n".join(f"{chr(0x5000 + n)}1、要抓好。" for n in range(15_000)),
    "lists that count on": "\n".join(f"第{n}句，要抓好" for n in "一二三四五六七八九") * 2_000,
    "records": "项目名称：甲\n责任单位：乙局\n" * 10_000,
    "announcements": "要做好以下工作：\n抓好甲。好好好好好好好。\n" * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_done_within_the_limit(name: str) -> None:
    started = time.process_time()
    try:
        read_paper(HOSTILE[name].encode(), name="a.txt")
    except DocumentError as refused:
        assert refused.problems[0].code in ("intake-too-much-text", "intake-too-large")
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<" * 400_000,
        "<a href='" * 100_000,
        "<!--" * 200_000,
        "<table><tr><td>" * 30_000,
        "&" * 400_000,
    ],
)
def test_a_hostile_page_is_done_or_refused_within_the_limit(page: str) -> None:
    started = time.monotonic()
    with contextlib.suppress(DocumentError):
        read_paper(f"<html><body><p>要抓好</p>{page}".encode(), name="a.html")
    assert time.monotonic() - started < 25


def test_the_annotated_papers_read_the_same_from_gbk() -> None:
    paper = load("circular")
    assert read_paper(paper.raw.decode().encode("gb18030"), name="a.txt").text == paper.clean

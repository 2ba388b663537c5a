"""A scheme and its workbook say the same: both ways, in both languages, through Excel's and LibreOffice's hands."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping import read_scheme, read_scheme_text
from kaoping.errors import Language
from kaoping.scheme.differences import differences
from kaoping.scheme.model import Scheme
from kaoping.sheets import read_scheme_book, write_scheme_book
from kaoping.sheets.scheme_book.document import document_of
from kaoping.sheets.scheme_book.pages import book_of
from kaoping.sheets.scheme_book.yaml_text import yaml_text
from tests.generative.random_schemes import random_case
from tests.sheets.scheme_books import DEMO, FILES, SMALL, back, bare, edited, put, small

LIBRE = shutil.which("soffice")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scheme_here_comes_back_from_its_workbook_as_it_was(path: Path) -> None:
    scheme = read_scheme(path)
    again = back(write_scheme_book(scheme))
    assert bare(again) == bare(scheme)
    assert differences(scheme, again) == ()


def test_the_english_workbook_says_the_same_scheme() -> None:
    scheme = read_scheme(DEMO)
    assert bare(back(write_scheme_book(scheme, "en"))) == bare(scheme)


def test_equality_sees_a_changed_setting() -> None:
    """The control of every test of equality here."""
    assert bare(read_scheme_text(SMALL.replace("cap: 1.2", "cap: 1.3"))) != bare(small())
    assert bare(read_scheme_text(SMALL + "# a comment\n")) == bare(small())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), language=st.sampled_from(("zh", "en")))
def test_random_schemes_come_back_as_they_were(seed: int, language: Language) -> None:
    scheme = read_scheme_text(random_case(Random(seed)).scheme_text)
    assert bare(back(write_scheme_book(scheme, language))) == bare(scheme)


def test_every_random_scheme_is_said_again_by_its_document() -> None:
    for seed in range(60):
        scheme = read_scheme_text(random_case(Random(seed)).scheme_text)
        assert bare(read_scheme_text(yaml_text(document_of(scheme)))) == bare(scheme)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30))
def test_any_text_survives_in_titles_notes_and_units(text: str) -> None:
    """Also what Excel, YAML and this workbook's own notation would take for something else."""
    _survives(text)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "#N/A", "#remark", "_x0041_", " edges ", "null", "~", "a: b", "- a", "{a, b}", "'q'", "甲（乙", "1/3",
     "\u3000全角", "a\nb", "\x07", "不适用", "12%", "true", "2026-01-01", "a\tb", "，：；", "&x", "*x", "!x", "<<", "|", "|a|", "😀",
     "\r\n", "\ufeff", "", "、"],
)  # fmt: skip
def test_texts_that_mean_something_elsewhere_survive(text: str) -> None:
    _survives(text)


def _survives(text: str) -> None:
    source = yaml_text(_with_text(text))
    scheme = read_scheme_text(source)
    assert scheme.title.zh == text, "the control: the file itself holds the text"
    assert bare(back(write_scheme_book(scheme))) == bare(scheme)


def _with_text(text: str) -> dict[str, object]:
    document = document_of(small())
    document["title"] = {"zh": text, "en": text}
    document["reason"] = document["version"] = text
    document["notes"] = [text, "x"]
    facts = document["facts"]
    assert isinstance(facts, dict) and isinstance(facts["output"], dict)
    facts["output"] |= {"unit": text, "note": text, "choices": [text, "b"], "from": text}
    return document


# what offices edit -------------------------------------------------------------------------------------


def test_what_an_office_edits_stands_in_cells_of_its_own() -> None:
    """Only rules across items and rankings of cycles are YAML texts in the demonstration's workbook."""
    book = book_of(read_scheme(DEMO), "zh")
    assert [cells["path"] for cells in book.other] == ["post_rules"]
    rest = [row.cells["key"] for rows in book.pages.values() for row in rows if "rest" in row.cells]
    assert rest == ["monthly", "quarterly"]


def test_four_edits_are_the_four_differences() -> None:
    before = read_scheme(DEMO)
    content = edited(
        write_scheme_book(before),
        put("指标", "industry_growth", "full:townships", 5),
        put("指标", "retail", "title.zh", "社零总额增速"),
        put("指标", "inspection_rectified", "target", 95),
        put("指标", "investment", "rule", "completion: {cap: 1.1}"),
    )
    found = differences(before, back(content))
    assert [(one.key, one.what) for one in found] == [
        ("inspection_rectified", "rule"), ("industry_growth", "full"), ("investment", "rule"), ("retail", "title"),
    ]  # fmt: skip
    assert [one.in_("zh") for one in found] == [
        "指标“巡察整改完成率”的规则由“目标完成率：目标 100，封顶 1”改为“目标完成率：目标 95，封顶 1”。",
        "指标“规上工业增加值增速”的满分由“乡镇街道 4”改为“乡镇街道 5”。",
        "指标“固定资产投资”的规则由“目标完成率：目标 商定值，封顶 1.2”改为“目标完成率：目标 商定值，封顶 1.1”。",
        "指标“社零总额增速”的名称由“社会消费品零售总额增速”改为“社零总额增速”。",
    ]


def test_a_workbook_that_openpyxl_saved_unchanged_says_the_same() -> None:
    scheme = read_scheme(DEMO)
    assert differences(scheme, back(edited(write_scheme_book(scheme)))) == ()


@pytest.mark.skipif(LIBRE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("scheme", [read_scheme(DEMO), small()], ids=["demo", "small"])
def test_a_workbook_that_libreoffice_saved_says_the_same(scheme: Scheme, tmp_path: Path) -> None:
    assert LIBRE is not None
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "book.xlsx"
    path.write_bytes(write_scheme_book(scheme))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [LIBRE, home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "book.xlsx").read_bytes()
    assert saved != path.read_bytes(), "the control: LibreOffice wrote a workbook of its own"
    assert bare(back(saved)) == bare(scheme)


def test_the_order_in_which_tracks_are_named_is_no_difference() -> None:
    """A workbook names them in the order of its columns."""
    turned = SMALL.replace("full: {towns: 60, offices: 40}", "full: {offices: 40, towns: 60}")
    assert turned != SMALL and differences(small(), read_scheme_text(turned)) == ()
    assert differences(small(), read_scheme_text(turned.replace("towns: 60}", "towns: 61}"))) != ()


# the file and the sheets -------------------------------------------------------------------------------


def test_the_same_scheme_gives_the_same_bytes() -> None:
    assert write_scheme_book(small()) == write_scheme_book(small())


def test_the_file_a_workbook_gives_is_short_and_in_the_order_of_the_language() -> None:
    text = read_scheme_book(write_scheme_book(small()))
    assert "  late: {title: {zh: 迟报, en: Late}, unit: 次, from: bureau, better: lower}\n" in text
    assert "rule: {completion: {target: agreed, cap: 1.2}}" in text
    tops = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert tops == ["schema", "id", "title", "version", "every", "rounding", "defaults", "groups", "suppliers",
                    "constants", "facts", "tree", "grades"]  # fmt: skip


def test_locked_cells_are_shaded_heads_stay_in_sight_and_choices_are_offered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_scheme_book(read_scheme(DEMO))))
    tree = book["指标"]
    assert tree.freeze_panes == "E5" and tree.protection.sheet
    heads = {cell.value: cell.column for cell in tree[4]}
    told, open_ = tree.cell(7, heads["#rule"]), tree.cell(7, heads["full:townships"])
    assert told.protection.locked and told.fill.fgColor.rgb.endswith("F1F3F6")
    assert not open_.protection.locked
    lists = {
        area for one in book["数据项"].data_validations.dataValidation for area in str(one.sqref).split()
    }
    every = book["数据项"].cell(5, {cell.value: cell.column for cell in book["数据项"][4]}["every"])
    assert any(area.startswith(every.coordinate) for area in lists)
    assert tree.cell(7, heads["#rule"]).value.startswith("超额加分、欠额扣分：目标 商定值，步长 1")
    assert tree.cell(7, heads["#supplier"]).value == "区委组织部"


def test_headings_are_in_both_languages_or_in_english() -> None:
    chinese = openpyxl.load_workbook(io.BytesIO(write_scheme_book(small())))
    english = openpyxl.load_workbook(io.BytesIO(write_scheme_book(small(), "en")))
    assert chinese["数据项"]["A3"].value == "编码\nKey" and english["Facts"]["A3"].value == "Key"
    assert chinese["数据项"]["G5"].value == "每年" and english["Facts"]["G5"].value == "yearly"


def test_a_text_longer_than_a_cell_goes_over_several_rows() -> None:
    points = ", ".join(f"[{n}, {n}]" for n in range(5000))
    source = SMALL.replace(
        "{deduct: {for: {late: 2}, low: 0}}", f"{{interpolate: {{points: [{points}], ends: clip}}}}"
    )
    scheme = read_scheme_text(source)
    paths = [str(cells["path"]) for cells in book_of(scheme, "zh").other]
    assert len(paths) > 1 and set(paths) == {"tree"}
    assert bare(back(write_scheme_book(scheme))) == bare(scheme)

"""Hostile and damaged workbooks cost a child process and one clear sentence, never this process."""

from __future__ import annotations

import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from kaoping.errors import DocumentError
from kaoping.sheets import Limits, read_grids

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
USUAL = Limits()
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def package(path: Path, sheet: str, **more: bytes) -> Path:
    """A workbook of one sheet, written part by part."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            parts.writestr(name, text)
        for name, content in more.items():
            parts.writestr(f"xl/{name}.xml", content)
    return path


def sheet_of(*cells: str) -> str:
    """The XML of a sheet with the number 1 in each of the cells."""
    rows = "".join(
        f'<row r="{cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{cell}"><v>1</v></c></row>'
        for cell in cells
    )
    return f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"


def code_of(path: Path, limits: Limits = USUAL) -> str:
    """The code of the refusal, which must be bilingual, name the file, and come within ten seconds."""
    started = time.monotonic()
    with pytest.raises(DocumentError) as refusal:
        read_grids(path, limits)
    assert time.monotonic() - started < 10
    (problem,) = refusal.value.problems
    assert problem.place.file == path.name
    assert problem.what.zh and problem.what.en and problem.mend.zh and problem.mend.en
    return problem.code.removeprefix("sheets-")


def two_far_cells(path: Path) -> Path:
    return package(path, sheet_of("A1", "XFD1048576"))


def text_bomb(path: Path) -> Path:
    package(path, sheet_of("A1"))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as parts,
        parts.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(400):
            part.write(b"A" * (1 << 20))
    return path


def entities(path: Path) -> Path:
    return package(path, '<!DOCTYPE l [<!ENTITY a "AAAAAAAA">]>' + sheet_of("A1"))


def twenty_million(path: Path) -> Path:
    return package(path, sheet_of("A1", "T1000000"))


def web_page(path: Path) -> Path:
    path.write_text("<html><body><table><tr><td>单位</td></tr></table></body></html>", encoding="utf-8")
    return path


def locked(path: Path) -> Path:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    return path


def locked_zip(path: Path) -> Path:
    content = bytearray(package(path, sheet_of("A1")).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


def torn(path: Path) -> Path:
    content = package(path, sheet_of("A1")).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def scrambled(path: Path) -> Path:
    return package(path, f"<worksheet {NS}><sheetData><row><c r=")


def text_document(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("word/document.xml", "<document/>")
    return path


def many_parts(path: Path) -> Path:
    return package(path, sheet_of("A1"), **{f"media{i}": b"" for i in range(6000)})


def many_merges(path: Path) -> Path:
    ranges = "".join('<mergeCell ref="A1:J1000"/>' for _ in range(200))
    body = sheet_of("A1", "J1000").replace("</worksheet>", f"<mergeCells>{ranges}</mergeCells></worksheet>")
    return package(path, body)


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (two_far_cells, "memory"),
        (text_bomb, "unpacked"),
        (entities, "entities"),
        (twenty_million, "cells"),
        (web_page, "markup"),
        (locked, "encrypted"),
        (locked_zip, "encrypted"),
        (torn, "damaged"),
        (scrambled, "damaged"),
        (text_document, "other-office"),
        (many_parts, "parts"),
        (many_merges, "merged"),
        (empty, "empty-file"),
    ],
)
def test_a_hostile_workbook_is_refused_with_a_sentence(
    build: Callable[[Path], Path], code: str, tmp_path: Path
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert code_of(build(tmp_path / "报表.xlsx")) == code
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 50 << 10  # kilobytes


def test_no_child_took_more_than_a_gigabyte(tmp_path: Path) -> None:
    code_of(two_far_cells(tmp_path / "a.xlsx"))
    code_of(twenty_million(tmp_path / "b.xlsx"))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1 << 20


def test_one_far_cell_alone_is_read_where_it_stands(tmp_path: Path) -> None:
    (grid,) = read_grids(package(tmp_path / "a.xlsx", sheet_of("XFD1048576")))
    assert grid.rows == [[1]]
    assert grid.cell(0, 0) == "XFD1048576"


def test_without_the_memory_limit_the_far_cell_takes_the_memory(tmp_path: Path) -> None:
    """The control: with room for it, the same file gets past the reader and is stopped by the count of cells."""
    path = twenty_million(tmp_path / "a.xlsx")
    assert code_of(path, Limits(memory_bytes=400 << 20)) == "memory"
    assert code_of(path, Limits(memory_bytes=3 << 30)) == "cells"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(cells=5), "cells"),
        (Limits(file_bytes=100), "file-size"),
        (Limits(unpacked_bytes=100), "unpacked"),
        (Limits(parts=2), "parts"),
        (Limits(wall_seconds=0.001), "time"),
        (Limits(written_bytes=4), "died"),
    ],
)
def test_each_limit_refuses_what_the_usual_limits_read(limits: Limits, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("数据").write_row(0, 0, ["单位", 1, 2, 3, 4, 5, 6])
    assert read_grids(path)[0].rows == [["单位", 1, 2, 3, 4, 5, 6]]
    assert code_of(path, limits) == code


def test_the_processor_limit_stops_what_takes_too_long(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    path = package(tmp_path / "a.xlsx", f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>")
    assert code_of(path, Limits(cpu_seconds=1)) == "time"


def test_the_child_sees_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[dict[str, str]] = []
    import subprocess

    real = subprocess.Popen

    def watched(*arguments: object, **options: dict[str, str]) -> object:
        seen.append(options["env"])
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setenv("SECRET_KEY", "canary")
    read_grids(package(tmp_path / "a.xlsx", sheet_of("A1")))
    assert seen and "canary" not in seen[0].values() and "PATH" in seen[0]


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.xlsx") == "no-file"
    assert code_of(tmp_path / "none.csv") == "no-file"

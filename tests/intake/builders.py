"""Files made in memory for the tests: docx with tables and numbering, a text PDF, packed bombs, noisy pages."""

from __future__ import annotations

import io
import random
import zipfile

from pypinyin.constants import PINYIN_DICT

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(body: str, numbering: str = "") -> bytes:
    """A docx whose body holds this XML."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if numbering:
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return packed.getvalue()


def paragraph(words: str, extra: str = "") -> str:
    """One docx paragraph."""
    return f"<w:p>{extra}<w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    """One docx table row."""
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def bomb(megabytes: int) -> bytes:
    """A docx whose document unpacks to that many megabytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b"<" * (1024 * 1024))
    return packed.getvalue()


def pdf_of(lines: list[str]) -> bytes:
    """A one-page PDF with these lines as text, drawn with a font that maps two bytes to UTF-16."""
    show = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 40 800 Td\n{show}\nET".encode()
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        b"endcmap end end"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)


def glossed(text: str, seed: int, share: int = 3) -> tuple[str, list[tuple[int, int]]]:
    """A traditional page as some converters leave it: one character in `share` carries its reading at every use.

    Only characters of traditional writing are chosen. Gives the page and the stretches that were put in.
    """
    from kaoping.intake.script import is_traditional_form

    dice = random.Random(seed)
    chosen = {
        c
        for c in sorted(set(text))
        if is_traditional_form(c) and PINYIN_DICT.get(ord(c)) and dice.randrange(share) == 0
    }
    readings = {c: PINYIN_DICT[ord(c)].split(",")[0] for c in sorted(chosen)}
    page: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for letter in text:
        page.append(letter)
        length += 1
        if letter in readings:
            insert = f"({readings[letter]})"
            spans.append((length, length + len(insert)))
            page.append(insert)
            length += len(insert)
    return "".join(page), spans

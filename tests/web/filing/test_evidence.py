"""Files behind a figure: taken by content, kept by digest, handed out as attachments that nothing runs."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaoping_web.filing.models import Evidence, Filing, Value
from kaoping_web.filing.uploads import clean_name
from kaoping_web.organisations.models import User
from tests.web.cast import District
from tests.web.filing.year import cell, filing_of, march

SignIn = Callable[[User], Client]
PDF, PNG, JPG = b"%PDF-1.7\n%x", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


@pytest.fixture
def value(district: District, settings: object, tmp_path: Path) -> Value:
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[attr-defined]
    filing: Filing = filing_of(march(district), district.development_reform)
    return cell(filing, district.anping, "investment")


def send(client: Client, value: Value, content: bytes, name: str = "凭证.pdf", once: str = ""):
    file = SimpleUploadedFile(name, content)
    return client.post(
        f"/filing/cell/{value.pk}/evidence/",
        {"file": file, "once": once or hashlib.sha256(content + name.encode()).hexdigest()},
    )


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("make", [lambda: PDF, lambda: PNG, lambda: JPG, xlsx, word])
def test_documents_and_pictures_are_taken_whatever_they_are_called(
    district: District, value: Value, sign_in: SignIn, make: Callable
) -> None:
    assert send(sign_in(district.chen), value, make(), "x.bin").status_code == 302
    assert Evidence.objects.get().size == len(make())


@pytest.mark.parametrize(
    "content",
    [zipped(a="b"), b"<html><script>", b"MZ\x90\x00", b"#!/bin/sh", b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"<svg onload=x>",
     zipped(**{"[Content_Types].xml": "x", "xl/workbook.xml": "x", "xl/vbaProject.bin": "x"})],
)  # fmt: skip
def test_anything_else_is_refused_by_its_content(
    district: District, value: Value, sign_in: SignIn, content: bytes, settings: object
) -> None:
    assert send(sign_in(district.chen), value, content, "凭证.pdf").status_code == 422
    assert not Evidence.objects.exists()
    assert not [one for one in Path(settings.UPLOADS).rglob("*") if one.is_file()]  # type: ignore[attr-defined]


def test_a_file_lies_under_its_digest_and_comes_back_as_an_attachment(
    district: District, value: Value, sign_in: SignIn, settings: object
) -> None:
    client = sign_in(district.chen)
    send(client, value, PDF, "物流园凭证.pdf")
    kept = Evidence.objects.get()
    digest = hashlib.sha256(PDF).hexdigest()
    assert kept.digest == digest and (Path(settings.UPLOADS) / digest[:2] / digest).read_bytes() == PDF  # type: ignore[attr-defined]
    answer = client.get(f"/filing/evidence/{kept.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert (
        answer["Content-Security-Policy"].startswith("sandbox")
        and answer["Content-Type"] == "application/pdf"
    )


def test_the_limit_holds(
    district: District, value: Value, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(sign_in(district.chen), value, PDF).status_code == 302
    monkeypatch.setattr("kaoping_web.filing.uploads.MOST_BYTES", 8)
    assert send(sign_in(district.chen), value, PDF + b"2").status_code == 422


def test_the_same_file_twice_is_one(district: District, value: Value, sign_in: SignIn) -> None:
    for once in ("a", "b"):
        send(sign_in(district.chen), value, PDF, once=once)
    assert Evidence.objects.count() == 1


def test_a_withdrawn_file_stays_in_the_record(district: District, value: Value, sign_in: SignIn) -> None:
    client = sign_in(district.chen)
    send(client, value, PDF)
    kept = Evidence.objects.get()
    assert client.post(f"/filing/evidence/{kept.pk}/withdraw/", {"once": "w", "seen": "1"}).status_code == 302
    assert Evidence.objects.get().is_withdrawn


def test_only_who_files_adds_and_only_who_sees_the_figure_reads(
    district: District, value: Value, sign_in: SignIn
) -> None:
    assert send(sign_in(district.qian), value, PDF).status_code == 404
    assert send(sign_in(district.lin), value, PDF).status_code == 403
    send(sign_in(district.chen), value, PDF)
    url = f"/filing/evidence/{Evidence.objects.get().pk}/"
    seen = {
        name: sign_in(district.people[name]).get(url).status_code
        for name in ("chen", "lin", "an", "kao", "qian", "bin", "sys")
    }
    assert seen == {"chen": 200, "lin": 200, "an": 200, "kao": 200, "qian": 404, "bin": 404, "sys": 403}


@pytest.mark.parametrize(
    ("name", "kept"), [("..\\..\\a.pdf", "a.pdf"), ("/etc/passwd", "passwd"), ('a"b\r\n.pdf', "ab.pdf"), ("", "file"), ("x" * 300 + ".pdf", "x" * 150 + ".pdf")]
)  # fmt: skip
def test_names_lose_folders_and_what_no_header_carries(name: str, kept: str) -> None:
    assert clean_name(name) == kept

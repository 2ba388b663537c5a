"""The small district's scheme, locked, and its year, opened."""

from __future__ import annotations

from datetime import date

from kaoping import read_scheme_text
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.services import open_year
from kaoping_web.journal.services import keep
from kaoping_web.schemes.models import Scheme, SchemeVersion
from tests.web.cast import NOW, SCHEME, District


def locked_scheme(district: District) -> SchemeVersion:
    """The small scheme as it stands once it was drafted, approved and locked."""
    text = SCHEME.read_text(encoding="utf-8")
    read = read_scheme_text(text)
    scheme = keep(
        Scheme(host=district.xiaoyun, key=read.key),
        by=district.kao,
        deed="begin.scheme",
        chain="xiaoyun",
        at=NOW,
    )
    version = SchemeVersion(
        scheme=scheme, number=1, title=read.title.zh, english=read.title.en, state="locked", text=text, digest=read.digest,
        effective_on=date(2026, 1, 1), drafted_by=district.kao, drafted_at=NOW, sent_by=district.kao, approved_by=district.gao,
        approved_at=NOW, locked_at=NOW, document="云办发〔2026〕1号",
    )  # fmt: skip
    return keep(version, by=district.kao, deed="lock.scheme", chain="xiaoyun", at=NOW)


def opened_year(district: District) -> list[Cycle]:
    """The cycles of 2026, all planned."""
    return open_year(by=district.kao, version=locked_scheme(district), year=2026, now=NOW)

"""Schemes in every state of their life, for the tests of the schemes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kaoping_web.schemes.drafting import Draft, draft_edited, draft_of
from kaoping_web.schemes.editing import Document, edited, settings_of_node
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import read, text_of
from kaoping_web.schemes.services import (
    approve_version,
    change_draft,
    draft_next,
    lock_version,
    send_version,
    upload_version,
)
from tests.web.cast import NOW, SCHEME, District

DEMO = Path(__file__).parents[3] / "demo" / "scheme.yaml"
YEAR = date(2026, 1, 1)
DOCUMENT = "云办发〔2026〕8号"


def drafted(district: District, path: Path = SCHEME, reason: str = "首次制定") -> SchemeVersion:
    """A draft of the assessment office."""
    return upload_version(
        by=district.kao, host=district.xiaoyun, draft=draft_of(path.read_bytes()), reason=reason, now=NOW
    )


def sent(district: District, version: SchemeVersion) -> SchemeVersion:
    """The same, sent for approval."""
    return send_version(
        by=district.kao, version_id=version.pk, seen=version.version, reason="首次制定", now=NOW
    )


def approved(district: District, version: SchemeVersion) -> SchemeVersion:
    """The same, approved by the head."""
    return approve_version(by=district.gao, version_id=version.pk, seen=version.version, now=NOW)


def locked(district: District, path: Path = SCHEME, effective_on: date = YEAR) -> SchemeVersion:
    """A version in force."""
    version = approved(district, sent(district, drafted(district, path)))
    return lock_version(
        by=district.gao,
        version_id=version.pk,
        seen=version.version,
        effective_on=effective_on,
        document=DOCUMENT,
        now=NOW,
    )


def raised(version: SchemeVersion) -> Draft:
    """The text of a version with the next number."""
    new = edited(text_of(version), {("version",): str(version.number + 1)}, {})
    return Draft(new, read(new))


def following(district: District, version: SchemeVersion) -> SchemeVersion:
    """The next version, drafted."""
    return draft_next(
        by=district.kao, version_id=version.pk, draft=raised(version), reason="意见采纳表第7条", now=NOW
    )


def changed(
    district: District, version: SchemeVersion, node: str, ending: tuple[str, ...], value: str
) -> SchemeVersion:
    """A draft with one setting of an item changed. `ending`: the last steps of the setting's path."""
    document = Document(version.text)
    path = document.path_of_node(node)
    assert path is not None
    settings = settings_of_node(document, read(version.text), path)
    names = [one.name for one in settings if one.path[-len(ending) :] == ending]
    draft = draft_edited(version, version.version, settings, {names[0]: value})
    return change_draft(
        by=district.kao, version_id=version.pk, seen=version.version, draft=draft, replaced=False, now=NOW
    )

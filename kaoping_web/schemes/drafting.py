"""What is done with a scheme's text before anything is stored: a file read, settings of a form written at their place.

All of it happens outside a transaction; the services are handed the finished text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaoping import Scheme
from kaoping.errors import Problem, Severity, Words
from kaoping_web.refusals import Clash, Refused, Stale, problem
from kaoping_web.schemes.editing import Setting, edited
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import findings_of, read, text_of

MOST_BYTES = 2 * 1024 * 1024
WORKBOOK = b"PK\x03\x04"
NOTHING_SAID = Words("（空）", "(empty)")


@dataclass(frozen=True)
class Draft:
    """A text that reads as a scheme, and what was changed in it, in words."""

    text: str
    scheme: Scheme
    changes: tuple[Words, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being sent for approval."""
        return errors_of(self.text)


def errors_of(text: str) -> tuple[Problem, ...]:
    """The findings that are errors."""
    return tuple(one for one in findings_of(text) if one.severity is Severity.ERROR)


def draft_of(content: bytes) -> Draft:
    """A scheme out of an uploaded file: YAML, or its workbook form. Raises Refused or a KaopingError with every problem."""
    if len(content) > MOST_BYTES:
        raise Refused(
            problem("too-large", "方案文件超过 2 MB。", "the scheme file is larger than 2 MB.",
                    "方案只写办法，不附数据和图片。", "a scheme holds rules only, no data and no pictures.")
        )  # fmt: skip
    text = _from_workbook(content) if content.startswith(WORKBOOK) else _decoded(content)
    return Draft(text, read(text))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            problem(
                "not-utf8",
                "方案文件不是 UTF-8 编码。",
                "the scheme file is not UTF-8.",
                "另存为 UTF-8 再上传。",
                "save it as UTF-8 and upload it again.",
            )
        ) from None


def _from_workbook(content: bytes) -> str:
    from kaoping.sheets import read_scheme_book

    return read_scheme_book(content)


# forms ---------------------------------------------------------------------------------------------------


def draft_edited(
    version: SchemeVersion, seen: int, settings: Iterable[Setting], sent: Mapping[str, str]
) -> Draft:
    """The draft with the settings that were sent and differ written at their place.

    `sent`: by the names of the form; a setting that was not sent stays. `<name>` beside `was/<name>`: what stood there
    when the form was made. Raises Stale with both values where somebody changed the draft since, Refused where nothing
    was changed, where a setting cannot be written there or where the scheme could then not be read.
    """
    text = text_of(version)
    offered = [one for one in settings if one.name in sent]
    wanted = [
        one for one in offered if _clean(sent[one.name]) != _clean(sent.get(f"was/{one.name}", one.text))
    ]
    if version.version != seen:
        raise stale(
            [
                Clash(one.title, one.text, _clean(sent[one.name]))
                for one in wanted
                if _clean(sent[one.name]) != one.text
            ]
        )
    if not wanted:
        raise Refused(
            problem(
                "nothing-changed",
                "没有改动任何一项。",
                "nothing was changed.",
                "改一项再存，或返回方案。",
                "change something before saving, or go back to the scheme.",
            )
        )
    new = edited(
        text, {one.path: _clean(sent[one.name]) for one in wanted}, {one.path: one.title for one in wanted}
    )
    return Draft(new, read(new), tuple(_told(one, _clean(sent[one.name])) for one in wanted))


def _clean(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def _told(setting: Setting, value: str) -> Words:
    before, after = _shown(setting, setting.text), _shown(setting, value)
    return Words(
        f"{setting.group.zh} {setting.title.zh}：{before.zh} → {after.zh}",
        f"{setting.group.in_('en')}, {setting.title.in_('en')}: {before.in_('en')} → {after.in_('en')}",
    )


def _shown(setting: Setting, value: str) -> Words:
    """A value as the form shows it."""
    if not value:
        return NOTHING_SAID
    return next((one.title for one in setting.choices if one.value == value), Words(value, value))


def stale(clashes: Iterable[Clash]) -> Stale:
    """Somebody else changed the draft in the meantime."""
    return Stale(
        problem(
            "stale", "别人刚刚改过这份草案，您的改动没有存入。", "somebody else has just changed this draft; your change was not stored.",
            "看一眼现在的内容，再改一次。", "look at what stands there now, and change it again.",
        ),
        clashes,
    )  # fmt: skip

"""Every sentence of the journal is said, in both languages, and is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kaoping.journal
from kaoping.errors import Words
from kaoping.journal.findings import _SENTENCES, CODES, finding

ROOM = Path(kaoping.journal.__file__).parent
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_is_said_in_both_languages(code: str) -> None:
    told = finding(code, *(Words(f"甲{n}", f"A{n}") for n in range(8)))
    for text in (told.what, told.mend):
        assert bool(text.zh) == bool(text.en) and not CHINESE.search(text.en)
        assert not re.search(r"[{}]", text.zh + text.en)
    assert told.what.zh.endswith("。") and told.what.en.endswith(".") and CHINESE.search(told.what.zh)


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_say_the_same_things(code: str) -> None:
    zh, en, _ = _SENTENCES[code]
    assert set(re.findall(r"\{\d\}", zh)) == set(re.findall(r"\{\d\}", en))


def test_every_sentence_has_its_occasion() -> None:
    code = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py") if path.name != "findings.py")
    built = {"row-" + kind.value for kind in kaoping.journal.Kind} | {"line-end", "line-length"}
    assert {one for one in CODES if f'"{one}"' not in code} <= built

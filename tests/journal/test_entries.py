"""One content has one spelling, and what has none is refused with every reason."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.journal import Deed, Frontier, JournalError, Log, append, canonical, entry_hash, entry_of
from kaoping.journal.canonical import parsed
from kaoping.journal.entries import MOST_BYTES
from tests.journal.cast import BINHAI, YUNLAN, book, codes, deeds

ENTRY = book(3).entries[2]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(st.characters(exclude_categories=["Cs"]))
)  # fmt: skip
IMAGES = st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True), VALUES, max_size=5)


def refused(**changes: object) -> set[str]:
    with pytest.raises(JournalError) as wrong:
        canonical(replace(ENTRY, **changes))
    return codes(wrong.value.problems)


def test_the_canonical_form_is_written_out() -> None:
    """These bytes are a promise: another spelling would be another journal."""
    deed = Deed(
        chain="云澜区", at="2026-03-12T08:00:00Z", deed="verify.filing", who=("u-7", "u-9"), object_type="filing",
        object_key="17", version=1, after={"value": "36.67", "count": 3, "ok": True, "note": None}, reason="a\"b\n",
    )  # fmt: skip
    step = append(YUNLAN, Frontier(), None, deed)
    first = hashlib.sha256(
        b"kaoping-journal/1\0sha256\0kp-yunlan-01\0chain\0" + "云澜区".encode()
    ).hexdigest()
    assert step.raw.decode() == (
        '{"after":{"count":3,"note":null,"ok":true,"value":"36.67"},"at":"2026-03-12T08:00:00Z","chain":"云澜区",'
        '"deed":"verify.filing","document":"","key":"17","number":1,"previous":"' + first + '",'
        '"reason":"a\\"b\\n","sequence":1,"type":"filing","version":1,"who":["u-7","u-9"]}'
    )
    tagged = b"kaoping-journal/1\0sha256\0kp-yunlan-01\0entry\0" + step.raw
    assert step.sealed.digest == hashlib.sha256(tagged).digest() == entry_hash(YUNLAN, step.sealed.entry)


@given(IMAGES, st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_written_is_read_back(after: dict[str, str | int | bool | None], reason: str) -> None:
    entry = replace(ENTRY, after=after, reason=reason)
    raw = canonical(entry)
    back = entry_of(raw)
    assert back == entry and canonical(back) == raw
    assert all(type(back.after[key]) is type(value) for key, value in after.items())


@given(IMAGES)
def test_the_order_of_fields_does_not_matter(after: dict[str, str | int | bool | None]) -> None:
    turned = dict(reversed(after.items()))
    assert canonical(replace(ENTRY, after=after)) == canonical(replace(ENTRY, after=turned))


def test_true_is_not_one_and_null_is_not_absent() -> None:
    images = [{"x": True}, {"x": 1}, {"x": "1"}, {"x": None}, {}, None, {"x": "true"}, {"x": ""}]
    assert len({entry_hash(YUNLAN, replace(ENTRY, after=after)) for after in images}) == len(images)


@pytest.mark.parametrize(
    "value", [0.5, 1.0, float("nan"), Decimal("1.5"), Fraction(1, 2), [1], {"a": 1}, b"x"]
)
def test_what_is_not_exact_text_or_whole_is_refused(value: object) -> None:
    assert refused(after={"value": value}) == {"value-kind"}


def test_text_that_looks_alike_stays_apart() -> None:
    """Values are kept as the table holds them: composed and decomposed letters are two texts."""
    assert canonical(replace(ENTRY, after={"x": "é"})) != canonical(replace(ENTRY, after={"x": "e\u0301"}))
    assert refused(object_key="e\u0301") == {"name"}, "but keys, which are looked up, have one spelling"


def test_every_part_that_is_wrong_is_told_at_once() -> None:
    found = refused(
        at="2026-03-12 08:00", deed="submit", who=(), object_key=" 17", after={"Value": "x", "y": 2**53, "z": "\ud800"}
    )  # fmt: skip
    assert found == {"time", "name", "integer-size", "text-broken"}


@pytest.mark.parametrize(
    "changes",
    [
        {"who": ("",)}, {"who": ("李四",)}, {"chain": ""}, {"chain": "a\nb"}, {"chain": "x" * 201}, {"version": 0},
        {"version": True}, {"sequence": 0}, {"number": 2**53}, {"previous": "ab"}, {"previous": "A" * 64},
        {"deed": "submit.filing.x"}, {"object_type": "Filing"}, {"object_key": ""}, {"object_key": "\ud800"},
        {"deed": "submit.filing\n"},
    ],
)  # fmt: skip
def test_a_name_that_is_not_well_written_is_refused(changes: dict[str, object]) -> None:
    assert refused(**changes) == {"name"}


@pytest.mark.parametrize(
    "at",
    ["2026-02-30T08:00:00Z", "2026-03-12T08:00:00+08:00", "2026-03-12T08:00:00.000000Z", "2026-03-12T08:00:00.5Z",
     "2026-03-12T24:00:00Z", "２026-03-12T08:00:00Z", "", "2026-03-12T08:00:00Z\n"],
)  # fmt: skip
def test_a_moment_has_one_spelling(at: str) -> None:
    assert refused(at=at) == {"time"}


def test_an_entry_about_nothing_holds_nothing() -> None:
    nothing = replace(ENTRY, object_type="", object_key="", version=0, after=None)
    assert entry_of(canonical(nothing)) == nothing
    assert refused(object_type="", object_key="", version=0, after={"x": 1}) == {"about-nothing"}
    assert refused(object_type="") == {"name", "about-nothing"}


def test_an_entry_is_bounded() -> None:
    assert refused(reason="文" * (MOST_BYTES // 3)) == {"entry-size"}


RAW = canonical(ENTRY)


@pytest.mark.parametrize(
    "raw",
    [
        RAW + b" ", b" " + RAW, RAW.replace(b":", b": ", 1), RAW.replace(b'"after"', b'"\\u0061fter"'),
        RAW.replace(b'"version"', b'"Version"'), RAW[:-1] + b',"x":1}', RAW.replace(b'"who":', b'"who":[],"who":'),
        RAW.replace(b'"sequence":3', b'"sequence":3.0'), RAW.replace(b'"sequence":3', b'"sequence":3e0'),
        RAW.replace(b'"sequence":3', b'"sequence":NaN'), RAW.replace(b'"sequence":3', b'"sequence":' + b"9" * 5000),
        RAW.replace(b'"sequence":3', b'"sequence":true'), RAW.replace(b'"sequence":3', b'"sequence":-0'),
        RAW.replace("云".encode(), b"\xff"), b"", b"{}", b"[]", b"null", b"[" * 100_000, b'{"a":' * 100_000, b"\xef\xbb\xbf" + RAW,
        RAW.decode().encode("utf-16"), RAW.replace(b'"who":["', b'"who":"').replace(b'"]}', b'"}'),
        json.dumps(json.loads(RAW), sort_keys=True, separators=(",", ":")).encode(),
    ],
)  # fmt: skip
def test_every_other_spelling_is_refused(raw: bytes) -> None:
    assert raw != RAW
    with pytest.raises(JournalError):
        entry_of(raw)


@pytest.mark.parametrize(
    "raw",
    [b"1.5", b"[1.0]", b"1e3", b"Infinity", b"-0", b"01", b'{"b":1,"a":1}', b'{"a":1,"a":1}', b"[1, 2]"],
)
def test_json_that_is_not_canonical_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(raw)
    assert parsed(b'{"a":1,"b":[true,null,"\xc3\xa9"]}') == {"a": 1, "b": [True, None, "é"]}


def test_the_installation_and_the_algorithm_enter_the_hash() -> None:
    hashes = {entry_hash(log, ENTRY) for log in (YUNLAN, BINHAI, Log("kp-yunlan-01", "sm3"))}
    assert len(hashes) == 3


@pytest.mark.parametrize("name", ["", "KP", "a b", "-a", "a" * 65, "a\0b", "甲"])
def test_an_installation_is_named_in_plain_letters(name: str) -> None:
    with pytest.raises(JournalError):
        Log(name)


def test_sm3_is_the_published_one() -> None:
    assert (
        Log("x", "sm3").hashed(b"abc").hex()
        == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_a_machine_without_sm3_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str, content: bytes = b"") -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", without)
    with pytest.raises(JournalError) as wrong:
        Log("kp", "sm3")
    assert codes(wrong.value.problems) == {"no-sm3"} and "OpenSSL" in wrong.value.in_("zh")
    with pytest.raises(JournalError) as wrong:
        Log("kp", "md5")
    assert codes(wrong.value.problems) == {"algorithm"}


def test_what_a_caller_changes_later_does_not_change_the_entry() -> None:
    image = {"value": "1"}
    step = append(YUNLAN, Frontier(), None, replace(deeds(1)[0], after=image))
    image["value"] = "2"
    assert step.sealed.entry.after == {"value": "1"} and canonical(step.sealed.entry) == step.raw


def test_a_verifier_needs_only_the_standard_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import kaoping.journal; "
        "print(*{name.split('.')[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names), "
        "*(name for name in sys.modules if name.startswith('kaoping.')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert told[0] == "kaoping" and all(
        name.startswith(("kaoping.journal", "kaoping.errors")) for name in told[1:]
    )

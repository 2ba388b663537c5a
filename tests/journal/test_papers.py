"""Forms are printed, typed back with clumsy fingers, and a mistyped letter is told from a changed past."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.errors import Words
from kaoping.journal import JournalError, Log, checkpoint_of, receipt_of, short_code_of
from kaoping.journal.letters import ALPHABET, folded, grouped, ungrouped
from kaoping.journal.receipts import Receipt
from tests.journal.cast import BINHAI, YUNLAN, book, codes, moment

BOOK = book(60)
POINT = BOOK.checkpoint(57)
RECEIPT = BOOK.receipt(17, 57)
LABEL = Words("根值", "root")
FULL_WIDTH = {ord("!") + i: 0xFF01 + i for i in range(94)}


def refused(text: str) -> set[str]:
    with pytest.raises(JournalError) as wrong:
        (receipt_of if "receipt" in text else checkpoint_of)(text)
    return codes(wrong.value.problems)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_printed_is_typed_back(language: str) -> None:
    assert checkpoint_of(POINT.text(language)) == POINT
    assert receipt_of(RECEIPT.text(language)) == RECEIPT
    assert short_code_of(RECEIPT.short.text()) == RECEIPT.short


def test_a_printed_checkpoint_is_few_lines_of_few_letters() -> None:
    lines = POINT.text("zh").splitlines()
    assert len(lines) == 7 and max(map(len, lines)) < 50 and lines[0] == "kaoping-checkpoint/1 sha256"


def test_case_spaces_and_full_width_do_not_matter() -> None:
    for made, read in ((POINT, checkpoint_of), (RECEIPT, receipt_of)):
        text = made.text("zh")
        clumsy = [
            text.lower().replace("t0", "T0"), text.replace("-", " - "), text.replace(": ", "："), text.replace("\n", "\r\n\r\n"),
            "\ufeff  通知附件\n" + text + "\n第 1 页\n", text.replace("kaoping-", " KAOPING-"),
        ]  # fmt: skip
        chain = RECEIPT.chain
        wide = "\n".join(line if chain in line else line.translate(FULL_WIDTH) for line in text.splitlines())
        for typed in [*clumsy, wide]:
            assert read(typed) == made, typed


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    text = POINT.text()
    head, root = text.split("root: ")
    assert (
        checkpoint_of(head + "root: " + root.replace("0", "O").replace("1", "l")) == POINT or "0" not in root
    )
    assert folded("oIl") == "011"


def test_every_single_mistyped_letter_is_told_with_its_group() -> None:
    groups = grouped(POINT.root, 256)
    for position, group in enumerate(groups):
        for place, letter in enumerate(group):
            for wrong in ALPHABET.replace(letter, ""):
                typed = [
                    *groups[:position],
                    group[:place] + wrong + group[place + 1 :],
                    *groups[position + 1 :],
                ]
                digest, problems = ungrouped("-".join(typed), 256, LABEL)
                assert digest == b"" and len(problems) == 1 and str(position + 1) in problems[0].what.en


def test_letters_and_groups_exchanged_are_told() -> None:
    groups = grouped(POINT.root, 256)
    for group_at, group in enumerate(groups):
        for i in range(5):
            for j in range(i):
                turned = list(group)
                turned[i], turned[j] = turned[j], turned[i]
                if turned != list(group):
                    typed = [*groups[:group_at], "".join(turned), *groups[group_at + 1 :]]
                    assert ungrouped(" ".join(typed), 256, LABEL)[1]
        for other in range(group_at):
            typed = list(groups)
            typed[group_at], typed[other] = typed[other], typed[group_at]
            assert len(ungrouped("".join(typed), 256, LABEL)[1]) == 2


def test_a_group_left_out_is_told() -> None:
    groups = grouped(POINT.root, 256)
    assert codes(ungrouped("-".join(groups[1:]), 256, LABEL)[1]) == {"groups"}


@given(st.binary(min_size=32, max_size=32), st.sampled_from([40, 120, 256]))
def test_every_hash_comes_back(digest: bytes, bits: int) -> None:
    assert ungrouped("-".join(grouped(digest, bits)), bits, LABEL) == (digest[: bits // 8], [])


def test_a_mistyped_line_is_not_taken_for_a_changed_past() -> None:
    """Control: were there no check code, each of these would read as another checkpoint."""
    text, paper = POINT.text(), RECEIPT.text()
    for wrong in (
        text.replace("size: 57", "size: 75"), text.replace("kp-yunlan-01", "kp-yunlan-02"), text.replace("sha256", "sm3"),
        text.replace("2026-03-19", "2026-03-18"), paper.replace("entry: 17", "entry: 71"),
        paper.replace(f"chain: {RECEIPT.chain}", "chain: elsewhere"), paper.replace("number: ", "number: 1"),
    ):  # fmt: skip
        assert wrong not in (text, paper) and refused(wrong) == {"check"}


def test_two_lines_of_a_proof_exchanged_are_told() -> None:
    lines = RECEIPT.text().splitlines()
    first, second = [i for i, line in enumerate(lines) if line.startswith("proof")][:2]
    lines[first : first + 2], lines[second : second + 2] = (
        lines[second : second + 2],
        lines[first : first + 2],
    )
    assert refused("\n".join(lines)) == {"check"}


def test_all_that_is_wrong_with_a_form_is_told_at_once() -> None:
    lines = POINT.text().splitlines()
    lines = [line for line in lines if not line.startswith("size")] + ["colour: red"]
    lines = [line.replace("time: 2026", "time: 26") for line in lines]
    lines.insert(2, "installation: kp-x")
    assert refused("\n".join(lines)) == {"form-line", "form-twice"}
    lines.insert(3, "colour: red")
    assert refused("\n".join(lines)) == {"form-line", "form-twice", "form-unknown"}


@pytest.mark.parametrize(
    "text", ["", "hello", "kaoping-checkpoint/1", "kaoping-checkpoint/1 md5", "kaoping-checkpoint/2 sha256\nsize: 1"]
)  # fmt: skip
def test_what_is_no_form_is_refused(text: str) -> None:
    assert refused(text) == {"form"}


@pytest.mark.parametrize(
    "text", ["", "KP", "KP-0-ABCDE", "KP-17", "17-ABCDE", "KP-17-" + "AAAAA-" * 6, "KP-" + "9" * 40 + "-A"]
)
def test_what_is_no_short_code_is_refused(text: str) -> None:
    with pytest.raises(JournalError):
        short_code_of(text)


def test_a_short_code_is_read_from_a_slip() -> None:
    text = RECEIPT.short.text()
    assert len(text) <= len("KP-17-") + 35
    for typed in (text.lower(), text.replace("-", " "), f"  {text}  ", text.translate(FULL_WIDTH)):
        assert short_code_of(typed) == RECEIPT.short


@given(st.randoms(use_true_random=False))
def test_no_mangled_form_crashes_or_passes(rnd: random.Random) -> None:
    made = rnd.choice([POINT, RECEIPT])
    text = list(made.text(rnd.choice(["zh", "en"])))
    for _ in range(rnd.randrange(1, 4)):
        text[rnd.randrange(len(text))] = rnd.choice(["", "\n", "0", "Z", "：", "\0", "云", " ", "9" * 30])
    read = receipt_of if isinstance(made, Receipt) else checkpoint_of
    try:
        back = read("".join(text))
    except JournalError as wrong:
        assert wrong.problems and all(one.what.zh and one.what.en for one in wrong.problems)
    else:
        assert back == made, "only what did not matter was mangled"


def test_forms_of_other_logs_and_algorithms_come_back() -> None:
    for log in (BINHAI, Log("a", "sm3"), Log("x" * 64), YUNLAN):
        point = replace(book(9, log).checkpoint(), at=moment(3))
        assert checkpoint_of(point.text("zh")) == point

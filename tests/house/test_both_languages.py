"""Every sentence the library says is written in Chinese and in English, and each in its own."""

from __future__ import annotations

import ast
import re

from tests.house.tree import Source, calls, sources

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def literal_text(node: ast.expr | None) -> str | None:
    """The text written in the code, the fixed parts of an f-string; None where it is computed."""
    match node:
        case None:
            return ""
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(
                literal_text(part) or "" if isinstance(part, ast.Constant) else "{}" for part in parts
            )
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = literal_text(left), literal_text(right)
            return None if None in texts else "".join(text or "" for text in texts)
    return None


def half_said(source: Source) -> list[str]:
    """Every Words(…) of a file that lacks one language or has Chinese in its English."""
    return [
        f"{source.name}:{call.lineno} {fault}"
        for call in calls(source)
        if isinstance(call.func, ast.Name) and call.func.id == "Words"
        for fault in _faults(call)
    ]


def _faults(call: ast.Call) -> list[str]:
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return []
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    zh, en = (
        literal_text(call.args[position] if len(call.args) > position else named.get(name))
        for position, name in enumerate(("zh", "en"))
    )
    faults = []
    if zh and en == "":
        faults.append("no English")
    if en and zh == "":
        faults.append("no Chinese")
    if en and CHINESE.search(en):
        faults.append("Chinese in the English text")
    return faults


def test_every_sentence_is_said_in_both_languages() -> None:
    assert [fault for source in sources("kaoping") for fault in half_said(source)] == []


def test_a_sentence_in_one_language_is_found() -> None:
    faulty = {
        'Words("缺少权重")': ["no English"],
        'Words(zh=f"第{n}行", en="")': ["no English"],
        'Words("", "no weight")': ["no Chinese"],
        'Words("缺少权重", f"no 权重 for {key}")': ["Chinese in the English text"],
        'Words("缺少权重", "no weight。")': ["Chinese in the English text"],
    }
    for code, faults in faulty.items():
        assert [place.split(" ", 1)[1] for place in half_said(Source.of("kaoping/x.py", code))] == faults


def test_whole_and_computed_sentences_pass() -> None:
    for code in (
        'Words("缺少权重", "no weight")',
        'Words("", "")',
        "Words(title.zh, title.en)",
        "Words(*both)",
    ):
        assert half_said(Source.of("kaoping/x.py", code)) == []
    assert half_said(Source.of("kaoping/x.py", 'Words(f"组{key}", f"group {names[key]}")')) == []

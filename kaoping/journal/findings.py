"""What can be wrong with a journal, in sentences: what was found, and what to do about it."""

from __future__ import annotations

from kaoping.errors import NOWHERE, DocumentError, Place, Problem, Severity, Words


class JournalError(DocumentError):
    """An entry, a printed form or an exported journal that cannot be taken. Carries every problem found."""


_TELL = (
    "保留这份文件，与留存的旧校验点、回执核对，并报告。",
    "Keep this file, compare it with older checkpoints and receipts, and report it.",
)
_TYPE = ("对照原件重新输入。", "Type it again from the paper.")
_EXPORT = ("重新导出，或换一份未损坏的副本。", "Export it again, or take a copy that is whole.")
_NONE = ("", "")

_SENTENCES: dict[str, tuple[str, str, tuple[str, str]]] = {
    # an entry that is not taken
    "value-kind": (
        "字段“{0}”的值是 {1}；日志只收文字、整数、真假和空。",
        "field “{0}” holds a {1}; the journal takes text, whole numbers, true, false and null.",
        ("小数写成十进制文字，如 \"36.67\"。", "Write a decimal as its exact text, such as \"36.67\"."),
    ),
    "integer-size": (
        "字段“{0}”的整数超出 ±9007199254740991，有的程序读不准。",
        "the whole number in field “{0}” is beyond ±9007199254740991, which some programs read inexactly.",
        ("写成文字。", "Write it as text."),
    ),
    "text-broken": (
        "“{0}”里有半个字符（不成对的代理码），写不成 UTF-8。",
        "“{0}” holds half a character (a lone surrogate), which UTF-8 cannot write.",
        ("重新输入这段文字。", "Type that text again."),
    ),
    "name": (
        "{0} 不能是“{1}”。", "{0} cannot be “{1}”.",
        ("写法见 docs/explanation/journal.zh.md。", "docs/explanation/journal.md says how it is written."),
    ),
    "time": (
        "{0} 不是协调世界时的时刻：“{1}”。", "{0} is not a moment in UTC: “{1}”.",
        ("写成 2026-03-12T08:00:00Z；有不足一秒的部分时写六位小数。", "Write 2026-03-12T08:00:00Z, with six decimals where there is a fraction."),
    ),
    "about-nothing": (
        "不涉及对象的条目不能有对象编号、版本或字段。",
        "an entry about no object cannot have a key, a version or fields.",
        ("写明对象类型，或去掉这些。", "Name the type of the object, or leave these out."),
    ),
    "entry-size": (
        "条目有 {0} 字节，最多 {1}。", "the entry has {0} bytes; at most {1} are taken.",
        ("把长文另存为文件，条目里只记其摘要。", "Keep long text as a file and record its digest."),
    ),
    "algorithm": ("不认识的摘要算法“{0}”。", "unknown hash algorithm “{0}”.", ("用 sha256 或 sm3。", "Use sha256 or sm3.")),
    "no-sm3": (
        "本机的 OpenSSL 没有 SM3，不能写也不能核对 SM3 日志。",
        "the OpenSSL of this machine has no SM3; a journal in SM3 can be neither written nor verified here.",
        ("换用带 SM3 的 OpenSSL（1.1.1 以后），或在建库时选 sha256。",
         "Use an OpenSSL with SM3 (1.1.1 or later), or choose sha256 when the installation begins."),
    ),
    # a file that cannot be read as a journal
    "header": (
        "首行不是日志的文件头。", "the first line is not the header of a journal.",
        ("用导出的原文件。", "Use the file as it was exported."),
    ),
    "line": ("这一行不是规范写法的条目。", "this line is not an entry in canonical form.", _EXPORT),
    "line-end": ("这一行没有完：文件在此被截断或改动。", "this line has no end: the file is cut off or altered here.", _EXPORT),
    "line-length": ("这一行超过 {0} 字节。", "this line is longer than {0} bytes.", _EXPORT),
    "no-footer": ("没有文件尾：末尾被截去。", "there is no footer: the end is cut off.", _EXPORT),
    "footer": ("文件尾不完整或被改动。", "the footer is incomplete or altered.", _EXPORT),
    "after-footer": ("文件尾之后还有内容。", "something stands after the footer.", _EXPORT),
    "footer-size": (
        "文件尾说有 {0} 条，实有 {1} 条。", "the footer says {0} entries; there are {1}.", _TELL,
    ),
    "footer-root": (
        "全部条目的根值与文件尾所记不符。", "the root of all entries is not the one in the footer.", _TELL,
    ),
    # an entry that does not fit its past
    "hash": (
        "第 {0} 条的内容与其摘要不符：写入后被改动。",
        "the content of entry {0} does not fit its hash: it was altered after it was written.", _TELL,
    ),
    "link": (
        "第 {0} 条没有接上“{1}”链的前一条：其前有条目被改、被删、被插入，或出自另一套系统。",
        "entry {0} does not follow the one before it in chain “{1}”: one was altered, removed or inserted before it, "
        "or comes from another installation.", _TELL,
    ),
    "number": (
        "第 {0} 条在“{1}”链中的序号是 {2}，应是 {3}。", "entry {0} has number {2} in chain “{1}”; it should be {3}.", _TELL,
    ),
    "missing": ("缺第 {0} 条至第 {1} 条。", "entries {0} to {1} are missing.", _TELL),
    "again": (
        "第 {0} 条重复，或次序不对（此处应是第 {1} 条）。",
        "entry {0} stands here again or out of order (entry {1} was due).", _TELL,
    ),
    "clock": (
        "第 {0} 条的时刻 {1} 早于前一条的 {2}：时钟曾被拨回。",
        "entry {0} is dated {1}, before {2} of the entry ahead of it: the clock was set back.", _NONE,
    ),
    # anchors
    "anchor-installation": (
        "{0}属于“{1}”，日志属于“{2}”。", "{0} belongs to “{1}”, the journal to “{2}”.",
        ("核对是否拿错了文件或回执。", "See whether this is the right file and the right paper."),
    ),
    "anchor-algorithm": (
        "{0}用 {1}，日志用 {2}。", "{0} uses {1}, the journal {2}.",
        ("核对是否拿错了文件或回执。", "See whether this is the right file and the right paper."),
    ),
    "anchor-size": (
        "{0}出具时已有 {1} 条，日志只有 {2} 条：末尾被截去，或退回了旧备份。",
        "when {0} was issued there were {1} entries; the journal has {2}: its end was cut off or an old backup put in its place.",
        _TELL,
    ),
    "anchor-root": (
        "前 {1} 条与{0}不符：该校验点之前有改动。",
        "the first {1} entries do not fit {0}: something before that checkpoint was changed.", _TELL,
    ),
    "anchor-entry": (
        "第 {1} 条不是{0}所证的那一条。", "entry {1} is not the one that {0} attests.", _TELL,
    ),
    "receipt-proof": (
        "{0}里的证明不成立：它证不出自己的条目在其校验点之内。",
        "the proof in {0} fails: it does not show its entry inside its checkpoint.",
        ("对照原件重新输入；仍不成立，回执是假的。", "Type it again from the paper; if it fails still, the receipt is false."),
    ),
    # two checkpoints
    "split": (
        "两个校验点都有 {0} 条，根值却不同：有两份不同的日志。",
        "both checkpoints have {0} entries and their roots differ: there are two different journals.", _TELL,
    ),
    "rollback": (
        "较晚的校验点（{0}）只有 {1} 条，较早的已有 {2} 条：日志退回过，或时钟被拨回。",
        "the later checkpoint ({0}) has {1} entries, the earlier one {2}: the journal was rolled back, or the clock set back.", _TELL,
    ),
    "proof-needed": (
        "条数不同（{0} 与 {1}），没有一致性证明，看不出是否同一日志。",
        "the sizes differ ({0} and {1}); without a consistency proof nothing shows that they are one journal.",
        ("取一致性证明，或用较晚的导出文件核对。", "Ask for a consistency proof, or verify the later export."),
    ),
    "proof-wrong": (
        "一致性证明不成立：{1} 条的日志不是由 {0} 条的日志续写而成。",
        "the consistency proof fails: the journal of {1} entries does not continue the one of {0}.", _TELL,
    ),
    # forms on paper
    "form": ("这不是{0}。", "this is not {0}.", ("从“{1}”一行起完整输入。", "Type all of it, from the line “{1}”.")),
    "form-line": ("缺“{0}”一行，或写得不对。", "the line “{0}” is missing or not well written.", _TYPE),
    "form-twice": ("“{0}”一行写了不止一次。", "the line “{0}” stands there more than once.", _TYPE),
    "form-unknown": ("不认识这一行：“{0}”。", "this line is not known: “{0}”.", _TYPE),
    "group": ("“{0}”第 {1} 组输错了。", "group {1} of “{0}” is mistyped.", _TYPE),
    "groups": ("“{0}”应有 {1} 组，输入了 {2} 组。", "“{0}” has {1} groups; {2} were typed.", _TYPE),
    "check": ("校验码不符：有一行输错了。", "the check code does not fit: a line is mistyped.", _TYPE),
    # replay
    "version": (
        "第 {0} 条把 {1}“{2}”的版本从 {3} 写成 {4}，应是 {5}。",
        "entry {0} takes {1} “{2}” from version {3} to {4}; it should be {5}.", _TELL,
    ),
    "same-version": (
        "第 {0} 条改了 {1}“{2}”的内容，版本却没有变（{3}）。",
        "entry {0} changes {1} “{2}” without changing its version ({3}).", _TELL,
    ),
    "row": ("这一行不是规范写法的表行。", "this line is not a row in canonical form.", _EXPORT),
    "row-changed": (
        "{0}“{1}”的“{2}”是 {4}，日志所记是 {3}（第 {5} 条）。",
        "{0} “{1}”: “{2}” is {4}; the journal has {3} (entry {5}).", _TELL,
    ),
    "row-swapped": (
        "{0}“{1}”的“{2}”是 {4}，日志所记是 {3}（第 {5} 条）；与“{6}”互换了。",
        "{0} “{1}”: “{2}” is {4}; the journal has {3} (entry {5}); it was exchanged with “{6}”.", _TELL,
    ),
    "row-missing": (
        "{0}“{1}”不在表中，日志里有（第 {2} 条）。", "{0} “{1}” is not in the table; the journal has it (entry {2}).", _TELL,
    ),
    "row-added": ("{0}“{1}”在表中，日志里没有。", "{0} “{1}” is in the table; the journal does not have it.", _TELL),
    "row-removed": (
        "{0}“{1}”在表中，日志记着已撤去（第 {2} 条）。",
        "{0} “{1}” is in the table; the journal says it was removed (entry {2}).", _TELL,
    ),
    "row-twice": ("{0}“{1}”在表中不止一行。", "{0} “{1}” stands in the table more than once.", _TELL),
}  # fmt: skip

CODES = frozenset(_SENTENCES)


def finding(
    code: str, *arguments: object, place: Place = NOWHERE, severity: Severity = Severity.ERROR
) -> Problem:
    """The problem of that code. An argument that is Words is said in the language of the sentence."""
    zh, en, mend = _SENTENCES[code]
    chinese = [one.zh if isinstance(one, Words) else one for one in arguments]
    english = [one.en if isinstance(one, Words) else one for one in arguments]
    return Problem(
        f"journal-{code}",
        Words(zh.format(*chinese), en.format(*english)),
        Words(mend[0].format(*chinese), mend[1].format(*english)),
        place,
        severity,
    )


class Findings:
    """Problems as they are found: all are counted, the first `most` are kept, so that memory stays bounded."""

    def __init__(self, most: int = 1000) -> None:
        self.most, self.count, self.errors = most, 0, 0
        self.kept: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """One more."""
        self.count += 1
        self.errors += problem.severity is Severity.ERROR
        if len(self.kept) < self.most:
            self.kept.append(problem)

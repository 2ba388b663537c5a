"""What a paper may cost, and the sentences in which one that costs more is refused."""

from __future__ import annotations

from kaoping.errors import DocumentError, Place, Problem, Words

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_TEXT_BYTES = 8 * 1024 * 1024
MAX_CHARACTERS = 500_000
MAX_LINES = 60_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_MEMBERS = 4000
MAX_PAGES = 1000
CHILD_SECONDS = 15
CHILD_BYTES = 512 * 1024 * 1024
WAIT_SECONDS = 20

_REFUSALS: dict[str, tuple[Words, Words]] = {
    "too-large": (
        Words("文件太大，超出读取上限。", "The file is larger than a paper may be."),
        Words("请只提交会议材料正文，或拆成几份。", "Hand in the paper's own text, or split it."),
    ),
    "too-much-text": (
        Words(
            f"正文超过{MAX_CHARACTERS // 10000}万字，不像一份会议材料。",
            f"The text is longer than {MAX_CHARACTERS:,} characters.",
        ),
        Words("请拆成几份提交。", "Split it."),
    ),
    "unpacks-too-large": (
        Words(
            "压缩文件展开后过大，已拒绝。", "The packed file unpacks to more than is allowed; it was refused."
        ),
        Words("请用文字处理软件另存一份再提交。", "Save a fresh copy from a word processor."),
    ),
    "too-slow": (
        Words(
            "读取超过时限或内存上限，已停止。",
            "Reading went past its limit of time or memory and was stopped.",
        ),
        Words("请另存为纯文本后提交。", "Save it as plain text and hand that in."),
    ),
    "not-a-paper": (
        Words("不是能读的文件类型。", "This is not a kind of file that can be read."),
        Words("请提交 txt、html、docx 或有文字的 PDF。", "Hand in txt, html, docx or a PDF with text."),
    ),
    "old-word": (
        Words("这是旧版 Word（.doc）或 WPS 文件。", "This is an old Word (.doc) or WPS file."),
        Words("请另存为 .docx 后提交。", "Save it as .docx."),
    ),
    "broken": (
        Words("文件已损坏，或内容与类型不符。", "The file is damaged, or is not what it says it is."),
        Words("请重新导出后提交。", "Export it again."),
    ),
    "locked": (
        Words("文件有密码。", "The file is locked with a password."),
        Words("请去掉密码后提交。", "Remove the password."),
    ),
    "scanned": (
        Words("PDF 中没有文字，可能是扫描件。", "The PDF holds no text; it may be a scan."),
        Words(
            "请提交有文字的版本，或先做文字识别。",
            "Hand in a version with text, or have it recognised first.",
        ),
    ),
    "empty": (
        Words("文件中没有文字。", "The file holds no text."),
        Words("请检查是否选错了文件。", "Check that this is the file you meant."),
    ),
    "not-found": (
        Words("找不到这个文件。", "There is no such file."),
        Words("请检查路径。", "Check the path."),
    ),
}


def refusal(code: str, name: str) -> DocumentError:
    """The error for a refused paper."""
    what, mend = _REFUSALS.get(code, _REFUSALS["broken"])
    return DocumentError(Problem(f"intake-{code}", what, mend, Place(file=name)))


class Refused(Exception):
    """Raised by a reader in the child process; `code` is a key of the sentences above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

"""The process that opens a container: it limits itself, reads bytes from stdin, answers JSON on stdout.

Started as `python -m kaoping.intake.child KIND`; whatever a file does in here ends with this process.
"""

from __future__ import annotations

import json
import resource
import sys

from kaoping.intake import docx, html, pdf
from kaoping.intake.encodings import decode
from kaoping.intake.limits import CHILD_BYTES, CHILD_SECONDS, MAX_CHARACTERS, Refused


def limit_self() -> None:
    """No more CPU seconds or memory than allowed, no file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_BYTES, CHILD_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(kind: str, raw: bytes) -> dict[str, object]:
    """The text of a container, or the code of a refusal."""
    try:
        if kind == "docx":
            return {"text": docx.extract(raw)}
        if kind == "pdf":
            return {"text": pdf.extract(raw)}
        decoded = decode(raw)
        if len(decoded.text) > 12 * MAX_CHARACTERS:
            return {"refused": "too-much-text"}
        text, runs = html.extract(decoded.text)
        date, source = html.published(decoded.text)
        return {"text": text, "runs": runs, "date": date, "source": source}
    except Refused as refused:
        return {"refused": refused.code}
    except (MemoryError, RecursionError):
        return {"refused": "too-slow"}


def main() -> int:
    """Read stdin, answer on stdout."""
    limit_self()
    try:
        raw = sys.stdin.buffer.read()
        words = json.dumps(answer(sys.argv[1], raw), ensure_ascii=True)
    except MemoryError:
        words = '{"refused": "too-slow"}'
    sys.stdout.write(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""From the words of a command to its verb, and from every failure a person can mend to one clear line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kaoping.cli.arguments import parser_in
from kaoping.cli.language import language_of
from kaoping.cli.speaking import Voice
from kaoping.errors import DocumentError, KaopingError, Words

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code. A programmer's mistake still shows where it happened."""
    words = _verb_first(list(sys.argv[1:] if argv is None else argv))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Chinese shows marks instead of failing
    language = language_of(words)
    try:
        arguments = parser_in(language, words[0] if words else "").parse_args(words)
    except SystemExit as ended:
        return int(ended.code or 0)
    voice = Voice(language, bool(getattr(arguments, "quiet", False)))
    try:
        code: int = arguments.run(arguments, voice)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left (`| head`): nobody to tell. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KaopingError as wrong:
        voice.problems(wrong.problems)
        return wrong.exit_code
    except OSError as wrong:
        voice.complain(_file_words(wrong))
        return DocumentError.exit_code
    except KeyboardInterrupt:
        voice.complain(Words("已中断，没有写出结果。", "Interrupted; no results were written."))
        return INTERRUPTED
    return code


def _verb_first(words: list[str]) -> list[str]:
    """The language may be said before the verb too: `kaoping --lang en score …`."""
    taken = 2 if words[:1] == ["--lang"] else 1 if words and words[0].startswith("--lang=") else 0
    return words[taken:] + words[:taken]


def _file_words(wrong: OSError) -> Words:
    """What the system says of a file, with its name where it is known."""
    name = f"{wrong.filename}：" if wrong.filename else ""
    said = wrong.strerror or str(wrong)
    english = f"{wrong.filename}: {said}" if wrong.filename else said
    return Words(f"{name}读写失败（{said}）。", f"cannot be read or written: {english}")

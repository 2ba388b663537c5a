"""The schemes of two years as the site runs them: the district's own, with ballots taken over as their means.

The site counts no ballots yet: what was judged by several people comes in as one figure, from the office that held the ballot.
"""

from __future__ import annotations

import re

from demo import SCHEME, YEAR

_MEAN = "completion: {target: 100, cap: 1}"
_PROGRESS = re.compile(r"  progress:\n(?:    .*\n)+")
"""The award for progress needs a result of the year before: the district gave it for the first time in 2026."""
_ONE_LINE = re.compile(r"rule: \{panel: \{.*\}\}")
_SEVERAL_LINES = re.compile(r"( +)rule:\n +panel:\n(?:\1 {4,}.*\n)+")


def scheme_text(year: int) -> str:
    """The scheme of a year. Before 2026 it was version 2."""
    text = SCHEME.read_text(encoding="utf-8")
    text = text.replace("per_rater: true, ", "")
    text = _ONE_LINE.sub(f"rule: {{{_MEAN}}}", text)
    text = _SEVERAL_LINES.sub(lambda found: f"{found[1]}rule: {{{_MEAN}}}\n", text)
    for line in ("leader_rating", "grassroots_rating", "peer_rating", "review_rating"):
        text = re.sub(rf"(  {line}: .*?)decimals: 0", r"\1decimals: 2", text)
    if year != YEAR:
        text = (
            text.replace(str(YEAR + 1), "@next@")
            .replace(str(YEAR), str(year))
            .replace("@next@", str(year + 1))
        )
        text = text.replace("version: 3", "version: 2").replace(", progress]", "]")
        text = _PROGRESS.sub("", text)
    return text

"""The repository's own pages: short where a newcomer reads first, every link resolves, no machine's paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, text_files

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "|".join(f"(?<![\\w.])/{place}" for place in ("root/", r"home/\w", r"Users/\w", "tmp/"))
)
MOST_README_LINES = 60


def dead_links(page: Path, text: str) -> list[str]:
    """Links of a page to files that do not exist; addresses on the web are not asked."""
    targets = [first or second for first, second in LINK.findall(FENCE.sub("", text))]
    local = [target for target in targets if not re.match(r"[a-z]+:|#", target)]
    return [f"{page.name}: {target}" for target in local if not (page.parent / target.split("#")[0]).exists()]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_fits_on_one_screen(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8").splitlines()) <= MOST_README_LINES


def test_every_relative_link_resolves() -> None:
    pages = [path for path in text_files() if path.suffix == ".md"]
    assert len(pages) >= 5
    assert [link for page in pages for link in dead_links(page, page.read_text("utf-8"))] == []


def test_a_dead_link_is_found() -> None:
    page = ROOT / "README.md"
    assert dead_links(page, "[a](LICENSE) [b](no/such.md#part) [c](https://example.org)") == [
        "README.md: no/such.md#part"
    ]
    assert dead_links(page, "```\n[a](no/such.md)\n```\n") == []


def test_no_file_names_a_path_of_a_machine() -> None:
    assert len(text_files()) > 20
    places = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert places == []


def test_a_path_of_a_machine_is_found() -> None:
    for top in ("root", "home/lin", "Users/lin", "tmp"):
        assert MACHINE_PATHS.search(f'open("/{top}/scheme.yaml")')
    assert not MACHINE_PATHS.search("docs/tmp/x and tests/home/y")


def test_the_changelog_says_what_can_move_a_score() -> None:
    unreleased = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    assert unreleased.startswith("Unreleased")
    assert "\n### Scores\n" in unreleased

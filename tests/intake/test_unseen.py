"""Papers no rule was changed for are read as well as docs/explanation/intake.md says."""

from __future__ import annotations

from annotated import UNSEEN, load, names_in
from measure import Score, score

from kaoping.intake import read_paper, to_json

FIELDS = {"name": 0.85, "date": 0.85, "level": 0.85, "host": 0.85, "speakers": 0.85, "region": 0.75}
TRAPS = 5


def test_papers_nobody_mended_on_are_read_as_published() -> None:
    total = Score()
    for name in names_in(UNSEEN):
        paper = load(name, UNSEEN)
        total.add(score(paper.gold, to_json(read_paper(paper.raw, name=f"{name}.txt"))))
    assert total.tasks.hit + total.tasks.missed > 100
    assert total.tasks.f1 >= 0.95, total.differences
    assert total.targets.f1 >= 0.9, total.differences
    assert total.traps <= TRAPS, total.differences
    for field, bar in FIELDS.items():
        assert total.meta[field].f1 >= bar, (field, total.differences)

"""The ten-minute reading: the few findings of a cycle, in sentences with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle
from kaoping_web.overview.queries.tracks import TrackRow, costliest_items
from kaoping_web.scoring.models import Run
from kaoping_web.ui.templatetags.kaoping import shown

MOST = 3


@dataclass(frozen=True)
class Reading:
    """One finding: a heading and a sentence, and where to read on."""

    heading: Words
    sentence: Words
    url_name: str
    url_args: tuple[object, ...]


def readings(cycle: Cycle, run: Run, tracks: Sequence[TrackRow]) -> list[Reading]:
    """What the leaders should know of a released cycle. Empty where nothing was released."""
    if not tracks:
        return []
    found = []
    widest = tracks[0]
    costly = costliest_items(cycle, run, widest.key)
    if costly and costly[0][2] > 0:
        found.append(_costly(cycle, widest, costly[0]))
    fallen = [one for one in tracks if one.fell]
    if fallen:
        found.append(_fallen(cycle, min(fallen, key=lambda one: one.fell.places if one.fell else 0)))
    spread = [one for one in tracks if one.spread is not None]
    if spread:
        found.append(_spread(cycle, max(spread, key=lambda one: one.spread or Fraction(0))))
    return found[:MOST]


def _costly(cycle: Cycle, track: TrackRow, item: tuple[str, Words, Fraction, int, int]) -> Reading:
    _, title, lost, losers, of = item
    most = "面上的问题" if losers * 2 > of else "少数单位的问题"
    mostly = "a problem of most units" if losers * 2 > of else "a problem of a few units"
    return Reading(
        Words(f"{title.zh}是{most}", f"{title.in_('en')} is {mostly}"),
        Words(f"{track.title.zh} {of} 个单位中有 {losers} 个在这一项失分，合计失 {shown(lost, 2)} 分，为各项之首。",
              f"{losers} of {of} units of {track.title.in_('en')} lose points here, {shown(lost, 2)} together: more than on any other item."),
        "track", (cycle.pk, track.key),
    )  # fmt: skip


def _fallen(cycle: Cycle, track: TrackRow) -> Reading:
    fell = track.fell
    assert fell is not None
    return Reading(
        Words(f"{fell.name.zh}比上期退了 {-fell.places} 位", f"{fell.name.in_('en')} fell by {-fell.places} places"),
        Words(f"{track.title.zh}中退位最多。得分与追溯见赛道页。", f"The largest fall in {track.title.in_('en')}. The reasons are on the page of the track."),
        "track", (cycle.pk, track.key),
    )  # fmt: skip


def _spread(cycle: Cycle, track: TrackRow) -> Reading:
    assert track.spread is not None
    return Reading(
        Words(f"{track.title.zh}首尾相差 {shown(track.spread, 2)} 分", f"{track.title.in_('en')}: {shown(track.spread, 2)} points from first to last"),
        Words(f"中位数 {shown(Fraction(track.median), 2)} 分，是各赛道中差距最大的。" if track.median else "是各赛道中差距最大的。",
              f"The median is {shown(Fraction(track.median), 2)}; no other track is so wide apart." if track.median else "No other track is so wide apart."),
        "track", (cycle.pk, track.key),
    )  # fmt: skip

"""Pages that read everything."""

from kaoping_web.overview.views.ways import (
    find,
    go_to_cycle,
    home,
    indicators_now,
    my_work,
    open_for_filing,
    overview_now,
    own_statement,
    tracks_now,
)
from kaoping_web.overview.views.year import overview

__all__ = [
    "find",
    "go_to_cycle",
    "home",
    "indicators_now",
    "my_work",
    "open_for_filing",
    "overview",
    "overview_now",
    "own_statement",
    "tracks_now",
]

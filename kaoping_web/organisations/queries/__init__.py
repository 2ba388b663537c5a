"""Bodies as they stood on a day; people as this person may see them."""

from kaoping_web.organisations.queries.bodies import (
    Stood,
    bodies_at,
    bodies_below,
    figures_at,
    host_of,
    hosts,
    in_tree_order,
    library_organisations,
    names_by_key,
    names_of,
    on_day,
    standing_of,
    standings_at,
    standings_of,
    stood_of,
)
from kaoping_web.organisations.queries.people import (
    chain_of,
    grants_in,
    names_of_people,
    people_of_body,
    people_seen,
)

__all__ = [
    "Stood",
    "bodies_at",
    "bodies_below",
    "chain_of",
    "figures_at",
    "grants_in",
    "host_of",
    "hosts",
    "in_tree_order",
    "library_organisations",
    "names_by_key",
    "names_of",
    "names_of_people",
    "on_day",
    "people_of_body",
    "people_seen",
    "standing_of",
    "standings_at",
    "standings_of",
    "stood_of",
]

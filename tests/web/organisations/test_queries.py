"""Bodies as they stood on a day."""

from __future__ import annotations

from datetime import date

from pytest_django.asserts import assertNumQueries

from kaoping_web.organisations import queries
from tests.web.cast import NOW, District

DAY = NOW.date()


def test_the_tree_lists_each_body_after_the_one_above_it(district: District) -> None:
    keys = [one.organisation.key for one in queries.bodies_at(DAY)]
    assert keys == [
        "xiaoyun",
        "development_reform",
        "statistics",
        "finance",
        "anping",
        "anping_v1",
        "anping_v2",
        "bincheng",
        "cuiyun",
    ]


def test_before_the_foundation_there_is_no_tree_but_a_body_has_a_name(district: District) -> None:
    before = date(2019, 12, 31)
    assert queries.bodies_at(before) == []
    assert queries.names_of([district.anping.pk], before)[district.anping.pk].en == "Anping"


def test_the_library_is_given_the_host_with_all_below_it(district: District) -> None:
    with assertNumQueries(4):
        bodies = queries.library_organisations(district.xiaoyun, DAY)
    with assertNumQueries(1):  # whether a body has changed since
        assert queries.library_organisations(district.xiaoyun, DAY) is bodies
    by_key = {one.key: one for one in bodies}
    assert len(bodies) == 9 and by_key["xiaoyun"].parent == ""
    assert (by_key["anping_v1"].parent, by_key["anping_v1"].kind, by_key["anping_v1"].title) == (
        "anping",
        "village",
        "安平村",
    )
    assert by_key["anping"].attributes == {"english": "Anping"}


def test_a_village_is_assessed_by_the_nearest_body_that_assesses(district: District) -> None:
    assert queries.host_of(district.anping_v1, DAY) == district.xiaoyun
    assert queries.host_of(district.xiaoyun, DAY) == district.xiaoyun
    assert queries.hosts() == [district.xiaoyun]

"""Pages of bodies and people: who sees what, how many queries, and what is not there for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kaoping_web.journal.services import keep_all
from kaoping_web.organisations.models import Organisation, Standing, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.organisations.services import close_body, move_body, rename_body
from tests.web.cast import NOW, START, District
from tests.web.organisations.neighbours import another_district

SignIn = Callable[[User], Client]


def pages_of(district: District) -> list[str]:
    """Every page of these rooms that is read, with an object of Anping."""
    person, grant = district.an, district.an.grants.get()
    return [
        reverse("account"), reverse("bodies"), reverse("body", args=["anping"]), reverse("body-found"),
        *(reverse("body-change", args=["anping", kind]) for kind in ("rename", "move", "merge", "split", "close")),
        reverse("body-figure", args=["anping"]), reverse("people"), reverse("person-add"), reverse("person", args=[person.pk]),
        reverse("person-rename", args=[person.pk]), reverse("person-reset", args=[person.pk]),
        *(reverse("person-change", args=[person.pk, kind]) for kind in ("disable", "enable", "factor")),
        reverse("grant-role", args=[person.pk]), reverse("grant-revoke", args=[grant.pk]),
        *(reverse("import", args=[kind]) for kind in ("bodies", "people", "roles")),
        *(reverse("import-template", args=[kind]) for kind in ("bodies", "people", "roles")),
        reverse("journal"), reverse("journal-object", args=["organisations.organisation", str(district.anping.pk)]),
        reverse("journal-entry", args=[5]), reverse("checkpoints"), reverse("journal-verification"), reverse("verify"),
    ]  # fmt: skip


SEEN = {
    "an": {"account", "bodies", "body", "journal-object", "journal-entry", "verify"},
    "kao": {"account", "bodies", "body", "body-found", "body-change", "body-figure", "people", "person", "import:bodies", "import-template",
            "journal-object", "journal-entry", "verify"},
    "sys": {"account", "bodies", "body", "people", "person-add", "person", "person-rename", "person-reset", "person-change", "import:people",
            "import-template", "verify"},
    "sec": {"account", "bodies", "body", "people", "person", "person-change", "grant-role", "grant-revoke", "import:roles", "import-template", "verify"},
    "aud": {"account", "bodies", "body", "people", "person", "journal", "journal-object", "journal-entry", "checkpoints", "journal-verification",
            "verify"},
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_role_sees_its_pages_and_no_other(
    district: District, sign_in: SignIn, name: str, language: str
) -> None:
    renamed(district)
    client = sign_in(district.people[name])
    client.cookies["kaoping-language"] = language
    for url in pages_of(district):
        answer = client.get(url)
        match = answer.resolver_match
        page = f"import:{match.kwargs['kind']}" if match.url_name == "import" else match.url_name
        if page == "journal-entry" and name == "an":
            assert answer.status_code == 404, "entry 5 is in the district's chain"
            continue
        if page == "person-change":
            assert answer.status_code in (200, 403, 404), url
            continue
        assert (answer.status_code == 200) == (page in SEEN[name]), (url, answer.status_code)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            text = answer.content.decode()
            assert "<h1" in text and " style=" not in text and "{{" not in text and "{%" not in text, url


def renamed(district: District) -> None:
    """So that there is an entry in Anping's own chain; the cast is founded in the district's."""
    rename_body(
        by=district.kao, organisation_id=district.anping.pk, seen=1, effective_on=NOW.date(), title="安平街道", english="Anping", kind="street",
        document="文", now=NOW,
    )  # fmt: skip


def test_nobody_who_is_not_signed_in_sees_anything_but_sign_in_and_verification(district: District) -> None:
    for url in pages_of(district):
        answer = Client().get(url)
        if url != reverse("verify"):
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign-in")), url


def test_another_bodys_object_is_not_there_and_looks_like_one_that_never_was(
    district: District, sign_in: SignIn
) -> None:
    renamed(district)
    assert (
        sign_in(district.an)
        .get(reverse("journal-object", args=["organisations.organisation", str(district.anping.pk)]))
        .status_code
        == 200
    )
    client = sign_in(district.bin)
    theirs = client.get(
        reverse("journal-object", args=["organisations.organisation", str(district.anping.pk)])
    )
    nothing = client.get(reverse("journal-object", args=["organisations.organisation", "99999"]))
    assert theirs.status_code == nothing.status_code == 404 and theirs.content == nothing.content


def test_another_districts_people_are_not_there(district: District, sign_in: SignIn) -> None:
    stranger = another_district(district)
    client = sign_in(district.sys)
    for name in ("person", "person-rename", "person-reset"):
        theirs, nothing = (client.get(reverse(name, args=[key])) for key in (stranger.pk, 99999))
        assert theirs.status_code == nothing.status_code == 404 and theirs.content == nothing.content
    assert "外区人员" not in client.get(reverse("people")).content.decode()
    assert client.get(reverse("person", args=[district.an.pk])).status_code == 200


def test_a_body_of_another_district_is_changed_by_nobody_here(district: District, sign_in: SignIn) -> None:
    another_district(district)
    client = sign_in(district.kao)
    theirs, nothing = (
        client.get(reverse("body-change", args=[key, "rename"])) for key in ("otherland", "nowhere")
    )
    assert theirs.status_code == nothing.status_code == 404 and theirs.content == nothing.content


def more_villages(district: District, first: int, count: int) -> None:
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    bodies = [Organisation(key=f"v{n}", founded_on=START) for n in range(first, first + count)]
    keep_all(bodies, deed="found.organisation", **made)
    above = Standing.objects.get(organisation=district.bincheng)
    rows = [
        Standing(
            organisation=one,
            title=f"村{one.key}",
            kind="village",
            parent=district.bincheng,
            path=f"{above.path}{one.pk}/",
            starts=START,
        )
        for one in bodies
    ]
    keep_all(rows, deed="name.organisation", **made)


@pytest.mark.parametrize(
    "name, page", [("kao", "bodies"), ("sys", "people"), ("aud", "journal"), ("kao", "body-found")]
)
def test_the_number_of_queries_does_not_grow_with_the_number_of_bodies(
    district: District, sign_in: SignIn, name: str, page: str
) -> None:
    client, counts = sign_in(district.people[name]), []
    client.get(reverse(page))
    for first, more in ((0, 40), (40, 360)):
        more_villages(district, first, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(page)).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1 and counts[0] <= 25, counts


def test_the_tree_of_a_day_is_that_of_the_day(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.an)
    assert "共 9 个" in client.get(reverse("bodies")).content.decode()
    assert "这一天没有机构" in client.get(reverse("bodies"), {"on": "2019-12-31"}).content.decode()
    odd = client.get(reverse("bodies"), {"on": "soon"})
    assert odd.status_code == 422 and "日期没有看懂" in odd.content.decode()
    under = client.get(reverse("bodies"), {"under": "anping"}).content.decode()
    assert "临溪村" in under and "滨城镇" not in under


def test_reading_pages_changes_nothing_in_the_database(district: District, sign_in: SignIn) -> None:
    client = sign_in(district.kao)
    with CaptureQueriesContext(connection) as queries:
        for url in pages_of(district):
            client.get(url)
    written = [one["sql"] for one in queries if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []


def test_a_body_that_has_moved_away_is_no_longer_seen_from_where_it_was(district: District) -> None:
    village = district.anping_v1
    assert may(district.anhead, Permission.STATEMENT_READ, NOW.date(), village)
    move_body(
        by=district.kao,
        organisation_id=village.pk,
        seen=1,
        effective_on=date(2026, 3, 1),
        parent_id=district.bincheng.pk,
        document="文",
        now=NOW,
    )
    assert not may(district.anhead, Permission.STATEMENT_READ, NOW.date(), village)
    assert may(district.binhead, Permission.STATEMENT_READ, NOW.date(), village)
    close_body(
        by=district.kao,
        organisation_id=village.pk,
        seen=2,
        effective_on=date(2026, 4, 1),
        document="文",
        now=NOW,
    )
    assert may(district.binhead, Permission.STATEMENT_READ, NOW.date(), village), (
        "what was closed is still found under whom it last stood"
    )
    assert not may(district.anhead, Permission.STATEMENT_READ, NOW.date(), village)

"""Of two who change the same thing from the same version, one wins and the other is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping_web.cycles.models import Cycle, Target
from kaoping_web.cycles.services import agree_target, propose_target, revise_target
from kaoping_web.journal import services
from kaoping_web.journal.models import Entry, Protected
from kaoping_web.organisations.models import Grant, User
from kaoping_web.refusals import Stale
from kaoping_web.schemes.drafting import draft_of
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.services import (
    approve_version,
    change_draft,
    return_version,
    send_version,
    upload_version,
)
from tests.web.cast import NOW, SCHEME, START, District
from tests.web.filing.year import cycle_of, lock_scheme
from tests.web.races.shared import ROUNDS, alone, is_whole, losers, one_wins, races, rounds, seen_by_all

pytestmark = races
MOMENT = datetime(2026, 4, 7, 3, tzinfo=UTC)
Deed = Callable[[], object]


@pytest.fixture
def second(district: District, password_hash: str) -> User:
    """Another head of the assessment office."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    user = services.keep(
        User(username="gao2", display_name="高副主任", password=password_hash, password_set_at=NOW),
        deed="add.person",
        **made,
    )
    services.keep(
        Grant(user=user, organisation=district.xiaoyun, role="office_head", starts=START),
        deed="grant.role",
        **made,
    )
    return user


@pytest.fixture
def year(district: District) -> Cycle:
    return cycle_of(lock_scheme(district), "2026")


def propose(district: District, year: Cycle, text: str, seen: int | None) -> Target:
    return propose_target(
        by=district.kao,
        cycle=year,
        organisation=district.anping,
        fact="investment",
        typed=text,
        seen=seen,
        now=MOMENT,
    )


def proposals(district: District, year: Cycle) -> Callable[[int], Sequence[Deed]]:
    """Two proposals from the version that stands."""

    def pair(at: int) -> Sequence[Deed]:
        standing = Target.objects.filter(host=year.host).first()
        seen = standing.version if standing else 0
        return [lambda text=text: propose(district, year, text, seen) for text in (f"1{at}.1", f"1{at}.2")]

    return pair


def test_of_two_proposals_of_one_target_one_wins(district: District, year: Cycle, tmp_path: Path) -> None:
    with seen_by_all(tmp_path):
        for found in rounds(ROUNDS, proposals(district, year)):
            assert one_wins(found) and isinstance(losers(found)[0], Stale)
            clash = losers(found)[0].clashes[0]  # type: ignore[attr-defined]
            assert {clash.theirs, clash.yours} and clash.theirs != clash.yours
        assert (
            alone(Entry.objects.filter(deed="propose.target", object_type="cycles.target").count) == ROUNDS
            and is_whole()
        )


def test_of_two_revisions_of_an_agreed_target_one_wins(
    district: District, year: Cycle, tmp_path: Path
) -> None:
    target = propose(district, year, "12", None)
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            seen = agree_target(by=district.gao, target_id=target.pk, now=MOMENT).version
            said = {"target_id": target.pk, "reason": "调整", "document": "文", "seen": seen, "now": MOMENT}
            return [
                lambda text=text: revise_target(by=district.kao, typed=text, **said)
                for text in (f"2{at}.1", f"2{at}.2")
            ]

        assert all(one_wins(found) for found in rounds(ROUNDS, pair)) and is_whole()


def test_of_two_heads_who_agree_at_once_one_does(
    district: District, second: User, year: Cycle, tmp_path: Path
) -> None:
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            target = Target.objects.filter(host=year.host).first()
            if target is None:
                target = propose(district, year, "12", None)
            else:
                target = revise_target(
                    by=district.kao,
                    target_id=target.pk,
                    typed=f"3{at}",
                    reason="调整",
                    document="文",
                    seen=target.version,
                    now=MOMENT,
                )
            return [
                lambda by=by: agree_target(by=by, target_id=target.pk, seen=target.version, now=MOMENT)
                for by in (district.gao, second)
            ]

        assert all(one_wins(found) for found in rounds(10, pair)) and is_whole()


# scheme drafts ------------------------------------------------------------------------------------------


def drafted(district: District) -> SchemeVersion:
    return upload_version(
        by=district.kao, host=district.xiaoyun, draft=draft_of(SCHEME.read_bytes()), reason="起草", now=MOMENT
    )


def test_of_two_editors_of_a_scheme_draft_one_wins(district: District, tmp_path: Path) -> None:
    version, text = drafted(district), SCHEME.read_text("utf-8")
    several = [
        draft_of(text.replace("小云区2026", f"小云区{name}2026").encode())
        for name in ("甲", "乙", "丙", "丁")
    ]
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            seen = SchemeVersion.objects.get(pk=version.pk).version
            said = {
                "by": district.kao,
                "version_id": version.pk,
                "seen": seen,
                "replaced": True,
                "now": MOMENT,
            }
            return [
                lambda draft=draft: change_draft(draft=draft, **said)
                for draft in several[:2][:: 1 if at % 2 else -1]
            ]

        assert all(one_wins(found) for found in rounds(ROUNDS, pair)) and is_whole()


def test_of_two_heads_who_approve_at_once_one_does(district: District, second: User, tmp_path: Path) -> None:
    version = drafted(district)
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            now = SchemeVersion.objects.get(pk=version.pk)
            if now.state == "approved":
                now = return_version(
                    by=district.gao, version_id=now.pk, seen=now.version, reason="再议", now=MOMENT
                )
            sent = send_version(
                by=district.kao, version_id=now.pk, seen=now.version, reason="送审", now=MOMENT
            )
            return [
                lambda by=by: approve_version(by=by, version_id=sent.pk, seen=sent.version, now=MOMENT)
                for by in (district.gao, second)
            ]

        assert all(one_wins(found) for found in rounds(10, pair))
        assert alone(Entry.objects.filter(deed="approve.scheme_version").count) == 10 and is_whole()


# the control --------------------------------------------------------------------------------------------


def blindly(rows: Sequence[Protected], seen: int | None) -> None:
    """Write without looking what stands there."""
    for one in rows:
        one.version += 1
        one.save(force_update=True)


def test_without_the_guard_both_win(
    district: District, year: Cycle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = propose(district, year, "12", None)
    target = agree_target(by=district.gao, target_id=target.pk, now=MOMENT)

    def at_once() -> Sequence[Deed]:
        """Two who each change the row that they read before, as `keep` is handed it."""
        rows = [Target.objects.get(pk=target.pk) for _ in range(2)]
        for at, one in enumerate(rows):
            one.text = f"4{at}"
        said = {"by": district.kao, "deed": "revise.target", "chain": "anping", "at": MOMENT}
        return [lambda one=one: services.keep(one, **said) for one in rows]

    with seen_by_all(tmp_path):
        assert all(one_wins(found) for found in rounds(10, lambda at: at_once()))
        monkeypatch.setattr(services, "_save_changed", blindly)
        assert not losers(rounds(1, lambda at: at_once())[0])
        monkeypatch.undo()
        assert not is_whole(), "two changes of one version are a break that verification finds"

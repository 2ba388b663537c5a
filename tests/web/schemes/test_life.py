"""From draft to lock: who may do what, in which state, and what is never done twice or in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kaoping.errors import SchemeError
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, Refused, Separated, Stale
from kaoping_web.schemes.drafting import draft_of
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import locked_version, parsed, read, text_of
from kaoping_web.schemes.services import (
    approve_version,
    change_draft,
    lock_version,
    return_version,
    send_version,
    upload_version,
)
from tests.web.cast import NOW, SCHEME, START, District
from tests.web.schemes.made import DOCUMENT, YEAR, approved, changed, drafted, following, locked, raised, sent


def test_a_locked_version_is_the_one_in_force(district: District) -> None:
    version = locked(district)
    found = locked_version(district.xiaoyun, "small-2026")
    assert found is not None and found.pk == version.pk and parsed(found).key == "small-2026"
    assert locked_version(district.xiaoyun, "another") is None


def test_every_step_stands_in_the_journal_of_the_host(district: District) -> None:
    version = locked(district)
    deeds = Entry.objects.filter(object_type="schemes.schemeversion", object_key=str(version.pk)).order_by(
        "sequence"
    )
    assert [one.deed for one in deeds] == [
        "draft.scheme_version",
        "send.scheme_version",
        "approve.scheme_version",
        "lock.scheme_version",
    ]
    assert {one.chain for one in deeds} == {"xiaoyun"}
    assert version.digest in deeds.last().raw


# separation ----------------------------------------------------------------------------------------------


def also_head(district: District, name: str) -> None:
    """Somebody becomes head of the office too: the roles table would not allow it on one day, a new appointment does."""
    grant = Grant(
        user=district.people[name], organisation=district.xiaoyun, role=Role.OFFICE_HEAD.value, starts=START
    )
    keep(grant, by=None, deed="grant.role", chain="xiaoyun", at=NOW)
    district.people[name].__dict__.pop("_grants", None)


def also_office(district: District, name: str) -> None:
    keep(
        Grant(
            user=district.people[name], organisation=district.xiaoyun, role=Role.OFFICE.value, starts=START
        ),
        by=None,
        deed="grant.role",
        chain="xiaoyun",
        at=NOW,
    )
    district.people[name].__dict__.pop("_grants", None)


def test_who_drafted_does_not_approve(district: District) -> None:
    version = sent(district, drafted(district))
    also_head(district, "kao")
    with pytest.raises(Separated):
        approve_version(by=district.kao, version_id=version.pk, seen=version.version, now=NOW)
    assert SchemeVersion.objects.get(pk=version.pk).state == "sent"


def test_who_edited_does_not_approve_what_another_drafted_and_sent(district: District) -> None:
    version = drafted(district)
    also_office(district, "gao")
    text = version.text.replace("cap: 1}", "cap: 1.1}", 1)
    version = change_draft(
        by=district.gao,
        version_id=version.pk,
        seen=version.version,
        draft=draft_of(text.encode()),
        replaced=False,
        now=NOW,
    )
    version = sent(district, version)
    with pytest.raises(Separated):
        approve_version(by=district.gao, version_id=version.pk, seen=version.version, now=NOW)


def test_who_neither_drafted_nor_edited_nor_sent_approves(district: District) -> None:
    """The control of the two before."""
    version = sent(district, drafted(district))
    also_office(district, "gao")
    assert (
        approve_version(by=district.gao, version_id=version.pk, seen=version.version, now=NOW).state
        == "approved"
    )


def test_who_drafted_does_not_lock(district: District) -> None:
    version = approved(district, sent(district, drafted(district)))
    also_head(district, "kao")
    with pytest.raises(Separated):
        lock_version(
            by=district.kao,
            version_id=version.pk,
            seen=version.version,
            effective_on=YEAR,
            document=DOCUMENT,
            now=NOW,
        )


@pytest.mark.parametrize("name", ["an", "lin", "leader", "gao", "sys"])
def test_only_the_assessment_office_drafts(district: District, name: str) -> None:
    with pytest.raises(Refused) as refused:
        upload_version(
            by=district.people[name],
            host=district.xiaoyun,
            draft=draft_of(SCHEME.read_bytes()),
            reason="",
            now=NOW,
        )
    assert refused.value.problems[0].code == "not-yours"
    assert not SchemeVersion.objects.exists()


@pytest.mark.parametrize("name", ["an", "lin", "leader", "kao", "sys"])
def test_only_the_head_of_the_office_approves(district: District, name: str) -> None:
    version = sent(district, drafted(district))
    with pytest.raises(Refused) as refused:
        approve_version(by=district.people[name], version_id=version.pk, seen=version.version, now=NOW)
    assert refused.value.problems[0].code == "not-yours"


# states --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["sent", "approved", "locked", "closed"])
def test_only_a_draft_is_edited(district: District, state: str) -> None:
    version = drafted(district)
    new = draft_of(version.text.replace("cap: 1}", "cap: 1.1}", 1).encode())
    SchemeVersion.objects.filter(pk=version.pk).update(state=state)
    with pytest.raises(NotNow):
        change_draft(
            by=district.kao, version_id=version.pk, seen=version.version, draft=new, replaced=False, now=NOW
        )
    assert SchemeVersion.objects.get(pk=version.pk).text == version.text


def test_a_draft_is_edited(district: District) -> None:
    """The control of the one before."""
    version = changed(district, drafted(district), "y_investment", ("completion", "cap"), "1.1")
    assert "cap: 1.1}" in SchemeVersion.objects.get(pk=version.pk).text
    last = Entry.objects.order_by("-sequence")[0]
    assert last.deed == "edit.scheme_version" and "封顶：1 → 1.1" in last.raw


def test_a_draft_with_errors_is_not_sent_and_every_error_is_named(district: District) -> None:
    version = changed(district, drafted(district), "y_investment", ("full", "townships"), "41")
    version = changed(district, version, "m_projects", ("full", "townships"), "41")
    with pytest.raises(Refused) as refused:
        send_version(by=district.kao, version_id=version.pk, seen=version.version, reason="试", now=NOW)
    assert [one.code for one in refused.value.problems] == ["marks-do-not-add-up"] * 2
    assert all(one.place.line for one in refused.value.problems)
    assert SchemeVersion.objects.get(pk=version.pk).state == "draft"


def test_a_version_is_sent_with_a_reason_only(district: District) -> None:
    version = drafted(district, reason="")
    with pytest.raises(Refused) as refused:
        send_version(by=district.kao, version_id=version.pk, seen=version.version, reason=" ", now=NOW)
    assert refused.value.problems[0].code == "no-reason"


def test_a_returned_version_is_a_draft_again_and_says_why(district: District) -> None:
    version = sent(district, drafted(district))
    back = return_version(
        by=district.gao, version_id=version.pk, seen=version.version, reason="投资权重过高", now=NOW
    )
    assert (back.state, back.sent_by) == ("draft", None)
    assert Entry.objects.order_by("-sequence")[0].deed == "return.scheme_version"
    assert sent(district, back).state == "sent"


def test_a_version_returned_after_approval_must_be_approved_again(district: District) -> None:
    version = approved(district, sent(district, drafted(district)))
    back = return_version(
        by=district.gao, version_id=version.pk, seen=version.version, reason="漏了一项", now=NOW
    )
    assert back.approved_by is None and back.approved_at is None
    with pytest.raises(NotNow):
        lock_version(
            by=district.gao,
            version_id=back.pk,
            seen=back.version,
            effective_on=YEAR,
            document=DOCUMENT,
            now=NOW,
        )


def test_a_version_is_locked_with_a_document_only(district: District) -> None:
    version = approved(district, sent(district, drafted(district)))
    with pytest.raises(Refused) as refused:
        lock_version(
            by=district.gao,
            version_id=version.pk,
            seen=version.version,
            effective_on=YEAR,
            document="",
            now=NOW,
        )
    assert refused.value.problems[0].code == "no-document"


def test_the_next_version_closes_the_one_before(district: District) -> None:
    first = locked(district)
    second = approved(district, sent(district, following(district, first)))
    with pytest.raises(Refused) as refused:
        lock_version(
            by=district.gao,
            version_id=second.pk,
            seen=second.version,
            effective_on=YEAR,
            document=DOCUMENT,
            now=NOW,
        )
    assert refused.value.problems[0].code == "not-later"
    lock_version(
        by=district.gao,
        version_id=second.pk,
        seen=second.version,
        effective_on=date(2026, 5, 1),
        document=DOCUMENT,
        now=NOW,
    )
    states = dict(SchemeVersion.objects.values_list("number", "state"))
    assert states == {1: "closed", 2: "locked"}
    assert [one.deed for one in Entry.objects.order_by("-sequence")[:2]] == [
        "lock.scheme_version",
        "close.scheme_version",
    ]


def test_the_next_version_is_the_same_text_with_its_number_raised(district: District) -> None:
    first = locked(district)
    second = following(district, first)
    assert second.number == 2 and second.based_on_id == first.pk and second.state == "draft"
    assert text_of(second) == text_of(first).replace("version: 1", "version: 2")


def test_one_version_at_a_time(district: District) -> None:
    first = locked(district)
    following(district, first)
    with pytest.raises(NotNow) as refused:
        following(district, first)
    assert refused.value.problems[0].code == "one-at-a-time"
    assert SchemeVersion.objects.count() == 2


def test_a_file_that_calls_itself_an_old_version_is_refused(district: District) -> None:
    first = locked(district)
    with pytest.raises(Refused) as refused:
        drafted(district)
    assert (
        refused.value.problems[0].code == "number-taken" and "version: 2" in refused.value.problems[0].mend.zh
    )
    assert (
        upload_version(by=district.kao, host=district.xiaoyun, draft=raised(first), reason="", now=NOW).number
        == 2
    )


def test_a_draft_keeps_its_scheme_and_its_number(district: District) -> None:
    version = drafted(district)
    for old, new, code in (
        ("id: small-2026", "id: other", "other-scheme"),
        ("version: 1", "version: 7", "other-number"),
    ):
        draft = draft_of(version.text.replace(old, new).encode())
        with pytest.raises(Refused) as refused:
            change_draft(
                by=district.kao,
                version_id=version.pk,
                seen=version.version,
                draft=draft,
                replaced=True,
                now=NOW,
            )
        assert refused.value.problems[0].code == code


# staleness and tampering -----------------------------------------------------------------------------------


def test_a_version_changed_since_it_was_seen_is_not_approved(district: District) -> None:
    version = sent(district, drafted(district))
    with pytest.raises(Stale):
        approve_version(by=district.gao, version_id=version.pk, seen=version.version - 1, now=NOW)


def test_a_text_changed_past_the_journal_is_refused_with_a_sentence(district: District) -> None:
    version = locked(district)
    SchemeVersion.objects.filter(pk=version.pk).update(text=version.text.replace("cap: 1}", "cap: 9}", 1))
    with pytest.raises(NotNow) as refused:
        parsed(SchemeVersion.objects.get(pk=version.pk))
    assert refused.value.problems[0].code == "text-changed" and refused.value.problems[0].mend.zh


def test_a_text_changed_past_the_journal_is_not_approved(district: District) -> None:
    version = sent(district, drafted(district))
    SchemeVersion.objects.filter(pk=version.pk).update(text=version.text + "\n")
    with pytest.raises(NotNow):
        approve_version(by=district.gao, version_id=version.pk, seen=version.version, now=NOW)


# files -----------------------------------------------------------------------------------------------------


def test_all_problems_of_a_file_are_told_at_once_with_their_lines() -> None:
    text = (
        SCHEME.read_text()
        .replace("full: 100\nrounding", "full: hundred apples\nrounding")
        .replace("every: month, runs: period", "every: day, runs: period")
    )
    with pytest.raises(SchemeError) as refused:
        draft_of(text.encode())
    assert len(refused.value.problems) >= 2 and all(one.place.line for one in refused.value.problems)


@pytest.mark.parametrize(
    "content",
    [b"[" * 500_000, b"- " * 400_000, b"{a: " * 300_000, b"\xff\xfe\x00", b"", b"a" * (2 * 1024 * 1024 + 1)],
)
def test_a_hostile_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises((SchemeError, Refused)):
        draft_of(content)


def test_the_workbook_of_a_scheme_says_the_same_scheme() -> None:
    from kaoping.sheets import write_scheme_book

    scheme = read(SCHEME.read_text())
    again = draft_of(write_scheme_book(scheme, "zh")).scheme
    assert replace(again, digest="", place=scheme.place).key == scheme.key
    from kaoping.scheme.differences import differences

    assert differences(scheme, again) == ()


def test_a_broken_workbook_is_refused() -> None:
    from kaoping.errors import KaopingError

    with pytest.raises(KaopingError):
        draft_of(b"PK\x03\x04 not a workbook at all")

"""A slip is answered by its owner: in words, with files, on a day; the office sees what came, what came late, what did not come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kaoping_web.journal.verification import verify_here
from kaoping_web.refusals import NotNow, Refused
from kaoping_web.supervision.models import Answer, Card
from kaoping_web.supervision.queries import waiting_for
from kaoping_web.supervision.queries.slips import Slip, slips_of
from kaoping_web.supervision.refusing import NotYours
from kaoping_web.supervision.services.cards import answer_card, issue_card, withdraw_card
from tests.web.cast import District
from tests.web.supervision import stage
from tests.web.supervision.sending import form

SignIn = Callable[[object], Client]
ISSUED = date(2026, 7, 2)  # a Thursday: the 3rd, 6th, 7th, 8th and 9th are its five working days
IN_TIME, TERM, PAST = date(2026, 7, 8), date(2026, 7, 9), date(2026, 7, 13)


def slip(district: District, as_talk: bool = False, **given: object) -> Card:
    one = stage.working(district, **given)
    return issue_card(
        by=district.zhao,
        matter_id=one.pk,
        colour="red",
        demand="一周内完工",
        as_talk=as_talk,
        seen=one.version,
        now=stage.at(ISSUED),
    )


def answered(district: District, card: Card, day: date, who: str = "an", words: str = "已加派人手") -> Answer:
    return answer_card(
        by=district.people[who], card_id=card.pk, words=words, kept=[stage.PROOF], now=stage.at(day)
    )


def as_it_stands(card: Card, day: date) -> Slip:
    (found,) = slips_of([Card.objects.get(pk=card.pk)], day)
    return found


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [(IN_TIME, "waiting", 0), (TERM, "waiting", 0), (date(2026, 7, 11), "overdue", 1), (PAST, "overdue", 2)],
)
def test_an_unanswered_slip_is_overdue_by_working_days(
    district: District, day: date, state: str, late: int
) -> None:
    found = as_it_stands(slip(district), day)
    assert (found.state, found.late, found.awaits) == (state, late, True)


@pytest.mark.parametrize(("day", "state", "late"), [(TERM, "answered", 0), (PAST, "late", 2)])
def test_an_answer_counts_on_the_day_it_came(district: District, day: date, state: str, late: int) -> None:
    card = slip(district)
    answered(district, card, day)
    found = as_it_stands(card, date(2026, 12, 31))
    assert (found.state, found.late, found.awaits) == (state, late, False)


def test_an_answer_stands_in_the_history_of_the_matter_with_its_files(district: District) -> None:
    card = slip(district)
    one = answered(district, card, IN_TIME)
    move = card.matter.moves.order_by("-number")[0]
    assert one.move == move and (move.kind, move.words, move.document) == (
        "answer",
        "已加派人手",
        card.code,
    )
    assert [proof.name for proof in move.proofs.all()] == [stage.PROOF.name]
    assert one.answered_on == IN_TIME and card.matter.state == "working"


def test_the_first_answer_counts_and_a_second_adds_to_it(district: District) -> None:
    card = slip(district)
    for day, words in ((IN_TIME, "一"), (PAST, "二")):
        answered(district, card, day, words=words)
    found = as_it_stands(card, PAST)
    assert found.state == "answered" and [one.move.words for one in found.answers] == ["一", "二"]


@pytest.mark.parametrize("who", ["bin", "village", "zhao", "kao", "leader"])
def test_nobody_but_the_owner_answers(district: District, who: str) -> None:
    card = slip(district)
    with pytest.raises(NotYours):
        answered(district, card, IN_TIME, who)
    assert not Answer.objects.exists()


def test_an_empty_answer_is_none(district: District) -> None:
    card = slip(district)
    with pytest.raises(Refused, match="the answer is missing"):
        answered(district, card, IN_TIME, words=" ")
    assert as_it_stands(card, IN_TIME).state == "waiting"


def test_a_withdrawn_slip_and_a_talk_take_no_answer(district: District) -> None:
    card = slip(district)
    withdraw_card(
        by=stage.second_supervisor(district),
        card_id=card.pk,
        reason="日期有误",
        seen=card.version,
        now=stage.at(IN_TIME),
    )
    talk = slip(district, as_talk=True, title="界河")
    for one, state in ((card, "withdrawn"), (talk, "talk")):
        with pytest.raises(NotNow):
            answered(district, one, IN_TIME)
        assert as_it_stands(one, PAST).state == state


def test_the_journal_agrees_with_the_answers(district: District) -> None:
    answered(district, slip(district), IN_TIME)
    assert verify_here().is_sound
    Answer.objects.update(answered_on=date(2026, 7, 1))
    assert not verify_here().is_sound


def said(user: object, day: date) -> dict[str, str]:
    return {one.title.zh: one.url for one in waiting_for(user, day)}  # type: ignore[arg-type]


def test_the_owner_is_told_until_it_answers_and_the_office_once_the_term_is_over(district: District) -> None:
    card = slip(district)
    url = reverse("slip", args=(card.pk,))
    assert said(district.an, IN_TIME)["回复督办单 1 张"] == said(district.an, PAST)["回复督办单 1 张"] == url
    assert "督办单逾期未回复 1 张" not in said(district.zhao, TERM)
    assert said(district.zhao, PAST)["督办单逾期未回复 1 张"] == url
    assert not any("督办单" in title for title in said(district.bin, PAST))
    answered(district, card, PAST)
    assert not any("回复" in title for user in (district.an, district.zhao) for title in said(user, PAST))


def test_a_slip_is_answered_on_its_page(
    district: District, sign_in: SignIn, stopped_clock: Callable[[datetime], None]
) -> None:
    card = slip(district)
    stopped_clock(stage.at(PAST))
    url, to = reverse("slip", args=(card.pk,)), reverse("slip-answer", args=(card.pk,))
    client = sign_in(district.an)
    assert "逾期未回复，超期 2 个工作日" in client.get(url).content.decode()
    empty = client.post(to, {**form(client, url, "a-w"), "words": ""})
    assert empty.status_code == 422 and "回复内容没有写" in empty.content.decode()
    hidden = form(client, url, "a-w")
    for _ in range(2):  # pressed twice: one answer
        picture = SimpleUploadedFile("方案.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
        answer = client.post(to, {**hidden, "words": "七月十五日完工", "files": picture})
        assert answer.status_code == 302
    assert Answer.objects.count() == 1
    page = sign_in(district.zhao).get(url).content.decode()
    assert "逾期回复 7月13日，超期 2 个工作日" in page and "七月十五日完工" in page and "方案.png" in page
    assert "a-w" not in page  # the office reads, and has no form


def test_another_bodys_slip_is_not_there_to_answer(district: District, sign_in: SignIn) -> None:
    card = slip(district)
    client = sign_in(district.bin)
    assert client.post(reverse("slip-answer", args=(card.pk,)), {"words": "x"}).status_code == 404
    assert (
        sign_in(district.zhao).post(reverse("slip-answer", args=(card.pk,)), {"words": "x"}).status_code
        == 403
    )


def test_a_hundred_slips_are_read_with_as_many_queries_as_one(
    district: District, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    cards = [slip(district, title=f"事项{n}") for n in range(3)]
    for one in cards:
        answered(district, one, IN_TIME)
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        for one in slips_of(Card.objects.all(), PAST):
            assert [proof.name for proof in one.answers[0].move.proofs.all()] and one.answers[0].move.by

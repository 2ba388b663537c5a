"""What the district's meetings decided this year: a plan, matters at every stage, slips with answers and without, a paper not decided yet."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.site import NOW
from demo.site.years import at
from kaoping_web.filing.uploads import Kept, keep_file
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.supervision.models import Item, Matter
from kaoping_web.supervision.queries.plans import fact_titles
from kaoping_web.supervision.reading.asking import read_in_child
from kaoping_web.supervision.services.cards import answer_card, issue_card
from kaoping_web.supervision.services.closing import check_matter, close_matter
from kaoping_web.supervision.services.matters import (
    Given,
    Part,
    assign_matter,
    decompose_matter,
    register_matter,
)
from kaoping_web.supervision.services.papers import Placed, register_paper
from kaoping_web.supervision.services.plans import add_plan, set_item
from kaoping_web.supervision.services.progress import claim_done, receive_matter, report_progress

PAPER = Path(__file__).with_name("paper.txt")
PLAN = """1 一个目标：综合实力进入全市第一方阵
2 五大行动
  2.1 工业强区行动
  2.2 项目攻坚行动
  2.3 生态提质行动
  2.4 乡村振兴行动
  2.5 民生实事行动
3 九项重点工程
  3.1 澜河北岸污水管网
  3.2 澜东物流园二期
  3.3 标准厂房
  3.4 普惠托育
  3.5 高标准农田
  3.6 老旧小区改造
  3.7 城乡供水一体化
  3.8 数字政务
  3.9 应急能力
4 一个保障：党的建设"""


@dataclass(frozen=True)
class Story:
    """One matter and how far it has come. `until` names its last stage; `percent`: what was reported last."""

    title: str
    owner: str
    given_on: str
    deadline: str
    wording: str
    asked_by: str
    until: str
    percent: str = ""
    last_owner: str = ""
    item: str = ""
    fact: str = ""
    claimed_on: str = ""
    quantity: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Signed:
    """One slip. `answer`: what the owner answered, on which day; empty where nothing came."""

    title: str
    colour: str
    issued_on: str
    demand: str
    answered_on: str = ""
    answer: str = ""


STORIES = (
    Story("澜河北岸污水管网补建", "songdun", "2026-04-20", "2026-10-14", "要在汛期前建成澜河北岸污水管网。", "区委常委会第9次会议", "working", "82", "松墩镇城建办", "3.1"),
    Story("澜东物流园二期竣工", "anping", "2026-03-20", "2026-12-20", "确保澜东物流园二期年内竣工。", "区政府常务会议第6次", "working", "60", "安平镇项目办", "3.2", "investment"),
    Story("标准厂房 12 万平方米", "liuting", "2026-03-20", "2026-12-25", "年内建成标准厂房 12 万平方米。", "区政府常务会议第6次", "working", "78", "柳汀镇经发办", "3.3"),
    Story("新增普惠托位 600 个", "health", "2026-03-25", "2026-11-06", "新增普惠托位 600 个。", "区政府工作报告", "working", "92", "区卫健局家庭科", "3.4", "childcare_places", quantity="600", unit="个"),
    Story("高标准农田 1.8 万亩", "agriculture", "2026-03-25", "2026-11-30", "建成高标准农田 1.8 万亩。", "区委农村工作会议", "claimed", "100", "区农业农村局农田科", "3.5"),
    Story("老旧小区改造 21 个", "housing", "2026-03-25", "2026-10-31", "改造老旧小区 21 个。", "区政府工作报告", "closed", "100", "区住建局城建科", "3.6"),
    Story("拖欠账款清零", "industry_it", "2026-05-08", "2026-09-30", "无分歧拖欠账款年内清零，9月底前见底。", "营商环境工作推进会", "closed", "100", "区经信局企业科", "2.1", "arrears_cleared"),
    Story("城乡供水一体化二期", "water", "2026-04-20", "2026-12-30", "推进城乡供水一体化二期。", "区政府常务会议第8次", "working", "71", "区水利局供水办", "3.7"),
    Story("“高效办成一件事”再上线 12 项", "data_bureau", "2026-05-08", "2026-11-20", "“高效办成一件事”再上线 12 项。", "营商环境工作推进会", "working", "90", "区数据局审批科", "3.8"),
    Story("山洪灾害预警设施更新", "emergency", "2026-05-20", "2026-07-10", "汛前更新山洪灾害预警设施。", "防汛工作会议", "closed", "100", "区应急局", "3.9"),
    Story("断面水质整改", "qingya", "2026-08-18", "2026-10-20", "青崖断面 10 月底前达标。", "生态环境督查反馈会", "received", "", "青崖镇生态办", "2.3"),
    Story("秋冬季植树 3000 亩", "natural_resources", "2026-10-30", "2026-12-31", "秋冬季完成植树 3000 亩。", "区委专题会议", "assigned", "", "", "2.3"),
)  # fmt: skip
LATER = (
    Story("河道采砂点整治", "water", "2026-03-20", "2026-06-30", "上半年完成河道采砂点整治。", "区政府常务会议第6次", "closed", "100", "区水利局河湖科", "2.3", claimed_on="2026-07-09"),
    Story("城区内涝点改造 6 处", "housing", "2026-04-20", "2026-07-31", "7月底前改造内涝点 6 处。", "防汛工作会议", "closed", "100", "区住建局市政科", "2.5", claimed_on="2026-08-12"),
    Story("停车位扩容 800 个", "housing", "2026-04-20", "2026-07-24", "7月下旬前扩容停车位 800 个。", "区政府工作报告", "closed", "100", "区住建局市政科", "2.5", claimed_on="2026-07-30"),
    Story("规上企业用能监测接入", "industry_it", "2026-05-08", "2026-08-31", "8月底前规上企业全部接入用能监测。", "区委常委会第9次会议", "closed", "100", "区经信局节能科", "2.1", claimed_on="2026-09-03"),
)  # fmt: skip
"""Done after their day."""
PARTS = {
    "新增普惠托位 600 个": (("songdun", "200", "75"), ("liuting", "250", "96"), ("anping", "150", "100"))
}
"""What is given on to lower bodies: by matter, who is given how much, and how far he says he is."""
LED = {"2.1": ("investment",), "2.3": (), "2.5": ("childcare_places",), "3": ()}
"""Items in the field of the head of the district, with the facts that show them."""
SLIPS = (
    Signed("断面水质整改", "red", "2026-10-23", "请说明未报进展的原因。"),
    Signed("澜河北岸污水管网补建", "red", "2026-10-26", "请于五个工作日内报整改方案，主要负责人签字。", "2026-10-30", "剩余一点五公里已调两支队伍，十一月二十日前通水；方案附后，镇长签字。"),
    Signed("澜东物流园二期竣工", "yellow", "2026-11-02", "请按旬报进度，补齐付款凭证。"),
)  # fmt: skip
"""Every one of them after the third quarter: its scores are what they were."""


def supervise(host: Organisation, bodies: Mapping[str, Organisation], people: Mapping[str, User]) -> None:
    """The year's matters, one after another, and what is due tonight."""
    office = people["zhaoducha"]
    plan = add_plan(
        by=office,
        host=host,
        title="云澜区 2026 年“1591”工作布局",
        form="1+5+9+1",
        lines=PLAN,
        now=at("2026-03-16T09:00"),
    )
    items = {one.number: one for one in Item.objects.filter(plan=plan)}
    _lead(items, host, people)
    for story in (*STORIES, *LATER):
        _tell(story, host, bodies, people, items)
    for signed in SLIPS:
        _sign(signed, people)
    raw = PAPER.read_bytes()
    register_paper(
        by=office, host=host, kept=keep_file(SimpleUploadedFile(PAPER.name, raw), ("",)), read=read_in_child(raw, PAPER.name), met_on=date(2026, 11, 2),
        placed=Placed(), now=NOW - timedelta(hours=5),
    )  # fmt: skip


def _lead(items: Mapping[str, Item], host: Organisation, people: Mapping[str, User]) -> None:
    known = list(fact_titles(host))
    for number, facts in LED.items():
        set_item(
            by=people["zhaoducha"], item_id=items[number].pk, facts=facts, known=known, leader=people["liquzhang"], seen=items[number].version,
            now=at("2026-03-16T10:00"),
        )  # fmt: skip


def _given_on(
    whole: Matter,
    parts: tuple[tuple[str, str, str], ...],
    bodies: Mapping[str, Organisation],
    people: Mapping[str, User],
) -> None:
    """Parts of a matter, each received and reported on by the body it was given to."""
    given = [Part(bodies[key], figure) for key, figure, _ in parts]
    made = decompose_matter(
        by=people["zhaoducha"],
        matter_id=whole.pk,
        parts=given,
        seen=whole.version,
        now=at("2026-04-02T09:00"),
    )
    for one, (key, _, percent) in zip(made, parts, strict=True):
        one = receive_matter(by=people[key], matter_id=one.pk, seen=one.version, now=at("2026-04-03T09:00"))
        report_progress(
            by=people[key], matter_id=one.pk, typed=percent, words="园所改造按计划推进。", seen=one.version, now=at("2026-10-21T15:00")
        )  # fmt: skip


def _sign(signed: Signed, people: Mapping[str, User]) -> None:
    """A slip, and what was answered to it."""
    matter = Matter.objects.get(title=signed.title, parent=None)
    card = issue_card(
        by=people["zhaoducha"], matter_id=matter.pk, colour=signed.colour, demand=signed.demand, seen=matter.version, now=at(f"{signed.issued_on}T10:00")
    )  # fmt: skip
    if signed.answer:
        owner = next(story.owner for story in STORIES if story.title == signed.title)
        answer_card(
            by=people[owner], card_id=card.pk, words=signed.answer, kept=[_picture(signed.title, "整改方案")], now=at(f"{signed.answered_on}T16:00")
        )  # fmt: skip


def _tell(
    story: Story,
    host: Organisation,
    bodies: Mapping[str, Organisation],
    people: Mapping[str, User],
    items: Mapping[str, Item],
) -> None:
    began, office = at(f"{story.given_on}T09:30"), people["zhaoducha"]
    given = Given(
        title=story.title, owner=bodies[story.owner], deadline=date.fromisoformat(story.deadline), starts_on=began.date(), last_owner=story.last_owner,
        item=items.get(story.item), fact=story.fact, quantity=story.quantity, unit=story.unit,
    )  # fmt: skip
    one = register_matter(
        by=office, host=host, given=given, wording=story.wording, asked_by=story.asked_by, now=began
    )
    one = assign_matter(
        by=office, matter_id=one.pk, given=given, seen=one.version, now=began + timedelta(hours=1)
    )
    if story.until != "assigned":
        _go_on(one, story, bodies, people, began)


def _go_on(
    one: Matter,
    story: Story,
    bodies: Mapping[str, Organisation],
    people: Mapping[str, User],
    began: datetime,
) -> None:
    own, office = people[story.owner], people["zhaoducha"]
    one = receive_matter(
        by=own, matter_id=one.pk, last_owner=story.last_owner, seen=one.version, now=began + timedelta(days=1)
    )
    if story.title in PARTS:
        _given_on(one, PARTS[story.title], bodies, people)
        one.refresh_from_db()
    if story.until == "received":
        return
    said = (
        at("2026-10-22T16:00")
        if story.until == "working"
        else at(f"{story.deadline}T09:00") - timedelta(days=12)
    )
    one = report_progress(
        by=own,
        matter_id=one.pk,
        typed=story.percent,
        words="按计划推进，见台账。",
        seen=one.version,
        now=said,
    )
    if story.until == "working":
        return
    usual = min(said + timedelta(days=2), NOW - timedelta(days=3))
    claimed = at(f"{story.claimed_on}T10:00") if story.claimed_on else usual
    one = claim_done(
        by=own,
        matter_id=one.pk,
        words="已完成，请核查。",
        kept=[_picture(story.title, "现场照片")],
        seen=one.version,
        now=claimed,
    )
    if story.until == "claimed":
        return
    looked = max(claimed, said) + timedelta(days=2)
    one = check_matter(
        by=office, matter_id=one.pk, passed=True, on_the_spot=True, plan_code="督查计划2026-18", words="现场核对属实。", seen=one.version,
        now=looked,
    )  # fmt: skip
    close_matter(
        by=office, matter_id=one.pk, words="同意核销。", seen=one.version, now=looked + timedelta(days=1)
    )


def _picture(title: str, what: str) -> Kept:
    """A grey picture that stands for the photographs of a site: an empty drawing of its own colour for each matter."""
    shade = sum(title.encode()) % 200 + 40
    rows = b"".join(b"\0" + bytes([shade]) * 64 for _ in range(48))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return keep_file(SimpleUploadedFile(f"{title}{what}.png", png), ("png",))

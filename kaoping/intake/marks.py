"""Red lines, frameworks and awards: what must never happen, numbered slogans of an area, prizes given."""

from __future__ import annotations

import re

from kaoping.intake.paper import Confidence, Ground, Mark, Span
from kaoping.intake.sentences import sentences

_RED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一票否决", re.compile(r"一票否[决优]")),
    ("红线", re.compile(r"(?:不碰|严守|守住|守牢|坚守|不触碰|触碰|不越|筑牢|划定|视作|视为|作为)[^,，。;；]{0,16}红线|[“「]红线[”」]")),
    ("底线", re.compile(r"(?:守住|守牢|守好|坚守|兜住|兜牢|筑牢|严守|守护|牢守|筑实|夯实|坚决守|守稳)[^,，。;；]{0,20}(?:底线|防线(?=.{0,6}底线))")),
    ("高压线", re.compile(r"高压线")),
    ("禁令", re.compile(r"(?:决|绝)不(?:允许|能(?!有|掉以|松|懈|满足|自满|骄|停)|让|可|手软)|严禁|(?:一律)?不得(?!不|已|了|低于|少于|超过|高于|而知)|零容忍|"
        r"坚决不(?:搞|碰|让)|不准(?!时|确|备|入)|五个(?:一律|严禁|不准)|[一二三四五六七八九十]个?(?:严禁|不准|不得|决不允许|绝不允许)")),
)  # fmt: skip
_CUE = re.compile(r"红线|底线|一票否|高压线|严禁|不得|不准|零容忍|[决绝]不")
_QUOTED = re.compile(r"[“「]([^“”「」\n]{2,24})[”」]")
_SUM = re.compile(r"(?<![\d.])(?:\d{1,2}|N|X)(?:[+＋](?:\d{1,2}|N|X|n)){1,6}(?![\d.])")
_NUMERAL = r"(?:[一二三四五六七八九十百两双]{1,3}|\d{1,3})"
_NUMERIC = re.compile(
    rf"^(?:{_NUMERAL}[^、,，\d%％年月日号点.:：][^%％]{{1,9}}|[^、,，]{{2,8}}{_NUMERAL}(?:条|弊|大|项|个|"
    rf"策|法|问|招|必|有|不|进|抓|提|化|工程|行动|计划)[^、,，]{{0,8}}"
    rf"|\d{{1,4}}(?:字|条|工程|行动|计划|体系)|(?!20\d\d$)\d{{3,6}})$"
)
_FIVE_YEARS = re.compile(
    r"^(?:十[一二三四五六七八九]五|二十大|十九大|两会|八一|五一|七一|三八|六一|十一|一把手|一线|一流|双碳|"
    r"双11|三农|一带一路|一国两制|一站式.*|一网通办|一窗.*|一网.*|一.一.|\d{1,2}[·.．]\d{1,2}|一件事|一次.*|一卡通|一码.*|第一.{0,2}|三位一体|"
    r"双(?:过半|下降|增长|提升|达标|胜利|丰收|清零|公示|碳|一流)|百年.*|一号.*|七十二变|一把尺子|一盘棋|一张(?:蓝图|网|图)(?:.*)|一股绳|一竿子.*|一本账|一体化.*|一亩三分地|"
    r".*一盘棋.*|一言堂|万无一失|一失万无|九牛一毛|半拉子.*|三心二意|一阵风|一刀切|两张皮)$"
)
NATIONAL = frozenset(
    "一票否决 一票否优 两个确立 两个维护 四个意识 四个自信 四个全面 五位一体 三严三实 两学一做 三会一课 "
    "六稳 六保 一带一路 放管服 国之大者 两个大局 两个一百年 四个伟大 三新一高 四个革命一个合作 双循环 "
    "三去一降一补 三驾马车 四下基层 "
    "四史 五大发展理念 两山 三个代表 三个务必 两个务必 两个毫不动摇 两不愁三保障 四风 四个最严 两个结合 "
    "六个必须坚持 十个明确 十四个坚持 十三个方面成就 五个必由之路 三区三线 九个坚持 五大文明 双减 四不两直 "
    "三个区分开来 千万工程 三重一大 五级书记 四议两公开 一岗双责 "
    "两优一先 三公 八项规定 四个不摘 五育并举 三教改革 两新 两重 十严禁 四个对照 六大纪律 三违 五不为过 九小场所 三品一标 三合一 多合一 双随机一公开 "
    "三医联动 四早 三管三必须 双随机、一公开 双随机 双拥 两弹一星 六个坚持 六个一百".split()
)
_CAMPAIGN = re.compile(r"^[”」](?:专项|主题|实践|集中|系列|教育)?(?:活动|行动|攻坚)")
_CAMPAIGN_TEXT = re.compile(r"(?:年|月|季|周|日)$|^.{2,4}、.{2,4}、.{2,4}$|行动$|工程$|攻坚战?$|^百日.{2,4}$")
_PRIZED = re.compile(
    r"(?:获得|荣获|授予|颁发|表彰|表扬|获评|评为|颁授|获(?=“))(?:了)?((?:(?![,，](?:获得|荣获|授予|获评|并?被?评为))[^。\n]){4,400}?)(?:的?(?:部门|单位|集体|个人|"
    r"企业|同志|代表)?(?:[(（]单位[)）])?(?:代表)?(?:进行了?|予以|给予)(?:颁奖|表彰|表扬|授奖|奖励|授牌)|"
    r"荣誉称号|称号|。)"
)
_PRAISED = re.compile(r"对([^。，,\n]{6,60}?)(?:进行了?|予以|给予)(?:了)?(?:通报)?(?:表彰|表扬|嘉奖)")
_PRIZE = re.compile(
    r"[^、,，。;；和“”]{0,60}?(?:奖(?![励金惩优补])(?:[一二三]等奖)?|称号|[A-Z]级|先进(?:单位|集体|个人)(?!奖|"
    r"称号)|优秀(?:单位|集体|个人)(?!奖|称号)|标兵|模范(?:单位|集体)?|红旗(?:单位)?)"
)
_COUNTED = re.compile(r"\d{1,5}(?:个|名|位|家|人)")  # 对31个先进集体进行了表彰 names no prize
_GIVEN = re.compile("获“|获得|荣获|授予|颁发|表彰|表扬|获评|评为|颁授|嘉奖")
_PRIZE_CUE = re.compile("奖|称号|级|先进|优秀|标兵|模范|红旗")
_TITLED = re.compile(r"《[^《》\n]{0,200}》")


def find_red_lines(text: str, passages: list[Span]) -> list[Mark]:
    """One red line a passage (a task, or a paragraph outside one): from its first word of warning to its last."""
    marks = []
    for passage in passages:
        words = text[passage.start : passage.end]
        if not _CUE.search(words):
            continue
        hits = [
            (kind, hit)
            for kind, pattern in _RED
            for hit in pattern.finditer(text, passage.start, passage.end)
        ]
        if not hits:
            continue
        start = min(_clause_start(text, passage, hit.start()) for _, hit in hits)
        end = max(_clause_end(text, passage, hit.end()) for _, hit in hits)
        kind = hits[0][0]
        span = Span(start, end)
        marks.append(Mark(span, kind, text[start:end], Ground("red-line", Confidence.LIKELY, ())))
    return marks


def _clause_start(text: str, passage: Span, place: int) -> int:
    while place > passage.start and text[place - 1] not in "。;；\n,，":
        place -= 1
    return place


def _clause_end(text: str, passage: Span, place: int) -> int:
    while place < passage.end and text[place] not in "。;；\n,，":
        place += 1
    return place


def find_frameworks(text: str) -> list[Mark]:
    """Numbered slogans in quotes (“六个新聊城”), sums (1+5+9+1), and campaigns (“…提升年”活动); each once."""
    found: dict[str, Mark] = {}
    for hit in _QUOTED.finditer(text):
        words = hit[1]
        plain = words.replace("“", "").replace("”", "")
        if plain in NATIONAL or _FIVE_YEARS.match(plain):
            continue
        kind = _framework_kind(text, hit, plain)
        if kind and plain not in found:
            found[plain] = Mark(
                Span(hit.start(1), hit.end(1)), kind, plain, Ground("framework", Confidence.SURE, ("quoted",))
            )
    for hit in _SUM.finditer(text) if "+" in text or "＋" in text else ():
        if hit[0] not in found and not any(
            mark.span.touches(Span(hit.start(), hit.end())) for mark in found.values()
        ):
            found[hit[0]] = Mark(
                Span(hit.start(), hit.end()), "numeric", hit[0], Ground("framework", Confidence.LIKELY, ())
            )
    return sorted(found.values(), key=lambda mark: mark.span.start)


def _framework_kind(text: str, hit: re.Match[str], words: str) -> str:
    if "," in words or "，" in words or "。" in words:
        return ""
    if _SUM.search(words):
        return "numeric"
    if _NUMERIC.match(words) or re.match(r"^新时代.{0,6}[一二三四五六七八九十]{1,2}大(?:工程|行动)", words):
        return "numeric"
    after = text[hit.end() - 1 : hit.end() + 8]
    if _CAMPAIGN.match(after) and _CAMPAIGN_TEXT.search(words):
        return "campaign"
    return (
        "campaign"
        if words.endswith(
            ("提升年", "建设年", "攻坚年", "突破年", "落实年", "服务年", "改革年", "优化年", "行动年")
        )
        else ""
    )


def find_awards(text: str, span: Span) -> list[Mark]:
    """Prizes named in a list after 获得, 授予, 表彰; 、 and , divide them, and a year said once holds for those after it."""
    marks: list[Mark] = []
    for sentence in sentences(text, span) if _GIVEN.search(text, span.start, span.end) else ():
        words = text[sentence.start : sentence.end]
        if len(words) > 3000 or not (_GIVEN.search(words) and _PRIZE_CUE.search(words)):
            continue
        # A decision's title names prizes too, but gives none.
        bare = _TITLED.sub(lambda title: "\x00" * len(title[0]), words)
        for listed in _PRIZED.finditer(bare):
            given = _prizes(text, sentence.start + listed.start(1), sentence.start + listed.end(1))
            marks += given or _named(text, sentence.start, listed)
        if not marks or marks[-1].span.start < sentence.start:
            for praised in _PRAISED.finditer(bare):
                marks += _prizes(text, sentence.start + praised.start(1), sentence.start + praised.end(1))
    return marks


def _named(text: str, offset: int, listed: re.Match[str]) -> list[Mark]:
    """荣获全国文明村称号: whatever stands between the verb and 称号 is the prize."""
    start, end = offset + listed.start(1), offset + listed.end(1)
    if not listed[0].endswith("称号") or re.search(r"[,，;；\x00]", listed[1]) or end - start > 40:
        return []
    while start < end and text[start] in "“”":
        start += 1
    span = Span(start, offset + listed.end() if text[end - 1] != "”" else end - 1)
    name = text[span.start : span.end]
    dated = re.search(r"20\d\d", name)
    ground = Ground("award", Confidence.LIKELY, ())
    return [Mark(span, "award", name, ground, dated[0] if dated else "", ())]


def _prizes(text: str, start: int, end: int) -> list[Mark]:
    marks: list[Mark] = []
    place, year = start, ""
    for hit in _PRIZE.finditer(text, start, end):
        first = place
        while first < hit.end() and text[first] in "、,，和与及 “”的":
            first += 1
        name = text[first : hit.end()].strip("“”")
        place = hit.end()
        if _COUNTED.match(name) or "《" in name or len(name) < 3 or len(name) > 80 or "决定" in name:
            continue
        dated = re.search(r"20\d\d", name)
        year = dated[0] if dated else year
        marks.append(
            Mark(
                Span(first, hit.end()),
                "award",
                name,
                Ground("award", Confidence.LIKELY, ()),
                year,
                _recipients(name),
            )
        )
    return marks


def _recipients(name: str) -> tuple[str, ...]:
    """市直机关、中央和省驻某单位…优秀单位奖: the bodies listed before the prize."""
    plain = re.sub(r"^20\d\d年度?", "", name)
    if "、" not in plain:
        return ()
    parts = plain.split("、")
    last = re.match(r"^.{2,10}?(?:机构|单位|机关|企业|部门)", parts[-1])
    return (*parts[:-1], *((last[0],) if last else ()))

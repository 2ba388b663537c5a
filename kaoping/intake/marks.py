"""Red lines, frameworks and awards: what must never happen, numbered slogans of an area, prizes given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake.paper import Confidence, Ground, Mark, Span
from kaoping.intake.sentences import sentences

_RED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一票否决", re.compile(r"一票否[决优]")),
    ("红线", re.compile(r"(?:不碰|严守|守住|守牢|坚守|不触碰|触碰|不越|筑牢|划定|视作|视为|作为)[^,，。;；]{0,16}红线|[“「]红线[”」]")),
    ("底线", re.compile(r"(?:守住|守牢|守好|坚守|兜住|兜牢|筑牢|严守|守护|牢守|筑实|夯实|坚决守|守稳)[^,，。;；]{1,20}(?:底线(?![”」])|防线(?=.{0,6}底线))")),
    ("高压线", re.compile(r"高压线")),
    ("禁令", re.compile(r"(?:决|绝)不(?:允许|能(?!有|掉以|松|懈|满足|自满|骄|停)|让|可|手软)|严禁(?![”」])"
        r"|(?:一律)?不得(?!不|已|了|低于|少于|超过|高于|而知)|零容忍|"
        r"坚决不(?:搞|碰|让)|不准(?!时|确|备|入)|五个(?:一律|严禁|不准)|[一二三四五六七八九十]个?(?:严禁|不准|不得|决不允许|绝不允许)(?![”」])"
        r"|坚决杜绝(?![^,，。;；]{0,16}(?:事故|事件|发生|思想|情绪|心理|心态|麻痹|侥幸|松懈))|(?<![\u4e00-\u9fff])不搞|[要坚]不搞|严格禁止")),
    ("追责", re.compile(r"严惩不贷|(?<!坚)[绝决]不姑息|发现一起[、,，]?\s?查处一起|"
        r"一律(?:严肃|从严|依法|予以)?(?:取消|追回|查处|不(?!少|低|超|断)|免职|停职|关停|撤销|清退|没收)")),
)  # fmt: skip
# What each kind holds: a pattern is asked only where its words stand.
_KIND_OF = {
    "红线": "红线",
    "底线": "底线",
    "一票否": "一票否决",
    "高压线": "高压线",
    **dict.fromkeys("严禁 不得 不准 零容忍 决不 绝不 不搞 杜绝 格禁止 个一律".split(), "禁令"),
    **dict.fromkeys("严惩 姑息 查处一起 一律".split(), "追责"),
}
_CUE = re.compile("|".join(_KIND_OF))
# A passage that opens with no more than 守牢安全底线 says below what it means.
_ANY_SAFETY = re.compile(r"^(?:[(（][^()（）]{1,3}[)）])?[要坚决切实严守牢住好筑兜]{2,6}安全底线$")
# What such a clause opens with when it says what becomes of the one the clause before names: …的,一律…
_SEQUEL = re.compile(
    r"\s?(?:[一均都]律?|实行|坚决|严肃|从严|依法|[绝决]不|不得|取消|发现一起|要|将|予以|给予|作)"
)
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
    r"双11|12[03]\d{2}|12345|1[12]\d|96\d{3,4}|三农|一带一路|一国两制|一站式.*|一网通办|一窗.*|一网.*|一.一.|\d{1,2}[·.．]\d{1,2}|一件事|一次.*|一卡通|一码.*|第一.{0,2}|三位一体|"
    r"[一点面人]对[一点面人]|一人一.*|双(?:过半|下降|增长|提升|达标|胜利|丰收|清零|公示|碳|一流)|百年.*|一号.*|七十二变|一把尺子|一盘棋|一张(?:蓝图|网|图)(?:.*)|一股绳|一竿子.*|一本账|一体化.*|一亩三分地|"
    r".*一盘棋.*|一言堂|万无一失|一失万无|九牛一毛|半拉子.*|三心二意|一阵风|一刀切|两张皮)$"
)
NATIONAL = frozenset(
    "我为群众办实事 一票否决 一票否优 两个确立 两个维护 四个意识 四个自信 四个全面 五位一体 三严三实 两学一做 三会一课 "
    "六稳 六保 一带一路 放管服 国之大者 两个大局 两个一百年 四个伟大 三新一高 四个革命一个合作 双循环 "
    "三去一降一补 三驾马车 四下基层 "
    "四史 五大发展理念 两山 三个代表 三个务必 两个务必 两个毫不动摇 两不愁三保障 四风 四个最严 两个结合 "
    "六个必须坚持 十个明确 十四个坚持 十三个方面成就 五个必由之路 三区三线 九个坚持 五大文明 双减 四不两直 "
    "三个区分开来 千万工程 三重一大 五级书记 四议两公开 一岗双责 "
    "两优一先 三公 八项规定 四个不摘 五育并举 三教改革 两新 两重 十严禁 四个对照 六大纪律 三违 五不为过 九小场所 三品一标 三合一 多合一 双随机一公开 "
    "三医联动 四早 三管三必须 双随机、一公开 双随机 双拥 两弹一星 六个坚持 六个一百".split()
)
_CAMPAIGN = re.compile(r"^[”」](?:专项|主题|实践|集中|系列|教育|培育)?(?:活动|行动|攻坚|计划|工程)")
_SELF_CAMPAIGN = re.compile(r"^(?!.{1,2}年|专项|重点|具体)[^、]{2,14}(?:行动|计划|工程|攻坚战)$")
# 做到“五有”(有饭吃…): a count and one word, where the words around it say that it is one.
_SHORT_SUM = re.compile(r"^[三四五六七八九十][\u4e00-\u9fff]$")
_DOES_SUM = re.compile(r"(?:做到|实现|达到|落实|推行|确保|开展|执行|严格)[“「]$")
_FIGURE_OF_SPEECH = 4
_VISION = re.compile(r"^[^、]{3,10}[省市县区城镇乡村港州谷岛地]、[^、]{3,10}[省市县区城镇乡村港州谷岛地]$")
_CAMPAIGN_TEXT = re.compile(r"(?:年|月|季|周|日)$|^.{2,4}、.{2,4}、.{2,4}$|行动$|工程$|攻坚战?$|^百日.{2,4}$")
_PRIZED = re.compile(
    r"(?:获得|荣获|授予|颁发|表彰|表扬|获评|评为|颁授|获(?=[“「]))(?:了)?((?:(?![,，](?:获得|荣获|授予|获评|并?被?评为))[^。\n]){4,400}?)(?:的?(?:部门|单位|集体|个人|"
    r"企业|同志|代表)?(?:[(（]单位[)）])?(?:代表)?(?:进行了?|予以|给予)(?:颁奖|表彰|表扬|授奖|奖励|授牌)|"
    r"荣誉称号|称号|。)"
)
_PRAISED = re.compile(r"对([^。，,\n]{6,60}?)(?:进行了?|予以|给予)(?:了)?(?:通报)?(?:表彰|表扬|嘉奖)")
_PRIZE = re.compile(
    r"[^、,，。;；和“”]{0,60}?(?:奖(?![励金惩优补])(?:[一二三]等奖)?|称号|[A-Z]级|先进(?:单位|集体|个人)(?!奖|"
    r"称号)|优秀(?:单位|集体|个人)(?!奖|称号)|标兵|模范(?:单位|集体)?|红旗(?:单位)?)"
)
# 获得, 荣获, 授予, 颁发, 表彰, 表扬, 评为, 嘉奖, 宣读, 公布, 揭晓: led by a class, so that the search may skip to one.
_GIVEN = re.compile("[获荣授颁表评嘉宣公揭](?:[得获予发彰扬为授奖读布晓“「]|(?<=获)评)")
_PRIZE_CUE = re.compile("奖|称号|级|先进|优秀|标兵|模范|红旗|表扬|示范|文明|百强|十佳|十强|标杆|最美")
_COUNTED = re.compile(r"^\d{1,4}(?:个|名|家|位|人|支)")
# 我县获评2024年度全省某某考核优秀县: one honour, said in full, with its year or the level that gave it.
_HONOUR = re.compile(
    r"(?:获评|荣获|获得|被评为|被授予|被认定为|被命名为|入选)(?:了|为)?[“「]?((?:20\d\d年度?)?(?:全国|国家级?|全[省市州区县]|省级?|市级?)[^,，。;；、“”「」\n]{2,30}?"
    r"(?:优秀|先进|模范|示范|文明|百强|十佳|十强|标杆|最美|平安|红旗)[^,，。;；、“”「」\n]{0,12})(?=[,，。;；、”」\n])"
)
# 宣读了2024年度某市科学技术进步奖获奖项目名单
_ANNOUNCED = re.compile(
    r"(?:宣读|公布|揭晓)(?:了)?[“「]?((?:20\d\d年度?)?[^,，。;；、“”「」《》\n]{2,30}奖)[”」]?(?:获奖|评选|评审|名单|结果|获得者)"
)
# 优秀单位(4个):甲局、乙镇: a row of a list beneath a decision.
_ROW = re.compile(
    r"^[“「]?((?:20\d\d年度?)?[^,，。;；:：、\n“”「」]{0,30}?(?:奖|先进(?:单位|集体|个人|工作者)|优秀(?:单位|集体|个人|企业|干部)|标兵|模范|能手|十佳[^,，。;；:：、\n]{1,8}|示范(?:单位|企业|村|户|岗)))[”」]?"
    r"(?:[(（]\d{1,4}[个名家人位][)）])?[:：]\s?(?=[^\n]{2})",
    re.MULTILINE,
)
_PRAISED_ALONE = re.compile(
    r"对([^。，,;；\n]{4,90}(?:等\d{1,4}[个家名]|、)[^。，,;；\n]{0,30}?)(?:进行(?:了)?|予以|给予)(?:了)?(通报表扬|通报表彰|嘉奖)"
)
_GENERAL = re.compile(r"(?:的|各|有关|相关)(?:单位|集体|个人|部门|乡镇|企业|同志|地方|地区|街道|县区?|人员)$")
_TITLED = re.compile(r"《[^《》\n]{0,200}》")


def find_red_lines(text: str, passages: list[Span]) -> list[Mark]:
    """Red lines by clauses, within passages (a task, or a paragraph outside one); neighbours of one kind are one."""
    marks = []
    for passage in passages:
        if not _CUE.search(text, *passage):
            continue
        said = {_KIND_OF[cue] for cue in _CUE.findall(text, *passage)}
        hits = sorted(
            (_clause_start(text, passage, hit.start()), _clause_end(text, passage, hit.end()), kind)
            for kind, pattern in _RED
            if kind in said
            for hit in pattern.finditer(text, passage.start, passage.end)
        )
        for start, end, kind in _joined(text, hits):
            marks.append(
                Mark(Span(start, end), kind, text[start:end], Ground("red-line", Confidence.LIKELY, ()))
            )
    return marks


def _joined(text: str, hits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Stretches that touch, or follow each other after a comma and are of one kind, as one."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in hits:
        if joined:
            first, last, before = joined[-1]
            follows = kind == before and start - last <= 1 and text[last] in ",，"
            if start < last or follows or _ANY_SAFETY.search(text[first:last]):
                joined[-1] = (first, max(last, end), before)
                continue
        joined.append((start, end, kind))
    return joined


def _clause_start(text: str, passage: Span, place: int) -> int:
    while place > passage.start and text[place - 1] not in "。;；\n,，":
        place -= 1
    named = text[place - 2 : place] in ("的,", "的，") or text.startswith("发现一起", place)
    if named and place - 2 > passage.start and text[place - 1] in ",，" and _SEQUEL.match(text, place):
        place -= 1
        while place > passage.start and text[place - 1] not in "。;；\n,，":
            place -= 1
    return place


def _clause_end(text: str, passage: Span, place: int) -> int:
    while place < passage.end and text[place] not in "。;；\n,，":
        place += 1
    return place


def find_frameworks(text: str, barred: Sequence[Span] = ()) -> list[Mark]:
    """Numbered slogans in quotes (“六个新聊城”), sums (1+5+9+1), and campaigns (“…提升年”活动); each once.

    barred: commentary, whose own short figures of speech (“三个留”) are none.
    """
    found: dict[str, Mark] = {}
    for hit in _QUOTED.finditer(text):
        words = hit[1]
        if len(words) <= _FIGURE_OF_SPEECH and any(span.start <= hit.start() < span.end for span in barred):
            continue
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
    if _CAMPAIGN.match(after) and (len(words) > 2 or _CAMPAIGN_TEXT.search(words)):
        return "campaign"
    if _SELF_CAMPAIGN.match(words) or _VISION.match(words):
        return "campaign"
    if _SHORT_SUM.match(words) and (
        after[1:2] in ("(", "（") or _DOES_SUM.search(text[max(0, hit.start() - 4) : hit.start() + 1])
    ):
        return "numeric"
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
    given_first = _GIVEN.search(text, span.start, span.end)
    if not given_first:
        return marks
    for sentence in sentences(text, span):
        if sentence.end <= given_first.start():
            continue
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
        own = [mark.span for mark in marks if mark.span.start >= sentence.start]
        more = _told_singly(text, sentence, bare)
        marks += [mark for mark in more if not any(mark.span.touches(span) for span in own)]
    taken = {mark.span.start for mark in marks}
    return marks + [row for row in _rows(text, span) if row.span.start not in taken]


def _told_singly(text: str, sentence: Span, bare: str) -> list[Mark]:
    """An honour said in full, a prize whose winners are read out, praise of bodies named."""
    ground = Ground("award", Confidence.LIKELY, ())
    marks = []
    for pattern, group in ((_HONOUR, 1), (_ANNOUNCED, 1), (_PRAISED_ALONE, 2)):
        for hit in pattern.finditer(bare):
            if group == 2 and _GENERAL.search(hit[1]):
                continue
            span = Span(sentence.start + hit.start(group), sentence.start + hit.end(group))
            dated = re.search(r"20\d\d", hit[group])
            given = tuple(re.sub("等.*", "", hit[1]).split("、")) if group == 2 else ()
            marks.append(
                Mark(span, "award", text[span.start : span.end], ground, dated[0] if dated else "", given)
            )
    return marks


def _rows(text: str, span: Span) -> list[Mark]:
    """The rows of a list of those honoured, where two stand together."""
    rows = list(_ROW.finditer(text, span.start, span.end))
    if len(rows) < 2:
        return []
    ground, year, marks = Ground("award", Confidence.LIKELY, ()), "", []
    for row in rows:
        dated = re.search(r"20\d\d", row[1])
        year = dated[0] if dated else year
        line = text[
            row.end() : max(text.find("\n", row.end()), row.end()) if "\n" in text[row.end() :] else span.end
        ]
        given = tuple(part for part in re.sub("等.*", "", line).strip("。;；").split("、") if part)
        marks.append(Mark(Span(row.start(1), row.end(1)), "award", row[1], ground, year, given))
    return marks


def _named(text: str, offset: int, listed: re.Match[str]) -> list[Mark]:
    """荣获全国文明村称号: whatever stands between the verb and 称号 is the prize."""
    start, end = offset + listed.start(1), offset + listed.end(1)
    if not listed[0].endswith("称号") or re.search(r"[,，;；\x00]", listed[1]) or end - start > 40:
        return []
    while start < end and text[start] in "“”":
        start += 1
    opened = text.rfind("“", start, end)
    start = opened + 1 if opened > start else start
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
        if "《" in name or len(name) < 3 or len(name) > 80 or "决定" in name or _COUNTED.match(name):
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

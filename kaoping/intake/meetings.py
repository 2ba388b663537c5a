"""The meeting a paper reports: name, date, level, region, place, form, chair, speakers, issuer, source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaoping.intake import kinds
from kaoping.intake.dates import Dated, date_in, signed_date
from kaoping.intake.paper import Article, Meeting, Noise, Span
from kaoping.intake.people import host_of, speakers_of, turns_of
from kaoping.intake.places import level_of, level_of_region, region_of, region_of_source

_READ = 30_000  # a meeting is named, and its people speak, within the first pages
_KIND = (
    r"(?:会议|大会|全会|推进会|动员会|部署会|总结会|座谈会|调度会|现场会|协调会|专题会|工作会|例会|表彰会|"
    r"党代会|两会|常委会|全体会|扩大会|办公会|常务会|联席会|视频会|培训会|述职会|评议会|约谈会|分析会|发布会|"
    r"通报会|促进会|交流会|启动会|誓师会|碰头会|研判会|听证会|调研|会)"
)
_VERBS = ("召开", "举行", "开幕", "闭幕", "举办", "出席", "参加", "主持")
_HELD = re.compile(
    rf"(?=[^,，。;；:：\n会]{{0,64}}会|[^,，。;；:：\n]{{2,64}}调研)([^,，。;；:：\n]{{2,60}}?{_KIND}(?:[(（][^()（）]{{1,16}}[)）])?(?:暨[^,，。;；\n]{{2,40}}?{_KIND})?)(?:今天|"
    rf"昨天|日前|近日|[,，]?于[^,，。]{{0,24}})?(?:在[^,，。;；\n]{{2,24}})?(?:隆重|胜利|顺利)?(?:召开|举行|开幕|"
    rf"闭幕|举办)"
)
_CONVENED = re.compile(
    rf"(?:召开|举行|组织召开)(?:了)?([^,，。;；:：\n]{{2,60}}?{_KIND})(?=[,，。;；:：\n(（]|以|传达|研究|听取|审议|学习|并|$)"
)
_ATTENDED = re.compile(rf"(?:出席|参加|主持)(?:了)?([^,，。;；:：\n]{{3,50}}?{_KIND})")
_CLAUSE = re.compile(r"[^,，。;；:：\n]+")
_NAME_WITHIN = 60  # a meeting's kind stands no farther from the first word of its name
_NAMING = (
    (_HELD, ("召开", "举行", "开幕", "闭幕", "举办")),
    (_CONVENED, ("召开", "举行")),
    (_ATTENDED, ("出席", "参加", "主持")),
)
_SPOKEN_AT = re.compile(
    rf"在([^,，。;；:：\n]{{3,60}}?{_KIND})(?:[(（][^()（）]{{1,20}}[)）])?上(?:的?(?:讲话|发言|报告|致辞|"
    rf"工作报告|主持)|\s*[)）]?\s*$)",
    re.MULTILINE,
)
_NAMED_MINUTES = re.compile(r"([^\n]{2,60}?(?:会议|会))纪要")
_REPORTED_OF = re.compile(
    r"^([^\n《]{2,60}?(?:会议|例会|大会|推进会|调度会))(?:情况)?(?:的)?(?:通报|简报|记录|记要|要点)$",
    re.MULTILINE,
)
_HELD_ON = re.compile(r"((?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚上?)?)[^。\n]{0,60}(?:召开|举行|主持)")
_AT = re.compile(
    r"(?:在|于)([^,，。;；:：\n]{2,24}?(?:会议室|会堂|礼堂|会议中心|中心|大厦|宾馆|酒店|报告厅|剧院|大礼堂|"
    r"多功能厅|主会场|指挥部|办公楼[^,，。]{0,8}))"
)
_HELD_IN = re.compile(
    r"在([\u4e00-\u9fff]{2,10}(?:镇|乡|村|县|区|市|街道|企业|园区|公司|学校|基地|社区))(?:胜利|隆重|顺利)?(?:召开|举行)"
)
_HELD_AT = re.compile(r"在([\u4e00-\u9fff]{2,4})(?:胜利|隆重|顺利)?(?:召开|举行|开幕|闭幕)")
_NO_TOWN = re.compile(
    r"^[我全本各该这此]|省城|当地|线上|网上|云端|现场|同步|以来|期间|视频|集中|[上中时内下里前后]$|分别|同时"
)
_AT_LABEL = re.compile(r"地\s*点\s*[:：]\s*([^\n,，。;；]{2,40})")
_SUB_HALL = re.compile(r"在([\u4e00-\u9fff]{2,8}分会场)")
_TIME_LABEL = re.compile(r"时\s*间\s*[:：]\s*([^\n]{4,40})")
_ISSUED = re.compile(
    r"《((?:中共)?[^《》、\n]{2,30}(?:委员会|委|政府|办公室|办公厅|局)(?:、[^《》、\n]{2,30}(?:委员会|委|政府|办公室|办公厅|局)){0,4})关于"
)
_ISSUER_LINE = re.compile(
    r"^((?:中共)?[\u4e00-\u9fff]{2,16}(?:委员会|委|人民政府|政府|办公室|办公厅|局|领导小组)(?:、?\s*(?:中共)?[\u4e00-\u9fff]{"
    r"2,16}(?:委员会|委|人民政府|政府|办公室|办公厅|局|领导小组))?)(?:关于|文件|$)"
)
_PRINTED_BY = re.compile(
    r"^([\u4e00-\u9fff]{2,20}(?:办公室|办公厅|委员会|政府|局|科|处|部|室|中心|公司|集团|组))\s+20\d\d年\d{1,2}月\d{1,2}日(?:印发)?$"
)
_REPORT_TO = re.compile(r"([^\n]{4,40}(?:会议|大会|职代会|全会))(?:上的)?(?:工作)?报告")
_GOVERNS = re.compile(
    r"^((?!.{0,2}(?:人民)?政府)[\u4e00-\u9fff]{3,16}政府)(?:代理?)?(?:省长|市长|区长|县长|州长|旗长|镇长|乡长)"
)
_BOTH = re.compile(r"(?:(?:省|市|区|县|州|旗)委、?(?:省|市|区|县|州|旗)(?:人民)?政府)")
_FORM = (
    (
        "视",
        re.compile(
            r"(?:以|采取|采用|通过)(?:电视电话|视频)(?:会议)?(?:的)?形式|(?:电视电话|视频)(?:会议)?(?:的)?形式|视频会议"
        ),
        "视频",
    ),
    ("电视电话会", re.compile(r"电视电话会"), "视频"),
    ("现场", re.compile(r"现场会|现场推进会|现场观摩"), "现场"),
    ("书面", re.compile(r"书面(?:形式|传达)"), "书面"),
)
_LEAD_WORDS = re.compile(
    r"^(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚上?)?|\d{1,2}日(?:上午|下午|晚)|[上下]午|昨日|今日|"
    r"今天|昨天|日前|近日|[\u4e00-\u9fff]{2,6}讯\s?|本报讯\s?)[,，\s]*"
)
_HOSTED_LEAD = re.compile(r"^.*?(?:主持召开|主持|召开|出席|参加)(?:了)?")


# 省会结束后,柳川市随即召开续会; 当晚22时30分,安河县召开紧急会议: what a lower level held thereupon.
_THEREUPON = re.compile(
    r"(?P<day>[^,，。;；\n]{0,8}?(?:(?:会议?|大会|部署会|调度会)(?:议)?(?:结束)?(?:之)?后|会后|随后|当[晚日天]|同日|次日)"
    r"[^,，。;；\n]{0,14})[,，]\s*(?P<where>[\u4e00-\u9fff]{2,6}?(?:省|市|州|盟|区|县|旗|镇|乡|街道))(?:党?委|人民政府|政府|委、[省市区县]政府)?"
    r"(?:随即|随后|接着|紧接着|立即|迅速|连夜|当即|又|也|及时|套开|紧急)?(?:召开|举行|套开)(?:了)?"
    rf"(?P<name>[^,，。;；:：\n]{{0,40}}?{_KIND})(?=[,，。;；\n])"
)


_RANK = {"省": 0, "市": 1, "州": 1, "盟": 1, "区": 2, "县": 2, "旗": 2, "镇": 3, "乡": 3, "街道": 3}
_CONVENES = re.compile("召开|举行|套开")


def read_meetings(text: str, article: Article, noise: Noise) -> list[Meeting]:
    """The meeting of an article, and those that lower levels held thereupon."""
    start, stop = article.span.start, min(article.span.end, article.span.start + _READ)
    cuts = list(_held_thereupon(text, start, stop)) if article.genre is kinds.REPORT else []
    if cuts:  # a place is none of a lower level where the meeting itself is its own
        above = _RANK.get(level_of(article.title, text[start : start + 400], ""), -1)
        cuts = [cut for cut in cuts if _RANK.get(level_of_region(cut["where"]), 3) > above]
    first = read_meeting(text, article, noise, cuts[0].start() if cuts else article.span.end)
    if not first:
        return []
    held = [first]
    for number, cut in enumerate(cuts):
        end = cuts[number + 1].start() if number + 1 < len(cuts) else stop
        held.append(_thereupon(text, cut, end, held[-1]))
    return held


def _held_thereupon(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """The sentences that tell of a further meeting: asked only of those that say 召开, after the first that does."""
    held = [verb.start() for verb in _CONVENES.finditer(text, start, stop)]
    for place in held[1:]:
        opening = max(text.rfind(mark, start, place) for mark in "。\n") + 1
        found = _THEREUPON.match(text, max(opening, start), stop)
        if found and found.start() > held[0]:
            yield found


def _thereupon(text: str, cut: re.Match[str], end: int, before: Meeting) -> Meeting:
    """One meeting a lower level held after another, on the same day where nothing else is said."""
    body = text[cut.start() : end]
    dated = date_in(cut["day"], before.date or before.publish_date, "")
    same = not dated.iso and "次日" not in cut["day"]
    name = _tidy(cut["name"]) or cut["name"]
    return replace(
        before,
        span=Span(cut.start(), end),
        name=cut["where"] + name if len(name) <= 6 else name,
        date=before.date if same else dated.iso,
        date_text=cut["day"],
        date_basis="day of the meeting before" if same and before.date else dated.basis,
        level=level_of_region(cut["where"]),
        region=cut["where"],
        place=_place(body, body[:300]),
        form="",
        host=host_of(body),
        speakers=speakers_of(body),
    )


def read_meeting(text: str, article: Article, noise: Noise, end: int) -> Meeting | None:
    """The meeting of an article up to `end`, or None where it names none."""
    whole = text[article.span.start : min(article.span.end, article.span.start + _READ)]
    body = whole[: end - article.span.start] if end < article.span.end else whole
    if article.span.end - article.span.start > _READ:
        body += "\n" + text[article.span.end - 2000 : article.span.end]
    head = _without_titles(body, article)[:600]
    name = _name(body, head, article)
    issuer = _issuer(body, article)
    dated = _date(body, head, article, noise, name)
    if not name and not issuer and not dated.written:
        return None
    sought = level_of(name, article.title, "")
    region = region_of(body, sought)
    level = level_of(name, article.title + head[:120], region)
    if region and not level_of(name, "", ""):
        level = level_of("", "", region) or level
    own = region if level == sought else region_of(body, level)
    region = (
        own or region_of(_page(body, text, noise), level) or region_of_source(noise.source, level) or region
    )
    form = next((form for word, pattern, form in _FORM if word in body and pattern.search(body)), "")
    return Meeting(
        article=article.id,
        span=article.span,
        name=name,
        date=dated.iso,
        date_text=dated.written,
        date_basis=dated.basis,
        level=level,
        region=region,
        place=_place(body, head),
        form=form,
        host=host_of(body),
        speakers=speakers_of(body, article.genre in (kinds.SPEECH, kinds.WORK_REPORT))
        or (turns_of(body) if article.genre is kinds.MINUTES else ()),
        issuer=issuer,
        publish_date=noise.publish_date or (_printed_on(body) if article.genre is kinds.MINUTES else ""),
        source=noise.source,
        referenced_only=article.genre in (kinds.ARTICLE, kinds.CIRCULAR, kinds.PLAN)
        and not re.search(r"召开|举行", head[:200]),
    )


def _page(body: str, text: str, noise: Noise) -> str:
    """All a page says of where it is: the article, the head of the page, the furniture."""
    return "\n".join((body, text[:_READ], *(item.text for item in noise.furniture)))


def _without_titles(body: str, article: Article) -> str:
    for title in (article.title, article.subtitle):
        body = body.removeprefix(title).lstrip("\n") if title else body
    return body


def _name(body: str, head: str, article: Article) -> str:
    spoken = _SPOKEN_AT.search(body[:500])
    reported = _REPORTED_OF.search(article.title + "\n" + article.subtitle + "\n" + head[:80])
    if reported and not spoken:
        return _tidy(reported[1])
    if article.genre is kinds.MINUTES:
        named = [found[1] for found in _NAMED_MINUTES.finditer(article.title + "\n" + body[:160])]
        if named:  # under a masthead of the series the minutes name their own meeting: 第38次常务会议
            return _tidy(next((name for name in named if "第" in name), named[0]))
    told = _REPORT_TO.match(article.title) if article.genre in (kinds.SPEECH, kinds.WORK_REPORT) else None
    if told and not spoken:
        return _tidy(told[1])
    if article.genre in (kinds.SPEECH, kinds.WORK_REPORT) and spoken:
        return _tidy(spoken[1])
    for words in (head[:300], article.title):
        if not any(verb in words for verb in _VERBS):
            continue
        for pattern, verbs in _NAMING:
            found = _named(pattern, words) if any(verb in words for verb in verbs) else None
            name = _tidy(found[1]) if found else ""
            if len(name) >= 3:
                return name
    return _tidy(spoken[1]) if spoken else ""


def _named(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """pattern.search(words), with _HELD asked only where it can fit first: at the head of a clause that has the word for a meeting.

    What fits later in a clause fits at its head as well, as long as the name is in reach.
    """
    if pattern is not _HELD:
        return pattern.search(words)
    for clause in _CLAUSE.finditer(words):
        if "会" not in clause[0] and "调研" not in clause[0]:
            continue
        for start in range(clause.start(), max(clause.start(), clause.end() - _NAME_WITHIN - 1) + 1):
            found = _HELD.match(words, start)
            if found:
                return found
    return None


def _tidy(name: str) -> str:
    """A meeting's name without the date, the place and the persons run into it."""
    plain = name.strip(" “”")
    for _ in range(3):
        cut = _LEAD_WORDS.match(plain)
        if not cut:
            break
        plain = plain[cut.end() :]
    hosted = _HOSTED_LEAD.match(plain)
    if hosted and len(plain) - hosted.end() >= 4:
        plain = plain[hosted.end() :]
    return "" if plain in ("会议", "大会", "会", "本次会议", "这次会议") else plain.strip(" ,，“”")


def _date(body: str, head: str, article: Article, noise: Noise, name: str) -> Dated:
    labelled = _TIME_LABEL.search(body[:800])
    if labelled:
        found = date_in(labelled[1], noise.publish_date, body)
        if found.written:
            return found
    held = _HELD_ON.search(body[:800]) if article.genre is kinds.MINUTES else None
    if held:
        return date_in(held[1], noise.publish_date or date_in(body[:160], "", "").iso, body)
    if article.genre in (kinds.CIRCULAR, kinds.PLAN):
        signed = signed_date(body)
        if signed.iso:
            return signed
    first = date_in(_upto_meeting(head), noise.publish_date, body)
    if first.written:
        return first
    bracketed = re.search(r"[(（]((?:20\d\d)年\d{1,2}月\d{1,2}日)[)）]", body[:300])
    if bracketed:
        return date_in(bracketed[1], "", body)
    if article.genre in (kinds.SPEECH, kinds.WORK_REPORT, kinds.MINUTES):
        on_top = date_in(body[:200], noise.publish_date, body)
        if on_top.written:
            return on_top
        return signed_date(body)
    return Dated("", "", "")


_SENTENCE_END = re.compile("[。\n]")
_SAYS_HELD = re.compile("召开|举行|举办|开幕|闭幕|主持|出席|参加|调研|会议")
_DAY_NAMED = re.compile(r"\d\s*日(?!\d{1,2}时[至到—～-])")


def _upto_meeting(head: str) -> str:
    """The first sentences, where a report says when the meeting was held; a later one where only that tells of a meeting."""
    first = "。".join(head.split("。")[:2])
    parts = [part for part in _SENTENCE_END.split(first) if _DAY_NAMED.search(part)]
    if not parts or any(_SAYS_HELD.search(part) for part in parts):
        return first if len(parts) < 2 else next((part for part in parts if _SAYS_HELD.search(part)), first)
    later = [part for part in _SENTENCE_END.split(head)[:8] if _DAY_NAMED.search(part)]
    return next((part for part in later if _HELD.search(part)), first)


def _place(body: str, head: str) -> str:
    labelled = _AT_LABEL.search(body[:800])
    if labelled:
        return labelled[1].strip()
    found = _AT.search(head[:300])
    if found:
        return found[1]
    held = _HELD_IN.search(head[:300])
    hall = _SUB_HALL.search(body)
    town = _HELD_AT.search(head[:300])
    if not held and not hall and town and not _NO_TOWN.search(town[1]):
        return town[1]
    return held[1] if held else hall[1] if hall else ""


def _issuer(body: str, article: Article) -> str:
    """Who stands behind the paper: the body of a cited decision, the signature, the title, or 市委市政府 as the report says."""
    if article.genre in (kinds.CIRCULAR, kinds.PLAN, kinds.MINUTES, kinds.WORK_REPORT, kinds.SPEECH):
        signed = _signature(body)
        if signed:
            return signed
        lines = body.split("\n")
        for line in (*lines[-4:], *lines[:6]) if article.genre is kinds.MINUTES else ():
            printed = _PRINTED_BY.match(line)
            if printed:
                return printed[1]
        for line in body.split("\n")[:6] if article.genre is kinds.WORK_REPORT else ():
            governed = _GOVERNS.match(line)
            if governed:
                return governed[1]
        for line in body.split("\n")[:4]:
            found = _ISSUER_LINE.match(line)
            if found:
                return found[1].replace(" ", "")
            printed = _PRINTED_BY.match(line)
            if printed:
                return printed[1]
    cited = _ISSUED.search(body)
    if cited:
        return cited[1]
    both = _BOTH.search(body)
    return both[0] if both and article.genre is kinds.REPORT else ""


def _printed_on(body: str) -> str:
    """The date beside the office that printed minutes, at their head or foot."""
    lines = body.split("\n")
    for line in (*lines[:6], *lines[-4:]):
        if _PRINTED_BY.match(line):
            return date_in(line[line.index("20") :].removesuffix("印发"), "", "").iso
    return ""


def _signature(body: str) -> str:
    """The lines before a date that stands alone near the end."""
    lines = body.split("\n")
    for index in range(len(lines) - 1, max(len(lines) - 10, 0), -1):
        if re.fullmatch(r"[(（]?(?:20\d\d|二[〇○零].{2})年.{1,3}月.{1,3}日[)）]?", lines[index].strip()):
            names: list[str] = []
            for earlier in range(index - 1, max(index - 4, -1), -1):
                line = lines[earlier].strip()
                if (
                    len(line) > 40
                    or not re.search(
                        r"(?:委员会|政府|办公室|办公厅|督查室|局|组|委|厅|部|院|会|中心|公司|集团|学校|支队|总队|大队)$",
                        line,
                    )
                    or "。" in line
                ):
                    break
                names.insert(0, re.sub(r"\s+", "", line))
            if names:
                return "、".join(names)
    return ""

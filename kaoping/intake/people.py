"""Persons in a report: the name after an office (市委书记张三) or before a deed (张三强调)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉"
    "骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦"
    "褚娄窦戚庾卜邸隋咸逯萧雒隗贠闾岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡"
    "鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练"
    "廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉"
    "银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "萧傅洪贝荀钮诸昌凤宓郗隗莘璩贲濮庾郤羿糜蒯佴谯蔚堵闾仵"
    "彤韶姒郦邝郇邴郗郏逄啜铁修亢仉寿笪牧訾蹇揣遆"
)
DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "轩辕",
    "宇文",
    "长孙",
    "闻人",
    "南宫",
)
_OFFICE = (
    r"(?:书记|代理市长|代市长|市长|区长|县长|省长|州长|旗长|镇长|乡长|主席|主任|部长|局长|厅长|处长|科长|秘书长|常委|政委|"
    r"司令员|院长|检察长|组长|校长|会长|委员|巡视员|调研员|董事长|总经理|行长|参谋长|所长|站长|队长|"
    r"负责人|领导|同志|代表|指挥长|指挥|党组成员|理事长|主委|主官|总指挥|专员|盟长)"
)
_HAN = r"[\u4e00-\u9fff]"
_DEED = (
    r"(?:主持(?:召开)?(?:了)?(?:会议)?|出席|参加|讲话|并讲话|强调|指出|要求|表示|作(?:了)?(?:工作|动员|"
    r"总结|专题|题为)?(?:报告|讲话|部署|发言|说明)|提出|宣读|通报|传达|安排部署|部署|致辞|宣布|介绍|汇报|"
    r"在(?:会上|讲话中|会议|主会场|分会场|主持|总结|听取|会议上|致辞|发言|调研|现场)|代表|就|对|充分肯定|"
    r"主持时|发言|参会|列席|到会|深入|带队|一行|率队|说|围绕|首先|最后|希望|等)"
)
_AFTER_OFFICE = re.compile(
    rf"{_OFFICE}(?:、{_HAN}{{2,12}}?{_OFFICE})*\s*({_HAN}{{2,4}}?)(?={_DEED}|[,，。、;；\s])"
)
_BEFORE_DEED = re.compile(  # asked of a text behind a line end, so that every name stands behind a mark
    rf"[,，。;；\s](?:在(?:讲话|会)[^,，]{{0,4}}[,，])?({_HAN}{{2,4}}?)(?:同志)?(?=(?:强调|指出|"
    rf"要求|说|表示|讲话|主持|就.{{2,40}}(?:提出|作出)|在(?:讲话|主持|总结|会上|会议)))"
)
_CHAIRED = re.compile(
    r"(?:同志)?(?:在[^,，。;；\n]{0,12})?(?:召集[并和])?主持(?:召开|了|会议|大会|全会|活动|并讲话|[,，。;；])"
)
_CHAIRED_BY = (
    re.compile(
        rf"由(?:[^,，。;；\n]{{0,40}}?{_OFFICE})?\s{{0,3}}({_HAN}{{2,4}}?)(?:同志)?(?:召集[并和])?主持"
    ),
    re.compile(
        rf"主\s{{0,3}}持(?:人[为是]|(?:人)?\s{{0,3}}[:：])\s{{0,3}}(?:[^,，。;；\n]{{0,30}}?{_OFFICE})?\s{{0,3}}({_HAN}{{2,"
        rf"4}}?)(?:同志)?(?=[\s,，。;；(（\n]|$|{_OFFICE})"
    ),
)
# What a speaker does, right after the name; who only reads out a decision or reports figures is no speaker.
_STRESSED = r"(?:[,，:：]|[^,，。]{0,30}(?:工作|任务|重点))"
_GAVE = r"(?:了)?(?:动员|总结|工作|主题|专题|表态)?(?:讲话|报告)"
# Every branch opens with a plain character, so that the search may skip to one.
_SPOKE = re.compile(
    r"出席(?:会议|活动|大会)?(?:[、,，]?并|[,，])?(?:作|做|发表)?(?:了)?(?:重要|动员|总结|主题|专题|工作|表态)?(?:讲话|报告)|出席并讲话"
    rf"|作(?:(?:了)?(?:重要)?讲话|{_GAVE})|做{_GAVE}|重要讲话|讲话|发表(?:了)?讲话"
    r"|在(?:讲话|会上|会议上|总结|主持)[^,，。]{0,8}(?:强调|指出|要求|说|提出)?"
    r"|到会(?:并)?(?:作|发表)?(?:了)?讲话|讲了话|作(?:了)?题为[^,，。;；]{2,40}的(?:主题)?(?:讲话|报告)"
    r"|在会议(?:结束|开始|最后|总结)[^,，。]{0,6}(?:讲话|强调|指出|要求)|提出(?:了)?(?:贯彻|落实|工作){1,2}(?:要求|意见)"
    r"|代表[^,，。;；]{2,16}作(?:了)?(?:政府)?工作报告|作(?:了)?政府工作报告"
    r"|作(?:了)?(?:具体|专题|重点|起草|情况)?说明"
    rf"|主持(?:(?:会议)?时(?:强调|指出|要求){_STRESSED}|(?:召开)?(?:会议)?并讲话)"
    r"|提出(?:了)?[一二三四五六七八几\d]{0,2}(?:点|个|条)?(?:方面)?(?:具体|明确)?(?:要求|意见)"
    rf"|强调{_STRESSED}|指出{_STRESSED}|要求{_STRESSED}"
    r"|就[^,，。;；]{2,40}(?:(?:指出|强调|要求)(?=[,，:：])|提出(?:了)?(?:具体)?(?:要求|意见)|作(?:出|了)?(?:安排)?部署|作(?:了)?(?:起草)?说明|讲(?:了)?(?:具体|"
    r"几点|[一二三四五六]点)?(?:意见|要求))"
)
_ENDS_OFFICE = (*re.sub(r"[()?:]", "", _OFFICE).split("|"), "同志")
_ENDS_CLAUSE = frozenset(",，。;；:：、")
_TITLED = re.compile(rf"({_HAN}{{2,4}})同志在.{{4,60}}(?:上|时)的(?:讲话|发言|报告)")
_SIGNED = re.compile(
    rf"^(?:{_HAN}{{0,16}}{_OFFICE}(?:、{_HAN}{{2,12}}{_OFFICE})*)[\s\u3000]+({_HAN}(?:\s{{0,3}}{_HAN}){{1,3}})\s*$",
    re.MULTILINE,
)


_ALONE = re.compile(rf"^({_HAN}{{2,4}}|{_HAN}[ \u3000]{{1,3}}{_HAN})$", re.MULTILINE)
_BRACKETED = re.compile(rf"[(（][^()（）\n]{{0,24}}{_OFFICE}[\s\u3000]*({_HAN}{{2,4}})[)）]")
_OFFICE_SPEAKS = re.compile("[志理长记任](?:的)?[讲强指要作]")
_NAME_FIRST = re.compile(
    rf"(?<![\u4e00-\u9fff])({_HAN}{{2,3}})(?:同志|副?(?:总经理|董事长|书记|市长|区长|县长|局长|主任|院长))(?:的)?"
    rf"(?:讲话|强调|指出|要求|作(?:了)?[^,，。]{{0,6}}讲话)"
)


@cache
def is_name(words: str) -> bool:
    """Whether two to four characters can be a person's name: a surname and one or two more."""
    if words[:2] in DOUBLE:
        return 3 <= len(words) <= 4
    return 2 <= len(words) <= 3 and words[0] in SINGLE and not _IS_WORD.search(words)


_IS_WORD = re.compile(
    r"会议|全会|大会|例会|全市|全区|全县|全省|市委|区委|县委|政府|部门|同志|书记|市长|区长|县长|主任|领导|方面|单位|工作|"
    r"来自|关于|常务|副|安全|高度|高质|成绩|时间|应当|平时|明确|明年|石油|马上|温度|万元|和|等|要|的|"
    r"经济|发展|国家|国务|公司|全体|各|都要|向|原则|相关|有关|居民|计划|支持|金融|党委|党组|党员|农业|农村|"
    r"白天|文化|文明|文件|方案|江苏|干部|云南|路径|相应|国有|强调|指出|要求|权威|首先|最后|随后|记者|通讯|"
    r"荣获|查看|关心|安排|"
    r"巩固|管理|明显|展示|易地|解决|解放|冷静|封闭|成立|成为|成果|广大|利用|祖国|信息|智慧|富强|时代|周边|"
    r"向前|海洋|支部|支撑|牢记|连续|齐心|左右|常态|程序|严格|严肃|严禁|强化|平台|平均|平安|古城|高新|司法|"
    r"金属|万人|万户|项目|单项|任务|任何|满意|查处|查找|简化|简单|党建|党的|党中|建设|会后|会前|会上|元旦|"
    r"元宵|都是|区域|区级|国内|国企|纪委|纪律|纪要|水利|阳光|海关|温馨|乐业|游客|游览|路线|尚未|尚需|包括|"
    r"包含|成员|成本|成效|应急|应对|原有|原来|商务|商会|商贸|房屋|车辆|车间|计算|边界|边境|师生|师资|官方|"
    r"满足|充满|初步|初期|相互|相信|相比|普遍|普及|公开|公示|公布|公共|公众|平稳|强力|强劲|盖章|管控|练就|"
    r"伏案|富民|幸福|信心|信访|奉献"
)


def _chairing(text: str) -> Iterator[re.Match[str]]:
    """_CHAIRED.finditer, looked for only where 主持 stands: 同志 and 在某处 go before it."""
    place = 0
    while (at := text.find("主持", place)) >= 0:
        found = _CHAIRED.search(text, max(place, at - 16))
        if not found:
            return
        yield found
        place = found.end()


# 县委书记某某到甲镇调研,并主持召开座谈会: who went and who presided is one.
_WENT = re.compile(
    rf"{_OFFICE}\s?({_HAN}{{2,4}}?)(?:同志)?(?:一行)?(?:先后|分别|率队|带队|深入|专程|赴|到|来到|走进|在)[^。\n]{{2,120}}?[,，](?:并|还|随后|之后)?(?:现场)?(?:主持召开|主持(?:了)?(?:座谈|会议)|召集召开)"
)
_AND_PRESIDED = re.compile(
    r"[,，](?:并|还|随后|之后)?(?:现场)?(?:主持召开|主持(?:了)?(?:座谈|会议)|召集召开)"
)
_BODY_CHAIRED = re.compile(
    r"(?:[会，,]|^)由((?:[\u4e00-\u9fff]{1,8})?(?:常委会|常务委员会|主席团|党组|执委会|常务理事会))主持"
)


def _who_went(text: str) -> str:
    """Who visited places and presided over a meeting there."""
    for presided in _AND_PRESIDED.finditer(text):
        opening = max(text.rfind(mark, 0, presided.start()) for mark in "。\n") + 1
        went = _WENT.search(text, opening, presided.end())
        if went and is_name(went[1]):
            return went[1]
    return ""


@lru_cache(4)
def host_of(text: str) -> str:
    """Who chaired, or nothing: a person, else the body a plenum says presided."""
    for chaired in _chairing(text):
        name = _last_name(text[max(0, chaired.start() - 40) : chaired.start()])
        if name:
            return name
    went = _who_went(text[:1200])
    if went:
        return went
    for pattern in _CHAIRED_BY if "主" in text and "持" in text else ():
        for found in pattern.finditer(text):
            name = _last_name(text[max(0, found.end(1) - 40) : found.end(1)])
            if name or is_name(found[1]):
                return name or found[1]
    body = _BODY_CHAIRED.search(text) if "主持" in text else None
    return body[1] if body else ""


def speakers_of(text: str, is_speech: bool = False) -> tuple[str, ...]:
    """Everyone who spoke at the meeting, in order of the text; who only read out or reported is no speaker."""
    befores = [_before(text, said.start()) for said in _SPOKE.finditer(text)]
    host = host_of(text) or "\n"
    spoke = [_last_name(before) or (host if before.endswith(host) else "") for before in befores]
    told = any(spoke) or ("。他" in text or "。她" in text)
    known = _names_of(text) | set(map(_titled_name, befores)) if told else frozenset()
    found = [name for name in spoke if name and name in known]
    found += _by_pronoun(text, known) if known else []
    for both in _SEVERALLY.finditer(text) if _SPOKE_SEVERALLY.search(text) else ():
        found += [name for part in both[1].split("、") if (name := _last_name(part))]
    if _OFFICE_SPEAKS.search(text):
        found += [named[1] for named in _NAME_FIRST.finditer(text) if is_name(named[1])]
    bracketed = _BRACKETED.search(text[:400]) if is_speech else None
    if bracketed and is_name(bracketed[1]):
        found.append(bracketed[1])
    titled = _TITLED.search(text[:400]) if "同志在" in text[:400] else None
    if titled and is_name(titled[1]):
        found.append(titled[1])
    alone = _ALONE.search(text[:200]) if is_speech and not found else None
    if alone and is_name(re.sub(r"\s", "", alone[1])):
        found.append(re.sub(r"\s", "", alone[1]))
    signed = _SIGNED.search(text[:400]) if is_speech else None
    if signed and is_name(re.sub(r"\s", "", signed[1])):
        found.insert(0, re.sub(r"\s", "", signed[1]))
    return tuple(dict.fromkeys(found))


_EACH_SPOKE = "分别(?:作|做|发表)?(?:了)?(?:讲话|总结讲话|工作报告)"
_SPOKE_SEVERALLY = re.compile(_EACH_SPOKE)  # asked first: few papers say so
_SEVERALLY = re.compile(rf"(?:^|(?<=[,，。;；\n]))([^,，。;；\n]{{5,60}}){_EACH_SPOKE}", re.MULTILINE)
_PRONOUN = re.compile(
    r"[他她](?<=[。\n].)(?:还|同时|最后)?(?:强调|指出|要求|说|表示|叮嘱|希望|提出)(?=[,，:：])"
)


def _by_pronoun(text: str, known: frozenset[str]) -> list[str]:
    """Who is meant by 他强调: the person the sentence before opens with."""
    named = []
    for said in _PRONOUN.finditer(text):
        opening = max(text.rfind(mark, 0, said.start() - 1) for mark in "。\n") + 1
        before = text[opening : said.start()]
        if _ONLY_TOLD.search(before) and "说明" not in before and said[0].endswith(("说", "表示")):
            continue
        places = [(before.find(name), name) for name in known if name and name in before]
        if places and min(places)[0] <= _NEAR_OPENING:
            named.append(min(places)[1])
    return named


_ONLY_TOLD = re.compile("汇报|通报|介绍")
_NEAR_OPENING = 30  # 本报讯 9月17日,县委副书记、代县长某某
_TURN = re.compile(rf"^({_HAN}{{2,4}})(?:同志)?[:：](?=[^\n]{{16}})", re.MULTILINE)


def turns_of(text: str) -> tuple[str, ...]:
    """Who speaks in a record of turns, 李长河：…, a line each."""
    return tuple(dict.fromkeys(found[1] for found in _TURN.finditer(text) if is_name(found[1])))


_ADVERB = re.compile(r"(?:最后|还|同时|特别|进一步|随后|现场|反复|一再|再次)(?:还|就)?$")


def _before(text: str, place: int) -> str:
    """The words before a deed, and before 同志 where that stands between."""
    adverb = _ADVERB.search(text, max(0, place - 5), place)
    place = adverb.start() if adverb else place
    place -= 2 if text.startswith("同志", place - 2) and place >= 2 else 0
    return text[max(0, place - 40) : place]


def _names_of(text: str) -> frozenset[str]:
    """Names the text gives with an office, or before a deed at the head of a clause."""
    names = {found[1] for found in _AFTER_OFFICE.finditer(text) if is_name(found[1])}
    names |= {found[1] for found in _BEFORE_DEED.finditer("\n" + text) if is_name(found[1])}
    host = host_of(text)
    return frozenset(names | {host}) if host else frozenset(names)


_AFTER_TITLE = re.compile(
    rf"(?:书记|市长|区长|县长|省长|州长|旗长|镇长|乡长|主任|主席|局长|厅长|部长|院长|校长|秘书长|检察长|会长|所长|总经理|董事长)({_HAN}{{2,4}})$"
)
_NO_NAME = re.compile(
    r"近期|近日|日前|今年|去年|[在的了并及等上下会对为把将就各该也还由同委协府厅局部组]|书记|市长|区长|县长|省长|州长|主任|主席|局长|经理|董事|同志|主持|出席|"
    r"召集|分别|联系|办公|专题|亲自|现场|深入|带队|一行|负责|随后|首先|最后|代表|集体|例行|强调|指出|要求|会议|讲话"
)


def _titled_name(before: str) -> str:
    """The words right after an office, whatever the surname: 州长娜日苏."""
    titled = _AFTER_TITLE.search(before)
    return titled[1] if titled and not _NO_NAME.search(titled[1]) else ""


def _last_name(before: str) -> str:
    """The name the words before a deed end with: after an office, a mark, or the start of the line."""
    tail = before[-8:]
    titled = _titled_name(before)
    if titled:
        return titled
    for size in (4, 3, 2):
        candidate = tail[-size:]
        if len(candidate) < size or not is_name(candidate):
            continue
        left = before[: len(before) - size]
        if not left or left[-1] in _ENDS_CLAUSE or left[-1].isspace() or left.endswith(_ENDS_OFFICE):
            return candidate
    return ""

"""Whether a passage tells of the past or asks for the future: by its section first, by its sentence second."""

from __future__ import annotations

import re

from kaoping.intake import kinds
from kaoping.intake.paper import Genre, Tense

_JUDGED = ("考核", "检查", "评比", "评选", "督查", "督导", "测评", "抽查", "巡查")
# In these patterns every branch opens with a plain character, and looks behind itself where it must: so the search skips.
_PAST_HEADING = re.compile(
    r"回顾|工作总结|主要成效|取得的?(?:成绩|成效|进展|成就)|情况(?<=(?:完成|落实|执行|进展|开展|工作)情况)|发展成就|过去的?(?:一年|五年|几年)|前的?(?:一年|五年|几年)|上的?(?:一年|五年|几年)"
    r"|五年来|一年来|做法(?<=(?:主要|好的|典型|创新|经验)做法)|典型经验|工作亮点"
    r"|成果(?<=(?:经营|工作|主要)成果)|业绩(?<=(?:经营|工作|主要)业绩)|工作成效|发展基础|现状|完成了|十三五[」”]?(?:时期|期间)"
    + "".join(f"|{judged}(?:的?(?:总体|基本)?情况|结果)$" for judged in _JUDGED)
    + "".join(f"|情况(?<=^{what}情况)$" for what in ("总体", "基本", "主要", "工作"))
)
_PROBLEM_HEADING = re.compile(
    r"存在的?.{0,8}(?:问题|困难|挑战|不足|短板|差距)|面临的?.{0,8}(?:问题|困难|挑战|不足|短板|差距)|问题(?:和|与|及)?(?:不足|短板)|困难(?:和|与)挑战|问题清单"
)
_FUTURE_HEADING = re.compile(
    r"要求|目标|任务|安排|部署|打算|计划|下一步|今后|思路|措施|举措|步骤|重点工作|工作重点|分工|保障|原则|指导思想|意见建议|贯彻落实"
    r"|今年|明年|新的?一年|下半年|未来|未来五年"
)
# A heading that opens what is asked, whatever was told above it: 三、下步工作要求.
_OPENS_FUTURE = re.compile(
    r"^(?:下一?(?:步|阶段)|今后|接下来|[今明]年)(?!以来)(?!.{0,8}(?:情况|问题|成效)$)"
    r"|^(?:[\u4e00-\u9fff]{0,4}(?:工作|有关|相关|具体|整改|几点|几项)|[一二三四五六七八九]点)?(?:要求|打算|意见建议|整改措施|整改意见)$"
)
_PAST_START = re.compile(
    r"^[▲▪•]?(?:各位代表[!！,，:：]?)?(?:[\u4e00-\u9fff]{2,4}(?:指出|说|表示|认为)[,，])?(?:日前[,，]|近日[,，]|连日来|过去|刚刚过去|(?:这|"
    r"近)?(?:一|五|三|两|几)年(?:来|多来|间)|去年(?:以来)?|上年|回顾|20\d\d年(?:以来)?[,，]"
    r"(?:是|面对|在|全[省市区县]|我们)|(?:今年)?上半年[,，]|今年以来|截至|年初以来|党的十[八九]大以来|[—-]{0,2}一年来|[—-]{0,2}五年来|自.{2,12}以来)"
)
_FUTURE_START = re.compile(
    r"^(?:各位代表[!！,，:：]?)?(?:今年(?:是|工作|的|要|我们|,|，|政府|经济)|明年|新的?一年|下一步|下步|"
    r"下阶段|下半年|今后|未来|展望|(?:做好|抓好|围绕).{0,30}(?:重点|工作|目标)"
    r"|(?:20\d\d年|全年|今年|明年).{0,16}(?:主要)?(?:预期)?目标|按照.{2,30}(?:要求|部署|思路)|总体要求|总的要求|工作(?:的)?总体(?:要求|思路)|接下来|就(?:今年|明年|下一步|下步|20\d\d年)(?:的)?(?:重点)?工作(?![^。:：]{0,30}(?:总结|回顾))"
    r"|20\d\d年[,，]?(?:要|我们要|我们将|将|重点))"
)
_PROBLEM_START = re.compile(
    r"^(?:在肯定成绩的同时|同时[,，]我们也|但?也要?清醒|我们也清醒|在看到成绩的同时|当前.{0,10}存在.{0,"
    r"10}问题|.{0,16}(?:还|仍)存在.{0,16}(?:问题|不足|短板|困难))"
)
_RUN_IN_HEADING = re.compile(
    r"第[一二三四五六七八九十]{1,2}[^,，。:：]{0,5}[,，:：][^,，。]{2,10}[。:：]|【[^【】]{2,20}】"
)
_NEXT_PART = re.compile(r"第[一二三四五六七八九十]{1,2}(?:个(?:问题|方面|部分)|部分|方面)[,，:：]")
# Where a speech turns from what was to what is asked, though no heading says so.
_TURNS = re.compile(
    r"怎么办|怎么干|怎么抓|(?:讲|说|提|强调)[几两一二三四五六七八]个?(?:点|条|句|个?意思|个?意见|个?要求|个?问题)|点(?:一下)?题|"
    r"(?:接下来|下面|下一步|下步|今后)[,，]?(?:我|咱|要|的)|[几两一二三四五六七八]项具体工作"
)
_ASKED = re.compile(r"怎么(?:干|抓|办|做)|[抓干做]什么|如何(?:干|抓|办|做|推进)")
# What a meeting heard, held or pointed out is told, not asked, where no word asks.
_STATED = re.compile(r"会议(?:指出|认为|听取|通报|肯定)|[\u4e00-\u9fff]{2,4}(?:认为|介绍)")
# What others foretell or advise is no aim of the paper: 据市气象台预报, 专家提醒农户.
_LATELY = re.compile(
    r"(?:会上[,，]|[上本这]周|昨天|前天|前几天|前不久|前段时间|前期|此前|刚才|这些年|多年来|近[几两三]年|[一二三]季度[,，]?(?:完成|实现)|目前|截至|去冬|去年冬|今春以来|入冬以来|前几年|[往历上]年)"
)
# Said anywhere in a sentence that asks nothing, it tells how things stand.
_AS_IT_STANDS = re.compile(
    r"1\s?[-—－~～至到]\s?\d{1,2}月(?![底末前])|低于(?:预期|计划|序时)|应到|实到|还差|尚差|收到|接报|有的|个别|少数"
    + "".join(
        rf"|{seen}(?!的)[^,，。;；\d]{{0,14}}\d+(?:个|起|家|处|项|条|例|宗|件|名|户)"
        for seen in ("发现", "查出", "检出")
    )
    + "".join(
        rf"|{than}(?=[全省市])(?:全[国省市县区]|省|市)[^,，。;；\d]{{0,6}}(?:低|慢|少)\d" for than in "比较"
    )
    + r"|没有(?:达标|完成|达到)|未(?:达标|完成|达到)"
    r"|负增长|仍[高低]于|项目占地"
    r"|占(?:全?年度?)?(?:计划|任务|目标)[^,，。;；]{0,8}\d|完成(?:全?年度?)(?:计划|任务|目标)的\d"
)
_AT_PRESENT = re.compile(r"^.{0,4}[^\d]*?(?<!项)目前")  # a figure before it is not of now
# 但同时要看到,人均消费不足760元: what is to be seen is how things stand.
_SEES = re.compile(
    r"[^,，。;；:：]{0,12}?(?:(?:也|还|又|更)?(?:要|必须|应当?|须)?(?:清醒|深刻)?(?:地)?(?:看到|认识到|正视))(?:的是)?[,，:：]?[^,，。;；:：]{0,16}(?:差距|不足|问题|短板|[,，:：])"
)
_SAYS = re.compile("叮嘱|嘱咐|要求|强调|指出")  # 看到散落的农膜,他叮嘱…
_ADVICE = re.compile(
    r"[\u4e00-\u9fff]{2,4}通报[,，]|(?:[^,，。;；]{0,14}[,，])?(?:邻|外|兄弟|隔壁)[省市县区]|(?:本[报网台]讯[\s(（][^,，。;；]{0,30})?据[^,，。;；]{0,20}(?:预报|预测|预计|监测|测算|介绍|统计|透露|了解)[,，]|[^,，。;；]{0,10}(?:专家|气象台|交警|医生|机构|分析师|业内人士|消费者|市民|网友)[^,，。;；]{0,4}(?:提醒|建议|认为|预计|预测|介绍|表示)"
)
_ADVISES = re.compile(
    r"据|通报|邻|外[省市县区]|兄弟|隔壁|专家|气象台|交警|医生|机构|分析师|业内|消费者|市民|网友"
)
_LATELY_HEADS = frozenset("会上本这昨前此刚多近一二三目截去今入往历")
_YEAR = re.compile(r"(20\d\d)年")
_DONE = re.compile(
    r"了(?!解|如指掌|然|却|无)(?<!明确了)(?<!部署了)(?<!提出了)(?<!确定了)(?<!安排了)|已(?!知|婚)|取得|荣获|获评|获批|获得|入选|入围|蝉联|斩获|同比|环比|累计|"
    r"去年(?<![较比]去年)|上年(?<![较比]上年)|过去|以来|回顾|截至|截止|圆满(?:完成|收官)|成功(?:举办|创建|应对|入选)"
    r"|近日[,，]|连日来[,，]|昨日[,，]|首次|名列|位居|位列|排名|总体高于|均为|共(?:完成|实施|办理|收集|新建|投入)|基本(?:建成|完成|形成)"
)
_TO_DO = re.compile(
    r"要(?<![重主需必首摘纪概扼紧]要)(?!求|点|素|害|闻|件|是)|力争|确保|争取|力求|将(?!近|军|来|"
    r"士|领)|计划|拟|到20[2-9]\d年|年底前?|年内|明年|下半年|下一步"
    r"|预期目标|目标(?:是|为|:|：)|不低于|不少于|不得低于|不高于|不超过|控制在|≥|≤|必须|务必|月底?前|日前(?<=\d日前)|奋力|努力|"
    r"切实|着力|全力|大力|加快|加强|强化|深入推进|坚决|抓好|进一步"
)
_STRONG_DONE = re.compile(
    r"去年(?<![较比]去年)|上年(?<![较比]上年)|同比|截至|仍(?:达|有|存)|尚(?:有|存|余)|已(?:经|建|完|实|有|达|形)|取得了?|实现了|完成了|达到了|以来|年来[,，]|荣获|获评|入选"
    r"|已(?:连续|累计|先后)|仍(?:下降|低于|高于|偏)|较计划"
)
_TELLS_BESIDE = re.compile(
    r"了(?!解)|累计|已|(?<![较比])(?:去年|上年)|截至|以来|[上半]年[,，]|季度[,，]|\d月份?[,，]|取得|仍|我们|这些|其中有|共发生|居全|列全|位[居列]"
)
_STANDS_AT = re.compile(
    r"(?:今年)?(?:上半年|[一二三]季度|1[-—－至到]\d{1,2}月(?:份)?|目前|当前|现)[^,，。]{2,30}为\d"
)
_MODAL = re.compile(
    r"力争|确保|争取|要(?<![主重需首摘概扼纪]要)(?!求|看到|清醒|认识到)|将|目标|计划|预期|不低于|不少于|不超过|控制在|年底前|年内(?!已)|月底前|日前(?<=\d日前)|以上(?![\u4e00-\u9fff])|左右|以内"
)
_WILL = re.compile(
    r"力争|确保|争取|要(?<![主重需首摘概扼纪]要)(?!求|看到|清醒|认识到)|将|目标|计划|预期|不低于|不少于|控制在"
)
_ASKS = re.compile(r"必须|务必|应当|加快|加强|抓好|推进|不得|严禁")
_DEFAULT_FUTURE = frozenset({kinds.CIRCULAR, kinds.PLAN, kinds.MINUTES, kinds.SPEECH})


def tense_of_heading(heading: str, own_year: int = 0) -> Tense:
    """What a heading says of its section; UNKNOWN where it says nothing (加强组织领导)."""
    if _PROBLEM_HEADING.search(heading):
        return kinds.PROBLEM
    year = _YEAR.search(heading)
    if year and own_year and int(year[1]) != own_year:
        return kinds.PAST if int(year[1]) < own_year else kinds.FUTURE
    if _PAST_HEADING.search(heading) and not re.search(
        r"今后|安排|部署|打算|下一步|加强|开展.{0,8}工作$", heading
    ):
        return kinds.PAST
    return kinds.FUTURE if _FUTURE_HEADING.search(heading) else kinds.UNKNOWN


def opens_the_future(heading: str) -> bool:
    """Whether a heading opens what is asked, though the one above it tells: 三、下步工作要求."""
    return _OPENS_FUTURE.search(heading) is not None


def turns_to_a_question(paragraph: str) -> bool:
    """Whether a paragraph opens the next part of a speech: 第二个问题,抓什么."""
    return bool(_NEXT_PART.match(paragraph))


def turns_to_asking(paragraph: str) -> bool:
    """Whether a paragraph of a speech says that what is asked comes next: 怎么办?我讲三个意思。"""
    return _TURNS.search(paragraph[:60]) is not None


def tense_of_opening(paragraph: str) -> Tense:
    """What the first words of a paragraph, after a short heading run into it, say of it and of what follows."""
    led = _RUN_IN_HEADING.match(paragraph)
    if led and _ASKED.search(led[0]):
        return kinds.FUTURE
    head = paragraph[led.end() : led.end() + 60] if led else paragraph[:60]
    if _PROBLEM_START.search(head):
        return kinds.PROBLEM
    if _FUTURE_START.search(head):
        return kinds.FUTURE
    return kinds.PAST if _PAST_START.search(head) else kinds.UNKNOWN


def tells_of_deeds(words: str) -> bool:
    """Whether any word tells of something done."""
    return bool(_DONE.search(words))


def vote(paragraph: str) -> Tense:
    """The tense most of a paragraph's own words speak for."""
    done, to_do = len(_DONE.findall(paragraph)), len(_TO_DO.findall(paragraph))
    if done == to_do:
        return kinds.UNKNOWN
    return kinds.PAST if done > to_do else kinds.FUTURE


def tells_of_others(clause: str) -> bool:
    """Whether a clause between semicolons only states or foretells, whatever its sentence asks for later."""
    if _ADVISES.search(clause, 0, 40) and _ADVICE.match(clause):
        return True
    return bool(_STATED.match(clause)) and not _WILL.search(clause) and not _ASKS.search(clause)


def tense_of_sentence(sentence: str, section: Tense, genre: Genre) -> Tense:
    """The tense of one sentence within a section of known or unknown tense."""
    if _STATED.match(sentence) and not _MODAL.search(sentence) and not _ASKS.search(sentence):
        return kinds.PAST
    if _ADVISES.search(sentence, 0, 40) and _ADVICE.match(sentence):
        return kinds.PAST
    if (
        ("看到" in sentence or "认识到" in sentence or "正视" in sentence)
        and (not sentence.startswith("看到") or not _SAYS.search(sentence, 0, 60))
        and _SEES.match(sentence)
    ):
        return kinds.PAST
    if (
        (sentence[0] in _LATELY_HEADS and _LATELY.match(sentence))
        or _AS_IT_STANDS.search(sentence)
        or ("目前" in sentence and _AT_PRESENT.search(sentence))
    ):
        bare = sentence.replace("计划", "").replace("目标", "")  # 占年计划的18% plans nothing
        if not _MODAL.search(bare):
            return kinds.PAST
    if "为" in sentence and _STANDS_AT.match(sentence) and not _MODAL.search(sentence):
        return kinds.PAST
    if section is kinds.FUTURE:
        told = None if _MODAL.search(sentence) else _STRONG_DONE.search(sentence)
        if (
            told and told[0] == "同比"
        ):  # where a section asks, 同比增长20% asks as well; 累计, 去年 beside it tells
            told = _TELLS_BESIDE.search(sentence)
        return kinds.PAST if told else kinds.FUTURE
    if section is not kinds.UNKNOWN:
        return section
    if _STRONG_DONE.search(sentence) and not _MODAL.search(sentence):
        return kinds.PAST
    if _PAST_START.match(sentence) and not _MODAL.search(sentence):
        return kinds.PAST
    spoken = vote(sentence)
    if spoken is kinds.UNKNOWN and genre in _DEFAULT_FUTURE:
        return kinds.FUTURE
    return spoken

"""Who is to do it: bodies named before 要, after 由, and in the brackets of a division of labour."""

from __future__ import annotations

import re

_BODY = (
    r"(?:局|委|办|办公室|部门|部|厅|院|会|中心|单位|政府|党委|党组|街道|乡镇|镇街|镇|乡|县|区|市|州|旗|村|社区|供销社|合作社|公司|集团|企业|机构|银行|学校|园区|开发区|管委会"
    r"|领导小组|专班|指挥部|工作组|小组|组|支队|大队|科室|股室|科|股|厂|店|馆|校|网格|室|所|站|法院|检察院|干部|党员|同志|领导|成员|委员|骨干|负责人|负责同志|"
    r"责任人|机关|组织|班子|[甲乙丙]方|本人|签约方|承诺人|基层|战线|系统|行业|人员|上下|各界|群众|各地|各级|各方|全体|县长|区长|市长|书记|局长)"
)
_BODY_HEADS = "".join(
    dict.fromkeys(word[0] for word in _BODY[3:-1].replace("[甲乙丙]方", "甲|乙|丙").split("|"))
)
_PARTY_YAO = re.compile(
    rf"^((?:请|望)?[^,，。;；:：“”0-9]{{0,40}}?(?=[{_BODY_HEADS}]){_BODY}(?:[(（][^()（）]{{1,12}}[)）])?(?:(?:会后|回去后|回去以后|今后|下一步|接下来|随后|同时|当前|年内)[,，]?)?(?:都|也|均|还|就|更|都要|"
    rf"务必)?)(要(?!求|点|素|害|闻|件|么|是)|必须|务必|应当|应(?!急|用|对|答|付|收)|须|需(?!求|要的))"
)
_WE = re.compile(r"^(我们(?:都|也|还)?|大家)(要(?!求)|必须|务必)")
_BY = re.compile(
    rf"由([^,，。;；:：由]{{2,40}}?{_BODY})(?:负责|牵头|会同|承担|组织|统筹|落实|办理|具体|抓总|配合|协调|"
    rf"按|以|根据|抓紧|进一步|修改|印发|汇总|报|对|将|及时|督促|另行|依法|统一|解决|研究|筹措|筹集|拨付|制定|提出|起草|安排|实施|开展|完成|指导|做好|抓好|审核|尽快|于|在|,|，"
    rf")"
)
_LABELLED = re.compile(
    r"(?:牵头(?:责任)?(?:单位|部门|领导)?|责任(?:单位|部门|领导|人)?|配合(?:单位|部门)?|落实(?:单位|部门)|"
    r"主办单位|协办单位|参加单位|实施主体|责任主体|主要责任单位|市级责任领导)"
    r"\s*[:：]\s*((?:[^;；。()（）\n\t]|[(（][^()（）\n]{1,20}[)）]){2,200})"
)
_LEADS = re.compile(
    rf"[(（。]([^()（）。;；,，:：]{{2,60}}?{_BODY})(?:牵头|负责)(?:[,，;；]\s*([^()（）。;；]{{2,80}}?)(?:按职责分工负责|"
    rf"配合|参与|分工负责))?"
)
_CLAUSES = re.compile(r"[。;；:：\n]")


_DUTY = re.compile("[要须应需]|务必")
_BODY_WITHIN = 70  # a body and what stands between it and its duty is no longer


def _charges(words: str) -> bool:
    """Whether a word of duty stands anywhere; without one no party is charged."""
    return "要" in words or "须" in words or "应" in words or "需" in words or "务必" in words


def party_before(sentence: str) -> tuple[str, int]:
    """The party a sentence opens with before 要 (各级各部门要…), and where 要 begins; ("", -1) where it does not."""
    if not _DUTY.search(sentence, 0, _BODY_WITHIN):
        return "", -1
    found = (_WE.match(sentence) if sentence[0] in "我大" else None) or _PARTY_YAO.match(sentence)
    return (found[1].removeprefix("请").removesuffix("都"), found.start(2)) if found else ("", -1)


_BRACKETS = str.maketrans("［］[]【】〔〕〖〗｛｝{}", "（）（）（）（）（）（）（）")


_ODD_BRACKET = re.compile(r"[［\[【〔〖｛{]")


def stated_parties(words: str) -> tuple[str, ...]:
    """Every party a task's own words make responsible, in order; whatever brackets they stand in."""
    if _ODD_BRACKET.search(words):
        words = words.translate(_BRACKETS)
    found: list[str] = []
    if ":" in words or "：" in words:
        for labelled in _LABELLED.finditer(words):
            found += _names(labelled[1])
    if "牵头" in words or "负责" in words:
        for led in _LEADS.finditer(words):
            if "单位" not in led[1]:
                found += _names(led[1]) + (_names(led[2]) if led[2] else [])
    if "由" in words:
        for charged in _BY.finditer(words):
            found += _names(charged[1])
    for sentence in _CLAUSES.split(words) if _charges(words) else ():
        party, _ = party_before(sentence.strip())
        if party and party not in ("我们", "大家"):
            found += _names(party)
    return tuple(dict.fromkeys(name for name in found if len(name) >= 2))


def _names(listed: str) -> list[str]:
    """A list of bodies as single names; 各县(市、区) stays whole."""
    names = _apart(listed) if "(" in listed or "（" in listed else _NAMES_APART.split(listed)
    tidied = (_balanced(name.strip(" .。")) for name in names)
    return [name for name in tidied if 2 <= len(name) <= 40 and not name.startswith(("按职责", "分别"))]


_NAMES_APART = re.compile("[、,，;； ]")


def _apart(listed: str) -> list[str]:
    """The parts of a list, divided only outside brackets."""
    names, depth, current = [], 0, ""
    for letter in listed:
        depth += (letter in "(（") - (letter in ")）")
        if depth <= 0 and letter in "、,，;； ":
            names.append(current)
            current = ""
        else:
            current += letter
    names.append(current)
    return names


def _balanced(name: str) -> str:
    """A name without a closing bracket that nothing opened, and without the words around it."""
    closed = ")" in name or "）" in name
    if closed and name.count("(") + name.count("（") < name.count(")") + name.count("）"):
        name = name.rstrip(")）")
    for word in ("务必", "分别牵头", "牵头", "分别负责", "等"):
        name = name.removesuffix(word)
    return name

"""What a figure is of: the words before it, or after it (402万千瓦机组), without the modal words around them."""

from __future__ import annotations

import re
from functools import lru_cache

from kaoping.intake.words import IMPERATIVES

_LEFT = re.compile(
    r"^(?:【[^【】]{2,24}】|[(（][一二三四五六七八九十\d]{1,3}[)）][、.．]?|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?:(?!\d)|(?=20\d\d年|\d{1,2}月))|"
    r"[①-⑳]|[\s、,，和与及并且—\-▶●■◆·]|以及|级(?!别)|以上|力争|确保|争取|力求|全年|今年|明年|当年|年内|"
    r"本年度|每年|年均|年底前?|到20\d\d年(?:底|末)?[,，]?|20\d\d年(?:底|末)?(?:前)?|截至|预计|计划|预期|"
    r"其中|[甲乙丙]方|须|应(?!急|用|对|收|届)|使(?!用)|让|将|把(?!握|关|脉)|拟|也|还|再|又"
    r"|要(?!求|素)|必须|务必|同时|全市|全区|全县|全省|全州|我市|我区|我县|率先|在全[市省区县国]率先|努力|"
    r"奋力|累计|共计|共|总计|至少|最少|(?:今后|未来)?[一二三四五六七八九十\d]{1,2}年(?:内|来)?|上半年|下半年|"
    r"[一二三四]季度(?!好|快)(?:末|底)?(?:前|内)?|由[^,，。;；]{2,14}?(?:局|委|办|政府|公司|集团|中心|镇|街道|部门|单位)(?:牵头|负责)?"
    r"|(?:于|在|到|至)?\d{1,2}月(?:\d{1,2}日|底|末|初|上旬|中旬|下旬)?(?:之前|以前|前|份|内)?|每个(?:镇街|乡镇|县区|县市区|县|区|镇|村|部门|单位|街道)(?:要|至少)?|每(?:年|月|"
    r"季度|周|半年|学期)|[“「]?十[四五六]五[”」]?(?:期间|时期|末)?|经过.{1,8}努力|年终|今冬明春|今冬|明春|[一二三四五六七八九十\d]{1,2}个月内|(?:[“「]?(?:三夏|三秋|双抢|[五十七八]一|双节)[”」]?|春节|元旦|国庆节?|中秋节?|主?汛期|入汛|开学|春耕|秋收|采暖季|供暖|雨季)(?:来临|到来)?(?:之前|以前|前)|主要预期目标(?:是|为)|"
    r"预期目标(?:是|为)|目标(?:是|为)|具体(?:目标)?(?:是|为)?"
    r"|一是|二是|三是|四是|五是|积极|大力|加快|全力|着力|持续|深入|扎实|切实|稳步|有序|全面|进一步|重点|统筹|坚持|继续|严格|科学|有效)"
)
_LEFT_HEADS = frozenset(  # what those words begin with, digits and spaces apart
    "【(（一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳、,，和与及并且—-▶●■◆·以级力确争全今明当年本每到截预计其甲乙丙须应使让将把拟也还再又"
    "春元国中主汛入开采供雨双秋要必务同我率在努奋累共总至最未上下由于经主目具积大加着持深扎切稳有进重统坚继严科“「"
)
_ACTIONS = (
    "新建改建 改建扩建 新建扩建 改造提升 新建改造 培育壮大 建成投用 建成运营 引进培育 招引落地 开工建设 "
    "竣工投产 新开工 新签约 新引进 新培育 新认定 新改建 完成 实现 建设 新建 改建 扩建 续建 推进 实施 培育 "
    "引进 "
    "打造 开展 建成 改造 整治 创建 争创 争取 发展 组织 举办 举行 招引 签约 开工 竣工 投产 投用 投放 发放 "
    "提供 开发 盘活 处置 消化 清理 拆除 治理 修复 种植 栽植 栽种 植树 造林 收储 出让 落实 安排 筹集 筹措 "
    "投入 "
    "带动 帮助 帮扶 资助 救助 培训 选派 选聘 招聘 招录 认定 评选 遴选 储备 谋划 策划 包装 申报 获批 设立 "
    "建立 新设 铺设 敷设 架设 安装 更换 增设 配备 配置 购置 更新 新改建 升级 提升 巩固 维修 加固 疏浚 "
    "清淤 "
    "排查 整改 化解 办理 办结 解决 满足 覆盖 惠及 压减 削减 减少 淘汰 关停 腾退 减排 节约 降低 取消 下放 "
    "拓展 抓好 抓实 做好 力促 促成 促进 推动 推广 转化 转移 吸纳 安置 搬迁 回迁 交付 启动 保障 发行 获得 "
    "采购 推出 形成 孵化 建好 用好 "
    "新登记 登记 挂牌 揭牌 评定 纳入 入库 上市 扶持 支持 奖补 整合 流转 托管 新增 净增 扩大 增加 扩增 "
    "增殖 放流 出栏 存栏 种足 播种 收获 供应 供给 补贴 兑付 归集 征收"
).split()
_ACTION_SET = frozenset(_ACTIONS)
_ACTION_LONGEST = max(map(len, _ACTIONS))
_PADDINGS = ("各类", "了", "好", "首批", "新一批", "剩余", "其余", "余下", "不同类型", "各级")
_PADDING_ENDS = frozenset(padding[-1] for padding in _PADDINGS)
_VERBS = _ACTION_SET | IMPERATIVES
_VERB_ENDS = frozenset(verb[-1] for verb in _VERBS)
_SINGLE_VERBS = frozenset("建办引育增招设创评选派抓种植养产供给送修")
_KEPT_ACTIONS = frozenset("新增 净增 增加 减少 节约 降低 减排 出栏 存栏 发行 覆盖 惠及".split())
_ACTION_HEADS = frozenset(action[:2] for action in _ACTIONS if action not in _KEPT_ACTIONS)
_ACTION_START = re.compile(
    r"^(?:"
    + "|".join(sorted((re.escape(a) for a in _ACTIONS if a not in _KEPT_ACTIONS), key=len, reverse=True))
    + r")(?![率量额数值度性者型业后前])(?:和|、|与|及)?"
)
_REACHES = (
    "站上 跨上 登上 加大到 加大至 扩展到 扩展至 扩面至 扩面到 "
    "提至 提到 压至 扩至 不得低于 不得少于 不得超过 可比口径 上升到 上升至 下降到 下降至 不低于 不多于 不大于 不小于 不少于 "
    "不突破 不超过 不高于 保持在 减少到 减少至 占比达 压减到 "
    "压减至 压缩到 压缩至 压降至 发展到 同口径 增加到 增加至 增长到 增长至 扩大到 扩大至 扩容至 控制到 "
    "控制在 提升到 提升至 提高到 提高至 比上年 比去年 稳定在 "
    "维持在 缩短为 缩短到 缩短至 调整为 较上年 降低到 降低至 限制在 争取 低于 保持 全年 全面 冲击 冲刺 "
    "减至 分别 力争 升至 合计 同比 增至 大于 大幅 大约 完成 "
    "实现 小于 左右 年均 最多 每年 率先 确保 稳定 突破 累计 至多 至少 超过 跃上 跨越 达到 迈上 降到 降至 预计 首次 高于 < > ≤ ≥ 为 从 以 共 再 "
    "到 各 在 均 就 按 是 由 等 约 至 超 达 近 逾 都 ＜ ＞ "
).split()
_REACH_SET = frozenset((*_REACHES, ":", "：", "、"))
_REACH_END = tuple(_REACH_SET)
_REACH_LAST = frozenset(word[-1] for word in _REACH_SET)
_REACH_LONGEST = max(map(len, _REACHES))
_COMPARED = re.compile(
    r"(?:(?:较|比)(?:20\d\d年|上年|去年|年初|上月|同期|前期|前年|现状|基期|现在|目前)(?:末|底|同期)?|(?:第?[一二三四]季度|[上下]半年)$|(?<=[到至为])20\d\d年(?:末|底)?的?|[一二三四五六七八九十两]年(?:内|间)?)$"
)
# 上图入库率4月底前, 完成率要, 位次至少要: when and that it must be, behind a subject.
_BY_WHEN = (
    r"(?:(?:于|在|到)?(?:(?:20\d\d年|今年|明年)?\d{1,2}月(?:\d{1,2}日|底|末|初|[上中下]旬|份)?|年底|年终|年末|年内|当年|春节|元旦|国庆节?|中秋节?|开学|"
    r"(?:20\d\d年)?[春秋]季(?:学期)?(?:开学)?|(?:主)?汛期|入汛|采暖季|“?[五十七八]一”?|[一二三四]季度末?|[上下]半年)(?:之前|以前|前|内)?)"
)
_MUST_BY = re.compile(
    rf"(?:{_BY_WHEN}|必须|务必|(?<![主重需必只首摘纪概扼简若紧机])要(?:在|于)?|须|原则上|每(?:半?年|个?月|季度|周|旬|两周|学期|人|户|亩)|仍|继续)$"
)
_THAN_MEAN = re.compile(
    r"(?:比|较)(?:全[国省市县区]|同类|周边|省|市)[^,，。;；]{0,8}(?:高|低|快|多)(?:出)?$"
)  # 比全市平均水平高1个百分点
_MUST_ENDS = frozenset("前内月日底末旬份年终初度节汛期学旦一”季半须务必要上每周仍续在于人户亩")
_WITHIN_BY = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:{_BY_WHEN}(?<=[前内底末]))(?:必须|务必|要)?(?:全部|基本)?(?:完成|实现|达到)?(?=[\u4e00-\u9fff]{{2}})"
)
_MEASURE = re.compile(
    r"(净增|增长|下降|提高|降低|减少|增加|提升|上升|压降|压减|缩减|递增|翻|高于|快于|增速|增幅|压缩|缩短|前移|进位|后移|增|降)$"
)
_MEASURE_ENDS = frozenset("增长降高低少加升减翻于速幅缩短移位")
_MEASURE_NOUN = ("增速", "增幅")
_NEW_THOUGHT = re.compile(
    r"(?:(?:增|减|降|升|扩|提|缩|压|翻|整)(?:加|少|低|高|减|缩|大|合)?(?:至|到|为)|和|与|及|以及|、|并|且|或|以上|左右|以内|以下|用于|进行|予以|纳入|力争|确保|实现|达到|完成|推动|"
    r"全部|均|都|各|其中|比|较|同比|不|为|占|在|到|按|由|可|能|将|已|后|前|内|外|起(?![降重草飞步点])|的(?:目标|任务|要求|"
    r"水平|增速|速度|增长))"
)
_OBJECT_END = re.compile(
    r"[“”()（）]|(?:的)?(?:目标|任务)(?:$|[,，])|确保|力争|实现|全部|如期|并|以上|左右|(?:和|与|及)(?=\d|$)|达到|入园|落地见效|进行|纳入|包村|联户|由|获|自动|(?<![主重需必只想])(?:将|要|应)(?=[^,，]{2})"
)
# 使用年限15年以上的老旧电梯: the size before a thing is none of its name.
_SIZED = re.compile(r"^.*\d.*?(?:以[上下内]|级)的(?=[\u4e00-\u9fff“]{3})")
_REFERS = re.compile(
    r"(?:上述|以上|前述|这|该)[一二两三四五六七八九十\d]{0,2}(?:项|个|类)?(?:指标|比例|数据|目标|数值)?(?:将|要|应|需)?分别"
)
_SPLIT = re.compile(r"[、和与及]|以及")


@lru_cache(256)
def clean_subject(prefix: str) -> tuple[str, str]:
    """(subject, measure) of the words before a figure, without modal words and without the verb they open with."""
    words, measure = _core(prefix)
    started = _action(words)
    while started and len(words) - started >= 2:
        words = _strip_left(words[started:])
        started = _action(words)
    if "前" in words or "内" in words or "底" in words or "末" in words:
        words = _WITHIN_BY.sub("", words)
    if "的" in words:
        words = _SIZED.sub("", words)
    return _balanced(words.strip("、, ，的")), measure


@lru_cache(256)
def _core(prefix: str) -> tuple[str, str]:
    """The words before a figure without modal words at either end, and the measure; asked for several times a figure."""
    return _strip_right(_strip_left(prefix.strip()))


def _action(words: str) -> int:
    """The length of the verb that words open with; 0 where they open with none."""
    started = _ACTION_START.match(words) if words[:2] in _ACTION_HEADS else None
    return started.end() if started else 0


def _balanced(words: str) -> str:
    """Words without a quotation mark whose fellow was cut off."""
    if ("“" not in words and "”" not in words) or words.count("“") == words.count("”"):
        return words
    return (
        words.strip("“”")
        if words.strip("“”").count("“") == words.strip("“”").count("”")
        else words.replace("“", "").replace("”", "")
    )


def ends_in_verb(prefix: str) -> int:
    """Where the verb begins that the words before a figure end in (培育 in 每个镇街培育); -1 where they end in a thing."""
    words = _core(prefix)[0]
    if words[-1:] in _PADDING_ENDS:
        for padding in _PADDINGS:
            words = words.removesuffix(padding)
    for size in range(min(_ACTION_LONGEST, len(words)), 1, -1) if words[-1:] in _VERB_ENDS else ():
        if words[-size:] in _VERBS:
            return prefix.rfind(words[-size:])
    return prefix.rfind(words[-1:]) if words[-1:] in _SINGLE_VERBS and words else -1


def is_only_verb(words: str) -> bool:
    """Whether nothing but a verb is left (改造提升, 竣工投产)."""
    return words in _ACTION_SET or words in IMPERATIVES


def _strip_left(words: str) -> str:
    while words:
        first = words[0]
        may = first in _LEFT_HEADS or first.isdigit() or first.isspace()
        found = _LEFT.match(words) if may else None
        if not found:
            return words
        words = words[found.end() :]
    return words


def _strip_right(words: str) -> tuple[str, str]:
    measure = ""
    while words:
        reach = _reaching(words)
        if reach:
            words = words[:-reach].rstrip()
            continue
        grown = _MEASURE.search(words) if words[-1] in _MEASURE_ENDS else None
        if not grown or measure or grown[1] in _MEASURE_NOUN:
            return words, measure
        measure, words = grown[1], words[: grown.start()]
    return words, measure


def _reaching(words: str) -> int:
    """The length of the word of reaching (达到, 控制在, 力争) that words end in; 0 where they end in none."""
    if words[-1] in _REACH_LAST and words.endswith(_REACH_END):
        for size in range(min(_REACH_LONGEST, len(words)), 0, -1):
            if words[-size:] in _REACH_SET:
                return 0 if words[-size:] in ("完成", "实现", "总数") and len(words) <= 3 else size
    if words[-1] in "年末底内间的度初期月状":
        found = _COMPARED.search(words)
        if found:
            return len(found[0])
    if words[-1] in "高低快多出":
        found = _THAN_MEAN.search(words)
        if found:
            return len(found[0])
    if words[-1] in _MUST_ENDS:
        found = _MUST_BY.search(words, max(0, len(words) - 16))
        if found:
            return len(found[0])
    return 1 if words[-1].isspace() else 0


def clean_object(words: str) -> str:
    """The thing counted after a figure: 老旧小区改造, 机组; nothing where a verb or a new thought follows."""
    plain = words.lstrip(" 的")
    if (
        not plain
        or not ("\u4e00" <= plain[0] <= "\u9fff" or plain[0] in "“5A" or "A" <= plain[0] <= "Z")
        or _NEW_THOUGHT.match(plain)
    ):
        return ""
    cut = _OBJECT_END.search(plain, 1)
    if cut and not (cut[0].startswith("任务") and cut.start() <= 2):
        plain = plain[: cut.start()]
    return plain[:30].strip(" 、的和与及")


def split_names(words: str) -> list[str]:
    """Several subjects named together: 一般公共预算收入、税收收入和固定资产投资."""
    return [name.strip() for name in _SPLIT.split(words) if len(name.strip()) >= 2]


def refers_back(before: str) -> bool:
    """Whether the words before figures are 上述两项指标分别达到: their subjects were named just before, in order."""
    return "分别" in before and _REFERS.search(before) is not None

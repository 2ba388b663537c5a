"""Which figures are amounts to be reached, and which are sizes, names, terms of a rule or counts of headings."""

from __future__ import annotations

import re

from kaoping.intake.paper import Span
from kaoping.intake.quantities import Quantity
from kaoping.intake.subjects import clean_subject, ends_in_verb

_NOT_A_THING = re.compile(
    r"^(?:(?:民生|惠民)?(?:实事|好事|大事|要事)(?:$|[,，。;；:：])|[\u4e00-\u9fff]{0,4}?(?:指标|举措|措施)(?!值|数)|分管|联络员|专人|专职|负责同志|工作人员|领导|业务骨干|责任人|方面|层面|维度|环节|关键|问题|阶段|步骤|原则|坚持|确保|必须|转变|统筹|结合|体系|小组|专班|领域|"
    r"人民(?!币)|各族|儿女|父老|百姓|干部群众|"
    r"要点|重点(?=$|[,，。;；(（])|字|更加|要求|意识|自信|维护|确立|务必|面向|关系|不动摇|一律|层次|角度|台阶|大局|重大|主题|新台阶|"
    r"中心|先锋|月|以来|多月|年(?!轻)|字方针|督导组|督查组|检查组|(?:重点)?(?:工作|任务)(?:$|[,，。;；:：])|(?:县|市|区|镇|乡|街道|村)(?:\(|（|、|和|要|都|均|全部|的))"
)
GROWTH_AFTER = re.compile(r"^的(?:年均)?(?:速度|增长|增速|增幅|目标|水平|比例|幅度|增量|份额|要求)")
_PROJECT_SIZE = re.compile(
    r"(?:总投资|计划投资|投资额|投资|占地(?:面积)?|建筑面积|年产(?:能)?|单体|注册资本|规模|产能|装机)(?:约|达|为|超|超过)?$"
)
_DURATION = re.compile(
    r"时限|年限|时间|缩短|压缩|压减|用时|周期|天数|时长|办结|工作日|日供水|平均.{0,6}(?:天|小时)"
)
_CHANGED = re.compile(
    r"^(?:大幅|逐步|进一步)?(?:扩大|提高|提升|增加|降低|下降|减少|压缩|缩短|压减|增长|上升|调整)?(?:到|至|为)"
)
_REACHES_TO = re.compile(r"(?:到|至|为)$")
_PRICE = re.compile(
    r"按(?![期时质量月年季需])(?:照)?[^,，。;；]{0,8}$|每(?:平方米|亩|吨|户|人|立方米|公里|件|头|度)$"
)
_DOES = re.compile(r"[^,，。;；]{1,14}?(?:将|要(?!求)|需(?!求)|应(?!急|用))")
_KEPT_AT = ("稳定在", "保持在", "控制在", "维持在")
_HANDLED = (
    "将",
    "把",
    "对",
    "由",
    "给",
    "与",
    "从",
    "在",
    "向",
    "以",
    "为",
)  # 将15个县分为三类: the count is of what is handled
_PAID = re.compile(
    "|".join(f"{word}[^,，。;；]{{0,8}}$" for word in "给予 补助 奖励 奖补 处以 罚款 最高 上限".split())
    + "|扣[^,，。;；]{0,16}$"
)
_PAYS = re.compile(r"^(?:的)?(?:一次性)?(?:资金)?(?:奖励|补助|补贴|资助|罚款|奖补)")
_SET_UP = re.compile(r"(?:下设|分设|设|分为|分成|分|包括|共有|由)$")
_FINISHED = re.compile(r"(?:建好|建成|建完|完工|修好|修通|修完|种上|种好|改造完|改完|清理完|拆完|完成|到位)$")
_FUNDS = re.compile(r"(?:的)?(?:[\u4e00-\u9fff]{0,6})?(?:资金|投资|经费|贷款|基金)")
_LINE = re.compile(r"^[^,，、]{0,6}红线")
_HURT = re.compile(r"^(?:不幸)?(?:死亡|遇难|受伤|失联|失踪|伤亡)")
_ATTENDED = re.compile(
    r"(?:表态|交流|典型|大会)发言|予以(?:通报)?(?:表扬|表彰)|作(?:了)?(?:汇报|发言)|参加(?:会议|培训|活动)|余人参加|人(?:次)?参加|出席"
)


_ALREADY = re.compile(r"^(?:[^,，。;；]{0,6})?(?:已|业已|均已|现已)(?!达标)")
# A sentence that opens with the whole area and neither asks, acts nor names a time says what is there: 全镇有林地2.4万亩.
_THERE = re.compile(
    r"\s*(?:全(?:街道|社区|系统|行业|集团|公司|校|[镇乡县市区村省州])|目前|现有|我[县市区镇省]|[村镇乡县]里)"
)
_ACTS = re.compile(
    r"力争|确保|争取|要|将|目标|计划|预期|达|到|至|稳定|保持|不|以[上内](?![\u4e00-\u9fff])|左右|完成|实现|新|建|增|降|减|提|升|突破|超|年|月|季|控制|发展|推|开展|改造|培|引|种植|治理|整"
)


def is_goal(flat: str, quantity: Quantity, prefix: str, rest: str, joined: bool, span: Span) -> bool:
    """Whether a figure is an amount to be reached and not a size, a name, a duration or a count of headings."""
    family, comparator, written = quantity.family, quantity.comparator, quantity.written
    counted, plain = family == "count", comparator == "="
    if _is_condition(flat, quantity, prefix, rest, span) or _is_given(quantity, prefix, rest):
        return False
    if ("已" in rest and _ALREADY.match(rest)) or (plain and _only_there(flat, quantity.lead, span)):
        return False
    if comparator in _UNSIGNED and (_is_state(prefix, rest) or (family == "money" and _COSTS.search(prefix))):
        return False
    if ("每" in prefix and _EACH_OFF.search(prefix)) or (
        rest and rest[-1] in "扣加计得减" and _SCORED.match(rest)
    ):
        return False
    if quantity.unit == "次" and prefix.endswith(("减少", "压减")) and "会议" in prefix:
        return False  # 全局性会议较上年减少4次
    if quantity.unit == "期" and not written[0].isdigit():
        return False  # 二期用地手续
    if "一式" in prefix or "名额" in prefix:
        return False
    if counted and _is_of_others(flat, quantity, prefix, rest, span):
        return False
    if _is_graded(quantity, prefix, rest):
        return False
    if _names_place(prefix) or _in_quotes(flat, quantity, span):
        return False
    if (("按" in prefix or "每" in prefix) and _PRICE.search(prefix)) or (
        plain
        and prefix.lstrip().startswith(("将", "把"))
        and not _REACHES_TO.search(prefix)
        and not _FINISHED.search(rest)
    ):
        return False
    if _is_terms(quantity, prefix, rest):
        return False
    if (counted or family == "time") and _NOT_A_THING.match(rest or " "):
        return False
    if _is_size(quantity, prefix, rest, joined):
        return False
    if (counted or family == "measure") and not written[0].isdigit():
        return _han_count_is_goal(quantity, prefix)
    return not (rest and _ATTENDED.search(rest))


def _names_place(prefix: str) -> bool:
    """Whether the words before a figure make it a name or a place in an order: 第, 前 (but not 年底前)."""
    plain = prefix.rstrip()
    return plain.endswith(("第", "“", "《")) or (plain.endswith("前") and not plain.endswith(_BY_THEN))


_BY_THEN = tuple(f"{when}前" for when in "底末日月年之以节旦”汛学春")
_UNSIGNED = frozenset(("=", "~", "range"))
# 对收缴率超过98%的村, 任务完成率低于60%的发红牌: whom a rule is for, and no aim.
_FOR_THOSE = re.compile(
    r"(?:^|[,，。;；:：、])(?:对(?!标|照|接|口)|凡是?|如果?|若|因|被)[^,，。;；:：]{0,30}$"
)
_THOSE = re.compile(
    r"^的(?:[^,，。;；]{0,12}?(?:发(?=[红黄蓝绿放])|扣|取消|给予|予以|约谈|不得|不予|不计|不纳入|一律|责令|下发|视为|定为|评为|亮|实行|乡镇|地方|单位|村|企业|部门|县|个人|人员|户))"
)
# 积水超过27厘米立即封控: when something is to be done.
_AT_ONCE = ("立即", "即刻", "即启动", "应立即", "须立即", "必须立即", "时", "的，", "的,")
_ALSO_THOSE = re.compile(r"[、和与及或][^,，。;；]{2,20}的")
# The size of a thing, what an assessment weighs, money set aside, copies: given, not to be reached.
_OF_A_THING = re.compile(
    r"(?:全长|总长度?|管径|库容|装机容量|占地(?:面积)?|总面积|总?建筑面积|工期|建设规模|设计[^,，。;；]{0,8}(?:规模|能力|容量|流量))(?:约|为|达|共)?$"
)
_SET_ASIDE = re.compile(
    r"(?:(?:所需|需要?)[^,，。;；]{0,4}(?:资金|经费)|从[^,，。;；]{2,20}(?:中|里)?(?:安排|列支|解决)|(?:县级|市级|区级|省级|地方|财政|镇级)配套(?:资金)?|补贴|费(?:用)?(?:每人|每户|每月|每次)+|(?:每人|每户|每亩|每月|每床|每年)(?:补贴|补助|发放))(?:约|为|共)?$"
)
# 项目总投资38亿元、占地620亩: how large a project is.
_WHOLE_COST = re.compile(
    r"^[、,，\s]*(?:该|此|这个)?(?:项目|工程|园区|基地)(?:计划|概算|估算|预计)?总投资(?:额)?(?:约|为|达)?$"
)
_MADE = re.compile("新[增建开]|增|扩|改|建成|铺|修")
_CRITERION = re.compile(
    r"(?:(?:单个|单体|单块|单宗)[^,，。;；]{0,14}|连片(?:面积)?[^,，。;；]{0,4}|株行距|行距|间距|胸径|地径|厚度|坡度|层高|净[高宽]|[×xX*])(?:不[^,，。;；]{1,3}|原则上|为|在|达到|≥|≤)*$"
)
_WEIGHT = re.compile(r"(?:分值|占分|占[^,，。;；]{0,10}权重)[^,，。;；]{0,10}$")
_EXISTING = re.compile(r"(?:在用|在册|在营|现有|现存|存量|(?:辖区|境)内)[^,，。;；]{0,14}$")
# A letter of every such word: most figures stand behind none.
_CRITERION_SIGN = re.compile("[权单连距径厚坡层净×xX*值占]")
_EXISTING_SIGN = re.compile("[用册营现存内]")
_THING_ENDS = frozenset("长度径容量积期模力约为达共")


def _is_condition(flat: str, quantity: Quantity, prefix: str, rest: str, span: Span) -> bool:
    """Whether a limit says whom a rule is for: 对年度考核得分低于80分的地方, 低于60%的发红牌."""
    if quantity.comparator not in (">", "<", ">=", "<=", "range"):
        return False
    if rest.startswith(_AT_ONCE):
        return True
    led = "对" in prefix or "凡" in prefix or "如" in prefix or "若" in prefix
    if led and (
        rest.startswith("的")
        or (not rest and _ALSO_THOSE.match(flat, quantity.end, min(quantity.end + 30, span.end)))
    ):
        return _FOR_THOSE.search(flat[max(span.start, quantity.lead - 40) : quantity.lead]) is not None
    return rest.startswith("的") and quantity.comparator != ">=" and _THOSE.match(rest) is not None


def _is_given(quantity: Quantity, prefix: str, rest: str) -> bool:
    """Whether a figure is a size, a weight, a criterion or money set aside."""
    if prefix.endswith("不足") and not prefix.endswith("补齐不足"):
        return True
    if _CRITERION_SIGN.search(prefix) and (_CRITERION.search(prefix) or _WEIGHT.search(prefix)):
        return True
    if quantity.comparator not in ("=", "~"):
        return False
    if quantity.family == "money":
        return _SET_ASIDE.search(prefix) is not None or _WHOLE_COST.search(prefix) is not None
    if rest.startswith(("以上", "以下")):
        return False
    if prefix[-1:] in _THING_ENDS and _OF_A_THING.search(prefix):
        return not _MADE.search(prefix)
    there = _EXISTING.search(prefix) if _EXISTING_SIGN.search(prefix) else None
    return there is not None and not _ACTS.search(prefix)


# Words before a figure that say how things stand, and after it that they do not stand so yet.
_STATES = re.compile(
    r"仅(?!限)|只(?![要有能])|只有|才(?<![人英天刚方]才)(?![能干华俊])|还差|还剩|剩下|相差|尚差|应到|实到|收到|接到|接报|发现|查出|抽查(?!合格|覆盖|比例|频次|检?率)|涉及|事关|关系|占地|坐落|位于|合同(?:金?额)|涨价|降价|限[速高载宽]"
    r"|没有|未能|尚未|有的|个别|少数|比我们|距离?.{0,6}(?:目标|任务)|常年|同期(?<![较比]同期)|占(?:全?年度?)?(?:计划|任务)|省里?级?下达|市里?级?下达|县里?级?下达|上里?级?下达|邻[省市县]|周边|每投入"
    r"|每(?:吨|亩|公?斤|平方米|立方米|头|度|车|袋)"
)
_WANTED = re.compile(r"要(?!求)|至少|必须|力争|确保|争取|达到")
_DONE_BY = re.compile(r"(?:接种|提供|办理|发放|实施|开展|安装|改造|培训|体检|筛查|救助|配备|购买|减免)")
_SCORED = re.compile(r"^[^,，。;；]{0,8}(?:扣|加|计|得|减)$")
_EACH_OFF = re.compile(r"每(?:低|高|少|多|超|增|减|提高|降低|增加|减少|下降|上升|迟|逾|延)[^,，。;；]{0,8}$")
_MEETS = re.compile(r"^(?:[\u4e00-\u9fff]{0,4}(?:会议|会(?![员计费])|例会)|汇报|调度)")
_COSTS = re.compile(r"(?:(?:预算|概算|估算)(?:总?投资)?|造价|合同价|中标价|补助|月租|租金)(?:约|为|共)?$")
_NOT_SO = re.compile(r"^[^,，。;；]{0,4}(?:没有|尚未|未(?<!而未)(?![来成])|不达标|不到位)")


def _is_state(prefix: str, rest: str) -> bool:
    """Whether the words around a plain figure say how things stand: 还差3个百分点, 收到来信36件, 31个村没有达标."""
    if rest and _NOT_SO.match(rest):
        return True
    return bool(_STATES.search(prefix)) and not _WANTED.search(prefix)


def _only_there(flat: str, lead: int, span: Span) -> bool:
    """Whether a plain figure stands in a sentence that only says what an area has."""
    first, end = span
    wide, narrow = flat.rfind("：", first, lead), flat.rfind(":", first, lead)
    start = (wide if wide > narrow else narrow) + 1 or first
    return _THERE.match(flat, start, end) is not None and not _ACTS.search(flat, start, end)


_HANDLES = re.compile(
    r"(?:^|[,，。;；:：要应将并会需期间内时后]|[局委办部府])(?:对|就|针对|围绕)(?!口|接|标|照|应|象|业|医|学)[^,，;；。]{0,30}$"
)
_REACHED = re.compile(r"[到至达]|完成|实现|增长|提高|新增|不低于|不少于")
_REACHES_ON = re.compile(r"[^,，;；。]{0,8}?(?:到|至|为)")
_GRADE = re.compile(
    r"^(?:的)?(?:[(（][^()（）]{1,8}[)）])?(?:为|评为|定为|确定为|认定为|不合格|合格|优秀|良好|视为|记)"
)
_PRICED = re.compile(
    r"(?:票价|售价|价格|单价|房价|收费|门票|工本费|运费|会费|日租金|月租金)[^,，。;；]{0,6}$"
)
_THERE_ARE = re.compile(r"(?<![拥配含没占所])(?:仅|只|还|共|现|尚|已|就|就只|都)?有(?:着)?$")
_EASED = re.compile(r"(?:方便|便利|造福|辐射)[^,，。;；]{0,12}$")
_ASKED_FOR = re.compile(r"要|至少|必须|力争|确保|达到|争取|目标|应")


def _is_of_others(flat: str, quantity: Quantity, prefix: str, rest: str, span: Span) -> bool:
    """Whether a count is of meetings, of those who do it, of what is handled, of what is there or what it serves."""
    if rest and quantity.written == "一" and quantity.unit != "次" and _MEETS.match(rest):
        return True
    if rest and not prefix.strip(" 、") and _DOES.match(rest):
        return True
    if quantity.comparator == "=" and _is_handled(flat, quantity, prefix, rest, span):
        return True
    return _only_exist(prefix) or _EASED.search(prefix) is not None


def _is_handled(flat: str, quantity: Quantity, prefix: str, rest: str, span: Span) -> bool:
    """对127处隐患点、36处易涝点逐一落实: the counts are of what is handled."""
    if prefix.endswith("为") and rest and _DONE_BY.search(rest):
        return False
    if prefix.endswith(("由", "从")) and _REACHES_ON.match(rest):
        return False  # 由14户整合为5户
    if prefix.endswith(_HANDLED) and not prefix.endswith(_KEPT_AT) and (rest or not prefix.endswith("为")):
        return True
    if not rest:
        return False
    clause = flat[max(span.start, quantity.lead - 40) : quantity.lead]
    handled = _HANDLES.search(clause) if "对" in clause or "就" in clause or "围绕" in clause else None
    return handled is not None and not _REACHED.search(handled[0])


def _is_graded(quantity: Quantity, prefix: str, rest: str) -> bool:
    """90分以上为优秀, 票价1元: marks of a scale and prices are no goals."""
    if quantity.unit == "分" or "分" in prefix[-3:]:
        return bool(_GRADE.match(rest))
    return quantity.family == "money" and quantity.comparator == "=" and bool(_PRICED.search(prefix))


def _only_exist(prefix: str) -> bool:
    """在外的老板有两千多人: what is there already, where no word asks for it."""
    return (
        prefix.endswith(("有", "有着")) and bool(_THERE_ARE.search(prefix)) and not _ASKED_FOR.search(prefix)
    )


WITHIN = re.compile(
    r"(?:内)?(?:基本|全部|必须|一律|全面)?(?:消退|恢复|上报|到账|到场|到达|抢通|修复|处置到位|送达|赶到|响应|反馈|答复|排除|复电|复通)"
)  # what is to happen within so many hours
LASTS = re.compile(r"(?:能够|能|可)?(?:满足|保障|够用|可供)$|(?:到来|来临)前$")


def _is_terms(quantity: Quantity, prefix: str, rest: str) -> bool:
    """Terms of a rule and no goals: a stretch of time nobody limits, money granted a head, parts of a body, the dead."""
    if quantity.family == "time":
        limited = quantity.lead < quantity.start and quantity.comparator in (">=", "<=")
        limited = limited or (quantity.comparator == "<=" and bool(WITHIN.match(rest)))
        limited = limited or (quantity.comparator == ">=" and bool(LASTS.search(prefix)))
        return not (limited or _DURATION.search(prefix) or _DURATION.search(rest[:6]))
    if quantity.family in ("money", "rate"):
        return bool(_PAID.search(prefix) or (rest and _PAYS.match(rest)))
    return (bool(rest) and bool(_HURT.match(rest) or ("红线" in rest and _LINE.match(rest)))) or (
        quantity.comparator == "=" and bool(_SET_UP.search(prefix)) and not _REACHES_ON.match(rest)
    )


# 下降10%以上企业帮扶台账: whom the figure picks out. 组建不少于40名的队伍, 设立规模20亿元的基金: what is set up.
_OF_WHOM = re.compile(
    r"的?(?:企业|单位|村|乡镇|街道|地方|农户|家庭|行业|园区)(?!占比|比例|比重|达|全部|实现)"
)
_SETS_UP = re.compile(r"(?:组建|设立|成立|配备|建立)(?:一支|一只|规模|总规模)?(?:不少于|不低于|超过|达|约)?$")


def _is_size(quantity: Quantity, prefix: str, rest: str, joined: bool) -> bool:
    """30万吨级泊位, 2000万元以上的项目, 总投资50亿元的园区: the figure qualifies a thing."""
    if not rest:
        return joined and quantity.family in ("money", "measure") and quantity.shared in (">=", "<=")
    if rest.startswith(("级", "范围")) or rest.strip() == "的":
        return True
    if quantity.family == "rate" and quantity.shared in (">=", "<=") and _OF_WHOM.match(rest):
        return True
    if rest.startswith("的") and _SETS_UP.search(prefix):
        return False
    if _CHANGED.match(rest):
        return False
    if rest.startswith("的"):
        if _FINISHED.search(rest):
            return False
        return not GROWTH_AFTER.match(rest) and quantity.family != "rate"
    has_noun = rest[0] not in "和与及等、)）" and "\u4e00" <= rest[0] <= "\u9fff"
    if has_noun and quantity.family in ("count", "time"):  # 千人以上供水工程水质达标率98%
        return joined and quantity.shared in (">=", "<=") and not clean_subject(prefix)[0]
    if not has_noun or quantity.family not in ("money", "measure"):
        return False
    if quantity.shared in (">=", "<="):
        return not (quantity.lead < quantity.start and _FUNDS.match(rest))
    return joined or bool(_PROJECT_SIZE.search(prefix))


def _han_count_is_goal(quantity: Quantity, prefix: str) -> bool:
    if quantity.comparator != "=":
        return True
    return quantity.value >= 2 and ends_in_verb(prefix) >= 0


def _in_quotes(flat: str, quantity: Quantity, span: Span) -> bool:
    end = quantity.start
    start = end - 60 if end - 60 > span.start else span.start
    opened, book = flat.rfind("“", start, end), flat.rfind("《", start, end)
    return (opened >= 0 and flat.find("”", opened, end) < 0) or (book >= 0 and flat.find("》", book, end) < 0)

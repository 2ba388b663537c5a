"""Which pages are photographed, as whom, and what each answers.

An address is a path; `{2026-10}` in it is the number of that cycle. What follows ` > ` is a pattern: the first link of the
page so far whose address holds it is followed. `do` names a deed of `demo.screens.deeds` that is done there first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page. `zh`, `en`: its name; `asks_zh`, `asks_en`: the question it answers. `who` is empty for a visitor; `view`: the
    name of the site's address, where it is another than the page's."""

    name: str
    who: str
    address: str
    zh: str
    en: str
    asks_zh: str
    asks_en: str
    do: str = ""
    status: int = 200
    view: str = ""

    @property
    def shows(self) -> str:
        """The name of the address it ends at: its own name where none is said."""
        return self.view or self.name


KAO, HEAD, UNIT, LEADER, AUDIT = "kao", "zhouzhuren", "anping-h", "liquzhang", "shenji"
FILER, CHECKER, SECOND, WATCH = "development_reform", "statistics-v", "statistics-w", "zhaoducha"
TRACK = "/cycles/{2026-Q3}/tracks/townships/"
UNIT_Q3 = "/cycles/{2026-Q3}/units/anping/"

ROOMS: dict[tuple[str, str], tuple[Page, ...]] = {
    ("进门", "Signing in"): (
        Page("sign-in", "", "/sign-in/", "登录", "Sign in", "怎么进来？", "How do I get in?"),
        Page("account", UNIT, "/account/", "我的账户", "My account", "我的密码、第二因素和会话？", "My password, second factor and sessions?"),
    ),
    ("今日", "Today"): (
        Page("work-clerk", "anping", "/work/", "我的工作（乡镇填报人）", "My work (clerk of a town)", "我要做什么，何时到期？", "What must I do, by when?", view="my-work"),
        Page("work-department", FILER, "/work/", "我的工作（部门填报人）", "My work (clerk of a department)", "我要做什么，何时到期？", "What must I do, by when?", view="my-work"),
        Page("work-unit", UNIT, "/work/", "我的工作（单位负责人）", "My work (head of a unit)", "要我定的有哪些？", "What waits for me?", view="my-work"),
        Page("work-office", KAO, "/work/", "我的工作（考核办）", "My work (the office)", "全区还差什么？", "What is missing in the district?", view="my-work"),
        Page("work-head", HEAD, "/work/", "我的工作（考核办主任）", "My work (head of the office)", "要我批的有哪些？", "What do I have to approve?", view="my-work"),
        Page("overview-month", KAO, "/cycles/{2026-10}/overview/", "总览（10月）", "Overview (October)", "这个月走到哪里？", "Where does the month stand?", view="overview"),
        Page("overview-quarter", LEADER, "/cycles/{2026-Q3}/overview/", "总览（三季度）", "Overview (third quarter)", "这个季度怎么样？", "How was the quarter?", view="overview"),
        Page("found", KAO, "/find/?q=安平", "查找", "Find", "它在哪里？", "Where is it?", view="find"),
    ),
    ("这一年", "The year"): (
        Page("timetable", KAO, "/timetable/", "时间表", "Timetable", "每步何时开始、何时结束？", "When does each step begin and end?"),
        Page("cycle", KAO, "/timetable/{2026-10}/", "周期", "Cycle", "这一期的日子和来源？", "Its days and its sources?"),
        Page("working-days", KAO, "/timetable/holidays/", "工作日", "Working days", "哪天上班？", "Which days are worked?"),
        Page("targets", KAO, "/targets/", "目标分解", "Targets", "年度目标怎么分到单位？", "How are targets broken down?"),
        Page("targets-fact", KAO, "/targets/ > /targets/\\d+/fact/", "目标：一项", "Targets of an item", "各单位合计够不够？", "Do the units add up?", view="targets-of-fact"),
        Page("targets-unit", UNIT, "/targets/{2026}/unit/anping/", "目标：一个单位", "Targets of a unit", "与我们商定了什么？", "What was agreed with us?", view="targets-of-unit"),
        Page("target", KAO, "/targets/ > /targets/\\d+/fact/ > /targets/item/", "目标：一个数", "One target", "这个目标怎么来的？", "How did it come about?"),
    ),
    ("方案", "Schemes"): (
        Page("schemes", KAO, "/schemes/", "方案", "Schemes", "按哪个办法考？", "By which rules?"),
        Page("scheme-tree", KAO, "/schemes/ > /schemes/2/$", "方案：指标树", "Scheme: its tree", "考什么，各占多少？", "What is assessed, with what weight?", view="scheme-version"),
        Page("scheme-item", KAO, "/schemes/ > /schemes/2/$ > /items/", "方案：一项", "Scheme: an item", "这项怎么计分？", "How is it scored?", view="scheme-node"),
        Page("scheme-facts", KAO, "/schemes/ > /schemes/2/$ > /facts/$", "方案：数据", "Scheme: figures", "要谁报哪些数？", "Who owes which figures?"),
        Page("scheme-fact", KAO, "/schemes/ > /schemes/2/$ > /facts/$ > /facts/[^/]+/", "方案：一个数", "Scheme: a figure", "这个数的口径？", "How is it defined?"),
        Page("scheme-compare", KAO, "/schemes/ > /schemes/2/$ > /compare/", "方案：变化", "Scheme: differences", "与上一版差在哪里？", "What changed?"),
        Page("scheme-decisions", KAO, "/schemes/ > /schemes/2/$ > /decisions/", "方案：等次与红线", "Scheme: grades and red lines", "等次、加减分怎么定？", "How are grades decided?"),
        Page("scheme-record", KAO, "/schemes/ > /schemes/2/$ > /record/", "方案：经过", "Scheme: record", "谁定的稿？", "Who settled it?"),
        Page("scheme-text", KAO, "/schemes/ > /schemes/2/$ > /text/", "方案：原文", "Scheme: text", "原文怎么写？", "What does the file say?"),
        Page("scheme-new", KAO, "/schemes/upload/", "方案：上传", "Scheme: upload", "怎么立一个新方案？", "How does a scheme enter?", view="scheme-upload"),
        Page("scheme-next", KAO, "/schemes/ > /schemes/2/$ > /next/", "方案：起草下一版", "Scheme: next version", "怎么另起一版？", "How does a next version begin?"),
        Page("scheme-edit", KAO, "/schemes/ > /schemes/2/$", "方案：修改", "Scheme: edit", "怎么改一项？", "How is an item changed?", "edit_scheme", view="scheme-node"),
        Page("scheme-add", KAO, "/schemes/ > /schemes/3/$ > /add/", "方案：增加一项", "Scheme: add an item", "新的一项要写明什么？", "What must a new item say?", "new_item"),
        Page("scheme-remove", KAO, "/schemes/ > /schemes/3/$ > /items/development/ > /items/investment/ > /remove/", "方案：删去一项", "Scheme: remove an item", "删去后还剩什么？", "What goes with it?"),
        Page("scheme-replace", KAO, "/schemes/ > /schemes/3/$ > /replace/", "方案：用文件替换", "Scheme: replace by a file", "怎么整个换掉草案？", "How is a draft replaced?"),
    ),
    ("填报", "Filing"): (
        Page("filings", FILER, "/filing/", "填报", "Filing", "要报哪些表？", "Which returns do we owe?"),
        Page("filings-office", KAO, "/filing/cycle/{2026-10}/", "填报（考核办看全区）", "Filing (the office)", "谁还没报？", "Who has not filed?", view="filing-cycle"),
        Page("filing", FILER, "/filing/ > /filing/\\d+/$", "填报表", "A return", "填哪些格，哪里要改？", "Which cells, what to mend?"),
        Page("filing-changes", FILER, "/filing/ > /filing/\\d+/$", "改动", "Changes", "改了什么？", "What was changed?", "changes"),
        Page("filing-cell", FILER, "/filing/ > /filing/\\d+/$ > /filing/cell/", "一格", "A cell", "这个数的来历和佐证？", "Its history and its evidence?"),
        Page("filing-upload-form", FILER, "/filing/ > /filing/\\d+/$ > /workbook/$", "上传已填表", "Upload a workbook", "在表格软件里填好了怎么交？", "How does a filled workbook come in?", view="filing-upload"),
        Page("filing-upload", FILER, "/filing/ > /filing/\\d+/$", "上传已填表：试读", "Workbook: dry run", "上传后会改什么？", "What would change?", "dry_run", view="filing-dry-run"),
        Page("receipt", FILER, "/filing/ > /receipt/", "回执", "Receipt", "什么时候交的？", "When was it handed in?", view="filing-receipt"),
        Page("filing-extend", KAO, "/filing/cycle/{2026-10}/ > /extend/", "延期", "More time", "谁可以晚交，晚到何时？", "Who may be later, until when?"),
    ),
    ("数据认定", "Verification"): (
        Page("review", SECOND, "/review/", "待认定", "Review queue", "哪些数等我看？", "Which figures wait for me?"),
        Page("review-sheet", CHECKER, "/review/ > /review/\\d+/", "认定表", "A review sheet", "这些数站得住吗？", "Can these numbers stand?"),
        Page("correction-ask", "anping", "/filing/ > /filing/\\d+/$ > /filing/cell/ > /review/correct/", "申请更正", "Ask for a correction", "锁定后发现错怎么办？", "What if it was wrong?"),
        Page("correction", "anping", "/filing/ > /filing/\\d+/$ > /filing/cell/ > /review/correct/", "一件更正", "A correction", "改什么，谁来批？", "What is to change, who decides?", "ask_correction"),
        Page("corrections", HEAD, "/review/corrections/", "更正", "Corrections", "哪些更正待定？", "Which corrections wait?"),
    ),
    ("计分", "Scoring"): (
        Page("scoring", KAO, "/scoring/", "计分", "Scoring", "算到哪一期？", "Which cycles are scored?"),
        Page("scoring-cycle", KAO, "/scoring/{2026-Q3}/", "计分：一期", "Scoring of a cycle", "这一期算了几次？", "How often was it computed?"),
        Page("scoring-run", KAO, "/scoring/{2026-Q3}/ > /scoring/runs/", "计分：一次", "One run", "输入变了谁的分？", "What moved whose score?"),
    ),
    ("看结果", "Results"): (
        Page("statement", UNIT, UNIT_Q3, "对账单（三季度）", "Statement (third quarter)", "我们站在哪里，为什么？", "Where do we stand, and why?"),
        Page("statement-year", UNIT, "/cycles/{2025}/units/anping/", "对账单（2025年度）", "Statement (2025)", "全年怎么样？", "How was the year?", view="statement"),
        Page("line", UNIT, UNIT_Q3 + " > /units/anping/[a-z_]*invest", "得分追溯", "A score line", "为什么正好是这个分？", "Why exactly this number?"),
        Page("track", LEADER, TRACK, "赛道", "Track", "谁在哪里，有多稳？", "Who stands where, how sure?"),
        Page("track-departments", LEADER, "/cycles/{2026-Q3}/overview/ > /tracks/(?!townships)", "赛道（二）", "Another track", "谁在哪里，有多稳？", "Who stands where, how sure?", view="track"),
        Page("indicator", LEADER, "/cycles/{2026-Q3}/indicators/investment/", "指标", "Indicator", "这项各地怎么样？", "How is it doing everywhere?"),
    ),
    ("督查督办", "Supervision"): (
        Page("matters", WATCH, "/matters/", "督办台账", "Ledger of matters", "承诺了什么，走到哪里？", "What was promised, how far is it?"),
        Page("matters-board", WATCH, "/matters/?view=board", "督办看板", "Board", "各在哪一步？", "Which step are they in?", view="matters"),
        Page("matters-timeline", WATCH, "/matters/?view=time", "督办时间轴", "Timeline", "时间上落在哪里？", "Where in time?", view="matters"),
        Page("matter", WATCH, "/matters/ > /matters/\\d+/", "一件事项", "A matter", "谁负责，到哪一步？", "Whose is it, how far?"),
        Page("matter-new", WATCH, "/matters/new/", "手工立项", "New matter", "没有文件怎么立项？", "How to register one by hand?"),
        Page("matters-upload", WATCH, "/matters/upload/", "上传台账", "Upload the ledger", "怎么成批更新？", "How to update many at once?"),
        Page("matters-dry-run", WATCH, "/matters/", "上传台账：试读", "Ledger: dry run", "上传后会改什么？", "What would change?", "dry_ledger"),
        Page("cards", WATCH, "/matters/cards/", "待签发的牌", "Cards to issue", "该发什么牌？", "Which cards are due?"),
        Page("slip", WATCH, "/matters/cards/ > /matters/slips/\\d+/", "督办单", "A slip", "单上写了什么，答复了吗？", "What does it say, is it answered?"),
        Page("papers", WATCH, "/papers/", "会议文件", "Papers", "哪些文件待读？", "Which papers wait?"),
        Page("paper", WATCH, "/papers/ > /papers/\\d+/$", "一份文件", "A paper", "会上定了什么？", "What did the meeting decide?"),
        Page("plans", WATCH, "/matters/plans/", "分解方案", "Plans", "任务怎么分？", "How are tasks divided?"),
        Page("plan", WATCH, "/matters/plans/ > /matters/plans/\\d+/$", "一份分解方案", "A plan", "哪些已经立项？", "Which tasks are registered?"),
        Page("fields", WATCH, "/matters/fields/", "领域", "Fields", "各领域怎么样？", "How is each field doing?"),
        Page("closing-rates", WATCH, "/matters/rates/", "办结率", "Closing rates", "谁按期办结？", "Who closes in time?"),
    ),
    ("底账", "The books"): (
        Page("bodies", KAO, "/bodies/", "机构", "Bodies", "哪天有哪些单位？", "Which bodies on which day?"),
        Page("body", KAO, "/body/anping/", "一个机构", "A body", "它的沿革和基数？", "Its history and figures?"),
        Page("body-found", KAO, "/bodies/ > /bodies/found/", "设立机构", "Found a body", "新机构怎么进来？", "How does a new body enter?"),
        Page("body-change", KAO, "/body/anping/ > /change/", "机构变更", "Change a body", "更名、撤并怎么办？", "How is it renamed, merged or closed?"),
        Page("body-figure", KAO, "/body/anping/ > /figure/", "机构的基数", "A figure of a body", "系数、人口怎么改？", "How is a coefficient changed?"),
        Page("people", "xitong", "/people/", "人员", "People", "谁是谁？", "Who is who?"),
        Page("person", "anquan", "/people/ > /people/\\d+/", "一个人", "A person", "他可以做什么？", "What may he do?"),
        Page("person-add", "xitong", "/people/ > /people/add/", "添加人员", "Add a person", "新人怎么开户？", "How does a new person enter?"),
        Page("person-rename", "xitong", "/people/ > /people/\\d+/$ > /rename/", "改姓名", "Rename", "姓名写错了怎么办？", "What if the name is wrong?"),
        Page("person-reset", "xitong", "/people/ > /people/\\d+/$ > /reset/", "重置密码", "Reset a password", "忘了密码怎么办？", "What if the password is lost?"),
        Page("person-change", "xitong", "/people/ > /people/\\d+/$ > /change/", "停用账号", "Disable an account", "人走了账号怎么办？", "What if somebody leaves?"),
        Page("grant-role", "anquan", "/people/ > /people/\\d+/$ > /grant/", "授权", "Grant a role", "他该有什么权限？", "Which role should he have?"),
        Page("grant-revoke", "anquan", "/people/ > /people/\\d+/$ > /revoke/", "收回授权", "Revoke a role", "权限怎么收回？", "How is it taken back?"),
        Page("import", "xitong", "/people/ > /imports/", "批量导入", "Imports", "怎么一次录入多个？", "How to enter many at once?"),
        Page("journal", AUDIT, "/journal/", "留痕", "Journal", "谁做了什么？", "Who did what?"),
        Page("journal-entry", AUDIT, "/journal/ > /journal/entry/", "一条留痕", "An entry", "改动前后？", "Before and after?"),
        Page("journal-object", AUDIT, "/journal/ > /journal/object/", "一物的经过", "History of an object", "它经过哪些手？", "Through whose hands?"),
        Page("checkpoints", AUDIT, "/journal/checkpoints/", "检查点", "Checkpoints", "什么时候封存过？", "When was it sealed?"),
        Page("checkpoint", AUDIT, "/journal/checkpoints/", "一个检查点", "A checkpoint", "印出来的校验点是什么样？", "What is printed?", "checkpoint"),
        Page("journal-verification", AUDIT, "/journal/verification/", "核验", "Verification of the journal", "账是整的吗？", "Is it whole?"),
        Page("verify", "", "/verify/", "验回执", "Check a receipt", "手里的回执是真的吗？", "Is this receipt true?"),
    ),
    ("别的", "Others"): (
        Page("gallery", KAO, "/gallery/", "部件样张", "Gallery of parts", "页面由哪些部件组成？", "What are pages made of?"),
        Page("not-found", UNIT, "/cycles/{2026-Q3}/units/nowhere/", "没有这一页", "Not found", "走错了怎么办？", "What if it is not there?", status=404, view="statement"),
        Page("not-allowed", UNIT, "/journal/", "没有权限", "Not allowed", "为什么不能看，问谁？", "Why not, and whom to ask?", status=403, view="journal"),
    ),
}  # fmt: skip

LEADS_ON = (
    "home",
    "go-to-cycle",
    "overview-now",
    "own-statement",
    "tracks-now",
    "indicators-now",
    "language",
    "theme",
)
"""Addresses that only lead to a page."""
FILES = (
    "import-template", "scheme-download", "paper-file", "matter-proof", "matters-workbook", "filing-workbook", "filing-evidence",
)  # fmt: skip
"""Addresses that hand out a file."""
DEEDS = (
    "cycle-open", "sign-in-demo", "sign-out", "account-password", "account-factor", "account-sessions", "scheme-move", "scheme-send",
    "scheme-approve", "scheme-return", "scheme-lock", "open-year", "cycle-step", "cycle-lock", "supplier", "paper-confirm", "paper-propose",
    "proposal", "card-issue", "slip-answer", "plan-item", "filing-prepare", "filing-save", "filing-evidence-add", "filing-evidence-withdraw",
)  # fmt: skip
"""Addresses that take what a form of another page sends."""

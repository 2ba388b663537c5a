"""What the protected fields of rows are called where the journal shows them."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words

FILED: Mapping[str, Words] = {
    "target": Words("目标", "target"), "group": Words("赛道", "track"), "submitted_by": Words("提交人", "handed in by"),
    "submitted_at": Words("提交时刻", "handed in at"), "is_late": Words("迟报", "late"), "extended_until": Words("延期到", "extended until"),
    "receipt": Words("回执号", "receipt"), "source": Words("来源", "source"), "expected_on": Words("待报日期", "to be known by"),
    "changed_by": Words("改动人", "changed by"), "changed_at": Words("改动时刻", "changed at"), "checked_by": Words("初核人", "accepted by"),
    "verified_by": Words("认定人", "verified by"), "verified_at": Words("认定时刻", "verified at"), "size": Words("大小（字节）", "size in bytes"),
    "is_withdrawn": Words("已撤回", "withdrawn"),
}  # fmt: skip
SCORED: Mapping[str, Words] = {
    "only_verified": Words("只用已认定的数", "verified figures only"), "inputs_digest": Words("输入摘要", "digest of the inputs"),
    "scheme_digest": Words("方案摘要", "digest of the scheme"), "run_id": Words("计分编号", "number of the run"), "meaning": Words("规则含义版本", "meaning of rules"),
    "library": Words("程序版本", "version of the program"), "engine": Words("计算方式", "engine"), "corrects": Words("更正的计分", "run it corrects"),
}  # fmt: skip
SUPERVISED: Mapping[str, Words] = {
    "file_name": Words("文件名", "name of the file"), "meeting": Words("会议", "meeting"), "met_on": Words("开会日", "met on"),
    "date_words": Words("日期的原话", "words of the date"), "issuer": Words("发文机关", "issued by"), "text_digest": Words("正文摘要", "digest of the text"),
    "uploaded_by": Words("上传人", "uploaded by"), "uploaded_at": Words("上传时刻", "uploaded at"), "confirmed_by": Words("确认人", "confirmed by"),
    "confirmed_at": Words("确认时刻", "confirmed at"), "paper": Words("文件", "paper"), "within": Words("所属条目", "stands under"),
    "start": Words("起（字）", "from character"), "end": Words("止（字）", "to character"), "found_start": Words("原读起（字）", "read from character"),
    "found_end": Words("原读止（字）", "read to character"), "wording": Words("原话", "wording"), "marker": Words("序号", "marker"),
    "standard": Words("完成标准", "standard of completion"), "category": Words("领域", "field"), "parties": Words("责任单位", "bodies in charge"),
    "owner": Words("牵头单位", "lead body"), "last_owner": Words("末端责任", "who does it"), "when_words": Words("时限的原话", "words of the deadline"),
    "deadline": Words("时限", "deadline"), "deadline_basis": Words("时限依据", "how the deadline was found"), "comparator": Words("比较", "comparison"),
    "quantity": Words("数量", "quantity"), "unit": Words("计量单位", "unit"), "confidence": Words("把握", "confidence"), "rule": Words("读法", "how it was read"),
    "reasons": Words("理由", "reasons"), "proposed_by": Words("读出者", "read by"), "repeats": Words("与之重复", "repeats"), "likeness": Words("相似度", "likeness"),
    "measured_by": Words("对应的数", "measured by"), "unit_agrees": Words("单位相符", "units agree"), "merged_into": Words("并入", "merged into"),
    "meeting_year": Words("会议年份", "year of the meeting"), "form": Words("形式", "form"), "plan": Words("分解方案", "plan"), "above": Words("上级条目", "item above"),
    "facts": Words("对应的数", "figures"), "leader": Words("分管领导", "leader in charge"), "year": Words("年份", "year"),
    "supervised_by": Words("督办单位", "supervised by"), "item": Words("方案条目", "item of the plan"), "starts_on": Words("开始日", "starts on"),
    "curve": Words("进度曲线", "curve of progress"), "slack": Words("宽限（百分点）", "slack in points"), "term": Words("期限（工作日）", "term in working days"),
    "percent": Words("进度（%）", "progress (%)"), "reported_at": Words("报告时刻", "reported at"), "assigned_on": Words("交办日", "assigned on"),
    "receive_by": Words("应签收日", "to be received by"), "received_on": Words("签收日", "received on"), "claimed_on": Words("报办结日", "claimed on"),
    "matter": Words("督办事项", "matter"), "proposal": Words("读出的条目", "proposal"), "clause": Words("条款", "clause"), "taken_from": Words("取自", "taken from"),
    "body": Words("机构", "body"), "words": Words("说明", "words"), "planned": Words("应达进度（%）", "progress due (%)"),
    "on_the_spot": Words("现场核查", "checked on the spot"), "plan_code": Words("方案编号", "code of the plan"), "passed": Words("通过", "passed"),
    "move": Words("办理记录", "move"), "colour": Words("牌色", "colour"), "days_late": Words("逾期天数", "days late"), "demand": Words("要求", "what is demanded"),
    "answer_by": Words("应答复日", "to be answered by"), "issued_by": Words("签发人", "issued by"), "issued_on": Words("签发日", "issued on"),
    "withdrawn_by": Words("撤回人", "withdrawn by"), "withdrawn_on": Words("撤回日", "withdrawn on"), "withdrawn_why": Words("撤回原因", "why withdrawn"),
    "card": Words("督办单", "slip"), "answered_on": Words("答复日", "answered on"),
}  # fmt: skip
MORE = {**FILED, **SCORED, **SUPERVISED}
"""Fields of filing, scoring and supervision; those that many rows share stand in `words`."""
STATE_WORDS: Mapping[str, Words] = {
    "expected": Words("未填", "not filed"), "draft": Words("草稿", "draft"), "filed": Words("已报", "handed in"), "returned": Words("退回", "returned"),
    "checked": Words("已初核", "accepted"), "verified": Words("已认定", "verified"), "open": Words("进行中", "open"), "submitted": Words("已提交", "handed in"),
    "closed": Words("已结束", "closed"), "planned": Words("未开始", "not begun"), "locked": Words("已锁定", "locked"), "final": Words("定稿", "final"),
    "made": Words("已计分", "made"), "provisional": Words("预评分", "provisional"), "queued": Words("待计分", "waiting"), "failed": Words("未能计分", "not made"),
    "sent": Words("已送审", "sent for approval"), "approved": Words("已批准", "approved"), "refused": Words("未批准", "refused"), "asked": Words("已申请", "asked for"),
    "proposed": Words("已提出", "proposed"), "accepted": Words("已同意", "accepted"), "objected": Words("有异议", "objected"), "agreed": Words("已商定", "agreed"),
    "assigned": Words("已交办", "assigned"), "received": Words("已签收", "received"), "claimed": Words("报办结", "claimed as done"), "registered": Words("已立项", "registered"),
    "number": Words("数", "a number"), "nil": Words("零报", "nil"), "pending": Words("待报", "pending"), "not_applicable": Words("不适用", "not applicable"),
    "text": Words("文字", "a text"), "truth": Words("是否", "yes or no"),
}  # fmt: skip
"""States of rows and kinds of answers."""

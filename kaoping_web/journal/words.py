"""Words for what the journal holds: deeds, kinds of rows, fields. What has none here stands as it is written there."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words

VERBS: Mapping[str, Words] = {
    "attach": Words("附上", "attached"), "date": Words("排定", "dated"), "expect": Words("列为应报", "expected"), "import": Words("导入", "imported"),
    "plan": Words("排入", "planned"), "reopen": Words("重开", "reopened"), "withdraw": Words("撤回", "withdrew"),
    "accept": Words("认定", "accepted"), "add": Words("新增", "added"), "agree": Words("商定", "agreed"), "answer": Words("答复", "answered"),
    "approve": Words("批准", "approved"), "ask": Words("提出", "asked for"), "change": Words("修改", "changed"), "clear": Words("清除", "cleared"),
    "close": Words("关闭", "closed"), "decide": Words("决定", "decided"), "disable": Words("停用", "disabled"), "draft": Words("起草", "drafted"),
    "enable": Words("启用", "enabled"), "end": Words("结束", "ended"), "extend": Words("延长", "extended"), "fail": Words("未能", "failed"),
    "file": Words("填报", "filed"), "finalise": Words("定稿", "made final"), "found": Words("设立", "founded"), "grant": Words("授予", "granted"),
    "lock": Words("锁定", "locked"), "make": Words("生成", "made"), "merge": Words("合并", "merged"), "move": Words("划转", "moved"),
    "name": Words("定名", "named"), "open": Words("开启", "opened"), "prepare": Words("准备", "prepared"), "propose": Words("提出", "proposed"),
    "release": Words("发布", "released"), "rename": Words("更名", "renamed"), "request": Words("申请", "requested"), "reset": Words("重置", "reset"),
    "return": Words("退回", "returned"), "revise": Words("修订", "revised"), "revoke": Words("收回", "revoked"), "save": Words("保存", "saved"),
    "send": Words("报送", "sent"), "set": Words("设定", "set"), "sign": Words("签署", "signed"), "split": Words("拆分", "split"),
    "submit": Words("提交", "submitted"), "take": Words("收取", "took"), "verify": Words("核对", "verified"),
}  # fmt: skip
WHOLE: Mapping[str, Words] = {
    "sign.in": Words("登录", "signed in"), "sign.out": Words("退出", "signed out"), "fail.sign_in": Words("登录失败", "failed to sign in"),
    "lock.sign_in": Words("登录锁定", "sign-in locked"), "end.sessions": Words("结束会话", "ended sessions"),
    "merge.organisation": Words("机构合并", "merged a body"), "close.organisation": Words("机构撤销", "closed a body"),
}  # fmt: skip
OBJECTS: Mapping[str, Words] = {
    "organisation": Words("机构", "a body"), "standing": Words("机构沿革", "a standing"), "figure": Words("机构数据", "a figure of a body"),
    "person": Words("人员", "a person"), "user": Words("人员", "a person"), "role": Words("岗位", "a role"), "grant": Words("岗位", "a role"),
    "password": Words("密码", "a password"), "second_factor": Words("动态码", "a second factor"), "sessions": Words("会话", "sessions"),
    "supplier": Words("数据来源", "a supplier"), "holidays": Words("节假日", "holidays"), "scheme_version": Words("方案版本", "a scheme version"),
    "scheme": Words("方案", "a scheme"), "schemeversion": Words("方案版本", "a scheme version"), "version": Words("版本", "a version"),
    "cycle": Words("周期", "a cycle"), "step": Words("日程", "a step"), "supply": Words("数据来源", "a supplier"), "target": Words("目标", "a target"),
    "targetmove": Words("目标商定记录", "a move about a target"), "filing": Words("填报表", "a filing"), "value": Words("数据", "a value"),
    "values": Words("数据", "values"), "vintage": Words("数据版次", "a vintage"), "evidence": Words("佐证", "evidence"), "review": Words("认定意见", "a review"),
    "correction": Words("更正", "a correction"), "run": Words("计分", "a run"), "checkpoint": Words("校验点", "a checkpoint"),
    "change": Words("机构变动", "a change of organisation"),
}  # fmt: skip
FIELDS: Mapping[str, Words] = {
    "after": Words("之后", "after"), "answer": Words("答复种类", "answer"), "approved_at": Words("批准时刻", "approved at"),
    "approved_by": Words("批准人", "approved by"), "asked_at": Words("提出时刻", "asked at"), "asked_by": Words("提出人", "asked by"),
    "assesses": Words("办理考评", "assesses"), "at": Words("时刻", "at"), "based_on": Words("依据的版本", "based on"), "by": Words("经办人", "by"),
    "closed_on": Words("撤销日", "closed on"), "cycle": Words("周期", "cycle"), "decided_at": Words("决定时刻", "decided at"),
    "decided_by": Words("决定人", "decided by"), "decision": Words("决定", "decision"), "digest": Words("摘要", "digest"),
    "display_name": Words("姓名", "name"), "document": Words("文件依据", "paper"), "drafted_at": Words("起草时刻", "drafted at"),
    "drafted_by": Words("起草人", "drafted by"), "due_at": Words("截止时刻", "due at"), "effective_on": Words("生效日", "in force from"),
    "ends": Words("止", "ends"), "english": Words("英文名", "name in English"), "epoch": Words("会话批次", "sessions since"), "fact": Words("指标", "fact"),
    "filed_at": Words("填报时刻", "filed at"), "filed_by": Words("填报人", "filed by"), "filing": Words("填报表", "filing"),
    "founded_on": Words("成立日", "founded on"), "granted_by": Words("授予人", "granted by"), "home": Words("所在机构", "staff of"),
    "host": Words("考评机关", "assessing body"), "into": Words("并入／拆出", "into"), "is_active": Words("在用", "active"),
    "is_number": Words("是数", "is a number"), "key": Words("编码", "key"), "kind": Words("类别", "kind"), "locked_at": Words("锁定时刻", "locked at"),
    "made_at": Words("办理时刻", "made at"), "name": Words("名称", "name"), "note": Words("说明", "note"), "number": Words("序号", "number"),
    "organisation": Words("机构", "body"), "parent": Words("上级", "body above"), "path": Words("层级", "place in the tree"), "period": Words("时期", "period"),
    "position": Words("排序", "position"), "reason": Words("原因", "reason"), "released_at": Words("发布时刻", "released at"),
    "released_by": Words("发布人", "released by"), "result": Words("结果摘要", "digest of the result"), "role": Words("岗位", "role"),
    "scheme": Words("方案", "scheme"), "scheme_version": Words("方案版本", "scheme version"), "sent_by": Words("报送人", "sent by"),
    "starts": Words("起", "from"), "state": Words("状态", "state"), "supplier": Words("数据来源", "supplier"), "text": Words("数", "figure"),
    "title": Words("名称", "name"), "until": Words("止于", "until"), "user": Words("人员", "person"), "username": Words("登录名", "name to sign in with"),
    "value": Words("数据", "value"), "verdict": Words("意见", "verdict"), "vintage": Words("版次", "vintage"),
}  # fmt: skip


def deed_words(deed: str) -> Words:
    """A deed in words, or as it is written."""
    if deed in WHOLE:
        return WHOLE[deed]
    verb, _, thing = deed.partition(".")
    said, of = VERBS.get(verb), OBJECTS.get(thing)
    return Words(said.zh + of.zh, f"{said.en} {of.en}") if said and of else Words(deed, deed)


def type_words(object_type: str) -> Words:
    """A kind of row in words, or as it is written."""
    known = OBJECTS.get(object_type.partition(".")[2])
    return Words(known.zh, known.en.removeprefix("a ")) if known else Words(object_type, object_type)


def field_words(name: str) -> Words:
    """A field in words, or as it is written."""
    return FIELDS.get(name, Words(name, name))

"""The words of headers: which column is what, in Chinese and English, as offices write them."""

from __future__ import annotations

import re

from kaoping.sheets.cells import plain_text
from kaoping.sheets.grids import Raw

_ROLES = {
    "organisation": "organisation organization organisations org entity body unit 单位 单位名称 被考核单位 考核单位 被考评单位"
    " 考核对象 考评对象 责任单位 填报单位 报送单位 组织 组织名称 机构 机构名称 部门 部门名称 地区 区县 县区 镇街 乡镇 乡镇街道 镇（街道）",
    "key": "key code id organisationkey organisationcode unitcode 编码 代码 单位编码 单位代码 机构编码 机构代码",
    "title": "title name organisationname organisationtitle fullname 名称 全称 简称",
    "kind": "kind type category 类别 类型 单位类别 单位类型 类",
    "parent": "parent parentorganisation 上级 上级单位 主管单位 隶属",
    "fact": "fact facts indicator measure metric 指标 指标名称 考核指标 指标项 数据项 事实",
    "period": "period month year quarter 期间 时期 月份 年份 年度 季度 报告期 统计期",
    "value": "value actual result score 数值 值 完成值 实际值 完成数 实际完成 完成情况 实绩 本期值 评分 打分 得分",
    "target": "target goal plan 目标值 目标 目标数 目标任务 任务数 计划值",
    "source": "source datasource 来源 数据来源 提供单位",
    "vintage": "vintage revision 版次 修订 修订次数",
    "rater": "rater judge voter 评价人 评委 测评人 投票人 打分人",
    "rater_group": "ratergroup bloc judgegroup 评价人类别 评委类别 评价主体 测评主体 投票人类别",
    "note": "note notes remark remarks comment comments 备注 说明",
    "unit": "unitofmeasure measurementunit 计量单位 数值单位",
    "serial": "no no. # serial sn 序号 序 编号 排序",
    "event": "event events item 事项 事件 加减分项 加分项 扣分项 加分事项 扣分事项 否决事项 奖惩事项",
    "on": "on date day 日期 发生日期 发生时间 时间 认定日期",
    "level": "level grade 级别 层级 等级",
    "matter": "matter subject 事由 内容 具体事项 事项内容",
    "amount": "amount points 分值 加分 扣分 分数 加减分",
    "count": "count times 次数 数量",
    "share": "share role 牵头 主次 角色 牵头或配合 牵头/配合",
    "document": "document documents evidence basis 文号 文件 依据 文件依据 佐证",
    "decided_by": "decidedby 认定单位 认定部门 认定机关",
}
ROLES = frozenset(_ROLES)
SUFFIXES = {
    "": "完成值 实际值 完成数 实际完成 完成情况 实绩 数值 actual value result",
    "target": "目标值 目标 目标数 目标任务 任务数 计划值 target goal plan",
}
TOTALS = frozenset(
    "合计 总计 小计 共计 平均 平均值 平均数 均值 全区合计 全市合计 全县合计 全区 全市 全县 最大值 最小值"
    " total totals subtotal sum average mean grandtotal max min median".split()
)
TRAILERS = re.compile(
    r"^(?:注|备注|说明|附注|填表|填报|审核|制表|统计|联系|签字|单位负责|负责人|资料来源|数据来源|来源"
    r"|notes?\b|remarks?\b|prepared by|checked by|source\b|\*|※)",
    re.I,
)
RATER_HEADER = re.compile(
    r"^(?:评委|评价人|测评人|投票人|打分人|rater|judge|voter)[:_\- ]*(?P<name>.+)$", re.I
)
ORGANISATION_SHEETS = frozenset(
    "单位 单位名单 单位名册 名册 组织 机构 考核对象 organisations organizations units".split()
)


def normal(raw: Raw) -> str:
    """A header as it is compared: ordinary letters in lower case, no spaces, no marks of obligation."""
    return re.sub(r"\s+", "", plain_text(raw)).lower().strip("*:：")


ROLE_OF = {normal(word): role for role, words in _ROLES.items() for word in words.split()}
SUFFIX_OF = {word: suffix for suffix, words in SUFFIXES.items() for word in words.split()}


def role_of(raw: Raw) -> str:
    """The role that the header names, "" where none; underscores and spaces count for nothing."""
    return ROLE_OF.get(normal(raw).replace("_", "").replace("-", ""), "")

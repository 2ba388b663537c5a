"""What is said where a change of organisation cannot be made: what, and how to mend it."""

from __future__ import annotations

from kaoping.errors import Problem, Words

SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "body-not-yours": (
        "这个机构不在您的管理范围内。",
        "this body is not within what you administer.",
        "请上级考核办办理。",
        "ask the assessment office of the level above.",
    ),
    "change-document": (
        "没有写文件依据。",
        "no document is named.",
        "写文号或文件名称。",
        "give the number or title of the paper.",
    ),
    "body-key": (
        "编码“{0}”不合写法。",
        "the key “{0}” is not well written.",
        "用字母、数字、下划线、点或连字符，1–80 个，以字母或数字开头。",
        "use 1 to 80 letters, digits, underscores, dots or hyphens, a letter or digit first.",
    ),
    "body-key-taken": (
        "编码“{0}”已被使用。编码用过不再用于别的机构。",
        "the key “{0}” is in use; a key once used never means another body.",
        "另取一个编码。",
        "choose another key.",
    ),
    "body-title": ("名称是空的。", "the name is empty.", "填全称。", "enter the full name."),
    "body-kind": (
        "类别“{0}”不合写法。",
        "the kind “{0}” is not well written.",
        "例如 town、department、village。",
        "for example town, department, village.",
    ),
    "body-title-taken": (
        "{1}，同一机构下面已有“{0}”。",
        "on {1} there is already a “{0}” under the same body.",
        "改名，或核对是不是同一个机构。",
        "choose another name, or see whether it is the same body.",
    ),
    "change-before-founding": (
        "{0} 时它还没有成立（{1} 成立）。",
        "on {0} it does not exist yet (founded on {1}).",
        "日期改到成立当日或以后。",
        "choose its first day or later.",
    ),
    "change-after-closing": (
        "{0} 时它已经撤销（{1} 撤销）。",
        "on {0} it is closed (since {1}).",
        "日期改到撤销之前。",
        "choose a day before its closing.",
    ),
    "change-nothing": (
        "与当日已有的情况相同，没有变动。",
        "nothing would change: so it stands on that day already.",
        "核对日期和内容。",
        "check the day and what you entered.",
    ),
    "change-same-day": (
        "{0} 已经登记过名称。",
        "a name is already recorded for {0}.",
        "确属更正的，写明原因再提交。",
        "if this mends it, give the reason and send it again.",
    ),
    "parent-not-yet": (
        "上级“{0}”在 {1} 还没有成立。",
        "“{0}”, the body above, does not exist yet on {1}.",
        "改日期，或另选上级。",
        "choose another day or another body above.",
    ),
    "parent-closed": (
        "上级“{0}”在 {1} 已经撤销。",
        "“{0}”, the body above, is closed on {1}.",
        "改日期，或另选上级。",
        "choose another day or another body above.",
    ),
    "closing-first-day": (
        "撤销日必须在成立日（{0}）之后。",
        "it can be closed only after its first day ({0}).",
        "改日期。",
        "choose a later day.",
    ),
    "closing-later-change": (
        "{0} 起还有已登记的变动，撤销日不能早于它。",
        "a change is recorded from {0} on; it cannot be closed before.",
        "把撤销日改到那以后。",
        "choose a day after that one.",
    ),
    "closing-children": (
        "{1} 时它下面还有 {0} 个机构：{2}。",
        "on {1} there are still {0} bodies below it: {2}.",
        "先把它们划转或撤销，或改办合并。",
        "move or close them first, or merge it into another body.",
    ),
    "merge-self": (
        "不能并入自己。",
        "it cannot be merged into itself.",
        "另选并入的机构。",
        "choose another body.",
    ),
    "split-parts": (
        "没有写拆出的机构。",
        "no new body is named.",
        "至少写一个；拆完即撤销的，至少写两个。",
        "name at least one; at least two where the old one is closed.",
    ),
    "split-keys": (
        "拆出的机构编码有重复。",
        "two of the new bodies have one key.",
        "逐个取不同的编码。",
        "give each its own key.",
    ),
    "split-top": ("最上一级机构不能拆分。", "the body at the top cannot be split.", "", ""),
    "tree-circle": (
        "“{0}”会成为自己的下级（{2} 起在“{1}”之下）。",
        "“{0}” would be below itself (under “{1}” from {2}).",
        "另选上级，或先把那个机构移出来。",
        "choose another body above, or move that one out first.",
    ),
    "tree-gap": (
        "{2} 起“{1}”不存在，“{0}”届时没有上级。",
        "from {2} on “{1}” does not exist, and “{0}” would have nothing above it.",
        "改日期，或另选上级。",
        "choose another day or another body above.",
    ),
    "figure-name": (
        "指标名“{0}”不合写法。",
        "the name “{0}” is not well written.",
        "用字母、数字、下划线或汉字，不以数字开头。",
        "use letters, digits and underscores, no digit first.",
    ),
    "figure-empty": ("没有填数。", "no figure is given.", "填数，或写文字。", "enter a number or words."),
    "figure-same": (
        "{0} 起已经是这个数。",
        "so it stands already from {0} on.",
        "核对日期和数。",
        "check the day and the figure.",
    ),
    "figure-same-day": (
        "{0} 已经登记过这一项。",
        "this is already recorded for {0}.",
        "确属更正的，写明原因再提交。",
        "if this mends it, give the reason and send it again.",
    ),
}


def told(code: str, *given: object) -> Problem:
    """The problem of that code."""
    zh, en, mend_zh, mend_en = SENTENCES[code]
    return Problem(code, Words(zh.format(*given), en.format(*given)), Words(mend_zh, mend_en))

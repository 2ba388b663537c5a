"""Lines of a web or newspaper page that are not the paper: tool bars, shares, staff, captions, advertisements.

Each kind has its own pattern, anchored to the whole line, so that a sentence that merely mentions 打印 stays.
"""

from __future__ import annotations

import re

from kaoping.intake.rows import is_header, names_places

_PUBLISHED = re.compile(
    r"(?:发布|发稿|更新|成文|发文|信息)?(?:时间|日期)\s*[:：]\s*(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
)
_BARE_DATE = re.compile(
    r"^(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)"
)
_WITH_DAY = re.compile(
    r"^(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})日?\s+(?:星期|周|[\u4e00-\u9fff]{2,6}\s*[:：])"
)
_STAMPED = re.compile(r"\s(\d{4})-(\d{2})-(\d{2})(?:\s\d{1,2}:\d{2}|[)）]$)")
_SOURCE = re.compile(
    r"(?:信息来源|稿件来源|文章来源|来源|稿源|信源|来自|发布部门|发布单位|发布机构|供稿单位)\s*[:：]\s*([^\s|｜丨<>，,。]{2,20})"
)
_MASTHEAD_DATE = re.compile(
    r"星期|周[一二三四五六日]|日\s+(?:责任编辑|责编|编辑|主编|美编|视觉|版式|校对|组版|第|总第|农历|[A-Z]?\d{1,2}版)"
)
_PAPER = re.compile(
    r"(?:^(?:[A-Z]?\d{1,2}\s*版?\s*)?|[\s\u3000])([\u4e00-\u9fff]{2,8}(?:日报|晚报|时报|晨报|早报|都市报|商报|新报|周报|报))(?=[\s\u3000·]|$)"
)
# 2026-02-26 07:45　临汐融媒　发表于本区: whose page it is stands after the hour, or before the date.
_OUTLET = r"([\u4e00-\u9fff]{2,8}(?:发布|融媒(?:体中心)?|日报|晚报|新闻网|政务|在线))(?![\u4e00-\u9fff])"
_BY_OUTLET = re.compile(
    rf"\d{{1,2}}:\d{{2}}\s+{_OUTLET}|(?:^|\s){_OUTLET}\s+\d{{4}}-\d{{2}}-\d{{2}}|^[(（]([\u4e00-\u9fff]{{2,12}})\s\d{{4}}-\d{{2}}-\d{{2}}[)）]$"
)
_LABEL = (
    r"(?:发布时间|发布日期|更新时间|发稿时间|日期|信息来源|稿件来源|文章来源|来源|稿源|浏览(?:次数|量)?|点击(?:次数|量|数)?|"
    r"阅读(?:次数|量|数)?|访问(?:次数|量)?|作者|发布人|发布机构|发布单位|发布部门|发稿单位|供稿单位|撰稿|点击数|阅读数|浏览数|访问数|信息分类|主题分类|分类|索引号|公开方式|公开范围|公开时限|"
    r"文号|发文字号|有效性|关键词|字体|字号|字体大小|保护视力色|点赞|评论)"
)
# A kind that may stand after other words first asks for one letter of its own within reach: most lines hold none.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pubinfo", re.compile(rf"^[【\[(（]?\s*{_LABEL}\s*[:：].{{0,120}}$")),
    ("pubinfo", re.compile(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s.{0,60})?$")),
    ("pubinfo", re.compile(r"^(?:浏览|点击|阅读|访问)(?:量|次数|数)?\s*[:：]?\s*\d+\s*次?$")),
    ("toolbar", re.compile(r"^(?:字号|字体|打印|关闭|收藏|返回|顶部|打印本页|关闭窗口|打印此页|我要纠错|下载|繁體|繁体|简体|English"
                           r"|无障碍(?:阅读|浏览)?|长者(?:模式|版|助手)|关怀版|智能问答|登录|注册|搜索|邮箱|移动版|手机版|APP下载|大\s*中\s*小"
                           r"|\[?\s*大\s*\]?\s*\[?\s*中\s*\]?\s*\[?\s*小\s*\]?|A[-+]|T[-+]|放大|缩小|默认|听全文|朗读|语音播报|分享|转发|点赞|在看"
                           r"|分享到.{0,40}|返回(?:顶部|首页|列表|上一页)|回到顶部|评论|首页|目录|更多|更多>>|展开|收起)\s*[:：】\]]?$")),
    ("toolbar", re.compile(r"^[【\[]?(?:字号|字体)\s*[:：]?\s*(?:[\[【(]?(?:特?大|中|小|默认|A[+-]?)[\]】)]?\s*){1,5}.{0,20}$")),
    ("toolbar", re.compile(r"^(?:[【\[](?:打印|关闭|收藏|返回|纠错|下载|大|中|小|字体|字号)[^】\]]{0,8}[】\]]\s*){1,8}$")),
    ("toolbar", re.compile(r"^(?:[【\[]?(?:打印本页|打印此页|打印|关闭窗口|关闭本页|关闭|收藏本页|收藏|返回顶部|返回|分享|纠错|字号|字体|大|中|小)[】\]]?[\s|｜/]*){2,8}(?:分享到.{0,20})?$")),
    ("share", re.compile(r"^(?=.{0,12}[扫长识微打点关官客手Q新朋]).{0,12}(?:扫一扫|扫码|扫描二维码|长按(?:识别)?二维码|识别二维码|微信扫|打开微信|点击上方|点击下方|关注我们"
                         r"|关注公众号|微信公众号|官方微信|官方微博|客户端下载|手机打开当前页|手机看|QQ空间|新浪微博|朋友圈).{0,24}$")),
    ("pubinfo", re.compile(r"^时间\s*[:：]\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?|\s{1,8}(?:来源|"
        r"作者|浏览|点击|编辑))(?:[\s:：].{0,80})?$")),
    ("masthead", re.compile(r"^(?:[\u4e00-\u9fff]{2,10}\s+)?\d{4}年\d{1,2}月\d{1,2}日\s*星期[一二三四五六日天].{0,40}$")),
    ("masthead", re.compile(r"^(?:[A-Z]?\d{1,2}\s*版?\s{0,3})?[\u4e00-\u9fff·•]{0,12}\s+\d{4}年\d{1,2}月\d{1,2}日\s+"
        r"(?:责任编辑|责编|编辑|主编|美编|视觉|版式|校对|组版|第|总第|农历|[A-Z]?\d{1,2}版).{0,50}$")),
    ("masthead", re.compile(r"^(?=[^。]{10,70}$)(?=[^年]{0,24}\d{4}年\d{1,2}月\d{1,2}日)(?=.*(?:星期|周[一二三四五六日]|责任编辑|责编|编辑|版式|美编|校对))"
        r"(?=.*(?:版|报|编辑|责编))[^,，:：]*$")),
    ("masthead", re.compile(r"^(?:[\u4e00-\u9fff]{2,12}\s+)?(?:总?第\s*\d{1,5}\s*期\s+)?\d{4}年\d{1,2}月\d{1,2}日\s+(?:总?第\s*\d{1,5}\s*期\s+)?(?:星期|周)[一二三四五六日天](?:\s.{0,40})?$")),
    ("masthead", re.compile(r"^(?:[\u4e00-\u9fff]{2,12}[\s·]+)?第\s*[A-Z]?\d{1,2}\s*版\s*[:：].{0,40}$")),
    ("pubinfo", re.compile(rf"^\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s+(?:(?:星期|周)[一二三四五六日天]\s*)?{_LABEL}\s*[:：].{{0,80}}$")),
    ("masthead", re.compile(r"^(?:[A-Z]?\d{1,2}\s*版?\s*)?[\u4e00-\u9fff]{2,6}(?:日报|晚报|时报|晨报|早报|都市报|商报|新报)(?:社)?$")),
    ("masthead", re.compile(r"^[A-Z]?\d{1,2}\s*版?\s*[\u4e00-\u9fff]{0,4}(?:新闻|要闻|时政|综合|专版|副刊|理论)$")),
    ("crumbs", re.compile(r"^(?:您?(?:当前|现在)?(?:所在)?(?:的)?位置(?:是)?|当前栏目|所在位置)\s*[:：].{0,120}$")),
    ("crumbs", re.compile(r"^(?:>>|»|›)\s*[^。，]{1,30}(?:\s*(?:>>|»|›|>)\s*[^>»›。，]{1,40}){0,8}$")),
    ("crumbs", re.compile(r"^[\u4e00-\u9fff]{2,14}网\s*(?:>>|»|›|>)\s*[^>»›。，]{1,30}(?:\s*(?:>>|»|›|>)\s*[^>»›。，]{1,40}){0,8}$")),
    ("caption", re.compile(r"^[△▲↑▼◀]\s*[^。]{2,40}(?:现场|供图|合影|画面)[^。]{0,16}[)）]?。?$")),
    ("pubinfo", re.compile(r"^[\u4e00-\u9fff]{2,14}\s+\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:阅读|浏览|点击|访问)(?:量|次数|数)?\s*[:：]?\s*[\d,，]+$")),
    ("crumbs", re.compile(r"^(?:首页|网站首页|主页)(?:\s*(?:&gt;|[>»›〉》＞→\-/／|｜·]+)\s*[^>&»›〉》＞→。，]{1,30}){1,8}$")),
    ("navigation", re.compile(r"^(?:上一篇|下一篇|上一条|下一条|上一版|下一版|相关(?:阅读|新闻|链接|文章|稿件|文件|解读|报道)|推荐阅读|热点(?:推荐|新闻)|新闻推荐|延伸阅读"
                              r"|热门(?:推荐|文章|新闻)|新闻链接|更多(?:阅读|新闻)|猜你喜欢|往期(?:回顾|推荐)|精彩推荐|阅读原文|原文链接|网站地图|友情链接"
                              r"|第\s*\d+\s*版.{0,20}|版面(?:导航|概览|目录)|标题导航)(?:\s*[:：].{0,80})?$")),
    ("navigation", re.compile(r"^[【\[](?:相关(?:阅读|新闻|链接|文章|稿件|报道)|推荐阅读|延伸阅读|往期(?:回顾|推荐)|更多(?:阅读|新闻)|精彩推荐)[】\]].{0,120}$")),
    ("navigation", re.compile(r"^[(（【\[]?(?:更多(?:报道|内容|新闻)|相关报道(?:[:：]|详?见)|(?:紧接|下转|上接|转|详见)第?\s*[A-Z]?\d{1,2}\s*版|全文见)[^。]{0,24}[)）】\]]?$")),
    ("navigation", re.compile(r"^(?:[\u4e00-\u9fff]{2,6}\s*[|｜丨]\s*){3,}[\u4e00-\u9fff]{2,6}$")),
    ("staff", re.compile(r"^[(（【\[]?\s*(?:责任编辑|责编|编辑|编审|审核|美编|校对|校审|初审|复审|终审|监制|总监制|值班(?:编辑|编委|主任|总编)|统筹|策划"
                         r"|记者|通讯员|摄影|摄像|视频|供稿|来稿|美编|制图|制作|版式|作者|文|图|文/图|图文|录入|投稿|总编辑?|主编"
                         r"|一审|二审|三审|签发)(?:\s*[:：|｜丨/／].{0,40}|\s[\u4e00-\u9fff]{2,4}(?:\s+(?:责编|编辑|美编|版式|校对|审核|签审|审签|监审|终审|复审|签发)\s[\u4e00-\u9fff]{2,4}){1,4})$")),
    ("pubinfo", re.compile(r"^(?:原创\s)?(?:[\u4e00-\u9fffA-Za-z]{2,12}\s+){1,3}\d{4}-\d{2}-\d{2}(?:\s\d{1,2}:\d{2})?(?:\s(?:发表于|发布于)?\s?[\u4e00-\u9fff]{2,6})?$")),
    ("navigation", re.compile(r"^首页(?:[\s\u3000]+[\u4e00-\u9fff]{2,6}){2,10}$")),
    ("pubinfo", re.compile(r"^[(（][\u4e00-\u9fff]{2,12}\s+\d{4}-\d{2}-\d{2}[)）]$")),
    ("share", re.compile(r"^分享(?:至|到)\s*[:：].{0,40}$")),
    ("share", re.compile(r"^.{0,16}点(?:个|亮|一?下)?[“\"「]?(?:在看|赞|分享|收藏|小心心).{0,12}$")),
    ("caption", re.compile(r"^[▲△▼↑◀►▶]?\s*(?:图为|上图|下图|左图|右图|图[①②③④⑤\d一二三四五]{1,2}\s*[:：为]).{0,100}$")),
    ("caption", re.compile(r"^(?=[^摄]*摄).{0,100}(?:记者|通讯员|本报)?\s*[\u4e00-\u9fff]{2,4}\s*[/／]?摄(?:影)?\s*[)）]?。?$")),
    ("caption", re.compile(r"^[▲△▼↑◀]?\s*(?:资料(?:图片?|照片)|(?:配|插|题|组)图|新闻图片)\s*[:：|｜].{2,100}$")),
    ("caption", re.compile(r"^[(（【\[]\s*(?:资料图(?:片)?|图片|图|视频|点击(?:播放|查看)[^)）】\]]{0,12})\s*[)）】\]]$")),
    ("advert", re.compile(r"^(?:[【\[]?(?:遗失(?:声明|启事)?|挂失(?:声明)?|声明|注销公告|减资公告|寻[人物]启事)[】\]]?)\s*[:：\s].{4,140}(?:作废|遗失|注销|为准|联系|酬谢)[^。]{0,16}。?$")),
    ("advert", re.compile(r"^(?:[【\[(（]?\s*广告\s*[】\])）]?|(?:分类(?:广告|信息)|招聘|招租|转让|求购|出租|出售|启事)[\s\u3000].{2,120}|广告位.{0,20}|赞助(?:商|内容).{0,20}|推广.{0,10}"
                          r"|(?=.{0,40}[招订新投咨广加免限立点一]).{0,40}(?:招商热线|订购热线|订阅热线|新闻热线|投稿邮箱|咨询热线|广告热线|加微信|免费领取|限时优惠|"
                              r"立即购买|点击领取|一站式办理).{0,60})$")),
    ("copyright", re.compile(r"^(?:版权所有|Copyright|©|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|技术支持\s*[:：]|网站标识码|ICP备|.{0,20}ICP备"
                             r"|.{0,8}公网安备|备案号|建议使用.{0,30}浏览器|免责声明|版权声明|凡本网|声明[:：]|未经(?:本网)?(?:允许|"
                                 r"授权)|本网(?:站)?(?:所有)?(?:自采|原创)).{0,150}$", re.IGNORECASE)),
    ("copyright", re.compile(r"^(?=[^。]{6,150}$)(?=.*[网公I许举]).*(?:网站标识码|公网安备|ICP备|许可证(?:号|编号)?\s*[:：]?\s*\d|举报(?:电话|邮箱)\s*[:：]).*$")),
    ("note", re.compile(r"^[(（]\s*注\s*[:：][^()（）]{4,60}[)）]$")),
    ("page", re.compile(r"^(?:[-—–─]{1,3}\s*\d{1,4}\s*[-—–─]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
                        r"|\d{1,4}\s*/\s*\d{1,4}|Page\s*\d{1,4}.{0,12}|[·•]\s*\d{1,3}\s*[·•])$")),
    ("page", re.compile(r"^(?:№|No\.?|份\s*号\s*[:：]?)\s*\d{3,9}$")),
    ("navigation", re.compile(r"^[(（](?:更多|详细|相关)?(?:报道|内容|全文)?(?:详见|转|下转|上接|见)(?:第\s*\d+\s*版[、和及]?){1,4}[)）]$")),
    ("rule", re.compile(r"^[-—–─=_*·•~～#☆★◆◇■□\s]{3,}$")),
    ("preview", re.compile(r"^(?=.{0,30}[预剩还下登开购查阅展点未试仅此内]).{0,30}(?:预览(?:已)?结束|剩余(?:内容|部分|\d+%)|还剩\d{1,4}页|(?:下载|登录|开通会员|购买)后?(?:可)?(?:查看|阅读|继续)"
                           r"|查看(?:全文|更多|完整)|阅读全文|展开(?:全文|阅读)|点击(?:展开|查看|阅读)|未完待续|试读(?:已)?结束|仅供预览"
                           r"|此处省略|内容来自).{0,30}$")),
)  # fmt: skip
# All of them as one, the first that fits named: two dozen calls for a line are one. The sign of a line's beginning is
# left off and the name stands behind, so that a branch opens with its own letter and is left at once by most lines.
_ANY_KIND = re.compile(
    "|".join(
        f"{'(?i:' if p.flags & re.IGNORECASE else '(?:'}{p.pattern.removeprefix('^')})(?P<k{place}>)"
        for place, (_, p) in enumerate(_KINDS)
    )
)
# Every branch opens with a plain character, so that the search may skip to one; the rest stands apart.
_CUE = re.compile(
    r":|：|〉|＞|→|\||｜|丨|>|»|›|©|打印|关闭|收藏|返回|字号|扫|微信|微博|公众号|二维码|客户端|手机|上一|下一|相关|推荐|热门|往期|猜你|首页|位置"
    r"|栏目|编辑|审核|图|摄|广告|赞助|推广|热线|领取|优惠|版权|凡本网|声明|未经|本网|版面|备案|ICP|Copyright|第|预览|剩余|还剩|查看"
    r"|阅读|未完|试读|省略|展开|收起|分享|转发|点赞|在看|评论|登录|注册|搜索|邮箱|目录|更多|无障碍|长者|关怀|智能|繁|简体|English|APP"
    r"|点击|浏览|访问|№|No|许可证|举报|注|年|招|转让|求购|出租|出售|启事|放大|缩小|默认|星期|日报|晚报|时报|晨报|早报|都市报|商报|新报|朗读|听全文|语音|下载|Page|内容来自|视频|顶部"
    r"|A-|A\+|T-|T\+|-|—|–|─|·|•|/"
)
_ODD_ENDS = frozenset("闻政合版刊论")
_SIZES, _NO_WORD = re.compile(r"大\s*中\s*小"), re.compile(r"[\W\d_]+$")
_LONGEST = 160


def furniture_kind(line: str) -> str:
    """The kind of furniture a stripped line is, or an empty string for the paper's own words."""
    if (
        len(line) > _LONGEST
        or (len(line) > 60 and line[-1] == "。" and "摄" not in line)
        or not (_CUE.search(line) or _is_odd(line))
    ):
        return ""
    found = _ANY_KIND.match(line)
    kind = _KINDS[int((found.lastgroup or "")[1:])][0] if found else ""
    return (
        ""
        if _is_prose(kind, line) or (kind == "navigation" and (is_header(line) or names_places(line)))
        else kind
    )


_LINKS_HEAD = re.compile(r"[^:：]{2,6}[:：]?$")
_LINK = re.compile(r"[·•●○▪■◆◇►▶>»\-－★☆]\s*[^。]{4,70}$")


def heads_links(line: str) -> bool:
    """Whether a line of navigation stands alone above its links: 相关链接:."""
    return _LINKS_HEAD.match(line) is not None


def is_link(line: str) -> bool:
    """Whether a line beneath such a heading is one of its links: · 一图读懂…."""
    return _LINK.match(line) is not None


def _is_odd(line: str) -> bool:
    """Whether a line without any of those words may be furniture: it ends like a masthead, or holds no word at all."""
    return (
        line[-1] in _ODD_ENDS
        or ("大" in line and _SIZES.search(line) is not None)
        or _NO_WORD.match(line) is not None
    )


def _is_prose(kind: str, line: str) -> bool:
    """Whether a line that fits a loose pattern is a sentence of the paper after all."""
    if kind in ("caption", "advert", "share", "preview"):
        return line.count("。") > 1 or (len(line) > 70 and line.endswith("。") and "摄" not in line[-6:])
    if kind == "pubinfo":
        return line.startswith(("时间", "日期", "作者", "分类", "文号")) and line.endswith("。")
    return False


def publication(line: str) -> tuple[str, str]:
    """The publication date (ISO) and the source a furniture line names; empty where it names none."""
    dated = _PUBLISHED.search(line) or _BARE_DATE.search(line) or _STAMPED.search(line)
    dated = dated or _WITH_DAY.search(line)
    source = _SOURCE.search(line)
    if not dated and _MASTHEAD_DATE.search(line):
        dated = re.search(r"(\d{4})年(\d{1,2})月(\d{1,2})日", line)
    named = (_PAPER.search(line) or _BY_OUTLET.search(line)) if dated and not source else None
    if named:
        source = named
    date = f"{int(dated[1]):04d}-{int(dated[2]):02d}-{int(dated[3]):02d}" if dated else ""
    return date, next(filter(None, source.groups()), "") if source else ""

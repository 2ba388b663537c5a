"""Honours, criticism, supervision cards and vetoes of the year, each with its document; and special marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from demo.draws import Draws
from demo.figures import YEAR, filed
from demo.organisations import Body
from kaoping.tables import Filed, Happening

# body, event, month, day, level, matter, document, share
WRITTEN = """
bincheng|honours|4|18|provincial|省级美丽城镇示范|省建发〔2026〕17号|lead
bincheng|honours|2|26|city|市级美丽城镇示范|市建发〔2026〕5号|lead
bincheng|pilots|9|9|provincial|基层一表通试点|省数发〔2026〕31号|
lanqiao|honours|6|5|city|无废街道|市环发〔2026〕22号|lead
lanqiao|honours|11|12|city|楼宇服务创新|市商发〔2026〕40号|lead
lanqiao|honours|11|30|city|示范党群服务中心|市组发〔2026〕38号|lead
shuyuan|honours|5|20|provincial|书香城区|省文旅发〔2026〕26号|co
wanglan|honours|8|14|city|平安示范街道|市平安办〔2026〕9号|lead
shazhou|honours|10|22|provincial|盘活低效用地试点先进|省资规发〔2026〕52号|lead
shazhou|pilots|7|3|city|沿江产业带做法推广|市政办发〔2026〕30号|
anping|honours|12|2|city|高标准农田建设先进|市农发〔2026〕61号|lead
zhuwu|pilots|5|28|city|竹林碳汇做法推广|市林发〔2026〕18号|
data_bureau|honours|9|9|provincial|基层一表通试点|省数发〔2026〕31号|lead
development_reform|honours|3|30|provincial|投资工作先进|省发改发〔2026〕14号|lead
market|honours|6|25|national|公平竞争审查示范|国市监发〔2026〕44号|co
agriculture|honours|12|2|city|高标准农田建设先进|市农发〔2026〕61号|co
water_supply|honours|10|16|city|节水标杆|市水发〔2026〕27号|lead
dongpu|criticism|7|21|city|污水管网整改滞后|市督办〔2026〕12号|
dongpu|criticism|5|11|district|消防设施改造滞后|云督〔2026〕19号|
shuyuan|criticism|9|17|district|涉企检查过频|云督〔2026〕41号|
nanzha|criticism|10|9|district|普惠托位进度滞后|云督〔2026〕47号|
shazhou|criticism|3|24|district|同一发票两处佐证|云督〔2026〕11号|
housing|criticism|7|21|city|污水管网整改滞后|市督办〔2026〕12号|
urban_management|criticism|8|6|district|占道施工投诉处置不力|云督〔2026〕36号|
songdun|yellow_card|9|15||澜河北岸污水管网补建|云督办〔2026〕27号|
songdun|red_card|10|30||澜河北岸污水管网补建|云督办〔2026〕27号|
qingya|yellow_card|9|15||澜东排涝泵站改造|云督办〔2026〕31号|
qingya|red_card|11|4||澜东排涝泵站改造|云督办〔2026〕31号|
dongpu|yellow_card|10|26||老旧小区加装消防设施|云督办〔2026〕35号|
shideng|yellow_card|10|31||企业历史用地问题清零|云督办〔2026〕40号|
hebu|yellow_card|11|20||高标准农田机耕路|云督办〔2026〕44号|
nanzha|yellow_card|11|20||普惠托位新增|云督办〔2026〕46号|
yunxiu|yellow_card|11|25||农村公路危桥改造|云督办〔2026〕47号|
housing|yellow_card|9|15||澜河北岸污水管网补建|云督办〔2026〕27号|
housing|yellow_card|10|26||老旧小区加装消防设施|云督办〔2026〕35号|
housing|yellow_card|12|8||书院片区停车泊位|云督办〔2026〕57号|
water|yellow_card|9|15||澜东排涝泵站改造|云督办〔2026〕31号|
natural_resources|yellow_card|10|31||企业历史用地问题清零|云督办〔2026〕40号|
"""
DECIDED = """
shuyuan|major_accident|8|3|书院片区工地较大生产安全责任事故|云委〔2026〕33号|区委常委会
environment_services|pollution|6|19|渗滤液外排责任事件|云委〔2026〕28号|区委常委会
qingya|false_figures|11|27|虚报入库项目投资|云委〔2026〕46号|区委常委会
"""


def happenings() -> Iterator[Happening]:
    """Everything that happened; the story of the year is written, not drawn."""
    for line in WRITTEN.strip().splitlines():
        body, event, month, day, level, matter, document, share = line.split("|")
        on = date(YEAR, int(month), int(day))
        yield Happening(body, event, on, None, level, matter, share=share, document=document)
    for line in DECIDED.strip().splitlines():
        body, event, month, day, matter, document, decided_by = line.split("|")
        on = date(YEAR, int(month), int(day))
        yield Happening(body, event, on, None, "", matter, document=document, decided_by=decided_by)


def special_marks(draws: Draws, everybody: tuple[Body, ...]) -> Iterator[Filed]:
    """What lead departments give or take for special work, within half a point either way."""
    for body in everybody:
        if body.track in ("townships", "departments"):
            drawn = draws.between(0, 99, body.key, "special")
            mark = 30 if drawn < 20 + body.strength // 20 else (-30 if drawn >= 84 else 0)
            yield filed(body.key, "special_mark", mark, 2)

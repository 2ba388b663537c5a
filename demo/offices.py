"""Departments and enterprises of the district: generic offices, invented firms, no persons."""

from __future__ import annotations

# key, title, English, then letters: s supplies data, p serves the public, n founded in 2026
DEPARTMENTS = """
party_office|区委办|Party Committee Office|s
congress_office|区人大办|People's Congress Office|
government_office|区政府办|Government Office|s
cppcc_office|区政协办|Consultative Conference Office|
discipline|区纪委监委|Discipline Commission|
organisation|区委组织部|Organisation Department|s
publicity|区委宣传部|Publicity Department|p
united_front|区委统战部|United Front Department|
politics_law|区委政法委|Political and Legal Commission|p
social_work|区委社工部|Social Work Department|sp
establishment|区委编办|Establishment Office|
inspection|区委巡察办|Inspection Office|s
supervision|区委区政府督查室|Supervision Office|s
assessment_office|区考核办|Assessment Office|s
research_office|区委政研室|Policy Research Office|
party_school|区委党校|Party School|
archives|区档案馆|Archives|p
media_centre|区融媒体中心|Media Centre|p
union|区总工会|Trade Union Federation|p
youth|团区委|Youth League Committee|p
women|区妇联|Women's Federation|p
science_assoc|区科协|Association for Science|p
commerce_fed|区工商联|Federation of Industry and Commerce|p
disabled|区残联|Disabled Persons' Federation|p
red_cross|区红十字会|Red Cross|p
development_reform|区发改局|Development and Reform Bureau|sp
industry_it|区经信局|Industry and IT Bureau|sp
education|区教育局|Education Bureau|p
science|区科技局|Science Bureau|sp
civil|区民政局|Civil Affairs Bureau|sp
justice|区司法局|Justice Bureau|p
finance|区财政局|Finance Bureau|sp
human_resources|区人社局|Human Resources Bureau|p
natural_resources|区资规局|Natural Resources Bureau|sp
ecology|区生态环境局|Ecology Bureau|sp
housing|区住建局|Housing and Construction Bureau|sp
transport|区交通局|Transport Bureau|p
water|区水利局|Water Bureau|sp
agriculture|区农业农村局|Agriculture Bureau|sp
commerce|区商务局|Commerce Bureau|sp
culture_tourism|区文旅局|Culture and Tourism Bureau|sp
health|区卫健局|Health Bureau|sp
veterans|区退役军人局|Veterans Bureau|p
emergency|区应急局|Emergency Bureau|sp
audit|区审计局|Audit Bureau|
state_assets|区国资办|State Assets Office|s
market|区市监局|Market Regulation Bureau|sp
statistics|区统计局|Statistics Bureau|s
medical_insurance|区医保局|Medical Insurance Bureau|p
data_bureau|区数据局|Data Bureau|spn
business_office|区营商办|Business Environment Office|sp
urban_management|区城管局|Urban Management Bureau|p
tax|区税务局|Tax Bureau|sp
fire|区消防大队|Fire Brigade|sp
weather|区气象局|Weather Bureau|p
affairs|区机关事务中心|Government Affairs Centre|
investment_promotion|区投促中心|Investment Promotion Centre|sp
service_centre|区政务服务中心|Government Service Centre|p
supply_coop|区供销社|Supply and Marketing Cooperative|p
land_reserve|区土储中心|Land Reserve Centre|p
"""

# key, title, English, target of profit in 万元 (negative: a permitted loss), size coefficient
ENTERPRISES = """
urban_investment|云澜城投|Yunlan Urban Investment|18600|1.08
farm_development|云澜农发|Yunlan Farm Development|2400|1.02
water_supply|云澜水务|Yunlan Water|5200|1.05
public_transport|云澜公交|Yunlan Buses|-3200|1
tourism_group|云澜文旅|Yunlan Tourism|1800|1.01
state_capital|云澜国投|Yunlan State Capital|9800|1.06
logistics|澜东物流|Landong Logistics|3100|1.03
park_operation|云澜园区运营|Yunlan Park Operation|4300|1.03
environment_services|云澜环服|Yunlan Environmental Services|1500|1.01
heritage|云澜粮储|Yunlan Grain Reserve|900|1
"""


def table(text: str) -> list[list[str]]:
    """The rows of a table written with bars."""
    return [line.split("|") for line in text.strip().splitlines()]

"""What the journey must come to, reckoned by hand before the site was asked.

Working days of early 2026 (notice of the State Council's office): Saturday 14 February and Saturday 28 February are worked,
15 to 23 February is the Spring Festival.
"""

from __future__ import annotations

# Deciding the paper: by the key of a proposal, what is pressed for it.
ACCEPT, REJECT, SPLIT, EDIT, MERGE = "a", "x", "s", "e", "m"
DECISIONS: dict[str, str] = {
    "t01": ACCEPT, "q01": ACCEPT,  # 村级充电桩 100 个
    "t02": SPLIT, "t02.1": ACCEPT, "t02.2": ACCEPT, "q02": ACCEPT,  # two orders in one line; the figure goes with the second
    "t03": ACCEPT, "t04": ACCEPT, "q03": ACCEPT,
    "t05": REJECT,  # “紧盯全年目标”: no task
    "t06": EDIT, "q04": ACCEPT, "t07": EDIT, "q05": ACCEPT, "t08": EDIT,
    "t09": EDIT, "q06": ACCEPT, "t10": ACCEPT, "q07": ACCEPT, "t11": ACCEPT, "q08": ACCEPT, "q09": ACCEPT,  # a body, a task
    "t12": ACCEPT, "t13": REJECT, "t14": MERGE,  # said twice: the same as t02.1
}  # fmt: skip
OWNERS = {"t06": "区发改局", "t07": "区财政局", "t08": "区统计局", "t09": "翠云镇"}
PROPOSALS = 23  # 14 tasks and 9 figures, before one of the tasks is split into 2
MATTERS = 12  # 14 tasks − 2 rejected − 1 merged − 1 split + 2 pieces

# Receipt within 3 working days of Thursday 8 January: 9, 12, 13 January.
RECEIVE_BY = "2026年1月13日"
# On 10 February: working days to 13 February are the 11th, 12th and 13th.
LEFT = 3
# A straight line from 8 January to 31 March is 82 days, to 20 March 71; on 10 February 33 of them are over:
# 33/82 = 40.24… %, 33/71 = 46.47… %. The curve of the sewers says 50 % on that day.
SEWERS, LAND, WORKSHOP = "50%", "40.2%", "46.5%"
# Answers within 5 working days of 10 February: 11, 12, 13, 14 (a Saturday worked), 24.
FIRST_TERM = "2026年2月24日"
# The pumping station was due on 13 February. On 26 February 13 days are over; worked are the 14th, 24th, 25th and 26th.
DAYS_LATE = 4
# The slip on the land lay unanswered past 24 February: 25 and 26.
ANSWER_LATE = 2
# Answers within 5 working days of 26 February: 27, 28 (a Saturday worked), 2, 3, 4 March.
SECOND_TERM = "2026年3月4日"

# The first quarter: 97 × projects ÷ 10, and 3 points less what the standing slips cost.
PROJECTS = {"安平镇": "9", "滨城镇": "10", "翠云镇": "8"}
QUARTER = {
    "anping": (
        "87.30",
        "1.95",
        "89.25",
    ),  # 97 × 9/10 = 87.3;   3 − 0.3 (sewers) − 0.75 (pumping station) = 1.95
    "bincheng": ("97.00", "3.00", "100.00"),  # 97 × 10/10;       its yellow slip was withdrawn: 3 − 0
    "cuiyun": ("77.60", "2.70", "80.30"),  # 97 × 8/10 = 77.6;   3 − 0.3 (land) = 2.7
}

# Deadlines come by 2 April, by month: due, overdue, with a red slip, with a yellow one, with none.
# February: the pumping station. March: on the 20th the workshop, kept; on the 31st charging points, sewers and land, and five
# parts of the charging points: three townships, two villages.
MONTHS = {
    "1月": (0, 0, 0, 0, 0),
    "2月": (1, 1, 1, 0, 0),
    "3月": (9, 8, 0, 2, 6),
    "4月": (0, 0, 0, 0, 0),
    "合计": (10, 9, 1, 2, 6),
}

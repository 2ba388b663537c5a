"""The operations of a plan. Each step makes one column (a cell for every organisation of one track) from others.

There are few kinds, so that each has a plain meaning, a sentence, and an obvious form in columns and in SQL:

=============  ==============================================================================================
ReadFact       filed values of one fact in one period; several short periods are joined as the fact runs
ReadAttribute  a constant of the organisation
ReadEvents     points, count or presence of happenings
ReadPanel      what several raters say, brought to one number
Formula        arithmetic within one organisation: the language of `kaoping.scheme.formulas`
Statistic      one number over a population: count, sum, mean, best …
Rank           place within a population, with tie rule and further keys
Combine        several columns into one: sums, weighted means, absent members left out or spread
Round          decimal rounding
Treat          outliers tamed over a population
Below, Above   across levels: from the bodies beneath, from the body above
Grading, Award decisions on the final numbers
=============  ==============================================================================================

Columns are named by text ids of the form `track|period|subject#part`. A step only reads columns of earlier steps.
"""

from kaoping.plan.steps.decisions import Awarding, GradeRule, Grading
from kaoping.plan.steps.readings import ReadAttribute, ReadEvents, ReadFact, ReadPanel, Voice
from kaoping.plan.steps.step import About, ColumnId, Step
from kaoping.plan.steps.whole import Guard, NodeColumns, Plan, Stage
from kaoping.plan.steps.workings import (
    Above,
    Below,
    Combine,
    Counted,
    Formula,
    Key,
    Member,
    Rank,
    Round,
    Statistic,
    Treat,
)

__all__ = [
    "About",
    "Above",
    "Awarding",
    "Below",
    "ColumnId",
    "Combine",
    "Counted",
    "Formula",
    "GradeRule",
    "Grading",
    "Guard",
    "Key",
    "Member",
    "NodeColumns",
    "Plan",
    "Rank",
    "ReadAttribute",
    "ReadEvents",
    "ReadFact",
    "ReadPanel",
    "Round",
    "Stage",
    "Statistic",
    "Step",
    "Treat",
    "Voice",
]

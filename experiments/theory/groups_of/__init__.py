"""The groups of the cases in cases_of, and of J7 of cases.json, a file for each theme."""

from __future__ import annotations

from experiments.theory.groups_of.detecting import DETECTING_GROUPS
from experiments.theory.groups_of.going_out import GOING_OUT_GROUPS
from experiments.theory.groups_of.leaving import LEAVING_GROUPS
from experiments.theory.groups_of.losing import LOSING_GROUPS
from experiments.theory.groups_of.misrouting import MISROUTING_GROUPS
from experiments.theory.groups_of.passing_on import PASSING_ON_GROUPS
from experiments.theory.groups_of.returning import RETURNING_GROUPS
from experiments.theory.groups_of.screening import SCREENING_GROUPS
from experiments.theory.groups_of.taking_away import TAKING_AWAY_GROUPS
from experiments.theory.groups_of.urgency import URGENCY_GROUPS

FURTHER_GROUPS = [
    *URGENCY_GROUPS, *RETURNING_GROUPS, *LEAVING_GROUPS, *LOSING_GROUPS, *TAKING_AWAY_GROUPS, *GOING_OUT_GROUPS,
    *SCREENING_GROUPS, *PASSING_ON_GROUPS, *DETECTING_GROUPS, *MISROUTING_GROUPS,
]  # fmt: skip

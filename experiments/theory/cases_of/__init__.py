"""Our own cases of errors, urgency, patience, places and the like, a file for each theme."""

from __future__ import annotations

from experiments.theory.cases_of.detecting import DETECTING_CASES
from experiments.theory.cases_of.going_out import GOING_OUT_CASES
from experiments.theory.cases_of.leaving import LEAVING_CASES
from experiments.theory.cases_of.losing import LOSING_CASES
from experiments.theory.cases_of.passing_on import PASSING_ON_CASES
from experiments.theory.cases_of.returning import RETURNING_CASES
from experiments.theory.cases_of.screening import SCREENING_CASES
from experiments.theory.cases_of.taking_away import TAKING_AWAY_CASES
from experiments.theory.cases_of.urgency import URGENCY_CASES

FURTHER_CASES = (
    *URGENCY_CASES, *RETURNING_CASES, *LEAVING_CASES, *LOSING_CASES, *TAKING_AWAY_CASES, *GOING_OUT_CASES,
    *SCREENING_CASES, *PASSING_ON_CASES, *DETECTING_CASES,
)  # fmt: skip

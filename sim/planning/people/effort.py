"""Effort and care: how fast people handle, and how often they err, as they are rewarded and inspected."""

from __future__ import annotations

import numpy as np
from scipy import special

from sim.arrays import Floats
from sim.levers.setting.scoring import LEAST_EFFORT, MOST_EFFORT
from sim.planning.case import Case


def with_effort(skill: Floats, case: Case) -> Floats:
    """Return [person, category]: their skill times their effort, less what care and caution cost."""
    scoring, supervising = case.organisation.settings.scoring, case.organisation.route.supervising
    slowness = scoring.hours * supervising.inspection_slowness
    if (scoring.effort, scoring.effort_spread, slowness) == (1.0, 0.0, 1.0):
        return skill
    return np.asarray(skill * (_effort(case, skill.shape[0]) / slowness)[:, None])


def with_care(error_rate: Floats, case: Case) -> Floats:
    """Return [person, category]: how often they err under what is scored and inspected, at most always."""
    fewer = case.organisation.settings.scoring.errors * case.organisation.route.supervising.inspection_errors
    return error_rate if fewer == 1.0 else np.minimum(error_rate * fewer, 1.0)


def _effort(case: Case, n_people: int) -> Floats:
    """Return each person's factor on speed: their place in a normal law, whatever the design, which is cut."""
    scoring = case.organisation.settings.scoring
    if scoring.effort_spread == 0:
        return np.full(n_people, scoring.effort)
    place = special.ndtri(case.workload.outcomes.of_people("effort", n_people))
    return np.asarray(np.clip(scoring.effort + scoring.effort_spread * place, LEAST_EFFORT, MOST_EFFORT))

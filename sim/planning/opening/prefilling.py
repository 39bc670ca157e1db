"""Papers checked beforehand from shared data (数据预审): less to draft, and perhaps nothing to supplement."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.planning.case import Case
from sim.planning.opening.online import settled_online


def _prefilled(case: Case) -> Flags:
    """Return which matters an enterprise hands in whose papers have been checked beforehand."""
    matters = case.workload.matters
    return np.asarray((matters.office < 0) & (matters.prefilled < case.organisation.settings.prefilled_share))


def draft_hours(case: Case) -> Floats:
    """Return the hours that it takes to draft each matter; where less is left of it on line, these."""
    factor = np.where(_prefilled(case), case.organisation.settings.prefilled_draft, 1.0)
    online = case.organisation.arrangement.places.online_draft_hours
    if online is None:
        return np.asarray(case.procedure.draft_hours * factor)
    return np.where(_settled_online(case), online, case.procedure.draft_hours) * factor


def left_undrafted(case: Case) -> Flags:
    """Return which matters nobody drafts, since their applicants have done all of it on line."""
    online = case.organisation.arrangement.places.online_draft_hours
    return _settled_online(case) if online == 0 else np.zeros(case.n_matters, dtype=bool)


def _settled_online(case: Case) -> Flags:
    return settled_online(case.workload.matters, case.asks_for_trips, case.organisation.arrangement.places)


def lacking(case: Case) -> Ints:
    """Return the matters in which something is missing that the applicant must supplement."""
    matters = case.workload.matters
    caught = _prefilled(case) & (matters.prefilled_catches < case.organisation.settings.prefilled_catch_share)
    return np.flatnonzero((matters.supplement_ms > 0) & ~caught)

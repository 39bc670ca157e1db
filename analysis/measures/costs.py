"""What a matter costs: our people's time on duty, and contractors."""

from __future__ import annotations

from analysis.measures.contracts import contract_cost
from analysis.measures.played import Played
from sim.arrays import Floats
from sim.calendar import MS_PER_HOUR


def cost_measures(played: Played, scheduled: Floats) -> dict[str, float]:
    """Return `cost_per_matter`, in yuan; nothing where nobody's hours have a cost.

    `scheduled` is the time for which each of our people is on duty in the window, in ms.
    """
    if played.hourly_costs is None or not played.cohort.size:
        return {}
    staff = float((scheduled / MS_PER_HOUR * played.hourly_costs).sum())
    contracts = contract_cost(played) if played.contractors.terms else 0.0
    return {"cost_per_matter": (staff + contracts) / played.cohort.size}

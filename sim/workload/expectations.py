"""What a year of demand is expected to need of each function: the arithmetic that designs are cut by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.institution import Institution
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType
from sim.workload.kinship import first_weights, further_weights, twin_weights


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """Expected handling hours a year of each function, and how many matters a year each pair shares."""

    hours: Floats  # [function]
    together: Floats  # [function, function], symmetric, zero on the diagonal


WORKING_WEEKS = 50
"""Working weeks a year, for the arithmetic of contacts."""


def expect(demand: Demand, institution: Institution, procedure: Procedure, contact_hours: float = 0.0) -> Expectations:
    """Return what one year of `demand`, as it is given, needs of each function.

    Hours are at skill 1: drafting, handling, the head's part and the reply, twins at full length, and
    `contact_hours` for each contact with an upper-level office, shared among the office's functions.
    """
    n = len(institution.functions)
    hours, together = np.zeros(n), np.zeros((n, n))
    head = procedure.assign_hours + procedure.sign_hours.get("head", 0.0)
    around = procedure.draft_hours + procedure.reply_hours + head
    twins = twin_weights(institution)
    for kind in demand.types:
        if kind.process:
            _add_process(kind, institution, hours, together, around)
            continue
        first = first_weights(institution, kind)
        further = further_weights(institution, first, kind.across)
        shares = np.array(kind.further_needs) / sum(kind.further_needs)
        mean_further = float(shares @ np.arange(shares.size))
        second = first @ further
        hours += kind.per_year * (
            around * first + kind.work_hours.mean * (first + kind.further_work * mean_further * second)
        )
        if kind.duplicated:
            hours += kind.per_year * demand.duplicates.share * (around + kind.work_hours.mean) * (first @ twins)
        pairs = kind.per_year * mean_further * first[:, None] * further
        together += pairs + pairs.T
    if demand.contact_weeks:
        functions_of = np.bincount(institution.function_office)
        contact_hours *= demand.contact_hours.mean
        hours += WORKING_WEEKS / demand.contact_weeks * contact_hours / functions_of[institution.function_office]
    np.fill_diagonal(together, 0.0)
    return Expectations(hours=hours, together=together)


def _add_process(kind: MatterType, institution: Institution, hours: Floats, together: Floats, around: float) -> None:
    """Add what the fixed needs of a type ask for."""
    place = {function.name: index for index, function in enumerate(institution.functions)}
    needs = [kind.process[name] for name in kind.process_order()]
    where = [place[need.function] for need in needs if need.function in place]  # drawing refuses unknown ones
    for function, need in zip(where, needs, strict=False):
        hours[function] += kind.per_year * (need.work_hours or kind.work_hours).mean
    hours[where[:1]] += kind.per_year * around
    for one in where:
        for other in where:
            together[one, other] += kind.per_year

"""What a year of demand is expected to need of each function: the arithmetic that designs are cut by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Flags, Floats
from sim.institution import Institution
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType
from sim.workload.kinship import first_weights, further_weights, twin_weights
from sim.workload.sites import site_shares


def _none() -> Floats:
    return np.zeros((0, 0))


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """Expected handling hours a year of each function, how many matters a year each pair shares, and what these take.

    The hours of a matter with several needs are told by its first function and each further one; twins have none.
    """

    hours: Floats  # [function]
    together: Floats  # [function, function], symmetric, zero on the diagonal
    led: Floats = field(default_factory=_none)  # [first function, further]: the lead's hours, each further one its part
    followed: Floats = field(default_factory=_none)  # [first function, further]: hours at the further one
    placed: Floats = field(default_factory=_none)  # [function, site]: hours of matters that arise there
    on_site: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))  # [function]: whether some are visits

    def __post_init__(self) -> None:
        if not self.on_site.size:
            object.__setattr__(self, "on_site", np.zeros(self.hours.size, dtype=bool))
        for name in ("led", "followed"):
            if not getattr(self, name).size:
                object.__setattr__(self, name, np.zeros_like(self.together))


WORKING_WEEKS = 50
"""Working weeks a year, for the arithmetic of contacts."""


def expect(demand: Demand, institution: Institution, procedure: Procedure, contact_hours: float = 0.0) -> Expectations:
    """Return what one year of `demand`, as it is given, needs of each function.

    Hours are at skill 1: drafting, handling (of each of a crew), the head's part and the reply, twins at full length,
    and `contact_hours` for each contact with an upper-level office, shared among the office's functions.
    """
    n = len(institution.functions)
    hours = np.zeros(n)
    together, led, followed = np.zeros((3, n, n))
    placed, on_site = np.zeros((n, len(institution.sites))), np.zeros(n, dtype=bool)
    head = procedure.assign_hours + procedure.sign_hours.get("head", 0.0)
    around = procedure.draft_hours + procedure.reply_hours + head
    twins = twin_weights(institution)
    for kind in demand.types:
        before = hours.copy()
        if kind.process:
            _add_process(kind, institution, hours, (together, led, followed), around)
        else:
            twice = (demand.duplicates.share, twins) if kind.duplicated else None
            _add_drawn(kind, institution, hours, (together, led, followed), around, twice)
        placed += (hours - before)[:, None] * site_shares(kind, institution.sites)
        on_site |= (hours > before) & kind.on_site
    if demand.contact_weeks:
        functions_of = np.bincount(institution.function_office)
        contact_hours *= demand.contact_hours.mean
        hours += WORKING_WEEKS / demand.contact_weeks * contact_hours / functions_of[institution.function_office]
    np.fill_diagonal(together, 0.0)
    return Expectations(
        hours=hours, together=together, led=led, followed=followed, placed=placed, on_site=on_site
    )  # fmt: skip


def _add_drawn(
    kind: MatterType, institution: Institution, hours: Floats, pairs: tuple[Floats, Floats, Floats], around: float,
    twice: tuple[float, Floats] | None,
) -> None:  # fmt: skip
    """Add what the drawn needs of a type ask for; `twice`: what share has a twin, and where it falls to."""
    together, led, followed = pairs
    first = first_weights(institution, kind)
    further = further_weights(institution, first, kind.across)
    shares = np.array(kind.further_needs) / sum(kind.further_needs)
    mean_further = float(shares @ np.arange(shares.size))
    second = first @ further
    hours += kind.per_year * (
        around * first + kind.crew * kind.work_hours.mean * (first + kind.further_work * mean_further * second)
    )
    if twice is not None:
        share, twins = twice
        hours += kind.per_year * share * (around + kind.crew * kind.work_hours.mean) * (first @ twins)
    shared = kind.per_year * mean_further * first[:, None] * further
    together += shared + shared.T
    several = kind.per_year * (1 - shares[0]) * first[:, None] * further
    led += (around + kind.crew * kind.work_hours.mean) * several
    followed += kind.further_work * kind.crew * kind.work_hours.mean * shared


def _add_process(
    kind: MatterType, institution: Institution, hours: Floats, pairs: tuple[Floats, Floats, Floats], around: float
) -> None:
    """Add what the fixed needs of a type ask for; `pairs` are those of Expectations."""
    together, led, followed = pairs
    place = {function.name: index for index, function in enumerate(institution.functions)}
    needs = [kind.process[name] for name in kind.process_order()]
    where = [place[need.function] for need in needs if need.function in place]  # drawing refuses unknown ones
    took = [kind.per_year * kind.crew * (need.work_hours or kind.work_hours).mean for need in needs]
    for function, year in zip(where, took, strict=False):
        hours[function] += year
    hours[where[:1]] += kind.per_year * around
    for function, year in zip(where[1:], took[1:], strict=False):
        led[where[0], function] += (kind.per_year * around + took[0]) / (len(where) - 1)
        followed[where[0], function] += year
    for one in where:
        for other in where:
            together[one, other] += kind.per_year

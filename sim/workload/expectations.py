"""What a year of demand is expected to need of each function: the arithmetic that designs are cut by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Flags, Floats
from sim.blocks import block_size, site_of_function, spread, turned
from sim.institution import Institution
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType
from sim.workload.kinship import first_weights, follows_site, further_weights, twin_weights
from sim.workload.process_functions import process_functions
from sim.workload.sites import site_shares


def _none() -> Floats:
    return np.zeros((0, 0))


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """Expected handling hours a year of each function, how many matters a year each pair shares, and what these take.

    Pairs are told by function and place (sim/blocks.py): where sites have functions of their own, no matter has needs
    at two of them. The hours of a matter with several needs are told by its first function and each further one; twins
    have none.
    """

    hours: Floats  # [function]
    together: Floats  # [function, place], symmetric, zero where a function meets itself
    led: Floats = field(default_factory=_none)  # [first function, place]: the lead's hours, each further one its part
    followed: Floats = field(default_factory=_none)  # [first function, place]: hours at the further one
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
    n, size = len(institution.functions), block_size(institution)
    hours = np.zeros(n)
    together, led, followed = np.zeros((3, n, size))
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
        placed += (hours - before)[:, None] * _arises(kind, institution)
        on_site |= (hours > before) & kind.on_site
    if demand.contact_weeks:
        functions_of = np.bincount(institution.function_office)
        contact_hours *= demand.contact_hours.mean
        hours += WORKING_WEEKS / demand.contact_weeks * contact_hours / functions_of[institution.function_office]
    together[np.arange(n), np.arange(n) % size] = 0.0
    return Expectations(
        hours=hours, together=together, led=led, followed=followed, placed=placed, on_site=on_site
    )  # fmt: skip


def _arises(kind: MatterType, institution: Institution) -> Floats:
    """Return [function or 1, site]: the share of this type's matters at a function that arise at each site."""
    if follows_site(kind, institution):
        at_site = site_of_function(institution)[:, None] == np.arange(len(institution.sites))
        return np.asarray(at_site.astype(np.float64))
    return site_shares(kind, institution.sites)[None, :]


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
    second = spread(first, further)
    hours += kind.per_year * (
        around * first + kind.crew * kind.work_hours.mean * (first + kind.further_work * mean_further * second)
    )
    if twice is not None:
        share, twins = twice
        hours += kind.per_year * share * (around + kind.crew * kind.work_hours.mean) * spread(first, twins)
    shared = kind.per_year * mean_further * first[:, None] * further
    together += shared + turned(shared)
    several = kind.per_year * (1 - shares[0]) * first[:, None] * further
    led += (around + kind.crew * kind.work_hours.mean) * several
    followed += kind.further_work * kind.crew * kind.work_hours.mean * shared


def _add_process(
    kind: MatterType, institution: Institution, hours: Floats, pairs: tuple[Floats, Floats, Floats], around: float
) -> None:
    """Add what the fixed needs of a type ask for; `pairs` are those of Expectations."""
    functions = process_functions(kind, institution)
    share = site_shares(kind, institution.sites) if len(functions) > 1 else np.ones(1)
    needs = [kind.process[name] for name in kind.process_order()]
    took = [kind.per_year * kind.crew * (need.work_hours or kind.work_hours).mean for need in needs]
    for where, part in zip(functions.tolist(), share.tolist(), strict=True):
        _add_course(where, [part * year for year in took], part * kind.per_year, around, hours, pairs)


def _add_course(
    where: list[int], took: list[float], per_year: float, around: float, hours: Floats,
    pairs: tuple[Floats, Floats, Floats],
) -> None:  # fmt: skip
    """Add what needs at these functions ask for, which take so many hours a year each."""
    together, led, followed = pairs
    size = together.shape[1]
    for function, year in zip(where, took, strict=True):
        hours[function] += year
    hours[where[0]] += per_year * around
    for function, year in zip(where[1:], took[1:], strict=True):
        led[where[0], function % size] += (per_year * around + took[0]) / (len(where) - 1)
        followed[where[0], function % size] += year
    for one in where:
        for other in where:
            together[one, other % size] += per_year

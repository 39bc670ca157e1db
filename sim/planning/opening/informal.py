"""The informal layer (工作片): matters that pass through it before they are handled, and what it takes off heads."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.handling.handing_over import hand_over
from sim.planning.sheet import Chain


def passes_through(case: Case) -> Flags:
    """Return which matters pass through the layer: of those that arise at a site, the layer's share."""
    layer, matters = case.organisation.arrangement.places.layer, case.workload.matters
    if layer is None:
        return np.zeros(case.n_matters, dtype=bool)
    return np.asarray((matters.site >= 0) & (matters.informal < layer.share))


def head_hours(hours: float, matters: Ints, case: Case) -> Floats:
    """Return the hours that handing out or countersigning these matters takes a head, less what the layer saves."""
    layer = case.organisation.arrangement.places.layer
    if layer is None:
        return np.full(matters.size, hours)
    return np.where(passes_through(case)[matters], hours * (1 - layer.takes), hours)


def relay(chain: Chain, case: Case) -> None:
    """Hand matters over to the layer, let it pass them on, and hand them over to whoever handles them.

    What was in hand at the start has been through it.
    """
    layer, matters = case.organisation.arrangement.places.layer, case.workload.matters
    if layer is None:
        return
    rows = np.flatnonzero(passes_through(case) & ~matters.in_hand)
    hand_over(chain, rows, case)
    if layer.hours > 0:
        chain.then(rows, Kind.RELAY, unit=layer.station_of_site[matters.site[rows]], work_hours=layer.hours)
    hand_over(chain, rows, case)

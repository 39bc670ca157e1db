"""The compiled engine: the reference engine's rules as machine code. The same plan gives the same trace."""

from __future__ import annotations

import numpy as np

from sim.engine.kernel.further import further_notes
from sim.engine.kernel.layout import lay_out
from sim.engine.kernel.loop import play
from sim.plan.plan import Plan
from sim.trace import Trace

_NOBODY = np.zeros(0, dtype=np.int64)


def simulate(plan: Plan) -> Trace:
    """Return the trace of a plan: the same as the reference engine's in every cell."""
    columns, given, house, notes = lay_out(plan)
    stopped_ms = play(columns, given, house, notes)
    crew, freed_ms = (house.special.seat, house.special.freed_ms) if house.special else (_NOBODY, _NOBODY)
    further = further_notes(house.further) if house.further else {}
    return Trace(
        **notes._asdict(),
        closed_ms=house.closed_ms,
        stopped_ms=int(stopped_ms),
        crew=crew,
        freed_ms=freed_ms,
        **further,
    )

"""What is to be done with steps at this instant: noted here, done by the loop."""

from __future__ import annotations

from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.tables import TO_DO, House

OVER, CALL, SETTLE, RAISE = range(4)
"""Its work, wait or lag is over; call it; resolve its edges; raise its alarm."""


@inlined
def note(house: House, step: int, what: int) -> None:
    """Note what is to be done with a step at this instant."""
    house.to_do[house.counts[TO_DO]] = step << 2 | what
    house.counts[TO_DO] += 1

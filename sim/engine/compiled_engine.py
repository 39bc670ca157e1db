"""The compiled engine: the reference engine's rules as machine code. The same plan gives the same trace."""

from __future__ import annotations

from sim.engine.kernel.layout import lay_out
from sim.engine.kernel.loop import play
from sim.plan.plan import Plan
from sim.trace import Trace


def simulate(plan: Plan) -> Trace:
    """Return the trace of a plan: the same as the reference engine's in every cell."""
    given, house = lay_out(plan)
    stopped_ms = play(given, house)
    return Trace(
        state=house.state, ready_ms=house.ready_ms, started_ms=house.started_ms, ended_ms=house.ended_ms,
        person=house.person, outcome=house.outcome, closed_ms=house.closed_ms, stopped_ms=int(stopped_ms),
    )  # fmt: skip

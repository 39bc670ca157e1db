"""The contract of an engine, and the engines by name."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.simpy_engine import simulate as simulate_simpy
from sim.errors import UnknownName, nearest
from sim.plan.plan import Plan
from sim.trace import Trace

Engine = Callable[[Plan], Trace]
"""An engine is deterministic: the same plan gives the same trace, to the last bit."""


def _simulate_compiled(plan: Plan) -> Trace:
    from sim.engine.compiled_engine import simulate  # Numba takes a moment to import, and is not always wanted

    return simulate(plan)


ENGINES: dict[str, Engine] = {"simpy": simulate_simpy, "compiled": _simulate_compiled}


def engine_named(name: str) -> Engine:
    """Return the engine of that name; raise UnknownName if there is none."""
    if name not in ENGINES:
        raise UnknownName(f"engine={name!r} is unknown. {nearest(name, ENGINES)}")
    return ENGINES[name]

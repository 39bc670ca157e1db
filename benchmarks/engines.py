"""Engines ready to be timed: prepared as a command does, and called once, so that nothing is compiled on the clock."""

from __future__ import annotations

from benchmarks.network import draw, plan_of
from sim.engine.base import Engine, engine_named


def prepared_engine(name: str) -> Engine:
    """Return the engine of that name; if it is compiled, its machine code is taken from the disk or kept there."""
    if name == "compiled":
        from experiments.kernel_cache import prepare_compiled_engine  # what it imports belongs to a start's time

        prepare_compiled_engine()
    return engine_named(name)


def warm_engine(name: str) -> Engine:
    """Return the engine of that name after a first call."""
    simulate = prepared_engine(name)
    simulate(plan_of(draw(100)))
    return simulate

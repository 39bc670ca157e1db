"""Which engine plays a configuration: the one that is asked for, or the quicker one."""

from __future__ import annotations

from dataclasses import replace

from experiments.configuring import Configuration
from experiments.kernel_cache import is_warm, notices, prepare_compiled_engine
from experiments.variants import variants_of
from scenarios.building import Scenario
from sim.engine.base import ENGINES
from sim.errors import UnknownName, nearest

AUTO = "auto"

SMALL_STEPS = 300_000
"""Steps that the reference engine plays in less time than the other takes to be compiled."""


def check_engine(name: str) -> None:
    """Raise UnknownName if no engine has that name and it is not `auto`."""
    if name != AUTO and name not in ENGINES:
        raise UnknownName(f"engine={name!r} is unknown. {nearest(name, [AUTO, *ENGINES])}")


def with_engine(
    configuration: Configuration, scenario: Scenario, volume_multiple: float, design: str | None = None
) -> Configuration:
    """Return the configuration with its engine chosen, and that engine ready to run.

    `auto` is the compiled engine, unless it would first have to be compiled for one `design` with so few steps that
    the reference engine is done earlier. The choice is told in a notice.
    """
    chosen = configuration.file.engine
    if chosen == AUTO:
        small = (
            design is not None
            and configuration.file.executor.name != "threads"  # which are for the other engine
            and not is_warm()
            and _steps(configuration, scenario, volume_multiple, design) <= SMALL_STEPS
        )
        chosen = "simpy" if small else "compiled"
        reason = "done before the other is compiled" if small else "chosen by engine=auto"
        notices.info(f"engine: {chosen} ({reason}).")
    if chosen == "compiled":
        for variant in variants_of(scenario, None if design is None else [design]):
            prepare_compiled_engine(variant)
    return replace(configuration, file=configuration.file.model_copy(update={"engine": chosen}))


def _steps(configuration: Configuration, scenario: Scenario, volume_multiple: float, design: str) -> int:
    """Return about how many steps all replications of a design have."""
    file = configuration.file
    workload = scenario.draw(seed=file.seed, replication=0, scale=volume_multiple)
    return scenario.plan(workload, scenario.organise(design)).n_steps * file.replications

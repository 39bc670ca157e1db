"""Memory that an engine needs beyond plan and trace; `python -m benchmarks.memory --help`."""

from __future__ import annotations

import ctypes
import gc
import resource
from dataclasses import dataclass, fields
from pathlib import Path

import click
import numpy as np

from benchmarks import options
from benchmarks.engines import warm_engine
from benchmarks.fresh import in_fresh_process
from benchmarks.network import draw, plan_of
from benchmarks.table import Report, Row
from sim.trace import Trace

STATUS = Path("/proc/self/statm")
RESET = Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Measured:
    """Bytes of one run of one plan in a fresh process."""

    steps: int
    before: int  # resident when the plan was there, the engine warm
    peak: int  # most that was resident since then
    trace: int

    @property
    def beyond(self) -> float:
        """Bytes a step that the engine needed at its peak, beyond plan and trace."""
        return (self.peak - self.before - self.trace) / self.steps


@click.command(context_settings=options.COMMAND)
@options.ENGINE
@click.option("--matters", "sizes", multiple=True, default=(200_000, 2_000_000), help="Of a plan; may be repeated.")
@options.SEED_OPTION
@options.TO
def main(engine: str, sizes: tuple[int, ...], seed: int, folder: Path) -> None:
    """Measure the peak memory of an engine beyond plan and trace, in bytes a step (on Linux).

    \b
    Example: python -m benchmarks.memory
    Quicker: python -m benchmarks.memory --matters 20000
    """
    if not (STATUS.exists() and RESET.exists()):
        raise click.ClickException(f"there is no {STATUS} or no {RESET}; memory can be measured on Linux only.")
    given = {"engine": engine, "matters": " and ".join(map(str, sizes)), "seed": seed}
    report = Report(name="memory", title="Memory", options=given)
    for matters in sizes:
        found = in_fresh_process(measure, engine, matters, seed)
        report.rows.append(
            Row(
                name=f"our {engine}: bytes a step beyond plan and trace, {found.steps:,} steps",
                value=found.beyond, at_most=200,
            )
        )  # fmt: skip
        report.notes.append(_told(found))
    report.publish(folder)


def measure(engine: str, matters: int, seed: int) -> Measured:
    """Return the bytes of a run, in whichever process this is called."""
    simulate = warm_engine(engine)
    plan = plan_of(draw(matters, seed=seed))
    _give_back()
    RESET.write_text("5", encoding="ascii")  # the peak begins anew: that of building the plan was higher
    before = int(STATUS.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    trace = simulate(plan)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Measured(steps=plan.n_steps, before=before, peak=peak, trace=_bytes(trace))


def _give_back() -> None:
    """Give memory that is free but held back to the system, or a run that takes it would seem to need less."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
    if trim:
        trim(0)


def _bytes(trace: Trace) -> int:
    return sum(np.asarray(getattr(trace, column.name)).nbytes for column in fields(trace))


def _told(found: Measured) -> str:
    before, peak, trace = (round(count / 2**20) for count in (found.before, found.peak, found.trace))
    return f"{found.steps:,} steps: {before} MiB resident before, {peak} MiB at the peak, the trace has {trace} MiB."


if __name__ == "__main__":
    main()

"""Memory of the process that drives a sweep, run after run; `python -m benchmarks.sweep_memory --help`."""

from __future__ import annotations

import resource
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from benchmarks import options
from benchmarks.fresh import in_fresh_process
from benchmarks.sweep_overhead import small_sweep
from benchmarks.table import Report, Row
from conf.schema import ExecutorBlock
from experiments.sweep.beginning import begin
from experiments.sweep.sweeping import play, playing_of

STATUS = Path("/proc/self/statm")
SHARES = (0.01, 0.1, 0.5, 1.0)


@click.command(context_settings=options.COMMAND)
@click.option("--runs", default=100_000, help="Runs of the sweep, ten at each point.")
@options.TO
def main(runs: int, folder: Path) -> None:
    """Measure what is resident in the process that drives a sweep, after 1%, 10%, half and all of its runs (on Linux).

    Its workers are processes of their own, which keep what the last points need. A hundred thousand runs take about
    ten minutes on two idle cores.

    \b
    Example: python -m benchmarks.sweep_memory
    Quicker: python -m benchmarks.sweep_memory --runs 2000
    """
    report = Report(name="sweep_memory", title="Memory of a sweep's driver", options={"runs": runs})
    resident = in_fresh_process(measure, runs)
    for done, size in resident.items():
        report.rows.append(Row(name=f"resident after {done:,} runs, MiB", value=size / 2**20))
    first, last = next(iter(resident.values())), list(resident.values())[-1]
    growth = (last - first) / runs
    report.rows.append(Row(name="growth since the first of them, bytes a run", value=growth, at_most=1000))
    report.publish(folder)


def measure(runs: int) -> dict[int, int]:
    """Return the resident bytes of this process by the number of runs that are done."""
    planned = small_sweep(max(runs // 10, 1), 10)
    at = [max(round(share * runs), 1) for share in SHARES]
    found: dict[int, int] = {}

    def told(done: int, total: int, failed: int) -> None:
        if at and done >= at[0]:
            found[at.pop(0)] = int(STATUS.read_text(encoding="ascii").split()[1]) * resource.getpagesize()

    with tempfile.TemporaryDirectory() as folder:
        stored = begin(planned, Path(folder) / "sweep")
        play(stored, replace(playing_of(stored), executor=ExecutorBlock(name="processes")), progress=told)
    return found


if __name__ == "__main__":
    main()

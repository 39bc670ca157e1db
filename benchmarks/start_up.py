"""Start-up of an engine, with its machine code kept or not; `python -m benchmarks.start_up --help`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import click

from benchmarks import options
from benchmarks.table import Report, Row
from benchmarks.timing import Timing, clocked
from experiments.kernel_cache import FOLDER_VARIABLE

ROOT = Path(__file__).parents[1]


@click.command(context_settings=options.COMMAND)
@options.ENGINE
@options.rounds(5)
@click.option("--cold-rounds", type=click.IntRange(min=1), default=2, help="Compilations, each into an empty folder.")
@options.TO
def main(engine: str, rounds: int, cold_rounds: int, folder: Path) -> None:
    """Measure how long a fresh process takes until an engine has played its first, small plan.

    Warm: the machine code is there from an earlier process. Cold: it is compiled first.

    \b
    Example: python -m benchmarks.start_up
    """
    given = {"engine": engine, "rounds": rounds, "cold rounds": cold_rounds}
    report = Report(name="start_up", title="Start-up", options=given)
    cold, warm = measure_cold(engine, cold_rounds), measure_warm(engine, rounds)
    for name, found, at_most in (("warm start", warm, 1.0), ("cold start", cold, 20.0)):
        ready = found["all"]
        report.rows.append(
            Row(
                name=f"our {engine}: {name}, seconds until the first plan is played",
                value=median(ready), low=min(ready), high=max(ready), at_most=at_most,
            )
        )  # fmt: skip
        report.timings += [Timing(f"{name}: {part}", tuple(seconds)) for part, seconds in found.items()]
    report.notes.append(
        "Measured is `all`: preparing the engine and its first call, in a process that has imported NumPy, SciPy and "
        "the model. `process` is the whole of the process, from outside."
    )
    report.publish(folder)


def measure_cold(engine: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each part of a start, each with an empty folder for machine code."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            found.append(_start(engine, cache))
    return _by_part(found)


def measure_warm(engine: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each part of a start after another process has left its machine code."""
    with tempfile.TemporaryDirectory() as cache:
        _start(engine, cache)
        return _by_part([_start(engine, cache) for _ in range(rounds)])


def _start(engine: str, cache: str) -> dict[str, float]:
    seconds, said = clocked(
        lambda: subprocess.run(
            [sys.executable, "-m", "benchmarks.first_call", engine],
            cwd=ROOT, env=os.environ | {FOLDER_VARIABLE: cache}, capture_output=True, text=True, check=True,
        )
    )  # fmt: skip
    parts: dict[str, float] = json.loads(said.stdout)
    return parts | {"process": seconds}


def _by_part(found: list[dict[str, float]]) -> dict[str, list[float]]:
    return {part: [one[part] for one in found] for part in found[0]}


if __name__ == "__main__":
    main()

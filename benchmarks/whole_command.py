"""The whole command `compare` of a shipped case with either engine; `python -m benchmarks.whole_command --help`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks import options
from benchmarks.table import Report, Row, ratio
from benchmarks.timing import Competitor, in_turn

ROOT = Path(__file__).parents[1]
QUICK = ("replications=2", "load_axis=null", "capacity=null")
"""Enough of a command to have everything compiled and kept before the clock starts."""

OWN = "econ_bureau"
"""The case of row 5; what is wanted of the ratio is wanted of it alone."""

OF_THE_RUN = {"engine", "command", "versions"}
"""Keys of a comparison that may differ between engines."""


@click.command(context_settings=options.COMMAND)
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--scenario", default=OWN, help="The shipped case that is compared.")
@options.ENGINE
@options.rounds(1)
@options.TO
def main(overrides: tuple[str, ...], scenario: str, engine: str, rounds: int, folder: Path) -> None:
    """Time the whole of `tiaokuai compare` with the engine simpy and with another one.

    Both must write the same comparison. The full command takes minutes; overrides make it shorter.

    \b
    Example: python -m benchmarks.whole_command
    Quicker: python -m benchmarks.whole_command load_axis=null capacity=null replications=4
    """
    engines, case = ("simpy", engine), f"scenario={scenario}"
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as results:
        for name in engines:
            compare(name, (case, *QUICK), Path(results) / "warm")
        timed = in_turn({name: _timed(name, (case, *overrides), Path(results), found) for name in engines}, rounds)
    check_equal(found["simpy"], found[engine])
    given = {"scenario": scenario, "engine": engine, "rounds": rounds, "overrides": " ".join(overrides) or "none"}
    file = "whole_command" if scenario == OWN else f"whole_command_{scenario}"
    report = Report(name=file, title="The whole command compare", options=given)
    report.timings += timed.values()
    number, least, aim = ("5. ", 5, 12) if scenario == OWN else ("", None, None)
    name = f"{number}compare: time with simpy / with {engine}"
    report.rows.append(ratio(name, timed["simpy"], timed[engine], at_least=least, aim=aim))
    name, own = f"compare: seconds with {engine}", timed[engine]
    report.rows.append(Row(name=name, value=own.median, low=min(own.seconds), high=max(own.seconds), at_most=60))
    report.notes.append("Both engines wrote the same comparison, every figure of it.")
    report.publish(folder)


def compare(engine: str, overrides: Sequence[str], results: Path) -> dict[str, Any]:
    """Run the command in a process of its own; return the comparison that it wrote."""
    settings = (f"engine={engine}", f"results={results}", *overrides)
    ran = subprocess.run(
        [sys.executable, "-m", "experiments.cli", "compare", *settings],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise click.ClickException(f"compare engine={engine} ended with {ran.returncode}: {ran.stderr[-1000:]}")
    written = max(results.glob("*/comparison.json"), key=lambda path: path.stat().st_mtime_ns)
    stored: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return stored


def check_equal(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Raise ClickException unless two comparisons say the same but for the engine."""
    parted = [key for key in one if key not in OF_THE_RUN and one[key] != other.get(key)]
    if parted:
        raise click.ClickException(f"the engines disagree: {', '.join(parted)} of the comparison differ.")


def _timed(engine: str, overrides: Sequence[str], results: Path, found: dict[str, dict[str, Any]]) -> Competitor:
    def compete() -> float:
        begin = time.perf_counter()
        found[engine] = compare(engine, overrides, results / engine)
        return time.perf_counter() - begin

    return compete


if __name__ == "__main__":
    main()

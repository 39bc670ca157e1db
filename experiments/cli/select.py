"""`tiaokuai select`: the best of many designs, and how surely."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE
from experiments.cli.speaking import Bar, log, print_json


@click.command("select")
@OVERRIDES
@click.option(
    "--design", "designs", multiple=True, metavar="NAME", help="Only this design, or its variants; may be given again."
)
@click.option("--measure", default="elapsed_days_mean", help="Measure to choose by (default: elapsed_days_mean).")
@click.option("--delta", type=float, help="Least difference that matters, in the measure's unit; kn needs it.")
@click.option("--confidence", type=float, default=0.95, help="Probability of a correct selection (default: 0.95).")
@click.option("--procedure", default="kn", help="kn (default; guarantees it) or ocba (estimates it).")
@click.option("--first", type=int, default=10, help="Replications of each candidate to begin with (default: 10).")
@click.option("--batch", type=int, default=5, help="Replications of each candidate between two looks (default: 5).")
@click.option("--cap", type=int, default=500, help="Most replications of a candidate; ocba: on average (default: 500).")
@click.option("--streams", help="common (default of kn) or independent (ocba).")
@AS_JSON
@LANG
@VERBOSE
def select_command(
    overrides: tuple[str, ...], designs: tuple[str, ...], measure: str, delta: float | None, confidence: float,
    procedure: str, first: int, batch: int, cap: int, streams: str | None, as_json: bool, lang: str, verbose: int,
) -> None:  # fmt: skip
    """Select the best design of a scenario.

    Candidates are its designs, and their variants where a key of a design is given several values.

    \b
    Example: tiaokuai select scenario=econ_bureau --delta 0.5
             tiaokuai select 'designs.modules.units.count=range(4,28)' --delta 0.5 --confidence 0.9
             tiaokuai select --measure on_time_share --procedure ocba --cap 100
    """
    log(verbose)
    from experiments.selection.candidates import candidates_of
    from experiments.selection.rule import SelectionRule
    from experiments.selection.selecting import select
    from experiments.selection.table import selection_table
    from experiments.store import result_directory, write_configuration, write_json, write_runs

    options: dict[str, Any] = {
        "measure": measure, "delta": delta, "confidence": confidence, "procedure": procedure, "first": first,
        "batch": batch, "cap": cap, "streams": streams,
    }  # fmt: skip
    rule = SelectionRule(**options)
    candidates = candidates_of(overrides, designs)
    file = candidates.configuration.file
    with result_directory(file.results, f"select-{file.name}") as (work, target):
        with Bar() as bar:
            selected = select(candidates, rule, progress=bar.show)
        write_configuration(
            work, candidates.configuration, _command(overrides, designs, options), selected.result["engine"]
        )
        write_json(work / "selection.json", selected.result)
        write_runs(work, selected.readings)
    if as_json:
        print_json(selected.result)
        click.echo(str(target), err=True)
        return
    click.echo(selection_table(selected.result, lang))
    click.echo(str(target))


def _command(overrides: tuple[str, ...], designs: tuple[str, ...], options: Mapping[str, Any]) -> str:
    """Return the command line that selects alike, with all its options."""
    given = [word for name, value in options.items() if value is not None for word in (f"--{name}", f"{value}")]
    named = [word for name in designs for word in ("--design", name)]
    return shlex.join(["tiaokuai", "select", *overrides, *named, *given])

"""`tiaokuai sweep`: many points of a scenario, stored as they are done, and gone on with later."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE, command_line
from experiments.cli.speaking import CountingBar, log, print_json
from sim.errors import InputError, RunError


@click.command("sweep")
@OVERRIDES
@click.option("--to", "target", type=click.Path(path_type=Path), help="The folder that the sweep is kept in.")
@click.option(
    "--resume", "resumed", type=click.Path(path_type=Path), metavar="DIR", help="Go on with the sweep in DIR."
)
@click.option("--run-timeout", "timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help="A run that takes longer is ended and named; the rest goes on.")  # fmt: skip
@click.option("--retry-failed", is_flag=True, help="Play runs that failed before once more.")
@click.option("--keep-trace", is_flag=True, help="Store the trace of each run, as docs/plan-format.md tells.")
@click.option("--keep-plan", is_flag=True, help="Store the plan of each run beside its trace.")
@AS_JSON
@LANG
@VERBOSE
def sweep_command(
    overrides: tuple[str, ...], target: Path | None, resumed: Path | None, timeout: float | None, retry_failed: bool,
    keep_trace: bool, keep_plan: bool, as_json: bool, lang: str, verbose: int,
) -> None:  # fmt: skip
    """Play every point of a space: values of any key, in Hydra's grammar, by a design of experiments.

    Axes are overrides with several values: a,b,c or range(4,28) or interval(0.6,1.05). sweep.sampling chooses the
    design of experiments: product (default), one_at_a_time, latin_hypercube, sobol or morris, with sweep.samples;
    sweep.points=FILE takes points from a CSV or xlsx table. sweep.designs=[modules] plays these beside the baseline.

    \b
    Example: tiaokuai sweep 'designs.modules.units.count=range(4,28)' demand.load=0.7,0.9 --to counts
             tiaokuai sweep --resume counts
             tiaokuai sweep 'demand.load=interval(0.6,1.05)' sweep.sampling=sobol sweep.samples=64 --to loads
    """
    log(verbose)
    from experiments.sweep.beginning import begin, expect_room, resume
    from experiments.sweep.sweeping import play, playing_of

    if (target is None) == (resumed is None):
        given = "neither --to nor --resume is" if target is None else "both --to and --resume are"
        raise InputError(f"{given} given; expected one of them, such as --to results/counts.")
    if target is not None:
        from experiments.sweep.planning import plan_sweep

        expect_room(target)
        playing = {"timeout": timeout, "traces": keep_trace or keep_plan, "plans": keep_plan}
        planned = plan_sweep(overrides, _command(overrides, target), playing=playing)
        stored, overrides = begin(planned, target), ()
    else:
        stored = resume(resumed)
    asked = playing_of(stored, overrides=overrides, timeout=timeout, retry_failed=retry_failed)
    with CountingBar() as bar:
        swept = play(stored, asked, progress=bar.show)
    if as_json:
        print_json(swept.as_dict())
    else:
        from analysis.report import words

        click.echo(words(lang).text("terminal_swept", **swept.as_dict()))
    if swept.failed:
        raise RunError(f"{swept.failed} of {swept.runs} runs failed; {swept.directory / 'failed.jsonl'} tells why.")


def _command(overrides: tuple[str, ...], target: Path) -> str:
    return command_line("sweep", (*overrides, "--to", str(target)))

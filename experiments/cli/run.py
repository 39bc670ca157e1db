"""`tiaokuai run`: one design."""

from __future__ import annotations

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE, command_line, take
from experiments.cli.speaking import Bar, log, print_json


@click.command("run")
@OVERRIDES
@click.option("--keep-plan", is_flag=True, help="Store the plan of each replication, as docs/plan-format.md tells.")
@click.option("--keep-trace", is_flag=True, help="Store the trace of each replication beside its plan.")
@AS_JSON
@LANG
@VERBOSE
def run_command(
    overrides: tuple[str, ...], keep_plan: bool, keep_trace: bool, as_json: bool, lang: str, verbose: int
) -> None:
    """Run one design of a scenario.

    \b
    Example: tiaokuai run scenario=econ_bureau design=modules replications=5
    To keep: tiaokuai run scenario=econ_bureau replications=2 --keep-plan --keep-trace
    """
    log(verbose)
    from experiments.configuring import configure
    from experiments.keeping import Keep
    from experiments.running import run_readings
    from experiments.store import result_directory, write_configuration, write_json, write_runs
    from experiments.tables import measures_table

    design, rest = take("design", overrides)
    configuration = configure(rest)
    chosen = configuration.file.baseline if design is None else design
    with result_directory(configuration.file.results, f"run-{configuration.file.name}-{chosen}") as (work, target):
        with Bar() as bar:
            result, readings = run_readings(
                configuration, chosen, progress=lambda done, total: bar.show(chosen, done, total),
                keep=Keep(folder=work, plan=keep_plan, trace=keep_trace) if keep_plan or keep_trace else None,
            )  # fmt: skip
        write_configuration(work, configuration, command_line("run", overrides), result["engine"])
        write_json(work / "run.json", result)
        write_runs(work, {chosen: readings})
    if as_json:
        print_json(result)
        click.echo(str(target), err=True)
        return
    click.echo(measures_table(result, lang))
    click.echo(str(target))

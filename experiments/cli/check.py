"""`tiaokuai check`: what is wrong, before a long run."""

from __future__ import annotations

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE
from experiments.cli.speaking import log, print_json


@click.command("check")
@click.argument("scenario", metavar="FILE-OR-SCENARIO")
@OVERRIDES
@AS_JSON
@LANG
@VERBOSE
def check_command(scenario: str, overrides: tuple[str, ...], as_json: bool, lang: str, verbose: int) -> None:
    """Say what is wrong with a scenario, and what its arithmetic is, before a long run.

    \b
    Example: tiaokuai check ./mine.yaml
             tiaokuai check econ_bureau demand.load=1.0
    """
    log(verbose)
    from experiments.checking import check
    from experiments.configuring import configure
    from experiments.tables import check_table

    chosen = scenario if scenario.startswith("scenario=") else f"scenario={scenario}"
    result = check(configure([chosen, *overrides]))
    if as_json:
        print_json(result)
    else:
        click.echo(check_table(result, lang))

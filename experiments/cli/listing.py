"""`tiaokuai list`: what there is."""

from __future__ import annotations

import click

from experiments.cli.options import AS_JSON, LANG, VERBOSE
from experiments.cli.speaking import log, print_json


@click.command("list")
@AS_JSON
@LANG
@VERBOSE
def list_command(as_json: bool, lang: str, verbose: int) -> None:
    """List the shipped scenarios, their designs, and the experiments.

    \b
    Example: tiaokuai list --lang zh
    """
    log(verbose)
    from analysis.report import words
    from experiments.listing import experiments, scenarios

    rows = scenarios()
    if as_json:
        print_json({"scenarios": rows, "experiments": experiments()})
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['title'][lang]}")
        for design in row["designs"]:
            click.echo(f"  {design}" + ("  *" if design == row["baseline"] else ""))
    click.echo(f"* {words(lang).text('terminal_baseline')}")
    click.echo(f"{words(lang).text('terminal_experiments')}: {', '.join(experiments())}")

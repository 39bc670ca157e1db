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
    """List the shipped scenarios and their designs, with titles in both languages, and the experiments.

    \b
    Example: tiaokuai list --lang zh
    """
    log(verbose)
    from analysis.report import words
    from experiments.listing import experiments, listed, scenarios

    rows = scenarios()
    if as_json:
        print_json({"scenarios": rows, "experiments": experiments()})
        return
    for line in listed(rows, lang):
        click.echo(line)
    click.echo(f"* {words(lang).text('terminal_baseline')}")
    click.echo(f"{words(lang).text('terminal_experiments')}: {', '.join(experiments())}")

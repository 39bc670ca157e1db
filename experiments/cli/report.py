"""`tiaokuai report`: the page of a stored comparison again."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import LANG, VERBOSE
from experiments.cli.speaking import log
from sim.errors import InputError


@click.command("report")
@click.argument("directory", type=click.Path(path_type=Path))
@LANG
@VERBOSE
def report_command(directory: Path, lang: str, verbose: int) -> None:
    """Write the HTML report of a stored comparison again.

    \b
    Example: tiaokuai report results/compare-econ_bureau-20260101-120000 --lang zh
    """
    log(verbose)
    from analysis.report import write_report

    if directory.is_file():
        raise InputError(f"{directory} is a file; expected the folder that `tiaokuai compare` wrote.")
    click.echo(str(write_report(directory, lang)))

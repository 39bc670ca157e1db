"""`tiaokuai export`: the rows of a sweep for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import AS_JSON, VERBOSE
from experiments.cli.speaking import log, print_json
from experiments.sweep.exports.base import ENCODINGS, FORMATS


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--as", "form", required=True, type=click.Choice(FORMATS), help="The format of FILE.")
@click.option(
    "--encoding", type=click.Choice(ENCODINGS), help="Of a CSV: utf-8 (default), utf-8-sig (for Excel), or gbk."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@AS_JSON
@VERBOSE
def export_command(
    folder: Path, target: Path, form: str, encoding: str | None, force: bool, as_json: bool, verbose: int
) -> None:
    """Write the rows of the sweep in DIR to FILE: all that are done, also while it still runs.

    csv is one tidy table, ema the archive that EMA Workbench's load_results reads, behaviorspace the table that
    NetLogo's BehaviorSpace writes. docs/exports.md tells what stands where.

    \b
    Example: tiaokuai export counts counts.csv --as csv --encoding utf-8-sig
             tiaokuai export counts counts.tar.gz --as ema
    """
    log(verbose)
    from experiments.sweep.exports.writing import export

    exported = export(folder, form, target, encoding=encoding, force=force)
    if as_json:
        print_json(exported.as_dict())
    else:
        part = f"{exported.done} of {exported.runs}" if exported.done < exported.runs else f"all {exported.runs}"
        click.echo(f"{exported.file}: {exported.rows} rows, of {part} runs.")

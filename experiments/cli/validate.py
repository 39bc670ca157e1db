"""`tiaokuai validate`: theory beside simulation."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import AS_JSON, LANG, VERBOSE, command_line
from experiments.cli.speaking import Bar, log, print_json
from sim.errors import InputError


@click.command("validate")
@click.option("--width", type=float, default=0.02, help="Relative half-width wanted, 0.005 to 0.1 (default: 0.02).")
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may be given more than once.")
@click.option("--engine", default="compiled", help="The engine that plays: compiled (default) or simpy.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write the page, in Markdown, to this file.")
@AS_JSON
@LANG
@VERBOSE
def validate_command(
    width: float, cases: tuple[str, ...], engine: str, target: Path | None, as_json: bool, lang: str, verbose: int
) -> None:
    """Play queues whose answers are known, and show theory beside simulation.

    \b
    Example: tiaokuai validate --width 0.1
             tiaokuai validate --case A1 --case D1 --json
             tiaokuai validate --to docs/validation.md
    """
    log(verbose)
    from experiments.tables import validation_table
    from experiments.theory.page import page
    from experiments.theory.validating import outside, validate

    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        raise InputError(f"--to {target}: expected a file in a folder that exists.")
    with Bar() as bar:
        result = validate(
            width, cases=cases, engine=engine, progress=lambda done, total: bar.show("theory", done, total)
        )
    if target is not None:
        _write_page(target, page(result, _validate_command(width, cases, engine, target)))
    if as_json:
        print_json(result)
    else:
        click.echo(validation_table(result, lang))
    error = outside(result)
    if error is not None:
        raise error


def _validate_command(width: float, cases: tuple[str, ...], engine: str, target: Path) -> str:
    """Return the command that makes a page again, without the options that have their default."""
    given = (("--width", f"{width:g}", "0.02"), *(("--case", case, "") for case in cases))
    options = (*given, ("--engine", engine, "compiled"), ("--to", target.as_posix(), ""))
    return command_line(
        "validate", tuple(word for key, value, usual in options if value != usual for word in (key, value))
    )


def _write_page(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error

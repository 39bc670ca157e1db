"""`tiaokuai show`: a stored sweep as a table and as a picture, also while it still runs."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from experiments.cli.options import AS_JSON, LANG, VERBOSE
from experiments.cli.speaking import log, print_json


@click.command("show")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", default="elapsed_days_mean", help="Measure to show (default: elapsed_days_mean).")
@click.option("--design", "designs", multiple=True, metavar="NAME", help="Show this design; may be given again.")
@click.option("--difference", is_flag=True, help="Show what differs from the baseline: the picture is of differences.")
@click.option("--where", multiple=True, metavar="KEY=VALUE",
              help="Show the points with this value, these (a,b) or interval(a,b); may be given again.")  # fmt: skip
@click.option("--all", "whole", is_flag=True, help="Print every row of a long table.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw into FILE: .png, .svg or .pdf.")
@AS_JSON
@LANG
@VERBOSE
def show_command(
    folder: Path, measure: str, designs: tuple[str, ...], difference: bool, where: tuple[str, ...], whole: bool,
    plot: Path | None, as_json: bool, lang: str, verbose: int,
) -> None:  # fmt: skip
    """Show the sweep in DIR: how far it is, each point under each design, and the paired differences.

    A picture has lines along one key, a map over two, and upright axes for more; --where leaves fewer keys to vary.
    A sweep by sweep.sampling=morris has elementary effects too.

    \b
    Example: tiaokuai show counts
             tiaokuai show counts --measure on_time_share --where demand.load=0.9 --plot counts.png
             tiaokuai show counts --difference --design modules --plot gain.svg --lang zh
    """
    log(verbose)
    from analysis.report.words import words
    from experiments.sweep.show.drawn import check_target, write_picture
    from experiments.sweep.show.effects import effects_of
    from experiments.sweep.show.showing import Asked, show
    from experiments.sweep.show.text import sweep_text

    if plot is not None:
        check_target(plot)
    shown = show(folder, Asked(measure=measure, designs=designs, where=where, difference=difference))
    effects = effects_of(shown) if shown.table.cells else None
    if plot is not None:
        write_picture(shown, plot, lang)
    if as_json:
        told = [one.as_dict() for one in effects] if isinstance(effects, list) else None
        print_json({**shown.as_dict(), "elementary_effects": told, "plot": plot and str(plot)})
        return
    click.echo(sweep_text(shown, effects, lang, whole=whole))
    if not shown.table.cells:
        return
    if plot is not None:
        click.echo(str(plot))
    elif shown.varying():
        hint = shlex.join(["tiaokuai", "show", str(folder), *_options(measure, designs, difference, where)])
        click.echo(words(lang).text("show_hint", command=f"{hint} --plot sweep.png"))


def _options(measure: str, designs: tuple[str, ...], difference: bool, where: tuple[str, ...]) -> list[str]:
    """Return the options that a picture of the same table needs."""
    options = [] if measure == "elapsed_days_mean" else ["--measure", measure]
    options += [word for name in designs for word in ("--design", name)]
    options += ["--difference"] if difference else []
    return options + [word for text in where for word in ("--where", text)]

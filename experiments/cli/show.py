"""`tiaokuai show`: a stored sweep as a table and as a picture, also while it still runs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.cli.options import AS_JSON, LANG, VERBOSE
from experiments.cli.speaking import log, print_json
from sim.errors import InputError

if TYPE_CHECKING:
    from experiments.sweep.show.optima import Optima
    from experiments.sweep.show.showing import Asked, Shown


@click.command("show")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", default="elapsed_days_mean", help="Measure to show (default: elapsed_days_mean).")
@click.option("--design", "designs", multiple=True, metavar="NAME", help="Show this design; may be given again.")
@click.option("--difference", is_flag=True, help="Show what differs from the baseline: the picture is of differences.")
@click.option("--where", multiple=True, metavar="KEY=VALUE",
              help="Show the points with this value, these (a,b) or interval(a,b); may be given again.")  # fmt: skip
@click.option("--minimum", is_flag=True, help="Show where along a key of numbers the measure is least, with interval.")
@click.option("--maximum", is_flag=True, help="Show where it is largest.")
@click.option("--by", multiple=True, metavar="KEY",
              help="With these two: a row for each value of this key, which is then not the axis.")  # fmt: skip
@click.option("--all", "whole", is_flag=True, help="Print every row of a long table.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw into FILE: .png, .svg or .pdf.")
@AS_JSON
@LANG
@VERBOSE
def show_command(
    folder: Path, measure: str, designs: tuple[str, ...], difference: bool, where: tuple[str, ...], minimum: bool,
    maximum: bool, by: tuple[str, ...], whole: bool, plot: Path | None, as_json: bool, lang: str, verbose: int,
) -> None:  # fmt: skip
    """Show the sweep in DIR: how far it is, each point under each design, and the paired differences.

    A picture has lines along one key, a map over two, and upright axes for more; --where leaves fewer keys to vary.
    A sweep by sweep.sampling=morris has elementary effects too.

    --minimum asks where along one key the measure is least, from where to where that may be, and whether neither end
    may be; there is a row for each combination of the other keys, and in the picture a line.

    \b
    Example: tiaokuai show counts
             tiaokuai show counts --measure on_time_share --where demand.load=0.9 --plot counts.png
             tiaokuai show counts --difference --design modules --plot gain.svg --lang zh
             tiaokuai show counts --minimum --by demand.load --plot least.png
    """
    log(verbose)
    from experiments.sweep.show.drawn import check_target
    from experiments.sweep.show.optima import optima_of
    from experiments.sweep.show.showing import Asked, show

    _check(minimum, maximum, by)
    if plot is not None:
        check_target(plot)
    shown = show(folder, Asked(measure=measure, designs=designs, where=where, difference=difference))
    optima = None
    if (minimum or maximum) and shown.table.cells:
        optima = optima_of(shown, by, largest=maximum)
    further = ["--maximum" if maximum else "--minimum"] if minimum or maximum else []
    further += [word for name in by for word in ("--by", name)]
    _tell(shown, optima, further, whole=whole, plot=plot, as_json=as_json, lang=lang)


def _check(minimum: bool, maximum: bool, by: tuple[str, ...]) -> None:
    if minimum and maximum:
        raise InputError("--minimum and --maximum are both given; expected one of them.")
    if by and not (minimum or maximum):
        raise InputError(f"--by {by[0]} says what makes rows beside --minimum or --maximum; expected one of these.")


def _tell(
    shown: Shown, optima: Optima | None, further: list[str], *, whole: bool, plot: Path | None, as_json: bool,
    lang: str,
) -> None:  # fmt: skip
    """Print what is shown, and draw it if a file is named; `further` are the options that ask for optima."""
    from analysis.report.words import words
    from experiments.sweep.show.drawn import write_picture
    from experiments.sweep.show.effects import effects_of
    from experiments.sweep.show.optima_text import optima_text
    from experiments.sweep.show.text import sweep_text

    effects = effects_of(shown) if shown.table.cells and not further else None
    if plot is not None:
        write_picture(shown, plot, lang, optima)
    if as_json:
        told = [one.as_dict() for one in effects] if isinstance(effects, list) else None
        best = {"optimum": optima and optima.as_dict(shown.keys)} if further else {}
        print_json({**shown.as_dict(), "elementary_effects": told, **best, "plot": plot and str(plot)})
        return
    if optima is None:
        click.echo(sweep_text(shown, effects, lang, whole=whole))
    else:
        click.echo(optima_text(shown, optima, lang, whole=whole))
    if not shown.table.cells:
        return
    if plot is not None:
        click.echo(str(plot))
    elif shown.varying():
        hint = shlex.join(["tiaokuai", "show", str(shown.stored.folder), *_options(shown.asked), *further])
        click.echo(words(lang).text("show_hint", command=f"{hint} --plot sweep.png"))


def _options(asked: Asked) -> list[str]:
    """Return the options that a picture of the same table needs."""
    options = [] if asked.measure == "elapsed_days_mean" else ["--measure", asked.measure]
    options += [word for name in asked.designs for word in ("--design", name)]
    options += ["--difference"] if asked.difference else []
    return options + [word for text in asked.where for word in ("--where", text)]

"""`tiaokuai sensitivity`: which assumed numbers a difference hangs on most, and where its sign turns."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE
from experiments.cli.speaking import CountingBar, log, print_json
from sim.errors import InputError, RunError

if TYPE_CHECKING:
    from experiments.sensitivity.analysing import Sensitivity


@click.command("sensitivity")
@OVERRIDES
@click.option(
    "--design", metavar="NAME", help="The design that is compared with the baseline (default: reform, or the last)."
)
@click.option("--measure", metavar="NAME", help="The measure of the difference (default: elapsed_days_mean).")
@click.option("--of", "of", type=click.Path(path_type=Path), metavar="DIR",
              help="Take the configuration of the comparison in DIR, and show the ranking in its report.")  # fmt: skip
@click.option("--keys", "patterns", multiple=True, metavar="PATTERN",
              help="Only numbers whose key it matches, as under `sources`; may be given again.")  # fmt: skip
@click.option("--replications", type=click.IntRange(min=2), metavar="N",
              help="Replications of the leading numbers (default: those of the configuration).")  # fmt: skip
@click.option("--screening", type=click.IntRange(min=2), metavar="N",
              help="Replications by which all numbers are screened (default: 4).")  # fmt: skip
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="DIR", help="The folder that it is kept in.")
@click.option("--resume", "resumed", type=click.Path(path_type=Path), metavar="DIR", help="Go on with the one in DIR.")
@AS_JSON
@LANG
@VERBOSE
def sensitivity_command(
    overrides: tuple[str, ...], design: str | None, measure: str | None, of: Path | None, patterns: tuple[str, ...],
    replications: int | None, screening: int | None, target: Path | None, resumed: Path | None, as_json: bool,
    lang: str, verbose: int,
) -> None:  # fmt: skip
    """Rank the assumptions by how much each alone changes a design's difference from the baseline.

    Every assumed number that has a range is set to both ends of it, all else as configured. Those with the largest
    change are played again with all replications over their range, from which the value follows at which the
    difference changes its sign; ten are shown.

    \b
    Example: tiaokuai sensitivity --design reform --to results/assumptions
             tiaokuai sensitivity --of results/compare-econ_bureau-20260101-120000 --to results/assumptions
             tiaokuai sensitivity --resume results/assumptions
    """
    log(verbose)
    from experiments.sensitivity.analysing import begin, resume
    from experiments.sensitivity.asked import Question
    from experiments.sensitivity.shown import sensitivity_table, show_in_comparison, write_pictures

    if (target is None) == (resumed is None):
        given = "neither --to nor --resume is" if target is None else "both --to and --resume are"
        raise InputError(f"{given} given; expected one of them, such as --to results/assumptions.")
    if target is not None:
        question = Question(
            design=design, measure=measure or "elapsed_days_mean", patterns=patterns, replications=replications,
            screening=screening, of=of,
        )  # fmt: skip
        options = {"design": design, "measure": measure, "of": of, "replications": replications, "screening": screening}
        analysis, overrides = begin(overrides, question, target, _command(overrides, options, patterns, target)), ()
    else:
        _refuse_beside_resume(design, measure, of, patterns, replications, screening)
        assert resumed is not None
        analysis = resume(resumed)
    result = _played(analysis, overrides, begun=target is not None)
    write_pictures(analysis.folder, result)
    shown = [] if analysis.of is None else show_in_comparison(analysis.of, result)
    if as_json:
        print_json(result)
    else:
        click.echo(sensitivity_table(result, lang))
    for path in (analysis.folder, *shown):
        click.echo(str(path), err=as_json)
    if failed := analysis.unexpected():
        raise RunError(
            f"{len(failed)} runs failed unexpectedly ({failed[0]['error']}); failed.jsonl, under screening and leading "
            f"in {analysis.folder}, tells of all."
        )


def _played(analysis: Sensitivity, overrides: tuple[str, ...], *, begun: bool) -> dict[str, Any]:
    """Play both sweeps, saying how much there is to do if they begin now, and return what was found."""
    from experiments.sensitivity.analysing import minutes_needed
    from experiments.sweep.sweeping import play, playing_of

    first = analysis.screening()
    playing = replace(playing_of(first, overrides=overrides), go_on=analysis.go_on)
    if begun:
        numbers, runs, minutes = minutes_needed(analysis, playing.executor)
        spent = f"about {minutes:.0f} min" if minutes > 1.5 else "about a minute or less"
        click.echo(f"{numbers} assumed numbers, about {runs} runs: {spent} on this machine, if it is idle.", err=True)
    for stored in (first, None):
        with CountingBar() as bar:
            play(stored or analysis.leading(), playing, progress=bar.show)
    return analysis.found()


def _refuse_beside_resume(*given: object) -> None:
    if any(value for value in given):
        raise InputError("--resume goes on with what was asked; expected nothing beside it but executor=….")


def _command(overrides: tuple[str, ...], options: Mapping[str, object], patterns: tuple[str, ...], target: Path) -> str:
    """Return the command line that asks the same, quoted for a shell."""
    words = [word for name, value in options.items() if value is not None for word in (f"--{name}", str(value))]
    words += [word for pattern in patterns for word in ("--keys", pattern)]
    return shlex.join(["tiaokuai", "sensitivity", *overrides, *words, "--to", str(target)])

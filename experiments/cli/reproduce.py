"""`tiaokuai reproduce`: reported figures beside predicted ones, and each case over its assumed ranges."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Self

import click

from experiments.cli.options import AS_JSON, LANG, VERBOSE
from experiments.cli.speaking import log, print_json
from sim.errors import InputError


@click.command("reproduce")
@click.argument("words", nargs=-1, metavar="[CASE]... [executor.KEY=VALUE]...")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="DIR",
              help="The folder that cases are kept in (default: results/reproduce).")  # fmt: skip
@click.option("--again", is_flag=True, help="Play all once more, whatever is stored.")
@click.option("--publish", "publishes", is_flag=True,
              help="Write docs/reported.md, the shipped result and the ledger; in a checkout only.")  # fmt: skip
@AS_JSON
@LANG
@VERBOSE
def reproduce_command(
    words: tuple[str, ...], target: Path | None, again: bool, publishes: bool, as_json: bool, lang: str, verbose: int
) -> None:
    """Predict what is reported of a reform, from what is reported of before, and show both beside each other.

    Draws from the assumed ranges of a case whose baseline meets the reported before figure predict the after figure;
    every case is also played at points over all its ranges: where does the reform help or hurt? CASE is a scenario, or
    a file of your own with a block `uncertainty`; all shipped ones are played if none is given. What was stopped goes
    on where it was; what is finished is not played again. With --json the last run is printed at once.

    \b
    Example: tiaokuai reproduce
             tiaokuai reproduce one_seal --to results/seal executor.workers=2
             tiaokuai reproduce --json
    """
    log(verbose)
    from experiments.reproducing.cases import cases_of
    from experiments.reproducing.reproducing import FOLDER, Reproduction, executor_of

    overrides = [word for word in words if "=" in word and not word.startswith("scenario=")]
    names = [word for word in words if word not in overrides]
    if publishes and names:
        raise InputError(f"--publish writes the page of all cases; expected no case beside it, not {names[0]!r}.")
    block = executor_of(overrides)
    run = Reproduction(cases_of(names), target or FOLDER)
    found = None if again or publishes or not as_json else _at_once(run)
    if found is None:
        found = _played(run, block, again, publishes)
    if as_json:
        print_json(found)
        return
    from analysis.prediction import prediction_table

    click.echo(prediction_table(found, lang))


def _at_once(run: Any) -> dict[str, Any] | None:
    """Return the last run, if there is one of just these cases, and say when and by which commit it was made."""
    from experiments.reproducing.publishing import shipped_result

    told = (run.judged(), True) if run.is_finished else shipped_result(run.cases)
    if told is None:
        return None
    found, same = told
    older = "" if same else ", before the last changes to this program; --again plays it once more"
    click.echo(f"made {found['created']} by commit {(found['commit'] or 'unknown')[:12]}{older}.", err=True)
    return found


def _played(run: Any, block: Any, again: bool, publishes: bool) -> dict[str, Any]:
    """Return the result, having played what is missing and published it if that is asked for."""
    from experiments.reproducing.publishing import expect_frozen, publish

    if publishes:
        expect_frozen(run.cases)
    with _Bar() as bar:
        found: dict[str, Any] = run.result(block, again=again, progress=bar.show)
    if publishes:
        for path in publish(found, run.cases):
            click.echo(str(path), err=True)
    return found


class _Bar:
    """A progress bar on stderr over all cases, whose length becomes shorter as fewer draws turn out to suffice."""

    def __init__(self) -> None:
        self._bar: Any = None

    def show(self, case: str, done: int, total: int) -> None:
        """Show how many tasks are done, of how many at most, and which case is played."""
        from tqdm import tqdm

        if self._bar is None:
            every = 0.2 if sys.stderr.isatty() else 10.0
            self._bar = tqdm(initial=done, unit="point", file=sys.stderr, mininterval=every)
        self._bar.total = total
        self._bar.set_description(case, refresh=False)
        self._bar.update(done - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

"""`tiaokuai warmup`: what the runs say about the warm-up."""

from __future__ import annotations

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE, command_line
from experiments.cli.speaking import Bar, log, print_json


@click.command("warmup")
@OVERRIDES
@AS_JSON
@LANG
@VERBOSE
def warmup_command(overrides: tuple[str, ...], as_json: bool, lang: str, verbose: int) -> None:
    """Show how the house fills up, and whether the warm-up suffices.

    \b
    Example: tiaokuai warmup scenario=econ_bureau replications=10
             tiaokuai warmup scenario=./mine.yaml window.warm_up=mser5
    """
    log(verbose)
    from analysis.report import LANGUAGES
    from experiments.configuring import configure
    from experiments.store import result_directory, write_configuration, write_json
    from experiments.warming.shown import warm_up_svg, warm_up_table
    from experiments.warming.warming_up import warm_up

    configuration = configure(overrides)
    with result_directory(configuration.file.results, f"warmup-{configuration.file.name}") as (work, target):
        with Bar() as bar:
            result = warm_up(configuration, progress=bar.show)
        write_configuration(work, configuration, command_line("warmup", overrides), result["engine"])
        write_json(work / "warmup.json", result)
        for language in LANGUAGES:
            (work / f"warmup.{language}.svg").write_text(warm_up_svg(result, language), encoding="utf-8")
    if as_json:
        print_json(result)
        click.echo(str(target), err=True)
        return
    click.echo(warm_up_table(result, lang))
    click.echo(str(target))

"""`tiaokuai compare`: all designs against the baseline."""

from __future__ import annotations

import click

from experiments.cli.options import AS_JSON, LANG, OVERRIDES, VERBOSE, command_line
from experiments.cli.speaking import Bar, log, print_json


@click.command("compare")
@OVERRIDES
@AS_JSON
@LANG
@VERBOSE
def compare_command(overrides: tuple[str, ...], as_json: bool, lang: str, verbose: int) -> None:
    """Compare all designs of a scenario with its baseline, and write a report.

    \b
    Example: tiaokuai compare scenario=econ_bureau replications=10 --lang zh
    Quicker: tiaokuai compare load_axis=null capacity=null replications=5
    """
    log(verbose)
    from analysis.report import LANGUAGES, words, write_report
    from experiments.comparing import compare
    from experiments.configuring import configure
    from experiments.store import result_directory, write_configuration, write_json, write_runs
    from experiments.tables import comparison_table

    configuration = configure(overrides)
    command = command_line("compare", overrides)
    with result_directory(configuration.file.results, f"compare-{configuration.file.name}") as (work, target):
        with Bar() as bar:
            compared = compare(configuration, progress=bar.show)
        write_configuration(work, configuration, command, compared.result["engine"])
        write_json(work / "comparison.json", {**compared.result, "command": command})
        write_runs(work, compared.readings)
        for language in LANGUAGES:
            write_report(work, language)
    if as_json:
        print_json(compared.result)
        click.echo(str(target), err=True)
        return
    click.echo(comparison_table(compared.result, lang))
    click.echo(f"{words(lang).text('terminal_report')}: {target.resolve() / f'report.{lang}.html'}")

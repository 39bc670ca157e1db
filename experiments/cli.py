"""The command line: `tiaokuai list | run | compare | check | schema | report | validate`."""

from __future__ import annotations

import errno
import locale
import logging
import os
import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, Self

import click

from sim.errors import InputError, TiaokuaiError

_OVERRIDES = click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout, nothing else.")
_VERBOSE = click.option("-v", "--verbose", count=True, help="Say more on stderr; -vv says all.")


def _default_language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


_LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=_default_language,
    help="Language of what is printed (default: that of the terminal).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tiaokuai")
def cli() -> None:
    """Compare ways to organise an institution.

    Overrides follow a command as KEY=VALUE, in Hydra's grammar: replications=10, demand.load=0.8,
    designs.modules.units.count=9. A scenario is a shipped one (scenario=econ_bureau) or a file of your own
    (scenario=./mine.yaml).
    """


@cli.command("list")
@_JSON
@_LANG
@_VERBOSE
def list_command(as_json: bool, lang: str, verbose: int) -> None:
    """List the shipped scenarios, their designs, and the experiments.

    \b
    Example: tiaokuai list --lang zh
    """
    _log(verbose)
    from analysis.report import words
    from experiments.listing import experiments, scenarios

    rows = scenarios()
    if as_json:
        _print_json({"scenarios": rows, "experiments": experiments()})
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['title'][lang]}")
        for design in row["designs"]:
            click.echo(f"  {design}" + ("  *" if design == row["baseline"] else ""))
    click.echo(f"* {words(lang).text('terminal_baseline')}")
    click.echo(f"{words(lang).text('terminal_experiments')}: {', '.join(experiments())}")


@cli.command("run")
@_OVERRIDES
@click.option("--keep-plan", is_flag=True, help="Store the plan of each replication, as docs/plan-format.md tells.")
@click.option("--keep-trace", is_flag=True, help="Store the trace of each replication beside its plan.")
@_JSON
@_LANG
@_VERBOSE
def run_command(
    overrides: tuple[str, ...], keep_plan: bool, keep_trace: bool, as_json: bool, lang: str, verbose: int
) -> None:
    """Run one design of a scenario.

    \b
    Example: tiaokuai run scenario=econ_bureau design=modules replications=5
    To keep: tiaokuai run scenario=econ_bureau replications=2 --keep-plan --keep-trace
    """
    _log(verbose)
    from experiments.configuring import configure
    from experiments.keeping import Keep
    from experiments.running import run_readings
    from experiments.store import result_directory, write_configuration, write_json, write_runs
    from experiments.tables import measures_table

    design, rest = _take("design", overrides)
    configuration = configure(rest)
    chosen = configuration.file.baseline if design is None else design
    with result_directory(configuration.file.results, f"run-{configuration.file.name}-{chosen}") as (work, target):
        with _Bar() as bar:
            result, readings = run_readings(
                configuration, chosen, progress=lambda done, total: bar.show(chosen, done, total),
                keep=Keep(folder=work, plan=keep_plan, trace=keep_trace) if keep_plan or keep_trace else None,
            )  # fmt: skip
        write_configuration(work, configuration, _command("run", overrides), result["engine"])
        write_json(work / "run.json", result)
        write_runs(work, {chosen: readings})
    if as_json:
        _print_json(result)
        click.echo(str(target), err=True)
        return
    click.echo(measures_table(result, lang))
    click.echo(str(target))


@cli.command("compare")
@_OVERRIDES
@_JSON
@_LANG
@_VERBOSE
def compare_command(overrides: tuple[str, ...], as_json: bool, lang: str, verbose: int) -> None:
    """Compare all designs of a scenario with its baseline, and write a report.

    \b
    Example: tiaokuai compare scenario=econ_bureau replications=10 --lang zh
    Quicker: tiaokuai compare load_axis=null capacity=null replications=5
    """
    _log(verbose)
    from analysis.report import LANGUAGES, words, write_report
    from experiments.comparing import compare
    from experiments.configuring import configure
    from experiments.store import result_directory, write_configuration, write_json, write_runs
    from experiments.tables import comparison_table

    configuration = configure(overrides)
    command = _command("compare", overrides)
    with result_directory(configuration.file.results, f"compare-{configuration.file.name}") as (work, target):
        with _Bar() as bar:
            compared = compare(configuration, progress=bar.show)
        write_configuration(work, configuration, command, compared.result["engine"])
        write_json(work / "comparison.json", {**compared.result, "command": command})
        write_runs(work, compared.readings)
        for language in LANGUAGES:
            write_report(work, language)
    if as_json:
        _print_json(compared.result)
        click.echo(str(target), err=True)
        return
    click.echo(comparison_table(compared.result, lang))
    click.echo(f"{words(lang).text('terminal_report')}: {target.resolve() / f'report.{lang}.html'}")


@cli.command("check")
@click.argument("scenario", metavar="FILE-OR-SCENARIO")
@_OVERRIDES
@_JSON
@_LANG
@_VERBOSE
def check_command(scenario: str, overrides: tuple[str, ...], as_json: bool, lang: str, verbose: int) -> None:
    """Say what is wrong with a scenario, and what its arithmetic is, before a long run.

    \b
    Example: tiaokuai check ./mine.yaml
             tiaokuai check econ_bureau demand.load=1.0
    """
    _log(verbose)
    from experiments.checking import check
    from experiments.configuring import configure
    from experiments.tables import check_table

    chosen = scenario if scenario.startswith("scenario=") else f"scenario={scenario}"
    result = check(configure([chosen, *overrides]))
    if as_json:
        _print_json(result)
    else:
        click.echo(check_table(result, lang))


@cli.command("schema")
def schema_command() -> None:
    """Print the JSON schema of a scenario file.

    \b
    Example: tiaokuai schema > scenario.schema.json
    """
    from conf.schema import ScenarioFile

    _print_json(ScenarioFile.model_json_schema())


@cli.command("report")
@click.argument("directory", type=click.Path(path_type=Path))
@_LANG
@_VERBOSE
def report_command(directory: Path, lang: str, verbose: int) -> None:
    """Write the HTML report of a stored comparison again.

    \b
    Example: tiaokuai report results/compare-econ_bureau-20260101-120000 --lang zh
    """
    _log(verbose)
    from analysis.report import write_report

    if directory.is_file():
        raise InputError(f"{directory} is a file; expected the folder that `tiaokuai compare` wrote.")
    click.echo(str(write_report(directory, lang)))


@cli.command("validate")
@click.option("--width", type=float, default=0.02, help="Relative half-width wanted, 0.005 to 0.1 (default: 0.02).")
@click.option("--case", "cases", multiple=True, metavar="ID", help="Only this case; may be given more than once.")
@click.option("--engine", default="compiled", help="The engine that plays: compiled (default) or simpy.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write the page, in Markdown, to this file.")
@_JSON
@_LANG
@_VERBOSE
def validate_command(
    width: float, cases: tuple[str, ...], engine: str, target: Path | None, as_json: bool, lang: str, verbose: int
) -> None:
    """Play queues whose answers are known, and show theory beside simulation.

    \b
    Example: tiaokuai validate --width 0.1
             tiaokuai validate --case A1 --case D1 --json
             tiaokuai validate --to docs/validation.md
    """
    _log(verbose)
    from experiments.tables import validation_table
    from experiments.theory.page import page
    from experiments.theory.validating import outside, validate

    if target is not None and (target.is_dir() or not target.parent.is_dir()):
        raise InputError(f"--to {target}: expected a file in a folder that exists.")
    with _Bar() as bar:
        result = validate(
            width, cases=cases, engine=engine, progress=lambda done, total: bar.show("theory", done, total)
        )
    if target is not None:
        _write_page(target, page(result, _validate_command(width, cases, engine, target)))
    if as_json:
        _print_json(result)
    else:
        click.echo(validation_table(result, lang))
    error = outside(result)
    if error is not None:
        raise error


def main() -> NoReturn:
    """Run the command line; exit with 2 for bad input, 1 for a failed run, 130 for an interrupt."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite end is an interrupt: nothing half-written
    sys.exit(_exit_code(lambda: cli.main(prog_name="tiaokuai", standalone_mode=False)))


def _exit_code(command: Callable[[], Any]) -> int:
    try:
        command()
    except TiaokuaiError as error:
        click.echo(f"tiaokuai: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("tiaokuai: interrupted; nothing was written.", err=True)
        return 130
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except MemoryError:
        click.echo("tiaokuai: the memory does not suffice; fewer matters, or executor.workers=1, need less.", err=True)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            click.echo(f"tiaokuai: the disk is full ({error.strerror}); nothing was kept.", err=True)
            return 1
        raise
    return 0


def _take(key: str, overrides: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Take `key=value` out of the overrides; return the value, if any, and the rest."""
    taken = [text.partition("=")[2] for text in overrides if text.startswith(f"{key}=")]
    if len(taken) > 1:
        raise InputError(f"{key} is given {len(taken)} times; expected once.")
    return (taken[0] if taken else None), tuple(text for text in overrides if not text.startswith(f"{key}="))


def _command(name: str, overrides: tuple[str, ...]) -> str:
    return shlex.join(["tiaokuai", name, *overrides])


def _validate_command(width: float, cases: tuple[str, ...], engine: str, target: Path) -> str:
    """Return the command that makes a page again, without the options that have their default."""
    given = (("--width", f"{width:g}", "0.02"), *(("--case", case, "") for case in cases))
    options = (*given, ("--engine", engine, "compiled"), ("--to", target.as_posix(), ""))
    return _command("validate", tuple(word for key, value, usual in options if value != usual for word in (key, value)))


def _write_page(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error


def _print_json(data: object) -> None:
    from experiments.store import to_json

    sys.stdout.buffer.write(to_json(data).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def _log(verbose: int) -> None:
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s: %(message)s")
    notices = logging.getLogger("tiaokuai.notices")  # what anybody who waits should know
    if not notices.handlers:
        notices.addHandler(_Notices())
        notices.setLevel(logging.INFO)
        notices.propagate = False
    if not verbose:  # a home that cannot be written to is no news to who asked for a report
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
    if locale.getpreferredencoding(False).lower() not in ("utf-8", "utf8") and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # Chinese in a terminal that says it is plain ASCII
        sys.stderr.reconfigure(encoding="utf-8")


class _Notices(logging.Handler):
    """Says on stderr, as it is now, what anybody who waits should know."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message of a record."""
        click.echo(record.getMessage(), err=True)


class _Bar:
    """A progress bar on stderr, one for each stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that `done` runs of `total` are done; a total of 0 means that it is not known."""
        from tqdm import tqdm

        if stage != self._stage:
            self.close()
            every = 0.2 if sys.stderr.isatty() else 10.0
            self._bar = tqdm(total=total or None, desc=stage, unit="run", file=sys.stderr, mininterval=every)
            self._stage, self._before = stage, 0
        if done < self._before:  # a further round of the same stage
            self._before = 0
        self._bar.update(done - self._before)
        self._before = done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the last state of the bar on the screen."""
        if self._bar is not None:
            self._bar.close()
            self._bar, self._stage = None, ""


if __name__ == "__main__":
    main()

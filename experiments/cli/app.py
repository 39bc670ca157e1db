"""The command `tiaokuai` with its commands, and what it exits with."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from experiments.cli.check import check_command
from experiments.cli.compare import compare_command
from experiments.cli.export import export_command
from experiments.cli.listing import list_command
from experiments.cli.report import report_command
from experiments.cli.reproduce import reproduce_command
from experiments.cli.run import run_command
from experiments.cli.schema import schema_command
from experiments.cli.select import select_command
from experiments.cli.sensitivity import sensitivity_command
from experiments.cli.show import show_command
from experiments.cli.sweep import sweep_command
from experiments.cli.validate import validate_command
from experiments.cli.warmup import warmup_command
from sim.errors import TiaokuaiError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tiaokuai")
def cli() -> None:
    """Compare ways to organise an institution.

    Overrides follow a command as KEY=VALUE, in Hydra's grammar: replications=10, demand.load=0.8,
    designs.modules.units.count=9. A scenario is a shipped one (scenario=econ_bureau) or a file of your own
    (scenario=./mine.yaml).
    """


for _command in (
    list_command, check_command, run_command, compare_command, sweep_command, show_command, select_command,
    sensitivity_command, report_command, schema_command, validate_command, warmup_command, export_command,
    reproduce_command,
):  # fmt: skip
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command line; exit with 2 for bad input, 1 for a failed run, 130 for an interrupt."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite end is an interrupt: nothing half-written
    sys.exit(exit_code(lambda: cli.main(prog_name="tiaokuai", standalone_mode=False)))


def exit_code(command: Callable[[], Any]) -> int:
    """Return what a command exits with, once it has said what went wrong, if anything did."""
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

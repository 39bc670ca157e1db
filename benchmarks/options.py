"""Options that the scripts share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from benchmarks.network import SEED
from benchmarks.table import RESULTS

Command = Callable[..., Any]

COMMAND = {"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100}

ENGINE = click.option("--engine", default="compiled", help="The engine that is measured.")
SEED_OPTION = click.option("--seed", default=SEED, help="Of all that is drawn.")
TO = click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=RESULTS, show_default="benchmarks/results",
    help="Folder that the figures are written to.",
)  # fmt: skip


def rounds(default: int) -> Callable[[Command], Command]:
    """Return the option for how many times the competitors take their turn."""
    return click.option("--rounds", type=click.IntRange(min=1), default=default, help="Turns of each competitor.")

"""What commands take alike: options, overrides, and the command line as it is stored."""

from __future__ import annotations

import os
import shlex

import click

from sim.errors import InputError

OVERRIDES = click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout, nothing else.")
VERBOSE = click.option("-v", "--verbose", count=True, help="Say more on stderr; -vv says all.")


def _default_language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=_default_language,
    help="Language of what is printed (default: that of the terminal).",
)


def take(key: str, overrides: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Take `key=value` out of the overrides; return the value, if any, and the rest."""
    taken = [text.partition("=")[2] for text in overrides if text.startswith(f"{key}=")]
    if len(taken) > 1:
        raise InputError(f"{key} is given {len(taken)} times; expected once.")
    return (taken[0] if taken else None), tuple(text for text in overrides if not text.startswith(f"{key}="))


def command_line(name: str, overrides: tuple[str, ...]) -> str:
    """Return the command line that a user could give again, quoted for a shell."""
    return shlex.join(["tiaokuai", name, *overrides])

"""The command line: `tiaokuai COMMAND`, a file for each command."""

from __future__ import annotations

from experiments.cli.app import cli, exit_code, main

__all__ = ["cli", "exit_code", "main"]

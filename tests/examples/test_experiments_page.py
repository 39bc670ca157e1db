"""The walk through experiments: its commands are understood; `make docs` runs them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from experiments.cli import cli
from experiments.overrides import parse

PAGE = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
LINES = re.findall(r"(?m)^\$ (.*)$", PAGE)


def words_of(line: str) -> list[str]:
    """Return the words of the `tiaokuai` command in a line, up to what its output goes through."""
    words = shlex.split(line, comments=False)
    begin = words.index("tiaokuai") + 1
    ends = [place for place, word in enumerate(words) if place > begin and word in ("|", "&&", ">", ";")]
    return words[begin : ends[0] if ends else None]


@pytest.mark.parametrize("line", [line for line in LINES if "tiaokuai " in line])
def test_each_command_is_understood(line):
    name, *rest = words_of(line)

    given = cli.commands[name].make_context(name, rest).params
    parse(given.get("overrides", ()), sweeps=name in ("sweep", "select"))


def test_every_block_shows_what_a_command_printed():
    blocks = re.findall(r"(?ms)^```console\n(.*?)^```$", PAGE)

    assert len(blocks) >= 8
    assert sum("$ tiaokuai" in block or "timeout" in block for block in blocks) >= 8

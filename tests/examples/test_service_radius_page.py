"""The page on service points: its commands are understood, and what it says in words stands in what they printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from experiments.cli import cli
from experiments.overrides import parse

PAGE = (Path(__file__).parents[2] / "docs" / "service-radius.md").read_text(encoding="utf-8")
LINES = re.findall(r"(?m)^\$ (.*)$", PAGE)
ROWS = [line.split() for line in PAGE.splitlines() if re.match(r"(92|184|368) ", line)]
"""The minima: area, share on line, price of an hour, design, n, least at, may be at (two words), and so on."""


@pytest.mark.parametrize("line", LINES)
def test_each_command_is_understood(line):
    words = shlex.split(line)
    name, *rest = words[1 : words.index("|") if "|" in words else None]

    given = cli.commands[name].make_context(name, rest).params
    parse(given.get("overrides", ()), sweeps=name == "sweep")


def test_the_minima_are_those_of_all_combinations():
    assert len(ROWS) == len({tuple(row[:3]) for row in ROWS}) == 27


def test_what_is_said_of_ends_is_what_was_printed():
    """19 are interior; of the others two have their best at one point, six between 3 and 7, all with 0.8 on line."""
    others = [row for row in ROWS if row[-1] == "no"]

    assert [row[-1] for row in ROWS].count("yes") == 19
    assert {row[1] for row in others} == {"0.8"}
    assert sorted(int(row[5]) for row in others) == [1, 1, 3, 3, 4, 4, 4, 7]
    assert {tuple(row[:3]) for row in ROWS if row[5] == "1"} == {("92", "0.8", "15"), ("184", "0.8", "15")}


def test_where_26_points_may_be_best():
    found = {tuple(row[:3]) for row in ROWS if int(row[7].strip("]")) >= 26}

    assert found == {("368", "0.2", "60"), ("368", "0.4", "60")}
    assert max(int(row[5]) for row in ROWS) == 20


def test_a_larger_share_on_line_asks_for_no_more_points():
    best = {tuple(row[:3]): int(row[5]) for row in ROWS}

    for area, share, price in best:
        if share == "0.2":
            assert best[area, "0.2", price] >= best[area, "0.4", price] >= best[area, "0.8", price]

"""The table: measured figures beside wanted ones, on the screen, and as JSON and Markdown with a date."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from benchmarks.peers.limit import compiler_version
from benchmarks.timing import Timing
from experiments.store import versions

RESULTS = Path(__file__).with_name("results")
PACKAGES = ("numpy", "scipy", "numba", "llvmlite", "simpy", "ciw")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure, its range over the rounds, and what is wanted of it: at least so much, or at most."""

    name: str
    value: float | None  # None: not measured; the name says why
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    aim: float | None = None

    @property
    def wanted(self) -> str:
        """What is asked for, in words; empty where nothing is."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return "" if self.at_most is None else f"at most {self.at_most:g}"

    @property
    def verdict(self) -> str:
        """Whether it is missed, met, or as good as aimed at; empty where nothing is wanted."""
        if self.value is None:
            return "not measured"
        sign = 1 if self.at_most is None else -1
        bound = self.at_least if self.at_most is None else self.at_most
        if bound is None:
            return ""
        if sign * self.value < sign * bound:
            return "missed"
        return "aim met" if self.aim is not None and sign * self.value >= sign * self.aim else "met"


def ratio(
    name: str, over: Timing, under: Timing, *, at_least: float | None = None, at_most: float | None = None,
    aim: float | None = None,
) -> Row:  # fmt: skip
    """Return seconds of `over` for one thing in those of `under`: the ratio of medians, and its range by round."""
    scale = under.done / over.done
    rounds = [scale * one / other for one, other in zip(over.seconds, under.seconds, strict=True)]
    return Row(
        name=name, value=scale * over.median / under.median, low=min(rounds), high=max(rounds),
        at_least=at_least, at_most=at_most, aim=aim,
    )  # fmt: skip


@dataclass(kw_only=True)
class Report:
    """Everything that one script has measured."""

    name: str
    title: str
    options: dict[str, Any]
    rows: list[Row] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the report as Markdown."""
        given = ", ".join(f"{name} {value}" for name, value in self.options.items())
        parts = [f"# {self.title}", f"{date.today().isoformat()}; {given}.", machine_line()]
        if self.rows:
            parts.append(_rows_table(self.rows))
        if self.timings:
            parts.append(_timings_table(self.timings))
        parts += self.notes
        return "\n\n".join(parts) + "\n"

    def publish(self, folder: Path) -> None:
        """Print the report, and write it into a folder as JSON and Markdown, named by the date.

        A later run on the same day takes the place of an earlier one.
        """
        text = self.text()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{self.name}-{date.today().isoformat()}"
        target.with_suffix(".md").write_text(text, encoding="utf-8")
        data = json.dumps(self.as_dict(), indent=2, ensure_ascii=False, default=str)
        target.with_suffix(".json").write_text(data + "\n", encoding="utf-8")
        click.echo(text)
        click.echo(str(target.with_suffix(".json")))

    def as_dict(self) -> dict[str, Any]:
        """Return every figure, and what it was measured with."""
        return {
            "name": self.name,
            "title": self.title,
            "date": date.today().isoformat(),
            "options": self.options,
            "machine": machine(),
            "versions": _versions(),
            "rows": [asdict(row) | {"verdict": row.verdict} for row in self.rows],
            "timings": [asdict(one) | {"median": one.median, "rate": one.rate} for one in self.timings],
            "notes": self.notes,
        }


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {"cpu": _cpu(), "cores": os.cpu_count(), "system": platform.platform()}


def machine_line() -> str:
    """Return machine and versions in a line."""
    return f"{_cpu()}, {os.cpu_count()} cores; " + ", ".join(f"{name} {found}" for name, found in _versions().items())


def _versions() -> dict[str, str]:
    return {**versions(PACKAGES), "compiler": compiler_version()}


def _cpu() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _rows_table(rows: Sequence[Row]) -> str:
    cells = [
        [
            row.name,
            _number(row.value),
            "" if row.low is None else f"{_number(row.low)} to {_number(row.high)}",
            row.wanted,
            "" if row.aim is None else f"{row.aim:g}",
            row.verdict,
        ]
        for row in rows
    ]
    return _table(["figure", "measured", "by round", "wanted", "aim", ""], cells)


def _timings_table(timings: Sequence[Timing]) -> str:
    cells = [
        [
            one.name,
            *(f"{1000 * value:,.2f}" for value in (one.median, min(one.seconds), max(one.seconds))),
            _number(one.rate) if one.done > 1 else "",
        ]
        for one in timings
    ]
    return _table(["timed", "median ms", "min", "max", "done per second"], cells)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _table(head: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns stand below each other in plain text too."""
    widths = [max(len(line[at]) for line in (head, *cells)) for at in range(len(head))]

    def line(texts: Sequence[str]) -> str:
        return "| " + " | ".join(text.ljust(width) for text, width in zip(texts, widths, strict=True)) + " |"

    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, cells)])

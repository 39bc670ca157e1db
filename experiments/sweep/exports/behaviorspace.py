"""NetLogo's BehaviorSpace table: six lines that tell of the experiment, then a row for each run and design."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from experiments.sweep.exports.base import records
from experiments.sweep.exports.tidy import cell
from experiments.sweep.rows import READ

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.sweep.stored import Sweep

VERSION = "NetLogo 6.4.0"
"""The version whose table this is; readers look for the word in the first line."""

STEP = 1
"""A run is played as a whole: its measures are of its end, which counts as the first step."""


def write_behaviorspace(sweep: Sweep, rows: pa.Table, file: BinaryIO) -> None:
    """Write the table: run number, keys of the sweep, design, replication, step, measures, each in quotes.

    Two designs on the same matters are two runs, as they would be in NetLogo. There is no world, so all its
    bounds are 0. A missing value is an empty text.
    """
    parameters = [*sweep.space.keys, "design", "replication"]
    measures = list(READ)
    for told in _head(sweep):
        file.write(_line(told))
    file.write(_line(["[run number]", *parameters, "[step]", *measures]))
    split = len(parameters)
    for number, record in enumerate(records(rows.select([*parameters, *measures])), start=1):
        file.write(_line(map(_dumped, [number, *record[:split], STEP, *record[split:]])))


def _head(sweep: Sweep) -> Iterable[list[str]]:
    created = datetime.fromisoformat(sweep.facts["created"])
    yield [f"BehaviorSpace results ({VERSION})"]
    yield [str(sweep.facts["scenario"])]
    yield [f"{sweep.facts['sampling']} of {', '.join(sweep.space.keys)}"]
    yield [f"{created:%m/%d/%Y %H:%M:%S}:{created.microsecond // 1000:03} {created:%z}"]
    yield ["min-pxcor", "max-pxcor", "min-pycor", "max-pycor"]
    yield ["0", "0", "0", "0"]


def _dumped(value: Any) -> str:
    """Return a value as NetLogo shows it: a whole number has no decimals, whatever its kind."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else cell(value)


def _line(cells: Iterable[str]) -> bytes:
    return (",".join('"' + text.replace('"', '""') + '"' for text in cells) + "\n").encode()

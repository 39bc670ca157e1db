"""The points of a sweep from a table: a column for each key, a row for each point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.lists.cells import Cell, is_blank, text_of
from experiments.lists.table_file import Row, read_table
from experiments.overrides import parsed_override, plain
from sim.errors import InputError

EXPECTED = "one value as in an override: a number, true, false, null, or a text (in quotes where it has other signs)"

_WHOLE = re.compile(r"[+-]?(0|[1-9]\d*)", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(0|[1-9]\d*)\.\d+([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class PointTable:
    """The keys of a table of points, the values of each row, and the number of the row as a spreadsheet shows it."""

    keys: tuple[str, ...]
    points: list[tuple[Any, ...]]
    rows: list[int]


def read_points(path: Path) -> PointTable:
    """Return the points of a table, `.csv` or `.xlsx`, whose columns are headed by keys.

    A cell is read as the value of an override: 1 is a whole number, 0.5 a number, true and null are what they say.
    Whether there are such keys, and what they may be, is told where they are set. Raises InputError with file, row
    and column for a cell that is blank or no value, and for a key that heads two columns.
    """
    table = read_table(path)
    known: dict[str, Any] = {}  # most values of a design come again and again
    points = [tuple(_value(row, key, known) for key in table.columns) for row in table.rows]
    return PointTable(table.columns, points, [row.number for row in table.rows])


def _value(row: Row, key: str, known: dict[str, Any]) -> Any:
    cell = row.cells[key]
    if is_blank(cell):
        raise row.wrong(key, EXPECTED)
    if isinstance(cell, bool | int):
        return cell
    text = _written(cell)
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text not in known:
        known[text] = _read(row, key, text)
    return known[text]


def _written(cell: Cell) -> str:
    """Return a cell as one writes it in an override; a whole number stays one, however a workbook stores it."""
    return repr(cell) if isinstance(cell, float) and not cell.is_integer() else text_of(cell)


def _read(row: Row, key: str, text: str) -> Any:
    try:
        override = parsed_override(f"key={text}")
    except InputError:
        raise row.wrong(key, EXPECTED) from None
    if override.is_sweep_override():
        raise row.wrong(key, EXPECTED)
    return plain(override.value())

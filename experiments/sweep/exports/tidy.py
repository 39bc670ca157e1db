"""One tidy CSV: the columns of a sweep as they are stored, a row for each run and design."""

from __future__ import annotations

import csv
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO

from experiments.sweep.exports.base import records
from sim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.sweep.stored import Sweep


def write_csv(_: Sweep, rows: pa.Table, file: BinaryIO, *, encoding: str = "utf-8") -> None:
    """Write all columns; a missing value is an empty cell, truth is true or false, a number has all its digits.

    Raises InputError for a text that the encoding has no sign for.
    """
    text = TextIOWrapper(file, encoding=encoding, newline="")
    writer = csv.writer(text, lineterminator="\n")
    try:
        writer.writerow(rows.column_names)
        for record in records(rows):
            writer.writerow(map(cell, record))
        text.flush()
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        raise InputError(
            f"the rows hold {sign!r}, which {encoding} has no sign for; expected --encoding utf-8-sig."
        ) from None
    finally:
        text.detach()


def cell(value: Any) -> str:
    """Return a value as a CSV cell that `sweep.points` would read back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)

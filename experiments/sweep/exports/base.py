"""The contract of exports: a function that writes the rows of a stored sweep into a file that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.sweep.stored import Sweep

Export = Callable[["Sweep", "pa.Table", BinaryIO], None]
"""`export(sweep, rows, file)`: `rows` are as `StoredSweep.rows` returns them, at least one."""

FORMATS = ("csv", "ema", "behaviorspace")
"""The names of the formats."""

ENCODINGS = ("utf-8", "utf-8-sig", "gbk")
"""The encodings of a CSV; the other formats have one of their own."""


def records(rows: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield each row as plain values in the order of the columns; what is missing or no number is None."""
    for batch in rows.to_batches(max_chunksize=10_000):
        yield from zip(*(_plain(column.to_pylist()) for column in batch.columns), strict=True)


def _plain(values: list[Any]) -> list[Any]:
    return [None if value != value else value for value in values]  # nan is the value that is not itself

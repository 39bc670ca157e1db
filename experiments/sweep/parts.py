"""Parts: Parquet files that hold the rows of a sweep, each whole under its name or not there at all.

A part is named by the first and the last of the numbers it stands for. Sixteen small ones become one that stands for
all their numbers; those that it holds are left aside until they are removed. So whatever is killed when, no row is read
twice and none is half there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_NAME = re.compile(r"part-(\d{6})-(\d{6})\.parquet")
_FAN = (16, 256)
"""So many numbers are put together, and then so many of them again."""

Numbers = tuple[int, int]
"""The first and the last number that a part stands for."""


class Parts:
    """The parts in one folder, written by one process at a time and read by anybody."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder, self._schema = folder, schema

    def tidy(self) -> None:
        """Remove what a writer that was killed has left: unfinished files, and parts that a larger one holds."""
        for path in self._folder.glob(".part-*"):
            path.unlink()
        kept = set(self._whole())
        for numbers in self._all():
            if numbers not in kept:
                self._path(numbers).unlink()

    def append(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows as a part of their own; raise OSError, leaving all as it was, if that fails."""
        import pyarrow as pa

        parts = self._whole()
        number = parts[-1][1] + 1 if parts else 0
        self._write((number, number), [pa.Table.from_pylist(list(rows), schema=self._schema)])
        for size in _FAN:
            if (number + 1) % size == 0:
                self._join((number + 1 - size, number))

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return all rows, in the order in which they were written; raise InputError for a part that is damaged."""
        import pyarrow as pa

        wanted = self._schema if columns is None else pa.schema([self._schema.field(name) for name in columns])
        while True:
            try:
                return pa.concat_tables([wanted.empty_table(), *self._tables(self._whole(), columns)])
            except FileNotFoundError:  # put together with others just now, by a sweep that is at work: look again
                continue

    def _join(self, numbers: Numbers) -> None:
        inside = [part for part in self._whole() if numbers[0] <= part[0] and part[1] <= numbers[1]]
        self._write(numbers, self._tables(inside, None))
        for part in inside:
            self._path(part).unlink()

    def _write(self, numbers: Numbers, tables: Any) -> None:
        from pyarrow import parquet

        work = self._folder / f".{self._path(numbers).name}"
        try:
            with work.open("wb") as file:
                with parquet.ParquetWriter(file, self._schema) as writer:
                    for table in tables:
                        writer.write_table(table)
                file.flush()
                os.fsync(file.fileno())
            work.rename(self._path(numbers))
        except BaseException:
            with suppress(OSError):
                work.unlink(missing_ok=True)
            raise

    def _tables(self, parts: Sequence[Numbers], columns: Sequence[str] | None) -> Iterator[pa.Table]:
        import pyarrow as pa
        from pyarrow import parquet

        for part in parts:
            try:
                yield parquet.read_table(self._path(part), columns=columns, partitioning=None)
            except FileNotFoundError:
                raise
            except (pa.ArrowException, OSError) as error:
                reason = str(error).partition("\n")[0].rstrip(".")
                raise InputError(
                    f"{self._path(part)} cannot be read ({reason}); it was damaged after it was written. Remove "
                    "it, and `tiaokuai sweep --resume` plays its runs again."
                ) from None

    def _whole(self) -> list[Numbers]:
        """Return the parts that no other one holds, in order."""
        parts: list[Numbers] = []
        for first, last in sorted(self._all(), key=lambda numbers: (numbers[0], -numbers[1])):
            if not parts or last > parts[-1][1]:
                parts.append((first, last))
        return parts

    def _all(self) -> list[Numbers]:
        found = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return [(int(match[1]), int(match[2])) for match in found if match]

    def _path(self, numbers: Numbers) -> Path:
        return self._folder / f"part-{numbers[0]:06}-{numbers[1]:06}.parquet"

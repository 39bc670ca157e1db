"""EMA Workbench's archive, as its `save_results` writes it and its `load_results` reads it (version 2.5).

A gzipped tar of experiments.csv, a file for each outcome with a value a line, and metadata.json, which names the
classes of the outcomes and the types of the columns of experiments.
"""

from __future__ import annotations

import csv
import json
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from gzip import GzipFile
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, BinaryIO

from experiments.sweep.exports.base import records
from experiments.sweep.rows import READ
from sim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.sweep.stored import Sweep

FORMAT_VERSION = 0.1
OWN = ("scenario", "policy", "model")
"""The workbench's own columns of experiments: what the world was like, what was done, and in which model."""


def write_ema(sweep: Sweep, rows: pa.Table, file: BinaryIO) -> None:
    """Write the archive: an experiment for each run and design, a scalar outcome for each measure.

    `scenario` is the run, so that designs on the same matters share it; `policy` is the design; `model` is the
    scenario file that was played. Raises InputError for a key that has the name of one of these columns.
    """
    keys = [key for key in sweep.space.keys if key != "scenario"]  # a scenario that varies is another model
    taken = sorted(set(keys) & set(OWN))
    if taken:
        raise InputError(f"{taken[0]!r} is a column of the workbench's own; expected another key for --as ema.")
    with (
        GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        types = {key: _type(sweep.kinds[key], rows.column(key).null_count > 0) for key in keys}
        types |= dict.fromkeys(OWN, "category")
        _add(tar, "experiments.csv", _csv([tuple(types), *_experiments(sweep, rows, keys)]))
        for name in READ:
            _add(tar, f"{name}.cls", _csv(records(rows.select([name]))))
        outcomes = [("ScalarOutcome", name, f"{name}.cls") for name in READ]
        metadata = {"version": FORMAT_VERSION, "outcomes": outcomes, "experiments": types}
        _add(tar, "metadata.json", json.dumps(metadata).encode())


def _experiments(sweep: Sweep, rows: pa.Table, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    varies = "scenario" in sweep.space.keys
    columns = [*keys, "run", "design", *(["scenario"] if varies else [])]
    for record in records(rows.select(columns)):
        yield record if varies else (*record, sweep.facts["scenario"])


def _type(kind: str, has_missing: bool) -> str:
    """Return the name of the pandas type of a key's column; whole numbers and flags have none that may be missing."""
    types = {"whole": "float64" if has_missing else "int64", "number": "float64"}
    return types.get(kind, "bool" if kind == "flag" and not has_missing else "category")


def _csv(lines: Iterable[Sequence[Any]]) -> bytes:
    """Return lines of CSV as pandas writes them: a missing value that stands alone is a pair of quotes."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for line in lines:
        writer.writerow("" if value is None else value for value in line)
    return text.getvalue().encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(content)
    tar.addfile(told, BytesIO(content))

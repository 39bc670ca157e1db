"""A stored table: a Parquet file whose columns have exactly known types, and what is said of a file that has not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from sim.errors import InputError, nearest

Columns = Mapping[str, np.ndarray]
"""Columns of one length, by name."""

INT, FLOAT, FLAG = "int64", "float64", "bool"
_ARROW = {INT: pa.int64(), FLOAT: pa.float64(), FLAG: pa.bool_()}


def write_table(path: Path, columns: Columns, types: Mapping[str, str]) -> None:
    """Write columns in the order of `types`; the same columns give the same bytes under the same pyarrow."""
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in types.items()])
    table = pa.table({name: columns[name] for name in types}, schema=schema)
    parquet.write_table(table, path, store_schema=False, write_page_checksum=True)


def read_table(path: Path, types: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Return the columns that `types` names, each with its type; whatever else the file holds is left alone.

    Raises InputError for a file that is missing or broken, and for a column that is missing, of another type, or
    without a finite value in some row.
    """
    found = _opened(path)
    return {name: _column(path, found, name, kind) for name, kind in types.items()}


def read_facts(path: Path, version: int, names: tuple[str, ...]) -> dict[str, int]:
    """Return the whole numbers of a small JSON file by name, if it has `version` as its format_version.

    Raises InputError for a file that is missing or no JSON, another version, and a number that is missing or
    not whole.
    """
    facts = _json(path)
    if facts.get("format_version") != version or isinstance(facts["format_version"], bool):
        raise InputError(
            f"{path} has format_version={json.dumps(facts.get('format_version'))}; expected {version}, the only "
            "version that is known here."
        )
    for name in names:
        if name not in facts:
            raise InputError(f"{path} has no {name!r}; expected a whole number. {nearest(name, facts)}")
        if type(facts[name]) is not int or facts[name] < 0:
            raise InputError(f"{path} has {name}={json.dumps(facts[name])}; expected a whole number of 0 or more.")
    return {name: facts[name] for name in names}


def expect_file(path: Path) -> None:
    """Raise InputError, with the nearest name that is there, unless `path` is a file."""
    if path.is_file():
        return
    above = path.parent
    if not above.is_dir():
        near = [one.name for one in above.parent.iterdir()] if above.parent.is_dir() else []
        raise InputError(f"{above} is not a folder; expected one with {path.name} in it. {nearest(above.name, near)}")
    near = [one.name for one in above.iterdir() if one.is_file()]
    raise InputError(f"{above} has no file {path.name}. {nearest(path.name, near)}")


def _opened(path: Path) -> pa.Table:
    expect_file(path)
    if not path.stat().st_size:
        raise InputError(f"{path} is empty; expected a Parquet file.")
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read()
            _ = table.column_names  # decoded only when they are asked for
            return table
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise InputError(f"{path} cannot be read ({reason}); expected a whole Parquet file.") from None


def _column(path: Path, table: pa.Table, name: str, kind: str) -> np.ndarray:
    if name not in table.column_names:
        raise InputError(f"{path} has no column {name!r} of type {kind}. {nearest(name, table.column_names)}")
    column = table.column(name)
    if column.type != _ARROW[kind]:
        raise InputError(f"column {name!r} of {path} has the type {column.type}; expected {kind}.")
    if column.null_count:
        row = column.is_null().to_pylist().index(True)
        raise InputError(f"column {name!r} of {path} has no value in row {row}; expected one in every row.")
    values: np.ndarray = column.to_numpy()
    if kind == FLOAT and not np.isfinite(values).all():
        row = int(np.flatnonzero(~np.isfinite(values))[0])
        raise InputError(f"column {name!r} of {path} has {values[row]} in row {row}; expected a finite number.")
    return values


def _json(path: Path) -> dict[str, Any]:
    expect_file(path)
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise InputError(f"{path} cannot be read as JSON ({error}); expected an object with numbers.") from None
    if not isinstance(facts, dict):
        raise InputError(f"{path} holds a {type(facts).__name__}; expected an object with numbers by name.")
    return facts

"""The ledger: every prediction that was published, with the commit that froze its ranges; it only grows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import InputError

COLUMNS = ("date", "commit", "digest", "scenario", "figure", "mean", "low", "high", "reported", "inside")
_OF_A_PREDICTION = ("digest", "scenario", "figure", "mean", "low", "high")
"""What tells a prediction from others; what is reported beside it is none of it."""

LedgerRow = dict[str, str]


def read_ledger(path: Path) -> list[LedgerRow]:
    """Return the rows of a ledger, oldest first, none where there is no file; raise InputError for another table."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if tuple(table.fieldnames or ()) != COLUMNS:
            given = ", ".join(table.fieldnames or ())
            raise InputError(f"{path} has the columns {given}; expected {', '.join(COLUMNS)}.")
        return list(table)


def entries_of(rows: Iterable[Mapping[str, Any]]) -> list[LedgerRow]:
    """Return the ledger's rows of those results that predict something."""
    return [_entry(row) for row in rows if row["after"] is not None]


def new_entries(there: Sequence[LedgerRow], entries: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Return the entries whose digest or value no row of the ledger has for the same figure."""
    known = {_prediction(row) for row in there}
    return [entry for entry in entries if _prediction(entry) not in known]


def written(rows: Iterable[LedgerRow]) -> str:
    """Return a ledger as the text of a CSV file."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def _prediction(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[column] for column in _OF_A_PREDICTION)


def _entry(row: Mapping[str, Any]) -> LedgerRow:
    after, frozen = row["after"], row["frozen"]
    return {
        "date": frozen["date"],
        "commit": frozen["commit"] or "",
        "digest": frozen["digest"],
        "scenario": row["scenario"],
        "figure": row["figure"],
        **{name: f"{after[name]:.6g}" for name in ("mean", "low", "high")},
        "reported": _reported(row["reported"]["after"]),
        "inside": "" if row["inside"] is None else str(row["inside"]).lower(),
    }


def _reported(figure: Any) -> str:
    if not isinstance(figure, list):
        return "" if figure is None else f"{figure:g}"
    low, high = figure
    if low is None or high is None:
        return f"<={high:g}" if low is None else f">={low:g}"
    return f"{low:g}-{high:g}"

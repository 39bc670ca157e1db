"""The rows of a sweep: one for each run and design, with the same columns in every part."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.report.catalogue import MEASURES
from experiments.sweep.run import Run
from experiments.sweep.sampling import Point
from experiments.sweep.work import Found

if TYPE_CHECKING:
    import pyarrow as pa

OWN = {"run": "text", "point": "whole", "replication": "whole", "design": "text"}
"""The columns before those of parameters and measures, and their kinds."""

READ = tuple(name for name in MEASURES if not name.startswith("capacity_"))
"""The measures that a run can have; a search finds capacities, over many runs."""


def kinds_of(keys: Sequence[str], points: Sequence[Point]) -> dict[str, str]:
    """Return the kind of each key's column: whole, number, flag, text, or json where values are of several kinds."""
    return {key: _kind([point[place] for point in points]) for place, key in enumerate(keys)}


def _kind(values: Sequence[Any]) -> str:
    types = {type(value) for value in values if value is not None}
    if types <= {bool} and types:
        return "flag"
    if types <= {int}:
        return "whole"
    if types <= {int, float}:
        return "number"
    return "text" if types <= {str} else "json"


def schema_of(kinds: Mapping[str, str]) -> pa.Schema:
    """Return the schema of every part: own columns, parameters, measures. A value that is missing is null."""
    import pyarrow as pa

    arrow = {"text": pa.string(), "json": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_()}
    named = {**OWN, **kinds}
    return pa.schema([(name, arrow[kind]) for name, kind in named.items()] + [(name, pa.float64()) for name in READ])


def rows_of(run: Run, found: Found, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a run, one for each design."""
    parameters = {
        key: json.dumps(value, ensure_ascii=False) if kind == "json" else value
        for (key, kind), value in zip(kinds.items(), run.point, strict=True)
    }
    own = {"run": run.id, "point": run.place, "replication": run.replication}
    for measures in found.values():
        unknown = measures.keys() - set(READ)
        assert not unknown, f"no column for {sorted(unknown)}"
    return [{**own, "design": design, **parameters, **measures} for design, measures in found.items()]

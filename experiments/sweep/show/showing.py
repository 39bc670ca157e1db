"""Showing: how far a stored sweep is, and the table of what is asked of it, also while it still runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.intervals import CONFIDENCE
from analysis.sweep_table import STATUS_COLUMNS, SweepTable, sweep_table
from experiments.sweep.rows import READ
from experiments.sweep.sampling import Point
from experiments.sweep.show.filter import Filters, filters_of
from experiments.sweep.stored import StoredSweep, is_sweep, read_sweep
from sim.errors import InputError, UnknownName, nearest

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a sweep: a measure, under some designs or all, at some points or all."""

    measure: str = "elapsed_days_mean"
    designs: Sequence[str] = ()
    where: Sequence[str] = ()
    difference: bool = False  # from the baseline: it is then no design of its own


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A sweep as it is now: `points` are those that were asked for, played or not; the table holds those with rows.

    `is_running` is None where that cannot be told.
    """

    stored: StoredSweep
    asked: Asked
    filters: Filters
    done: int
    failed: Sequence[Mapping[str, Any]]
    is_running: bool | None
    points: Mapping[int, Point]
    rows: Mapping[str, np.ndarray[Any, Any]]  # columns that the table was made from
    table: SweepTable

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the sweep."""
        return self.stored.sweep.space.keys

    def varying(self) -> list[int]:
        """Return the places of the keys that have more than one value at the points."""
        columns = zip(*self.points.values(), strict=True)
        return [place for place, values in enumerate(columns) if any(value != values[0] for value in values)]

    def as_dict(self) -> dict[str, Any]:
        """Return what `--json` prints, but for what is drawn and for elementary effects."""
        sweep, table = self.stored.sweep, self.table
        return {
            "directory": str(self.stored.folder), "scenario": sweep.facts["scenario"], "runs": sweep.runs,
            "done": self.done, "failed": len(self.failed), "running": self.is_running,
            "failures": failures_of(self.failed), "measure": table.measure, "baseline": table.baseline,
            "designs": list(table.designs), "replications": sweep.replications, "where": list(self.asked.where),
            "confidence": CONFIDENCE, "family": table.family, "rows": self._rows(),
        }  # fmt: skip

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {
                "point": cell.point,
                "parameters": dict(zip(self.keys, self.points[cell.point], strict=True)),
                "design": cell.design,
                "replications": cell.replications,
                "status": cell.status,
                "estimate": cell.estimate and cell.estimate.as_dict(),
                "bound": cell.bound,
                "baseline_status": cell.baseline_status,
                "pairs": cell.pairs,
                "difference": cell.difference and cell.difference.as_dict(),
                "difference_bound": cell.difference_bound,
            }
            for cell in self.table.cells
        ]


def show(folder: Path, asked: Asked) -> Shown:
    """Return what a folder's sweep has to show; raise InputError for no sweep, and UnknownName for names it lacks."""
    stored = _read(folder)
    sweep = stored.sweep
    if asked.measure not in READ:
        raise UnknownName(f"--measure {asked.measure!r} is no measure of a run. {nearest(asked.measure, READ)}")
    designs = _designs(asked, sweep.designs, sweep.facts["baseline"])
    filters = filters_of(asked.where, sweep.space.keys, sweep.points)
    points = {place: point for place, point in enumerate(sweep.points) if filters.pass_on(point)}
    if not points:
        raise InputError(f"no point has --where {' and '.join(asked.where)}, though each of them has points.")
    columns, done = _columns(stored, asked.measure, points)
    failed = stored.failed()
    return Shown(
        stored=stored, asked=asked, filters=filters, done=done, failed=failed,
        is_running=_is_running(stored) if done + len(failed) < sweep.runs else False, points=points,
        rows=columns, table=sweep_table(columns, asked.measure, designs=designs, baseline=sweep.facts["baseline"]),
    )  # fmt: skip


def failures_of(failed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the distinct failures with how many runs each befell and the parameters of the first, in their order."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in failed:
        known = found.setdefault(
            (row["kind"], row["error"]),
            {
                "kind": row["kind"],
                "error": row["error"],
                "count": 0,
                "run": row["run"],
                "parameters": row["parameters"],
            },
        )
        known["count"] += 1
    return sorted(found.values(), key=lambda one: -one["count"])


def _read(folder: Path) -> StoredSweep:
    """Return a folder's sweep; where it holds none, name a sweep nearby."""
    if is_sweep(folder):
        return read_sweep(folder)
    try:
        return read_sweep(folder)
    except InputError as error:
        near = [path for above in (folder, folder.parent) if above.is_dir() for path in above.iterdir()]
        names = {str(path) for path in near if path.is_dir() and is_sweep(path)}
        raise InputError(f"{error} {nearest(str(folder), names)}" if names else str(error)) from None


def _designs(asked: Asked, played: Sequence[str], baseline: str) -> tuple[str, ...]:
    for name in asked.designs:
        if name not in played:
            raise UnknownName(f"--design {name!r} is no design of this sweep. {nearest(name, played)}")
    chosen = [name for name in played if not asked.designs or name in asked.designs]
    if asked.difference:
        chosen = [name for name in chosen if name != baseline]
        if not chosen:
            raise InputError(f"--difference needs a design besides the baseline {baseline!r}, the only one here.")
    return tuple(chosen)


def _columns(stored: StoredSweep, measure: str, points: Mapping[int, Point]) -> tuple[dict[str, Any], int]:
    """Return the columns that a table needs, of the points that were asked for, and how many runs are done in all."""
    import numpy as np

    names = dict.fromkeys(["point", "replication", "design", *STATUS_COLUMNS, measure])
    table = stored.parts.read(list(names))
    columns = {name: table.column(name).to_numpy() for name in names}
    done = np.unique(columns["point"] * stored.sweep.replications + columns["replication"]).size
    chosen = np.isin(columns["point"], list(points))
    return {name: column[chosen] for name, column in columns.items()}, int(done)


def _is_running(stored: StoredSweep) -> bool | None:
    try:
        with stored.locked():
            return False
    except InputError:
        return True
    except OSError:  # the folder may be read, not written
        return None

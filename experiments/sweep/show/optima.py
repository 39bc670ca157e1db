"""Optima of a stored sweep: along one key, for each combination of the others, where a measure is least or largest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.optimum import Curve, Optimum, optimum
from analysis.report.catalogue import measure
from analysis.sweep_table import Cell
from experiments.sweep.show.filter import place_of
from experiments.sweep.show.showing import Shown
from sim.arrays import Floats
from sim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Row:
    """A design at a combination of the other keys: its points in the order of the axis, and the optimum, if any."""

    design: str
    others: tuple[Any, ...]
    points: tuple[int, ...]
    optimum: Optimum | None


@dataclass(frozen=True, kw_only=True)
class Optima:
    """The rows of all designs and combinations, whose intervals hold together.

    `axis` and `by` are places of keys. `relative` tells that ends are worse by a share of the best figure, not by a
    difference; `still` are designs that the axis does not move, and that were left out.
    """

    largest: bool
    axis: int
    by: tuple[int, ...]
    relative: bool
    rows: tuple[Row, ...]
    still: tuple[str, ...]

    def as_dict(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the optima as they are printed in JSON; `keys` are those of the sweep."""
        return {
            "kind": "maximum" if self.largest else "minimum", "axis": keys[self.axis],
            "by": [keys[place] for place in self.by], "relative": self.relative, "family": len(self.rows),
            "still": list(self.still), "rows": [self._row(row, keys) for row in self.rows],
        }  # fmt: skip

    def _row(self, row: Row, keys: Sequence[str]) -> dict[str, Any]:
        parameters = {keys[place]: value for place, value in zip(self.by, row.others, strict=True)}
        return {
            "parameters": parameters, "design": row.design,
            "optimum": row.optimum and row.optimum.as_dict(),
        }  # fmt: skip


def optima_of(shown: Shown, by: Sequence[str] = (), *, largest: bool = False) -> Optima:
    """Return the optima along the key of numbers that has most values at the points, but for those named in `by`.

    Raises UnknownName for a key in `by` that the sweep does not vary, and InputError where no key can be the axis, or
    two can, or no combination of the others has two values of it.
    """
    axis = _axis(shown, by)
    others = tuple(place for place in shown.varying() if place != axis)
    groups = _groups(shown, axis, others)
    if not groups:
        key = shown.keys[axis].removeprefix("+")
        raise InputError(f"no two points that are shown differ in {key} alone; expected such, or --where or --by.")
    samples = _samples(shown)
    designs = [name for name in shown.table.designs if not (shown.asked.difference and name == shown.table.baseline)]
    still = () if shown.asked.designs else _still(designs, groups, samples)
    found = [(design, values, points) for values, points in groups for design in designs if design not in still]
    relative = not shown.asked.difference and measure(shown.asked.measure).form != "share"
    rows = []
    for design, values, points in found:
        curve = _curve(shown, axis, design, points, samples[design], largest)
        best = optimum(curve, largest=largest, relative=relative, family=len(found))
        rows.append(Row(design=design, others=values, points=points, optimum=best))
    return Optima(largest=largest, axis=axis, by=others, relative=relative, rows=tuple(rows), still=still)


def _axis(shown: Shown, by: Sequence[str]) -> int:
    """Return the place of the key that has most values, numbers all of them, and makes no rows."""
    varying = shown.varying()
    named = {place_of(name, shown.keys, "--by") for name in by}
    for place in named - set(varying):
        key = shown.keys[place].removeprefix("+")
        raise InputError(f"--by {key}: all points that are shown have one value there; expected a key that varies.")
    sizes = {place: len(values) for place in varying if place not in named and (values := _numbers(shown, place))}
    if not sizes:
        raise InputError("no key that is left has several numbers at the points that are shown; expected one as axis.")
    first, *ties = [place for place, size in sizes.items() if size == max(sizes.values())]
    if ties:
        names = [shown.keys[place].removeprefix("+") for place in (first, *ties)]
        raise InputError(
            f"{' and '.join(names)} have equally many values, so that each could be the axis; expected --by with what "
            f"makes rows, such as --by {names[-1]}."
        )
    return first


def _numbers(shown: Shown, place: int) -> set[float]:
    """Return the values of a key, or none of them where one is no number."""
    values = [point[place] for point in shown.points.values()]
    fine = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return set(values) if fine else set()


def _groups(shown: Shown, axis: int, others: Sequence[int]) -> list[tuple[tuple[Any, ...], tuple[int, ...]]]:
    """Return each combination of the other keys that has several points, and these in the order of the axis."""
    found: dict[str, tuple[tuple[Any, ...], list[int]]] = {}
    for number, point in shown.points.items():
        values = tuple(point[place] for place in others)
        found.setdefault(repr(values), (values, []))[1].append(number)
    return [
        (values, tuple(sorted(points, key=lambda number: shown.points[number][axis])))
        for values, points in found.values()
        if len(points) > 1
    ]


def _samples(shown: Shown) -> Mapping[str, Floats]:
    """Return for each design what is read of it, points × replications; NaN where there is nothing."""
    rows, name = shown.rows, shown.asked.measure
    names = shown.stored.sweep.designs
    codes = np.array([names.index(design) for design in rows["design"]], dtype=np.int64)
    cube = np.full((len(names), max(shown.points) + 1, shown.stored.sweep.replications), np.nan)
    cube[codes, rows["point"], rows["replication"]] = rows[name]
    found = dict(zip(names, cube, strict=True))
    if not shown.asked.difference:
        return found
    return {design: figures - found[shown.table.baseline] for design, figures in found.items()}


def _still(
    designs: Sequence[str], groups: Sequence[tuple[Any, tuple[int, ...]]], samples: Mapping[str, Floats]
) -> tuple[str, ...]:
    """Return the designs whose figures are the same all along the axis, unless all are."""
    still = tuple(name for name in designs if all(_is_still(samples[name][list(points)]) for _, points in groups))
    return () if len(still) == len(designs) else still


def _is_still(figures: Floats) -> bool:
    """Return whether each replication (a column) has the same figure wherever it has one."""
    return np.array_equal(np.fmin.reduce(figures), np.fmax.reduce(figures), equal_nan=True)


def _curve(shown: Shown, axis: int, design: str, points: Sequence[int], samples: Floats, largest: bool) -> Curve:
    """Return a design's figures at these points; what has neither a figure nor a bound that says something has none."""
    cells = {cell.point: cell for cell in shown.table.cells if cell.design == design}
    kinds = [_kind(shown, cells.get(point), largest) for point in points]
    figures = np.array([samples[point] if kind else np.full(samples.shape[1], np.nan)
                        for point, kind in zip(points, kinds, strict=True)])  # fmt: skip
    bounds = frozenset(place for place, kind in enumerate(kinds) if kind == "bound")
    return Curve(values=[shown.points[point][axis] for point in points], figures=figures, bounds=bounds)


def _kind(shown: Shown, cell: Cell | None, largest: bool) -> Literal["figure", "bound"] | None:
    """Return what a cell tells of the mean: itself, how good it is at best, or nothing.

    Days go on growing where a design is overloaded, and the share on time falling.
    """
    if cell is None:
        return None
    estimate, bound = cell.shown(shown.asked.difference)
    if estimate and not bound:
        return "figure"
    if estimate:
        return "bound" if bound == ("upper" if largest else "lower") else None
    known = measure(shown.asked.measure)
    worsens = known.falls if largest else known.bounded
    return "bound" if cell.status == "overloaded" and worsens and not shown.asked.difference else None

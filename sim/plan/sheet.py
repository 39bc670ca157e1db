"""The sheet: steps and edges as they are written down, block by block, before they become a plan."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Ints
from sim.plan.plan import Edges, Guard, Kind, Steps
from sim.plan.provisions import (
    Alarms,
    Crews,
    Entries,
    Firsts,
    Growth,
    Holds,
    Officers,
    Patience,
    Preempts,
    Urges,
    Visits,
    none,
)

_DEFAULTS: dict[str, float] = {
    "need": -1, "unit": -1, "category": -1, "work_hours": 0.0, "rank": 1, "priority": 1,
    "lag_ms": 0, "calendar": -1, "attempt": 1, "chance": 1.0,
}  # fmt: skip
_FLOATS = ("work_hours", "chance")

_PROVIDED: dict[str, type[Any]] = {
    "urges": Urges, "officers": Officers, "crews": Crews, "holds": Holds, "patience": Patience, "alarms": Alarms,
    "firsts": Firsts, "entries": Entries, "growth": Growth, "preempts": Preempts, "visits": Visits,
}  # fmt: skip
_STEP_COLUMNS = {"step", "of", "until"}
_FURTHER_KEYS = {"urges": "after_ms"}
"""By what a table is sorted besides the step: where a step has several rows."""


@dataclass(frozen=True)
class _Block:
    """Steps that were written together, from number `first` on; columns that are left out have their default."""

    first: int
    matter: Ints
    columns: dict[str, ArrayLike]


class Sheet:
    """Steps get their number when they are written; `finish` sorts them by matter and renumbers."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._edges: list[tuple[Ints, Ints]] = []
        self._guards: list[tuple[int, ArrayLike, Ints]] = []  # of the edges from this number on: guard, judged
        self._provided: dict[str, list[dict[str, Any]]] = {name: [] for name in _PROVIDED}
        self.n_steps = self.n_edges = 0

    def write(self, matter: Ints, kind: Kind, **columns: ArrayLike) -> Ints:
        """Write one step for each entry of `matter`; return their numbers."""
        unknown = sorted(columns.keys() - _DEFAULTS.keys())
        if unknown:
            raise TypeError(f"steps have no column {unknown[0]!r}")
        first, self.n_steps = self.n_steps, self.n_steps + matter.size
        self._blocks.append(_Block(first, matter, {"kind": int(kind), **columns}))
        return np.arange(first, self.n_steps, dtype=np.int64)

    def link(self, source: Ints, target: Ints, guard: ArrayLike = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Write an edge from each `source` to its `target`."""
        if guard is not Guard.ALWAYS:
            self._guards.append((self.n_edges, guard, source if judged is None else judged))
        self._edges.append((source, target))
        self.n_edges += source.size

    def provide(self, name: str, step: Ints, **columns: ArrayLike) -> None:
        """Write a row of a provision (urges, crews, patience, visits and so on) for each of these steps.

        Lines of a crew stand in the order in which they are written.
        """
        blank = none(_PROVIDED[name])
        rows = {
            key: np.broadcast_to(np.asarray(value, dtype=getattr(blank, key).dtype), step.shape)
            for key, value in columns.items()
        }
        self._provided[name].append({"step": step, **rows})

    def finish(self, order_key: Ints) -> tuple[Steps, Edges, dict[str, Any]]:
        """Return all steps sorted by matter, then as written, all edges, and what is provided for steps, by name.

        `order_key` is given by matter.
        """
        matter = _joined([block.matter for block in self._blocks])
        order = np.argsort(matter.astype(np.min_scalar_type(order_key.size)), kind="stable")  # short ones by radix
        number = np.empty(order.size, dtype=np.int64)
        number[order] = np.arange(order.size)
        matter = matter[order]
        steps = Steps(matter=matter, order_key=order_key[matter], **self._columns(number))
        return steps, self._linked(number), self._renumbered(number)

    def _columns(self, number: Ints) -> dict[str, Any]:
        """Return the columns of the steps, whose rows are told by `number`."""
        table: dict[str, Any] = {
            name: np.full(number.size, default, dtype=np.float64 if name in _FLOATS else np.int64)
            for name, default in {"kind": 0, **_DEFAULTS}.items()
        }
        for block in self._blocks:
            rows = number[block.first : block.first + block.matter.size]
            for name, values in block.columns.items():
                table[name][rows] = values
        return table

    def _linked(self, number: Ints) -> Edges:
        """Return the edges between steps whose rows are told by `number`."""
        source, target = (number[_joined([edge[column] for edge in self._edges])] for column in range(2))
        guard, judged = np.full(source.size, int(Guard.ALWAYS), dtype=np.int64), source.copy()
        for first, guards, steps in self._guards:
            guard[first : first + steps.size] = guards
            judged[first : first + steps.size] = number[steps]
        order = np.lexsort((target, source))
        return Edges(source=source[order], target=target[order], guard=guard[order], judged=judged[order])

    def _renumbered(self, number: Ints) -> dict[str, Any]:
        """Return the provisions of steps whose rows are told by `number`, sorted by step."""
        tables: dict[str, Any] = {}
        for name, table in _PROVIDED.items():
            parts = self._provided[name]
            if not parts:
                tables[name] = none(table)
                continue
            columns = {key.name: np.concatenate([part[key.name] for part in parts]) for key in fields(table)}
            for key in _STEP_COLUMNS & columns.keys():
                columns[key] = number[columns[key]]
            further = [columns[_FURTHER_KEYS[name]]] if name in _FURTHER_KEYS else []
            order = np.lexsort((*further, columns["matter" if name == "entries" else "step"]))
            tables[name] = table(**{key: column[order] for key, column in columns.items()})
        return tables


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


@dataclass
class _End:
    """Loose ends of a chain, one row each: the step that the next one follows (-1: none), perhaps with guards."""

    source: Ints
    guards: tuple[Ints, Ints] | None = None  # guard, and the step that it reads

    def among(self, rows: Ints) -> _End:
        """Return the loose ends of these rows."""
        return _End(self.source[rows], self.guards and (self.guards[0][rows], self.guards[1][rows]))


class Chain:
    """One thread of the process for many matters at once; row i belongs to matter `matter[i]`."""

    def __init__(self, sheet: Sheet, matter: Ints) -> None:
        self.sheet = sheet
        self.matter = matter
        self._ends: list[_End] = []

    def then(self, rows: Ints, kind: Kind, **columns: ArrayLike) -> Ints:
        """Write a step for these rows that follows what they did last; return the steps' numbers."""
        step = self.sheet.write(self.matter[rows], kind, **columns)
        self.lead_to(rows, step)
        self.stand_at(rows, step)
        return step

    def lead_to(self, rows: Ints, target: Ints) -> None:
        """Let `target` follow what these rows did last."""
        for end in self._ends:
            held = end.source[rows] >= 0
            mine, to = (rows, target) if held.all() else (rows[held], target[held])
            if mine.size:
                loose = end.among(mine)
                self.sheet.link(loose.source, to, *(loose.guards or ()))

    def stand_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step`, and nothing else."""
        for end in self._ends[1:]:
            end.source[rows] = -1
        self._put(0, rows, step, guard, judged)

    def also_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step` too."""
        blank = (place for place, end in enumerate(self._ends) if (end.source[rows] < 0).all())
        self._put(next(blank, len(self._ends)), rows, step, guard, judged)

    def _put(self, place: int, rows: Ints, step: Ints, guard: Guard, judged: Ints | None) -> None:
        if place == len(self._ends):
            self._ends.append(_End(np.full(self.matter.size, -1, dtype=np.int64)))
        end = self._ends[place]
        end.source[rows] = step
        if guard is not Guard.ALWAYS and not end.guards:
            end.guards = (np.full(end.source.size, int(Guard.ALWAYS), dtype=np.int64), end.source.copy())
        if end.guards:
            end.guards[0][rows] = int(guard)
            end.guards[1][rows] = step if judged is None else judged

    def fork(self, rows: Ints) -> Chain:
        """Return a new chain that goes on from where these rows stand."""
        branch = Chain(self.sheet, self.matter[rows])
        branch._ends = [end.among(rows) for end in self._ends]
        return branch

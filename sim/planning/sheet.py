"""The sheet: steps and edges as they are written down, block by block, before they become a plan."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Flags, Ints
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
from sim.planning.chain import Chain
from sim.planning.waiting.substitutes import Pairs, rows_with_substitutes, with_substitutes

__all__ = ["Chain", "Sheet"]

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

    def __init__(self, n_matters: int = 0) -> None:
        """`n_matters` is how many matters there are, contacts included; what hangs on them is numbered behind."""
        self.n_released = n_matters
        self._parents: list[Ints] = []
        self._aside: list[Ints] = []
        self._substitutes: list[Pairs] = []
        self._waited: list[Ints] = []
        self.number = np.zeros(0, dtype=np.int64)  # row of each step, once the sheet is finished
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

    def repeat(self, step: Ints, **changes: ArrayLike) -> Ints:
        """Write each of these steps once more, with these columns changed; return the numbers of the new ones."""
        columns = {name: self.read(step, name) for name in ("kind", *_DEFAULTS)} | changes
        first, self.n_steps = self.n_steps, self.n_steps + step.size
        self._blocks.append(_Block(first, self.read(step, "matter"), columns))
        return np.arange(first, self.n_steps, dtype=np.int64)

    def read(self, step: Ints, name: str) -> np.ndarray:
        """Return a column of steps that have been written."""
        values = np.zeros(step.size, dtype=np.float64 if name in _FLOATS else np.int64)
        for block in self._blocks_of(step):
            mine = np.flatnonzero((step >= block.first) & (step < block.first + block.matter.size))
            column = block.matter if name == "matter" else block.columns.get(name, _DEFAULTS.get(name))
            values[mine] = np.broadcast_to(np.asarray(column), block.matter.shape)[step[mine] - block.first]
        return values

    def _blocks_of(self, step: Ints) -> list[_Block]:
        """Return the blocks in which these steps have been written."""
        firsts = [block.first for block in self._blocks]
        steps = np.bincount(np.searchsorted(firsts, step, side="right"))  # of each block, behind those of none
        return [self._blocks[place - 1] for place in np.flatnonzero(steps) if place]

    def written(self, kind: Kind) -> Ints:
        """Return the steps of a kind that have been written so far, substitutes left out."""
        blocks = (block for block in self._blocks if (np.asarray(block.columns["kind"]) == kind).any())
        steps = _joined([np.arange(block.first, block.first + block.matter.size) for block in blocks])
        wanted = (self.read(steps, "kind") == kind) & ~np.isin(steps, self.substitutes[1])
        return np.asarray(steps[wanted])

    def substitute(self, step: Ints, by: Ints, waited_ms: Ints) -> None:
        """Let whatever follows a step follow `by` too, which is done in its place where it leaves.

        `waited_ms` is how long each has waited before it is ready.
        """
        self._substitutes.append((step, by))
        self._waited.append(waited_ms)

    def link(self, source: Ints, target: Ints, guard: ArrayLike = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Write an edge from each `source` to its `target`."""
        if guard is not Guard.ALWAYS:
            self._guards.append((self.n_edges, guard, source if judged is None else judged))
        self._edges.append((source, target))
        self.n_edges += source.size

    def hang(
        self, parents: Ints, entry: Kind, *, aside: bool = False, **columns: ArrayLike
    ) -> tuple[Ints, Ints]:  # fmt: skip
        """Let a matter come in for each of these, once its first step has ended; return the matters and these steps.

        The first step is of this kind and is to follow steps of the parent, or of others; what it lasts is given as a
        pure wait's hours. What hangs is never released otherwise, and never in a cohort. What is `aside` is no matter
        that anybody counts or waits for: a reminder, say.
        """
        first = self.n_released + sum(part.size for part in self._parents)
        matters = np.arange(first, first + parents.size, dtype=np.int64)
        self._parents.append(parents)
        self._aside.append(np.full(parents.size, aside, dtype=np.int64))
        step = self.write(matters, entry, **columns)
        self.provide("entries", step, matter=matters)
        return matters, step

    @property
    def parents(self) -> Ints:
        """The matter on which each of those hangs that come in with a step."""
        return _joined(self._parents)

    @property
    def aside(self) -> Flags:
        """Which of those that come in with a step are no matters."""
        return _joined(self._aside) > 0

    @property
    def substitutes(self) -> Pairs:
        """Return steps, and the substitute of each."""
        return _joined([step for step, _ in self._substitutes]), _joined([by for _, by in self._substitutes])

    @property
    def waited_ms(self) -> Ints:
        """How long each step of the finished sheet has waited, as another one, before it is ready."""
        waited = np.zeros(self.n_steps, dtype=np.int64)
        waited[self.number[self.substitutes[1]]] = _joined(self._waited)
        return waited

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
        self.number = number
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
        source, target = (_joined([edge[column] for edge in self._edges]) for column in range(2))
        guard, judged = np.full(source.size, int(Guard.ALWAYS), dtype=np.int64), source.copy()
        for first, guards, steps in self._guards:
            guard[first : first + steps.size] = guards
            judged[first : first + steps.size] = steps
        edges = {"source": source, "target": target, "guard": guard, "judged": judged}
        edges = with_substitutes(edges, self.substitutes)
        edges |= {name: number[edges[name]] for name in ("source", "target", "judged")}
        order = np.lexsort((edges["target"], edges["source"]))
        return Edges(**{name: column[order] for name, column in edges.items()})

    def _renumbered(self, number: Ints) -> dict[str, Any]:
        """Return the provisions of steps whose rows are told by `number`, sorted by step."""
        tables: dict[str, Any] = {}
        for name, table in _PROVIDED.items():
            parts = self._provided[name]
            if not parts:
                tables[name] = none(table)
                continue
            columns = {key.name: np.concatenate([part[key.name] for part in parts]) for key in fields(table)}
            columns = rows_with_substitutes(name, columns, self.substitutes)
            for key in _STEP_COLUMNS & columns.keys():
                columns[key] = number[columns[key]]
            further = [columns[_FURTHER_KEYS[name]]] if name in _FURTHER_KEYS else []
            order = np.lexsort((*further, columns["matter" if name == "entries" else "step"]))
            tables[name] = table(**{key: column[order] for key, column in columns.items()})
        return tables


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

"""The sheet: steps and edges as they are written down, block by block, before they become a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats, Ints
from sim.plan.plan import Edges, Guard, Kind, Steps

_DEFAULTS: dict[str, float] = {
    "need": -1, "unit": -1, "category": -1, "work_hours": 0.0, "rank": 1, "priority": 1,
    "lag_ms": 0, "calendar": -1, "attempt": 1, "chance": 1.0,
}  # fmt: skip
_FLOATS = ("work_hours", "chance")


class Sheet:
    """Steps get their number when they are written; `finish` sorts them by matter and renumbers."""

    def __init__(self) -> None:
        self._steps: list[dict[str, Ints | Floats]] = []
        self._edges: list[tuple[Ints, Ints, Ints, Ints]] = []
        self.n_steps = 0

    def write(self, matter: Ints, kind: Kind, **columns: ArrayLike) -> Ints:
        """Write one step for each entry of `matter`; return their numbers."""
        n = matter.size
        row: dict[str, Ints | Floats] = {"matter": matter, "kind": np.full(n, int(kind), dtype=np.int64)}
        for name, default in _DEFAULTS.items():
            value = columns.pop(name, default)
            if name in _FLOATS:
                row[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), (n,))
            else:
                row[name] = np.broadcast_to(np.asarray(value, dtype=np.int64), (n,))
        if columns:
            raise TypeError(f"steps have no column {sorted(columns)[0]!r}")
        self._steps.append(row)
        self.n_steps += n
        return np.arange(self.n_steps - n, self.n_steps, dtype=np.int64)

    def link(self, source: Ints, target: Ints, guard: ArrayLike = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Write an edge from each `source` to its `target`."""
        guards = np.broadcast_to(np.asarray(guard, dtype=np.int64), source.shape)
        self._edges.append((source, target, guards, source if judged is None else judged))

    def finish(self, order_key: Ints) -> tuple[Steps, Edges]:
        """Return all steps sorted by matter, then as written, and all edges; `order_key` is given by matter."""
        matter = self._ints("matter")
        order = np.argsort(matter, kind="stable")
        number = np.empty(order.size, dtype=np.int64)
        number[order] = np.arange(order.size)
        whole = {name: self._ints(name)[order] for name in ("kind", *_DEFAULTS) if name not in _FLOATS}
        real = {name: self._floats(name)[order] for name in _FLOATS}
        edges = [np.concatenate(parts) for parts in zip(*self._edges, strict=True)] if self._edges else [
            np.zeros(0, dtype=np.int64)] * 4  # fmt: skip
        source, target, guard, judged = number[edges[0]], number[edges[1]], edges[2], number[edges[3]]
        by_source = np.lexsort((target, source))
        return (
            Steps(
                matter=matter[order], order_key=order_key[matter[order]], work_hours=real["work_hours"],
                chance=real["chance"], **whole,
            ),
            Edges(source=source[by_source], target=target[by_source], guard=guard[by_source], judged=judged[by_source]),
        )  # fmt: skip

    def _ints(self, name: str) -> Ints:
        parts = [block[name] for block in self._steps]
        return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)

    def _floats(self, name: str) -> Floats:
        parts = [block[name] for block in self._steps]
        return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)


@dataclass(frozen=True)
class _End:
    """Loose ends of a chain, one row each: the step that the next one follows (-1: none), and the guard."""

    source: Ints
    guard: Ints
    judged: Ints


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
            source = end.source[rows]
            held = source >= 0
            self.sheet.link(source[held], target[held], end.guard[rows][held], end.judged[rows][held])

    def stand_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step`, and nothing else."""
        for end in self._ends:
            end.source[rows] = -1
        self.also_at(rows, step, guard, judged)

    def also_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step` too."""
        for end in self._ends:
            if (end.source[rows] < 0).all():
                break
        else:
            blank = np.full(self.matter.size, -1, dtype=np.int64)
            end = _End(source=blank, guard=blank.copy(), judged=blank.copy())
            self._ends.append(end)
        end.source[rows] = step
        end.guard[rows] = int(guard)
        end.judged[rows] = step if judged is None else judged

    def fork(self, rows: Ints) -> Chain:
        """Return a new chain that goes on from where these rows stand."""
        branch = Chain(self.sheet, self.matter[rows])
        branch._ends = [_End(end.source[rows], end.guard[rows], end.judged[rows]) for end in self._ends]
        return branch

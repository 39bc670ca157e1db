"""Substitutes: a step that leaves may be waited for, in its place, by the same one in another queue.

What follows a step then follows its substitute too, whichever of them is done, and what reads its outcome reads that
one's. So no block that writes on behind a step need know that it has substitutes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Flags, Ints, ranges
from sim.plan.plan import Guard

Pairs = tuple[Ints, Ints]
"""Steps, and the substitute of each, as they were numbered when they were written."""

_OF_ITS_OWN = (Guard.WHEN_LEFT, Guard.WHEN_LATE)
"""What comes of a step's own waiting does not come of its substitute's."""

KEPT = ("officers", "crews", "growth", "visits", "preempts")
"""Provisions of a step that hold for its substitutes too."""


def with_substitutes(columns: dict[str, Ints], pairs: Pairs) -> dict[str, Ints]:
    """Return edges by column with those that substitutes need: of the same targets, and read by the same guards."""
    if not pairs[0].size:
        return columns
    columns = _repeated(columns, ~np.isin(columns["guard"], _OF_ITS_OWN), pairs)
    elsewhere = (columns["judged"] != columns["source"]) & np.isin(columns["guard"], (Guard.ON_ERROR, Guard.IF_FINE))
    chosen, by = _matched(columns["judged"], elsewhere, pairs)
    more = {name: column[chosen] for name, column in columns.items()} | {"judged": by}
    return {name: np.concatenate([column, more[name]]) for name, column in columns.items()}


def _repeated(columns: dict[str, Ints], eligible: Flags, pairs: Pairs) -> dict[str, Ints]:
    """Return the edges and, of those eligible whose source has substitutes, the same from each substitute."""
    chosen, by = _matched(columns["source"], eligible, pairs)
    own = columns["judged"][chosen] == columns["source"][chosen]
    more = {name: column[chosen] for name, column in columns.items()}
    more |= {"source": by, "judged": np.where(own, by, more["judged"])}
    return {name: np.concatenate([column, more[name]]) for name, column in columns.items()}


def rows_with_substitutes(name: str, columns: dict[str, Any], pairs: Pairs) -> dict[str, Any]:
    """Return the rows of a provision with those that hold for the substitutes of its steps."""
    if name not in KEPT or not pairs[0].size:
        return columns
    chosen, by = _matched(columns["step"], np.ones(columns["step"].size, dtype=bool), pairs)
    more = {key: column[chosen] for key, column in columns.items()} | {"step": by}
    return {key: np.concatenate([column, more[key]]) for key, column in columns.items()}


def _matched(steps: Ints, eligible: Flags, pairs: Pairs) -> Pairs:
    """Return which rows of these steps have a substitute, each row once for each of them, and these substitutes."""
    of, by = pairs
    order = np.argsort(of, kind="stable")
    of, by = of[order], by[order]
    first, last = (np.searchsorted(of, steps, side=side) for side in ("left", "right"))
    counts = np.where(eligible, last - first, 0)
    return np.repeat(np.arange(steps.size), counts), by[np.repeat(first, counts) + ranges(counts)]

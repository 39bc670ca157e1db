"""Totals: counts of a whole institution that a report gives, where no single number of the file is the figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Total:
    """A count that follows from a file, and the reported fact whose value, before or after, it must equal."""

    name: str
    value: float
    fact: str
    side: Literal["before", "after"] = "after"

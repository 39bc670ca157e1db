"""The cases: what is known, by which formula and from whom, and what of the simulator makes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from experiments.theory.cases_of import FURTHER_CASES
from experiments.theory.own_cases import OWN_CASES

Kind = Literal["exact", "approx", "bound"]
Check = tuple[str, str]
"""A case and one of its quantities."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A model of the textbooks, and what of a scenario makes it; a unit of time is the mean work of a step, an hour."""

    id: str
    mechanism: str  # of an institution
    model: str  # in the textbooks
    inputs: Mapping[str, Any]
    expected: dict[str, float]
    formula: str
    source: str
    made_by: str  # the parts of a scenario that make it; empty: nothing does
    missing: str = ""  # the rule that is missing, where nothing makes it
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # of quantities that are not exact
    tolerance: float = 0.0  # relative error that the source states of an approximation

    def kind(self, quantity: str) -> Kind:
        """Return whether a quantity is known exactly, approximately, or has an upper bound only."""
        return self.kinds.get(quantity, "exact")

    def holds(self, quantity: str, low: float, high: float) -> bool:
        """Return whether a simulated band agrees with what is known.

        An exact value lies in the band, an approximation within its tolerance of the band, a bound not below it.
        """
        expected = self.expected[quantity]
        if self.kind(quantity) == "bound":
            return low <= expected
        slack = self.tolerance * expected if self.kind(quantity) == "approx" else 0.0
        return low - slack <= expected <= high + slack


def _read() -> dict[str, Case]:
    text = (Path(__file__).parent / "cases.json").read_text(encoding="utf-8")
    return {row["id"]: Case(**row) for row in [*json.loads(text), *OWN_CASES, *FURTHER_CASES]}


CASES = _read()

PLAYED = [(case.id, quantity) for case in CASES.values() if case.made_by for quantity in case.expected]
"""Every quantity that the simulator can be asked for: those of cases.json, then our own."""

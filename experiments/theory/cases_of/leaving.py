"""Cases of leaving: applicants whose patience ends while they wait."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import (
    impatient_wait,
    leaving_share,
    leaving_share_at_limit,
    served_wait,
    served_wait_at_limit,
)

OFFICERS, RATE = 3, 3.3
"""A unit that is overloaded, so that it must lose some."""

PATIENCE, LIMIT = 2.0, 1.5
"""Hours of patience: on average, or of everybody."""


def _exponential() -> dict[str, Any]:
    unit = (RATE, OFFICERS, PATIENCE)
    return {
        "id": "S17",
        "mechanism": "applicants who leave when they have waited too long, at a load above 1",
        "model": "M/M/3+M (Erlang-A)",
        "inputs": {"lam": RATE, "mu": 1, "c": OFFICERS, "patience": PATIENCE},
        "expected": {"P_left": leaving_share(*unit), "Wq": impatient_wait(*unit), "Wq_served": served_wait(*unit)},
        "formula": "P=(1+(lam-c)J)/(e+lam J), c J=1+lam/(c+1/p) (1+lam/(c+2/p) (1+...)), e=1/B(c-1); Wq=p P of all; of "
        "those who are served by birth and death",
        "source": "Palm, Tele 1, 1957; Garnett, Mandelbaum & Reiman, Manufacturing & Service Operations Management 4, "
        "2002, p. 208",
        "made_by": "three officers in one unit; demand.types.*.patience with share 1 and days exponential",
    }


def _limit() -> dict[str, Any]:
    unit = (RATE, OFFICERS, LIMIT)
    return {
        "id": "S18",
        "mechanism": "applicants who all leave after the same time",
        "model": "M/M/3+D",
        "inputs": {"lam": RATE, "mu": 1, "c": OFFICERS, "limit": LIMIT},
        "expected": {"P_left": leaving_share_at_limit(*unit), "Wq_served": served_wait_at_limit(*unit)},
        "formula": "P=(lam/c) e^(g D)/(e+lam J), J=(e^(g D)-1)/g+e^(g D)/c, g=lam-c, e=1/B(c-1); "
        "Wq_served=(Wq-P D)/(1-P)",
        "source": "Barrer, Operations Research 5, 1957, p. 650; Baccelli & Hebuterne, Performance '81, p. 159",
        "made_by": "the same with days deterministic",
    }


LEAVING_CASES = (_exponential(), _limit())

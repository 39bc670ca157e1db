"""Cases of urgency: what is urgent comes first, or interrupts other work."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import head_of_line_waits, preempted_stays, resumed_stays, resumed_waits

OFFICERS = 3
URGENT, OTHER = 0.6, 1.5
"""Urgent and other matters an hour in a unit of so many officers."""

ALONE = (0.4, 0.3)
"""Urgent and other matters an hour for one officer."""

URGENT_MEAN, OTHER_MEAN, OTHER_SCV = 0.5, 1.5, 0.5
"""Work of an urgent matter, exponential, and mean and scv of that of another one, gamma."""


def _first() -> dict[str, Any]:
    urgent, other = head_of_line_waits((URGENT, OTHER), OFFICERS)
    return {
        "id": "S11",
        "mechanism": "urgent matters (急件) come first, in a unit of three; nobody is interrupted",
        "model": "M/M/3 2-class head of line",
        "inputs": {"lam": [URGENT, OTHER], "mu": 1, "c": OFFICERS},
        "expected": {"Wq_urgent": urgent, "Wq_other": other},
        "formula": "Wq_k=C c/((c-a_{k-1})(c-a_k)), C of Erlang, a_k the rate of class k and all before it",
        "source": "Cobham, Operations Research 2, 1954, p. 70; Kella & Yechiali, Stochastic Models 1, 1985, p. 257",
        "made_by": "two types of matter, urgent_share 1 and 0, three officers in one unit, dispatch.urgent=first",
    }


def _interrupts_one() -> dict[str, Any]:
    means = (URGENT_MEAN, OTHER_MEAN)
    works = means, (2 * URGENT_MEAN**2, OTHER_MEAN**2 * (1 + OTHER_SCV))
    (urgent, other), (_, until_begun) = resumed_stays(ALONE, *works), resumed_waits(ALONE, *works)
    return {
        "id": "S12",
        "mechanism": "urgent matters interrupt the one officer, who then goes on with the other work",
        "model": "M/G/1 2-class preemptive resume, unlike works",
        "inputs": {"lam": list(ALONE), "mean": list(means), "scv": [1.0, OTHER_SCV]},
        "expected": {"T_urgent": urgent, "Wq_other": until_begun, "T_other": other},
        "formula": "Wq_k=R_k/((1-s_{k-1})(1-s_k)) until begun, T_k=Wq_k+m_k/(1-s_{k-1}), "
        "R_k=sum_{i<=k} lam_i E[S_i^2]/2",
        "source": "White & Christie, Operations Research 6, 1958, p. 79",
        "made_by": "two types of matter, urgent_share 1 and 0, one officer, dispatch.urgent=interrupts",
    }


def _interrupts() -> dict[str, Any]:
    urgent, other = preempted_stays((URGENT, OTHER), OFFICERS)
    return {
        "id": "S13",
        "mechanism": "urgent matters interrupt; whoever comes free goes on with what was interrupted",
        "model": "M/M/3 2-class preemptive resume",
        "inputs": {"lam": [URGENT, OTHER], "mu": 1, "c": OFFICERS},
        "expected": {"T_urgent": urgent, "T_other": other},
        "formula": "T_k=(N_k-N_{k-1})/lam_k, N_k=a_k T_M/M/3(a_k): the first k classes are an M/M/3 together",
        "source": "Buzen & Bondi, Operations Research 31, 1983, p. 456",
        "made_by": "two types of matter, urgent_share 1 and 0, three officers in one unit, dispatch.urgent=interrupts, "
        "resumes=anybody",
    }


URGENCY_CASES = (_first(), _interrupts_one(), _interrupts())

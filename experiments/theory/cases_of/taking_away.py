"""Cases of taking away: what goes to a contractor, people who go to a task force, and a surge that is too much."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import (
    clearing_hours,
    depleted_wait,
    surge_backlog,
    surge_delay,
    transferred_waits,
)

RATE, OFFICERS = 2.0, 2
"""Matters an hour, and the officers of a unit."""

TRANSFERRED, CONTRACTOR_STAFF = 0.3, 1
"""The share that a contractor handles, and its people."""

DEPLETED_RATE, STAFF, SECONDED = 2.1, 5, 2
"""Matters an hour in a unit, its officers, and those of them who are with a task force."""

CAPACITY, USUAL_RATE, SURGE_RATE, SURGE_DAYS = 40, 20.0, 80.0, 10
"""Officers, matters an hour as usual and in a surge, and its days."""


def _transfer() -> dict[str, Any]:
    home, contractor, everybody = transferred_waits(RATE, TRANSFERRED, OFFICERS, CONTRACTOR_STAFF)
    return {
        "id": "S23",
        "mechanism": "three of ten matters go to a contractor (转职能) of one person",
        "model": "M/M/2 beside M/M/1, thinned",
        "inputs": {"lam": RATE, "mu": 1, "share": TRANSFERRED, "c": [OFFICERS, CONTRACTOR_STAFF]},
        "expected": {"Wq_home": home, "Wq_contractor": contractor, "Wq": everybody},
        "formula": "Erlang C at (1-s) lam and at s lam: both streams are Poisson and independent",
        "source": "Cinlar, Introduction to Stochastic Processes, 1975, sec. 4.4; Erlang 1917",
        "made_by": "two officers in one unit; transfer.contractors with share 0.3 and staff 1",
    }


def _task_force() -> dict[str, Any]:
    return {
        "id": "S24",
        "mechanism": "a task force (专班) has two of five officers all the time",
        "model": "M/M/3",
        "inputs": {"lam": DEPLETED_RATE, "mu": 1, "c": STAFF, "k": SECONDED},
        "expected": {"Wq": depleted_wait(DEPLETED_RATE, STAFF, SECONDED)},
        "formula": "Erlang C with c-k servers",
        "source": "Erlang 1917",
        "made_by": "five officers in one unit; task_force.forces with two members from the first day of the run to the "
        "last, and no task",
    }


def _surge() -> dict[str, Any]:
    hours = 24.0 * SURGE_DAYS
    backlog = surge_backlog(SURGE_RATE, CAPACITY, hours)
    clearing = clearing_hours(backlog, USUAL_RATE, CAPACITY)
    came = SURGE_RATE * hours + USUAL_RATE * clearing
    return {
        "id": "S25",
        "mechanism": "ten days of a surge (突击任务) that is twice what can be done, and how it clears",
        "model": "M/D/40, fluid",
        "inputs": {"capacity": CAPACITY, "usual": USUAL_RATE, "surge": SURGE_RATE, "hours": hours},
        "expected": {
            "backlog": backlog,
            "clearing_hours": clearing,
            "Wq": surge_delay(backlog, hours, clearing) / came,
        },
        "formula": "B=(lam'-c) h, clearing=B/(c-lam), Wq=B (h+clearing)/2/(lam' h+lam clearing)",
        "source": "Newell, Applications of Queueing Theory, 2nd ed. 1982, ch. 2; chance and what is in work are left "
        "out, some 40 matters beside thousands",
        "made_by": "40 officers in one unit, work deterministic; demand.types.*.surge",
        "kinds": {"backlog": "approx", "clearing_hours": "approx", "Wq": "approx"},
        "tolerance": 0.01,
    }


TAKING_AWAY_CASES = (_transfer(), _task_force(), _surge())

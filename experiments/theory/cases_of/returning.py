"""Cases of returning: matters that are not done with the first round of work."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import erlang_wait, feedback_stay, resettled_stay, rounds, single_wait

OFFICERS = 3
FEEDBACK_RATE, AGAIN = 1.5, 0.3
"""Matters an hour, and the probability that each round is followed by another one, of new work."""

CHECKED_RATE, ERRS, CATCH, RETURN = 0.5, 0.25, 0.8, 0.1
"""Matters an hour; how often a round goes wrong; and what a check returns of such work, and of good work."""

SETTLED_RATE, UNSOLVED, DELAY_HOURS = 1.6, 0.25, 120.0
"""Matters an hour, the share that is closed without being solved each time, and the mean time until it comes back."""


def _feedback() -> dict[str, Any]:
    return {
        "id": "S14",
        "mechanism": "matters that need one more round of work each time, in a unit of three",
        "model": "M/M/3 with Bernoulli feedback to the tail",
        "inputs": {"lam0": FEEDBACK_RATE, "mu": 1, "c": OFFICERS, "p_return": AGAIN},
        "expected": {"visits": rounds(AGAIN), "T": feedback_stay(FEEDBACK_RATE, OFFICERS, AGAIN)},
        "formula": "n=1/(1-p), T=n (1+Wq_M/M/3(n lam0)): product form",
        "source": "Jackson, Operations Research 5, 1957, p. 518",
        "made_by": "three officers in one unit; further_needs with geometric weights up to 17, new work each time",
    }


def _checked() -> dict[str, Any]:
    again = ERRS * CATCH + (1 - ERRS) * RETURN
    work, square = rounds(again), (1 + again) / (1 - again) ** 2
    return {
        "id": "S15",
        "mechanism": "a check (核稿) that sees most errors and returns some good work, too",
        "model": "M/D/1 with Bernoulli feedback to the tail",
        "inputs": {"lam0": CHECKED_RATE, "work": 1, "error": ERRS, "catch": CATCH, "return": RETURN},
        "expected": {"visits": work, "T": work + single_wait(CHECKED_RATE, work, square)},
        "formula": "p=e c+(1-e) r; M/G/1 with N works, N geometric: T=E[N]+lam0 E[N^2]/(2(1-rho)), E[N]=1/(1-p), "
        "E[N^2]=(1+p)/(1-p)^2",
        "source": "Takacs, Bell System Technical Journal 42, 1963, p. 505",
        "made_by": "one officer; supervision.checks by another category's unit, which takes no time, catch_share, "
        "return_share; abilities.error_rate; rounds=10",
    }


def _resettled() -> dict[str, Any]:
    return {
        "id": "S16",
        "mechanism": "matters that are closed without being solved, for a score of closures, and come back later",
        "model": "M/M/3 with feedback over a station where nobody waits",
        "inputs": {"lam0": SETTLED_RATE, "mu": 1, "c": OFFICERS, "p_return": UNSOLVED, "delay": DELAY_HOURS},
        "expected": {
            "visits": rounds(UNSOLVED),
            "Wq": erlang_wait(SETTLED_RATE * rounds(UNSOLVED), OFFICERS),
            "T": resettled_stay(SETTLED_RATE, OFFICERS, UNSOLVED, DELAY_HOURS),
        },
        "formula": "n=1/(1-p), T=n (1+Wq)+(n-1) delay, Wq=Wq_M/M/3(n lam0); a matter has the same work each time, "
        "which is nothing to a queue that has long forgotten it",
        "source": "Jackson, Management Science 10, 1963, p. 131; Baskett, Chandy, Muntz & Palacios, Journal of the ACM "
        "22, 1975, p. 248",
        "made_by": "three officers in one unit; incentives.scored=closures, early_share; demand.types.*.returns with "
        "days exponential, rounds=12",
        "kinds": {"Wq": "approx", "T": "approx"},
        "tolerance": 0.01,
    }


RETURNING_CASES = (_feedback(), _checked(), _resettled())

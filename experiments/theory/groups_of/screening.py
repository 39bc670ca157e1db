"""Models of screening: a unit whose papers are checked by officers, combined in three ways."""

from __future__ import annotations

import numpy as np

from experiments.theory.cases_of.screening import CATCH, CATCH_OF_THREE, ERRS, RETURN, RETURN_OF_THREE
from experiments.theory.group import Measure, group, in_model
from experiments.theory.models import Model, deterministic, matters_of, one_unit
from experiments.theory.runs import Run
from sim.levers.design import Levers
from sim.levers.routing.checks import Check
from sim.levers.routing.supervising import Combined
from sim.levers.supervision import Supervision
from sim.procedure import Abilities


def passed_share(outcome: int) -> Measure:
    """Return the measure of the share that passes at once of what went well (0) or wrong (1) in the first round."""

    def measure(runs: list[Run]) -> float:
        run, steps = runs[0], runs[0].plan.steps
        again = np.zeros(run.plan.matters.type.size, dtype=bool)
        again[steps.matter[run.started & (steps.attempt == 2)]] = True
        judged = run.worked & (steps.attempt == 1) & (run.trace.outcome == outcome)
        return float(1 - again[steps.matter[judged]].mean())

    return measure


def screened(catch: tuple[float, ...], returned: tuple[float, ...], combined: Combined) -> Model:
    """Return a unit whose papers are looked at by so many officers, which takes no time."""
    checks = tuple(
        Check(by="officer", catch_share=bad, return_share=good) for bad, good in zip(catch, returned, strict=True)
    )
    return one_unit(
        matters_of(2.0, deterministic(0.1), decisions=(0.0, 1.0, 0.0)), staff=2, rounds=2, warm_up=1,
        levers=Levers(supervision=Supervision(checks=checks, combined=combined, rework=0.0)),
        abilities=Abilities(error_rate=ERRS, error_rate_elsewhere=ERRS),
    )  # fmt: skip


BAD, GOOD = passed_share(1), passed_share(0)

SCREENING_GROUPS = [
    group(
        screened(CATCH, RETURN, "chain"), screened(CATCH, RETURN, "either"),
        screened(CATCH_OF_THREE, RETURN_OF_THREE, "majority"),
        short=13_000, long=290_000,
        checks={
            ("S30", "bad_chain"): BAD,
            ("S30", "good_chain"): GOOD,
            ("S30", "bad_either"): in_model(1, BAD),
            ("S30", "good_either"): in_model(1, GOOD),
            ("S31", "bad"): in_model(2, BAD),
            ("S31", "good"): in_model(2, GOOD),
        },
    ),
]  # fmt: skip

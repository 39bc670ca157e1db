"""Lending people (抽调) in queues whose answers are known: M/M/c less k, and the fluid backlog of a surge."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from houses import build, house, matter, need, officers

from sim.calendar import MS_PER_HOUR
from sim.levers.arranging.forces import TaskForce
from sim.levers.design import Levers
from sim.levers.task_force import TaskForces

TUESDAY = {"first": date(2021, 3, 2), "last": date(2021, 3, 2)}


def lending(members=1, **days):
    """Return levers with a task force for nothing that is modelled; by default on Tuesday, hours 24 to 48."""
    return Levers(task_force=TaskForces(forces={"flood": TaskForce(members=members, **(days or TUESDAY))}))


@pytest.mark.parametrize("away", [1, 2, 5])
def test_a_unit_of_c_that_lends_k_for_the_whole_run_is_a_unit_of_c_less_k(simulate, away):
    """So M/M/c of which k are taken away is M/M/(c - k), with every matter at the same instants."""
    random = np.random.default_rng(4)
    come, take = np.cumsum(random.exponential(1.0, 80)), random.exponential(2.5, 80)
    matters = [matter(need("b0c0", hours), at=at) for at, hours in zip(come, take, strict=True)]
    run = {"first": date(2021, 3, 1), "last": date(2021, 3, 28)}

    lent = simulate(build(house(officers(6)), matters, lending(away, **run)).plan)
    less = simulate(build(house(officers(6 - away)), matters).plan)

    assert lent.started_ms.tolist() == less.started_ms.tolist()
    assert (lent.person - away).tolist() == less.person.tolist()


def test_while_nobody_is_back_a_unit_builds_up_what_it_cannot_do_and_then_works_it_off(simulate):
    """Two people, a matter of an hour every 40 minutes: 1.5 an hour come, one of two is away for 24 hours.

    At the end (1.5 - 1)·24 = 12 matters wait or are at work more than before, which 2 - 1.5 an hour clear in 24 hours.
    """
    matters = [matter(need("b0c0", 1), at=24 + row * 2 / 3) for row in range(100)]

    trace = simulate(build(house(officers(2)), matters, lending()).plan)
    release = np.array([24 + row * 2 / 3 for row in range(100)])
    started = trace.started_ms / MS_PER_HOUR

    waiting = [int(((release < at) & (started >= at)).sum()) for at in (48, 60, 72.5)]
    assert waiting[0] == pytest.approx(12, abs=1.5)
    assert waiting[1] == pytest.approx(6, abs=1.5)
    assert waiting[2] <= 1

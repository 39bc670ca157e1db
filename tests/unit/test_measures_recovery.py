"""Measures of task forces: what other matters suffer, how long it takes until all is as before, who is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from houses import MONDAY, PLAIN, build, horizon, house, matter, need, officers
from tiny import tiny

from analysis.measures.people import busy_ms
from analysis.measures.played import Played
from analysis.measures.reading import read
from analysis.measures.recovery import recovery_measures
from analysis.measures.watched import Watched
from experiments.describe import levers_of
from experiments.playing import play, read_design
from scenarios.building import build_scenario
from sim.levers.arranging.forces import TaskForce
from sim.levers.design import Levers
from sim.levers.task_force import TaskForces
from sim.planning.handling.tasks import period_ms
from sim.planning.people.seconding import secondments
from sim.workload.outcomes import Outcomes

FLOOD = replace(PLAIN, name="flood")
DAYS = horizon(28)


def half(name, count):
    """Return the uniforms of a stream in which everybody is in the middle."""
    return np.full(count, 0.5)


def played(simulate, first, last, *, watched=True, others=()):
    """Return four weeks of one officer, day and night, with a matter of twelve hours at each midnight.

    From the first to the last of these days the officer is with a task force.
    """
    terms = TaskForce(first=MONDAY + timedelta(days=first), last=MONDAY + timedelta(days=last), members=1)
    matters = [matter(need("b0c0", 12), at=24 * day) for day in range(28)]
    institution = house(officers(1))
    levers = Levers(task_force=TaskForces(forces={"flood": terms}))
    built = build(institution, [*matters, *others], levers, types=(PLAIN, FLOOD), days=DAYS)
    begin, end = period_ms(terms, DAYS)
    away = secondments(built.organisation.arrangement, institution, Outcomes(uniforms=half), DAYS)
    return Played(
        plan=built.plan, trace=simulate(built.plan), horizon=DAYS, n_units=2, n_staff=1,
        watched=Watched(begin_ms=begin, end_ms=end, types=(1,), secondments=away) if watched else None,
    )  # fmt: skip


def test_what_other_matters_suffer_and_how_long_it_takes(simulate):
    """Away on days 14 and 15. Their matters end at 16.5 and 17, those of days 16 and 17 at 17.5 and 18.

    Before, half a matter is open on average. On day 16 it is 2.5, on day 17 1.5; the week from day 18 on is as
    before, that from day 17 on has 4.5 ÷ 7, which is more than 0.55.
    """
    run = played(simulate, 14, 15, others=[matter(need("b0c0", 0.1), at=20 * 24, type=1)])

    measures = recovery_measures(run, busy_ms(run)[1])

    assert measures == pytest.approx({
        "home_days_before": 0.5, "home_days_during": (2.5 + 2) / 2, "home_days_after": (1.5 + 1) / 2,
        "recovery_days": 2, "seconded_share": 2 / 28,
    })  # fmt: skip


def test_a_week_of_little_is_no_return_if_it_is_not_whole_in_the_window(simulate):
    """Away on days 19 and 20: all is as before from day 23 on, of which a week does not lie in the window any more."""
    measures = recovery_measures(played(simulate, 19, 20), np.ones(1))

    assert measures["home_days_during"] == 2.25
    assert "recovery_days" not in measures


def test_from_the_first_day_on_there_is_no_before(simulate):
    measures = recovery_measures(played(simulate, 0, 1), np.ones(1))

    assert {"home_days_before", "recovery_days"}.isdisjoint(measures)
    assert measures["home_days_during"] == 2.25


def test_without_task_forces_there_is_nothing_to_tell(simulate):
    run = played(simulate, 14, 15, watched=False)

    assert recovery_measures(run, np.ones(1)) == {}
    assert "recovery_days" not in read(run, ("plain", "flood"), (False, False)).measures


FLOODED = "{first: 2021-04-05, last: 2021-04-16, members: 2, task: [directive]}"
FORCE = f"+designs.modules.task_force={{forces: {{flood: {FLOODED}}}}}"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return build_scenario(tiny(tmp_path_factory.mktemp("recovery"), FORCE).file)


def test_all_designs_are_watched_on_the_same_days(scenario):
    """Only one has a task force; the other one tells what the same days are like without."""
    workload = scenario.draw(seed=1, replication=0, scale=1.0)
    runs = {name: play(scenario, name, workload, "simpy") for name in scenario.designs}
    watched = [runs[name].watched for name in ("sections", "modules")]

    assert watched[0].begin_ms == watched[1].begin_ms == scenario.horizon.ms(date(2021, 4, 5))
    assert watched[0].end_ms == watched[1].end_ms == scenario.horizon.ms(date(2021, 4, 17))
    assert watched[0].types == watched[1].types == (0,)
    assert [len(one.secondments) for one in watched] == [0, 2]
    shares = [read_design(scenario, name, workload, "simpy").measures["seconded_share"] for name in scenario.designs]
    assert shares[0] == 0 < shares[1]


def test_dates_are_stored_as_text(scenario):
    stored = levers_of(scenario.designs["modules"].levers)["task_force"]["forces"]["flood"]

    assert (stored["first"], stored["last"]) == ("2021-04-05", "2021-04-16")
    assert stored["slip_days"]["mean"] == 0.0

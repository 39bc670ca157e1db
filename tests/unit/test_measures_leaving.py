"""What came of waiting: who left, complained, was reminded of, interrupted, urgent or passed on, counted by hand."""

import numpy as np
import pytest
from houses import build, horizon, house, matter, need, officers

from analysis.measures.leaving import leaving_measures
from analysis.measures.played import Played
from sim.engine.simpy_engine import simulate
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch, Escalation, Reminders
from sim.levers.units import Units

ONE, TWO = house(officers(1)), house(officers(2))
SECTIONS = Units(by="bureau")
BUSY = matter(need("b0c0", 100))


def measured(institution, matters, levers=None, *, urgent=(), days=None):
    """The measures of a run of these matters; all of them are in the window, unless `days` says otherwise."""
    days = days or horizon()
    built = build(institution, matters, levers, days=days)
    return leaving_measures(
        Played(
            plan=built.plan, trace=simulate(built.plan), horizon=days, urgent=np.array(urgent, dtype=np.int64),
            n_units=len(built.organisation.arrangement.units),
        )
    )  # fmt: skip


def test_a_plan_without_any_of_it_has_none_of_these_measures():
    assert measured(ONE, [BUSY, matter(need("b0c0", 1))]) == {}


def test_an_empty_cohort_has_none_of_these_measures():
    """The window is of two days; what might leave comes after it."""
    assert measured(ONE, [matter(need("b0c0", 1), at=60, patience=1)], days=horizon(2)) == {}


def test_of_four_matters_two_left_and_one_of_these_complained():
    """The first is taken at 0; the second leaves after 24 hours, the third after 48; the fourth is patient."""
    matters = [
        BUSY, matter(need("b0c0", 1), patience=24, complains=True, complaint=1.0), matter(need("b0c0", 1), patience=48),
        matter(need("b0c0", 1)),
    ]  # fmt: skip

    assert measured(ONE, matters) == {"left_share": 0.5, "left_days_mean": 1.5, "complaints_per_100": 25.0}


def test_where_all_were_taken_in_time_nobody_left_and_there_are_no_days():
    assert measured(ONE, [matter(need("b0c0", 1), patience=24)]) == {"left_share": 0.0}


def test_reminders_and_orders_are_counted_when_they_are_due_whether_or_not_somebody_had_time_for_them():
    """The second waits from 0 to 100 hours: reminded of at 24 and 48, ordered at 72; the first is taken at once."""
    levers = Levers(
        dispatch=Dispatch(
            reminders=Reminders(after_days=1, times=2, by="officer", hours=1.0),
            escalates=Escalation(after_days=3, by="officer"),
        )
    )

    assert measured(ONE, [BUSY, matter(need("b0c0", 1))], levers) == {
        "reminders_per_100": 100.0, "escalations_per_100": 50.0,
    }  # fmt: skip


def test_urgent_matters_are_told_beside_all_and_their_interruptions_by_the_work_that_is_cut():
    """Urgent ones come at 24 and 72 and take an hour each, at once; what they interrupt is the first, both times."""
    matters = [BUSY, matter(need("b0c0", 1), at=24, urgent=True), matter(need("b0c0", 1), at=72, urgent=True)]
    found = measured(ONE, matters, Levers(dispatch=Dispatch(urgent="interrupts")), urgent=(1, 2))

    assert found == {"urgent_days_mean": pytest.approx(1 / 24), "interruptions_per_100": pytest.approx(200 / 3)}


@pytest.mark.parametrize("transit", [0.0, 1.0])
def test_the_share_that_another_unit_took_counts_what_it_began(transit):
    """Two of four wait for a day; the second section begins one of them at 24 or 25, the other an hour later."""
    levers = Levers(units=SECTIONS, dispatch=Dispatch(overflow_days=1), data=Data(transit_hours=transit))
    matters = [BUSY, matter(need("b0c0", 1)), matter(need("b0c0", 1)), matter(need("b1c0", 1))]

    assert measured(TWO, matters, levers) == {"overflow_share": 0.5}


def test_what_nobody_took_is_left_whether_or_not_it_was_asked_for_elsewhere():
    levers = Levers(units=SECTIONS, dispatch=Dispatch(overflow_days=0, lost=True))

    found = measured(TWO, [BUSY, *(matter(need("b0c0", 5), at=1) for _ in range(3))], levers)

    # one goes to the second section at 1, two are lost there and then
    assert found == {"left_share": 0.5, "left_days_mean": 0.0, "overflow_share": 0.25}

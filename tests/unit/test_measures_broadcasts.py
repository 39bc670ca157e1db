"""How soon broadcasts are confirmed, by how many, and what they take, counted by hand."""

import numpy as np
import pytest
from houses import build, horizon, house, officers

from analysis.measures.broadcasts import broadcast_measures
from analysis.measures.played import Played
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.engine.simpy_engine import simulate
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.routing.broadcasting import Broadcasting
from sim.workload.tables import BroadcastTable

ONE = house(officers(1))


def measured(broadcasts, options, *, days=7, cap=None):
    """The measures of a run of these broadcasts in a window of so many days."""
    stretch = horizon(days)
    built = build(ONE, (), Levers(dispatch=Dispatch(broadcast=options)), broadcasts=broadcasts, days=stretch)
    return broadcast_measures(Played(plan=built.plan, trace=simulate(built.plan), horizon=stretch, n_units=1))


def orders(*releases, dead, hours):
    """Broadcasts at these hours, all to the same recipients: whose telephone is dead, and when each would confirm."""
    n = len(releases)
    return BroadcastTable(
        release_ms=np.array([round(at * MS_PER_HOUR) for at in releases]),
        dead=np.tile(np.array(dead, dtype=bool), (n, 1)),
        confirm_hours=np.tile(np.array(hours, dtype=np.float64)[None, :, None], (n, 1, 1)),
    )  # fmt: skip


def test_without_a_broadcast_there_are_no_such_measures():
    assert measured(BroadcastTable.none(), Broadcasting()) == {}


def test_hours_until_all_and_until_nearly_all_of_twenty_have_confirmed():
    """A call takes 6 minutes; the last is called from 1.9 to 2 and confirms half an hour later, as do all.

    95% of twenty are nineteen, the last of whom has been called at 1.9.
    """
    found = measured(orders(0.0, dead=[False] * 20, hours=[0.5] * 20), Broadcasting(call_minutes=6))

    assert found == {
        "broadcast_hours_mean": pytest.approx(2.5), "broadcast_hours_p95": pytest.approx(2.4),
        "broadcast_unreached_share": 0.0, "broadcast_staff_hours": pytest.approx(2.0),
    }  # fmt: skip


def test_who_cannot_be_reached_is_counted_and_not_waited_for():
    """Two of four: called twice each, which takes six calls in all."""
    options = Broadcasting(call_minutes=60, retry_times=1, retry_hours=10)
    found = measured(orders(0.0, 100.0, dead=[True, False, False, True], hours=[0.0] * 4), options)

    # the four are called in turn from 0 to 4, so the third is reached at 3
    assert found == {
        "broadcast_hours_mean": 3.0, "broadcast_hours_p95": 3.0, "broadcast_unreached_share": 0.5,
        "broadcast_staff_hours": 6.0,
    }  # fmt: skip


def test_what_is_not_confirmed_when_the_run_stops_counts_until_then():
    found = measured(orders(0.0, dead=[False], hours=[1e6]), Broadcasting(call_minutes=60), days=7)

    assert found["broadcast_hours_mean"] == 7 * MS_PER_DAY / MS_PER_HOUR
    assert found["broadcast_unreached_share"] == 1.0

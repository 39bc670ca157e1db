"""Broadcasts: calls in one layer or several, telephones that nobody answers, messages and reminders, each by hand."""

import numpy as np
import pytest
from houses import build, house, matter, need, officers
from tiny import tiny
from worlds import log

from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.routing.broadcasting import Broadcasting
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.workload.tables import BroadcastTable

ONE = house(officers(1))


def order(dead, hours, *, at=0.0):
    """One broadcast: of each recipient whether the telephone is dead, and after how many hours each chance confirms."""
    return BroadcastTable(
        release_ms=np.array([round(at * MS_PER_HOUR)]), dead=np.array([dead], dtype=bool),
        confirm_hours=np.array([[np.atleast_1d(chances) for chances in hours]], dtype=np.float64),
    )  # fmt: skip


def confirmed(simulate, institution, broadcasts, options, *, matters=(), levers=None):
    """Return for each recipient when the order was confirmed, in hours; None: never."""
    levers = (levers or {}) | {"dispatch": Dispatch(broadcast=options)}
    built = build(institution, matters, Levers(**levers), broadcasts=broadcasts)
    trace = simulate(built.plan)
    rows = np.flatnonzero(built.plan.steps.kind == Kind.ACKNOWLEDGE)
    lines = log(trace).steps
    return [lines[row].ended for row in rows.tolist()], built, trace


def test_one_officer_calls_everybody_one_after_another(simulate):
    """A call takes half an hour; who has been called confirms after an hour, two and three."""
    found, built, trace = confirmed(simulate, ONE, order([False] * 3, [1.0, 2.0, 3.0]), Broadcasting(call_minutes=30))

    assert found == [1.5, 3.0, 4.5]
    assert log(trace).closed == [4.5]
    assert (built.plan.matters.type.tolist(), built.plan.matters.awaited.tolist()) == ([-1], [True])


def test_calls_come_before_all_that_is_not_ordered(simulate):
    matters = [matter(need("b0c0", 1)), matter(need("b0c0", 1))]
    found, _, trace = confirmed(
        simulate, ONE, order([False], [0.0], at=0.5), Broadcasting(call_minutes=60), matters=matters
    )

    assert (found, log(trace).closed) == ([2.0], [1.0, 3.0, 2.0])


def test_a_dead_telephone_is_called_again_and_then_a_messenger_goes_there(simulate):
    """Calls of 6 minutes at 0, 1.1 and 2.2; then somebody is on the way for two hours: 2.3 to 4.3; an hour more."""
    options = Broadcasting(call_minutes=6, retry_times=2, retry_hours=1.0, messenger_hours=2.0)
    found, built, _ = confirmed(simulate, ONE, order([True], [1.0]), options)

    assert found == [pytest.approx(5.3)]
    assert [kind for kind, _, _ in built.steps(0)] == [
        "notify", "wait_outside", "notify", "wait_outside", "notify", "notify", "acknowledge",
    ]  # fmt: skip


def test_where_nobody_goes_there_a_dead_telephone_is_never_reached(simulate):
    found, _, trace = confirmed(
        simulate, ONE, order([True, False], [1.0, 1.0]), Broadcasting(call_minutes=60, retry_times=0)
    )

    assert sorted(found, key=str) == [3.0, None]  # called from 1 to 2
    assert log(trace).closed == [3.0]


def test_layers_call_on_each_in_the_unit_of_its_turn(simulate):
    """One calls two, each of whom calls half of four; the first section's officer makes the calls of node 0.

    0-1 the first node, 1-2 the second, at the top, which is the first section; node 0 calls on in the first section,
    node 1 in the second: from 2 on the first officer calls recipients 0 and 2 (2-3, 3-4), for the second node was
    called before; the second officer calls recipients 1 and 3 from 2 on.
    """
    options = Broadcasting(by="layers", fan_out=(2,), call_minutes=60)
    found, built, _ = confirmed(
        simulate, house(officers(2)), order([False] * 4, [0.0] * 4), options, levers={"units": Units(by="bureau")}
    )

    assert found == [3, 3, 4, 4]
    assert [place for kind, place, _ in built.steps(0) if kind == "notify"] == [
        "section_b0", "section_b0", "section_b0", "section_b1", "section_b0", "section_b1",
    ]  # fmt: skip


def test_each_further_layer_multiplies_who_calls(simulate):
    options = Broadcasting(by="layers", fan_out=(2, 3), call_minutes=6)
    _, built, _ = confirmed(simulate, ONE, order([False] * 12, [0.0] * 12), options)

    kinds = [kind for kind, _, _ in built.steps(0)]
    assert (kinds.count("notify"), kinds.count("acknowledge")) == (2 + 6 + 12, 12)
    targets = built.plan.edges.target[built.plan.edges.source < 2]  # who is called by the two of the first layer
    assert sorted(targets.tolist()) == [2, 3, 4, 5, 6, 7]


def test_one_message_reaches_all_who_read_it_and_reminders_those_who_have_not_confirmed(simulate):
    """Written in an hour. The first confirms after 5 hours, but two after the reminder at 2: so at 1 + 2 + 1.

    The second would need 9 after the message, 8 after the first reminder and 0.5 after the second: 1 + 4 + 0.5. The
    third is dead: when the time after the last reminder is over, at 1 + 6, somebody goes there for an hour.
    """
    options = Broadcasting(by="digital", call_minutes=60, remind_hours=2.0, remind_times=2, messenger_hours=1.0)
    hours = [[5.0, 1.0, 9.0], [9.0, 8.0, 0.5], [0.25, 0.0, 0.0]]
    found, built, _ = confirmed(simulate, ONE, order([False, False, True], hours), options)

    assert found == [4.0, 5.5, 8.25]
    assert [kind for kind, _, _ in built.steps(0)].count("notify") == 2


def test_a_thousand_recipients_are_a_thousand_rows(simulate):
    n = 2000
    found, built, _ = confirmed(
        simulate, house(officers(4)), order([False] * n, np.full(n, 0.5)), Broadcasting(call_minutes=3)
    )

    # four officers make a call of 0.05 hours each at a time: 500 rounds
    assert max(found) == pytest.approx(500 * 0.05 + 0.5)
    assert built.plan.n_steps == 2 * n


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    broadcasts = (
        "+demand.broadcasts={per_year: 60, recipients: 40, dead_share: 0.25, confirm_hours: {mean: 2}, chances: 2}"
    )
    return build_scenario(tiny(tmp_path_factory.mktemp("told"), broadcasts).file)


def test_broadcasts_come_in_office_hours_whatever_the_volume(told):
    once, twice = (told.draw(seed=1, replication=0, scale=scale).broadcasts for scale in (1.0, 2.0))

    assert np.array_equal(once.release_ms, twice.release_ms)
    assert told.horizon.office.is_open(once.release_ms).all()
    assert once.release_ms.size > 5
    assert once.dead.shape == (once.release_ms.size, 40)
    assert 0.1 < once.dead.mean() < 0.4


def test_more_recipients_leave_the_draws_of_the_others_where_they_are(told, tmp_path):
    more = "+demand.broadcasts={per_year: 60, recipients: 50, dead_share: 0.25, confirm_hours: {mean: 2}, chances: 3}"
    few = told.draw(seed=1, replication=0, scale=1.0)
    many = build_scenario(tiny(tmp_path, more).file).draw(seed=1, replication=0, scale=1.0)

    assert np.array_equal(many.broadcasts.dead[:, :40], few.broadcasts.dead)
    assert np.array_equal(many.broadcasts.confirm_hours[:, :40, :2], few.broadcasts.confirm_hours)
    assert np.array_equal(many.matters.release_ms, few.matters.release_ms)


def test_more_reminders_than_the_demand_has_chances_for_are_refused(tmp_path):
    told = "+demand.broadcasts={per_year: 6, recipients: 4, chances: 2}"
    reminded = "+designs.sections.dispatch={broadcast: {by: digital, remind_times: 2}}"
    with pytest.raises(DesignError, match=r"remind_times=2 asks for 3 chances .* demand\.broadcasts\.chances=2"):
        build_scenario(tiny(tmp_path, told, reminded).file)

"""Latent events: when each becomes known, by whom, what it takes then, and what comes of it if nobody knows; by hand.

Work goes on day and night, so that rounds are due at 0, 24, 48 … hours unless a test says otherwise.
"""

from dataclasses import replace

import numpy as np
import pytest
from events import DANGEROUS, FADING, NOTICED, ONE, after, begun, hidden, known, lines, patrolled, sensed, watch
from houses import OFFICE_DAYS, build, house, officers
from tiny import tiny
from towns import ROAD, expected
from worlds import SKIPPED, Line, done, log, ms, waited

from experiments.playing import play
from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.engine.base import engine_named
from sim.levers.command import Command
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.territory import Territory
from sim.levers.transfer import Contractor, Transfer
from sim.levers.units import Units
from sim.plan.plan import Guard, Kind
from sim.planning.aside.detections import detections_of
from sim.trace import Trace
from sim.workload.demand import MatterType


def test_a_complaint_makes_an_event_known_and_only_then_it_is_handled(simulate):
    """The onset at 10, the complaint 48 hours later; an hour of work."""
    built = watch(begun(10), hidden(**NOTICED), comes={"noticed": [0.4]})
    trace = simulate(built.plan)

    assert log(trace).steps == [waited(58, 58), done(58, 58, 59, by=0), waited(10, 10), waited(10, 58)]
    assert [kind for kind, _, _ in built.steps(0)] == ["detect", "handle"]
    assert [kind for kind, _, _ in built.steps(1)] == ["join", "complain"]
    assert built.plan.matters.release_ms.tolist() == [NEVER, ms(10)]
    assert built.plan.matters.type.tolist() == [0, -1]


def test_an_event_that_nobody_could_know_of_never_was_and_keeps_nobody_waiting(simulate):
    built = watch(begun(10), hidden(**NOTICED), comes={"noticed": [0.6]})
    trace = simulate(built.plan)

    assert log(trace).steps == [SKIPPED, SKIPPED, waited(10, 10)]
    assert not built.plan.matters.awaited.any()


@pytest.mark.parametrize(
    ("onset", "uniform", "seen"),
    [
        (10, 0.4, 24.5), (24, 0.4, 24.5),  # the round that is due right then sees it, when it has been made
        (24.25, 0.4, 48.5),  # that round is still under way, but it was due before
        (10, 0.6, 48.5), (10, 0.8, 72.5),  # ln 0.4 ÷ ln 0.5 is 1.3: one passes it by; ln 0.2 ÷ ln 0.5 is 2.3: two do
    ],
)  # fmt: skip
def test_of_the_rounds_that_come_after_an_event_the_first_that_sees_it_makes_it_known(simulate, onset, uniform, seen):
    built = watch(begun(onset), hidden(**NOTICED), patrolled(hours=0.5, catch=0.5), comes={"patrolled": [uniform]})

    assert known(built, simulate(built.plan)) == [seen]


def test_a_round_that_is_late_detects_late(simulate):
    """The officer is busy with what a complaint made known at 48, until 60; so the round that is due then waits."""
    comes = {"noticed": [0.4], "patrolled": [1, 0.4]}
    built = watch(begun(0, 30, hours=12.0), hidden(**NOTICED), patrolled(hours=1, catch=0.5), comes=comes)
    trace = simulate(built.plan)

    # the round due at 48 and the event are ready at the same time; the event is the earlier step
    assert lines(built, trace, Kind.PATROL)[:3] == [(0, 1), (24, 25), (60, 61)]
    assert known(built, trace) == [48, 61]


def test_the_first_of_several_ways_makes_an_event_known_and_the_others_change_nothing(simulate):
    """Complaints would come at 58 and 80. Rounds see the first event at 24; the second is missed by all."""
    built = watch(
        begun(10, 32), hidden(**NOTICED), patrolled(catch=0.5), comes={"noticed": [0.4, 0.4], "patrolled": [0.1, 1]}
    )
    trace = simulate(built.plan)

    assert known(built, trace) == [24, 80]
    assert lines(built, trace, Kind.HANDLE) == [(24, 25), (80, 81)]


def test_places_are_patrolled_evenly_one_after_another_and_an_event_is_seen_where_it_lies(simulate):
    """Four sites, a round to each every 24 hours: at 0, 6, 12 and 18 hours of each day, for two hours."""
    town = replace(ONE, sites=tuple(replace(site, east_km=None, north_km=None) for site in ROAD))
    events = [*begun(7, site=1), *begun(7, site=0), *begun(7, site=3), *begun(5, site=1)]
    kind = replace(hidden(**NOTICED), sites="evenly")
    built = watch(events, kind, patrolled(hours=2), institution=town, comes={"patrolled": [0.1] * 4})

    # of the event at 18 that is known at 20 an hour of work is done by 21; the next round is due at 24
    assert known(built, simulate(built.plan)) == [32, 26, 20, 8]


def test_what_lies_nowhere_is_patrolled_as_one_place_more(simulate):
    """Of two types one lies at sites: five places, so every 4.8 hours; the last one is what lies nowhere: at 19.2."""
    town = replace(ONE, sites=ROAD)
    placed = replace(hidden(**NOTICED), name="placed", sites="evenly")
    events = [*begun(1, site=3, type=1), *begun(1)]
    kinds, levers = (hidden(**NOTICED), placed), Levers(
        territory=Territory(km_per_hour=1e6), dispatch=Dispatch(detection=patrolled())
    )  # fmt: skip
    outcomes = {f"patrolled/{kind.name}": [0.1, 0.1] for kind in kinds}
    built = build(town, events, levers, types=kinds, outcomes=outcomes)
    trace = simulate(built.plan)

    assert known(built, trace) == [pytest.approx(14.4, abs=0.001), pytest.approx(19.2, abs=0.001)]


def test_rounds_are_visits_where_everybody_knows_where_sites_lie(simulate):
    """Everybody starts from a2, the middle of all, at 10 km an hour: an hour to a1, two to b1, three to b2, and back.

    The round to b1, due at 12, takes two hours there and half an hour; its event is handled at the desk.
    """
    town = replace(ONE, sites=ROAD)
    built = watch(
        begun(11, site=2), replace(hidden(**NOTICED), sites="evenly"), patrolled(hours=0.5), institution=town,
        levers=Levers(territory=Territory(km_per_hour=10.0)), comes={"patrolled": [0.1]},
    )  # fmt: skip
    trace = simulate(built.plan)

    assert lines(built, trace, Kind.PATROL)[:3] == [(0, 1.5), (6, 6.5), (12, 14.5)]
    assert built.plan.visits.site[:4].tolist() == [0, 1, 2, 3]
    assert known(built, trace) == [14.5]
    assert lines(built, trace, Kind.HANDLE) == [(16.5, 17.5)]  # back at the base at 16.5


def test_branches_patrol_their_own_part_and_verify_there(simulate):
    kind = replace(hidden(sensor_share=0.5), sites="evenly", on_site=True)
    town = replace(house(officers(2)), sites=ROAD)
    built = watch(
        begun(1, site=3), kind, replace(patrolled(), sensors=sensed().sensors), institution=town,
        levers=Levers(territory=Territory(teams="zones")), comes={"sensed": [0.4]},
        expected=expected(town, replace(kind, per_year=10.0)),
    )  # fmt: skip
    steps = built.plan.steps
    where = [built.places[unit] for unit in steps.unit[steps.kind == Kind.PATROL][:4].tolist()]

    assert where == ["all_west", "all_west", "all_east", "all_east"]
    assert [built.places[unit] for unit in steps.unit[steps.kind == Kind.VERIFY].tolist()] == ["all_east"]


def test_rounds_are_due_in_office_hours_so_many_working_days_apart(simulate):
    """Office days of 8 hours: every second day is every 16 working hours, at 8 on Monday, Wednesday and Friday.

    The last one is due when Tuesday's hours are over, so at the next opening.
    """
    built = watch(begun(9), hidden(**NOTICED), patrolled(every=48), days=OFFICE_DAYS, comes={"patrolled": [0.1]})
    due = built.plan.matters.release_ms[built.plan.steps.matter[built.plan.steps.kind == Kind.PATROL]]

    assert due[:4].tolist() == [ms(0 + 8), ms(48 + 8), ms(96 + 8), ms(168 + 24 + 8)]
    assert known(built, simulate(built.plan)) == [48 + 8]


# events that end by themselves, grow, or come to an accident ---------------------------------------


@pytest.mark.parametrize(
    ("onset", "seen"),
    [(23, 25), (24, 25), (0.5, None)],  # ends at 47, 48 and 24.5, when the round due at 24 is not done
)  # fmt: skip
def test_a_look_that_comes_too_late_finds_nothing(simulate, onset, seen):
    built = watch(
        begun(onset), hidden(**FADING), patrolled(hours=1), comes={"fades": [0.4], "patrolled": [0.4]}
    )  # fmt: skip
    trace = simulate(built.plan)

    assert known(built, trace) == [seen]
    if seen is None:
        assert log(trace).steps[:2] == [SKIPPED, SKIPPED]
        assert log(trace).closed[0] == 25  # what nobody will ever know of keeps nobody waiting


@pytest.mark.parametrize("comes", [{"noticed": [0.4]}, {"accident": [0.4]}, {"sensed": [0.4], "covered": [0.4]}])
def test_nothing_comes_of_what_has_ended_by_itself_before(simulate, comes):
    """It ends after 24 hours; a complaint would come after 48, an accident after 72, a report after 30."""
    kind = hidden(sensor_share=0.5, sensor_hours=after(30), **NOTICED, **FADING, **DANGEROUS)
    built = watch(begun(10), kind, sensed(), comes=comes | {"fades": [0.4]})
    trace = simulate(built.plan)

    assert known(built, trace) == [None]
    assert built.plan.entries.matter.size == 1


def test_work_grows_from_the_onset_until_somebody_begins(simulate):
    """A quarter a day, and 48 hours until the complaint: an hour and a half. The second one waits until then."""
    kind = hidden(growth_per_day=0.25, growth_most=2.0, **NOTICED)
    built = watch(begun(0, 0), kind, comes={"noticed": [0.4, 0.4]})

    # 1 + 0.25 × (49.5 ÷ 24) = 1.515625
    assert lines(built, simulate(built.plan), Kind.HANDLE) == [(48, 49.5), (49.5, 49.5 + 1.515625)]


def test_what_is_handled_again_does_not_grow(looked_for):
    plan = looked_for.plan(looked_for.draw(seed=3, replication=0, scale=1.0), looked_for.organise("sections"))
    events = np.isin(plan.steps.matter, plan.entries.matter) & (plan.steps.matter < n_known_or_hidden(plan))
    handled = (plan.steps.kind == Kind.HANDLE) & events

    assert np.array_equal(plan.growth.step, np.flatnonzero(handled & (plan.steps.attempt == 1)))
    assert (handled & (plan.steps.attempt == 2)).any()


def n_known_or_hidden(plan) -> int:
    """Return how many matters come before the first row of type -1."""
    return int((plan.matters.type < 0).argmax())


def test_it_grows_up_to_a_limit(simulate):
    built = watch(begun(0), hidden(growth_per_day=1.0, growth_most=2.5, **NOTICED), comes={"noticed": [0.4]})

    assert lines(built, simulate(built.plan), Kind.HANDLE) == [(48, 50.5)]


def test_an_accident_comes_of_what_nobody_knew_of_makes_it_known_and_goes_first(simulate):
    """At 10 + 72: five hours on the accident, then an hour on what caused it."""
    built = watch(begun(10), hidden(**DANGEROUS), comes={"accident": [0.4]})
    trace = simulate(built.plan)

    assert known(built, trace) == [82]
    assert lines(built, trace, Kind.HANDLE) == [(87, 88), (82, 87)]
    accident = built.plan.matters.release_ms.size - 1
    assert log(trace).closed[accident] == 87
    assert (built.plan.matters.type[accident], built.plan.matters.awaited[accident]) == (0, True)


@pytest.mark.parametrize(
    ("hours", "comes_of_it"),
    [(23.0, False), (24 - 1 / 3_600_000, False), (24.0, True), (30.0, True)],  # known at 58, the accident at 82
)  # fmt: skip
def test_no_accident_comes_of_what_was_handled_in_time(simulate, hours, comes_of_it):
    """What is still being handled at that very instant has not been."""
    built = watch(begun(10, hours=hours), hidden(**NOTICED, **DANGEROUS), comes={"noticed": [0.4], "accident": [0.4]})
    trace = simulate(built.plan)

    handled = lines(built, trace, Kind.HANDLE)
    ended = pytest.approx(58 + hours, abs=1e-9)
    assert handled == [(58, ended), (ended, pytest.approx(63 + hours)) if comes_of_it else (None, None)]


def test_an_accident_is_handled_by_a_crew_where_events_are_and_by_a_contractor_where_these_are(simulate):
    crew = watch(
        begun(10), replace(hidden(**DANGEROUS), crew=2), institution=house(officers(2)), comes={"accident": [0.4]}
    )
    contracted = watch(
        begun(10), hidden(**DANGEROUS), comes={"accident": [0.4], "transferred/hidden/0": [0.4]},
        levers=Levers(transfer=Transfer(contractors={"park": Contractor(functions=("b0c0",), staff=1)})),
    )  # fmt: skip

    assert crew.plan.crews.count.tolist() == [2, 2]
    assert lines(crew, simulate(crew.plan), Kind.HANDLE) == [(87, 88), (82, 87)]
    assert [contracted.places[unit] for unit in contracted.plan.steps.unit if unit >= 0] == ["park", "park"]


# beside other rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("wins", "priority"), [("local", 1), ("line", 2)])
def test_events_and_patrols_are_the_local_leaders_business(wins, priority):
    levers = Levers(command=Command(wins=wins))
    built = watch(begun(10), hidden(**NOTICED), patrolled(), comes={"noticed": [0.4]}, levers=levers)
    steps = built.plan.steps

    assert set(steps.priority[steps.unit >= 0].tolist()) == {priority}


def test_who_verifies_and_who_patrols_may_be_of_different_units():
    detection = replace(patrolled(), sensors=replace(sensed().sensors, by="b1c1"))
    built = watch(
        begun(10), hidden(sensor_share=0.5), detection, institution=house(officers(2)),
        levers=Levers(units=Units(by="bureau")), comes={"sensed": [0.4]},
    )  # fmt: skip
    steps = built.plan.steps

    for kind, place in ((Kind.PATROL, "section_b0"), (Kind.VERIFY, "section_b1")):
        assert {built.places[unit] for unit in steps.unit[steps.kind == kind].tolist()} == {place}


def test_the_run_waits_for_what_would_be_known_before_the_window_ends():
    """The window is 672 hours: a complaint comes at 658 and at 682."""
    built = watch(begun(610, 634), hidden(**NOTICED), comes={"noticed": [0.4, 0.4]})

    assert built.plan.matters.awaited[:2].tolist() == [True, False]


def test_each_edge_that_never_holds_says_so():
    """No pure wait errs: these edges only keep steps from being roots, and a race from the rest of its row."""
    built = watch(begun(10), hidden(**DANGEROUS, **FADING), patrolled(), comes={"accident": [0.4], "fades": [0.4]})
    edges, steps = built.plan.edges, built.plan.steps

    assert (steps.unit[edges.judged[edges.guard == Guard.ON_ERROR]] < 0).all()


HAZARD = (
    "+demand.types.hazard={per_year: 600, work_hours: {mean: 2}, decisions: [0.2, 0.5, 0.3], latent: {"
    "complaint_share: 0.5, complaint_days: {mean: 10}, sensor_share: 0.5, sensor_hours: {mean: 5}, fades_share: 0.3, "
    "fades_days: {mean: 20}, growth_per_day: 0.1, growth_most: 3, accident_share: 0.4, accident_days: {mean: 15}, "
    "accident_hours: {mean: 6}}}"
)
LOOKED_FOR = (
    "+designs.looked={dispatch: {detection: {patrols: {by: projects, every_days: 5, hours: 1, catch_share: 0.5}, "
    "sensors: {by: firms, delay_hours: 2, verify_hours: 0.2, false_per_year: 200, warning_share: 0.3, warning_days: 3, "
    "false_warning_ratio: 2}}}}"
)


@pytest.fixture(scope="module")
def looked_for(tmp_path_factory):
    """A small bureau with hazards, and designs that look for them or do not."""
    return build_scenario(tiny(tmp_path_factory.mktemp("looked"), HAZARD, LOOKED_FOR).file)


def test_both_engines_play_events_the_same(looked_for, simulate):
    workload = looked_for.draw(seed=3, replication=0, scale=1.0)
    plan = looked_for.plan(workload, looked_for.organise("looked"))

    traces = [engine_named("simpy")(plan), simulate(plan)]

    for column in Trace.__dataclass_fields__:
        assert np.array_equal(*(getattr(trace, column) for trace in traces)), column


def test_an_accident_comes_of_each_event_at_risk_that_is_not_handled_by_then_and_of_no_other(looked_for):
    workload = looked_for.draw(seed=4, replication=0, scale=1.0)
    organisation = looked_for.organise("looked")
    found = detections_of(workload, organisation, looked_for.demand, looked_for.horizon, 0)
    played = play(looked_for, "looked", workload, "simpy")
    plan, trace, at_risk = played.plan, played.trace, found.accident_ms < NEVER

    lead = np.flatnonzero((plan.steps.kind == Kind.HANDLE) & (plan.steps.need >= 0) & (plan.steps.attempt == 1))
    handled = np.full(plan.matters.release_ms.size, NEVER)
    handled[plan.steps.matter[lead]] = np.where(trace.ended_ms[lead] < 0, NEVER, trace.ended_ms[lead])
    event, due = found.events.matter[at_risk], found.accident_ms[at_risk]
    expected = {
        int(one): int(at) for one, at in zip(event, due, strict=True) if handled[one] >= at <= trace.stopped_ms
    }  # fmt: skip
    hanging = plan.entries.matter[plan.steps.kind[plan.entries.step] == Kind.DETECT]
    hanging = hanging[(played.hangs_on[hanging] >= 0) & (played.came_in_ms[hanging] < NEVER)]
    came = {int(played.hangs_on[one]): int(played.came_in_ms[one]) for one in hanging}
    assert came == expected
    assert 0 < len(came) < at_risk.sum()


def test_events_move_no_other_matter_and_are_the_same_for_all_designs(looked_for, tmp_path):
    without = build_scenario(tiny(tmp_path).file).draw(seed=3, replication=0, scale=1.0)
    workload = looked_for.draw(seed=3, replication=0, scale=1.0)
    others = workload.matters.type < 2

    assert np.array_equal(workload.matters.release_ms[others], without.matters.release_ms)
    plans = [looked_for.plan(workload, looked_for.organise(name)) for name in ("sections", "looked")]
    n = workload.matters.type.size
    assert np.array_equal(plans[0].matters.type[:n], plans[1].matters.type[:n])


def test_a_type_that_is_not_latent_is_planned_as_ever():
    """The very same plan as without any of this: nothing is provided, and no row is added."""
    kind = MatterType(name="hidden", per_year=0.0, work_hours=hidden().work_hours)
    built = watch(begun(10), kind)

    assert (built.plan.matters.release_ms.tolist(), built.plan.asks_for()) == ([ms(10)], False)
    assert isinstance(log(engine_named("simpy")(built.plan)).steps[0], Line)

"""What measures keep of a run adds up, whatever the run: on random plans, and on random institutions and designs."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from houses import DEPUTIES, Contact, build, house, matter, need, officers, person
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import play, stretch
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples

from analysis.measures.backlog import backlog_measures
from analysis.measures.clock import STOPPING, statutory_days, stopped_ms
from analysis.measures.critical_path import critical_path
from analysis.measures.matters import matter_measures
from analysis.measures.people import PURPOSES, busy_ms, people_measures
from analysis.measures.played import Played
from analysis.measures.split import split_ms
from sim.arrays import NEVER
from sim.calendar import MS_PER_DAY, Calendar
from sim.engine.simpy_engine import simulate
from sim.institution import Rank
from sim.levers.authority import Authority, Delegated
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.plan.plan import Guard, Kind
from sim.procedure import Abilities, Meeting, Procedure
from sim.trace import State
from sim.workload.demand import OfficeDesks
from sim.workload.laws import Law

WAITS = [
    Kind.WAIT_OUTSIDE, Kind.HAND_OVER, Kind.JOIN, Kind.SUPPLEMENT, Kind.REVIEW, Kind.SUBMIT, Kind.DECIDE, Kind.ANSWER
]  # fmt: skip
WORK = [kind for kind in Kind if kind not in WAITS or kind == Kind.ANSWER]


def any_days(random: Random):
    """Return a horizon of a few days; in half of the cases the run ends with the window, with much still open."""
    begin = random.choice((0, 0, 0, 1, 2))
    end = begin + random.randint(1, 4)
    return stretch(begin, end, end + random.choice((0, 0, 1, 14)), weekends=random.random() < 0.5)


def any_plan(random: Random) -> Played:
    """Return the run of a plan in which everything is random: kinds, attempts and guards that no lever would write."""
    plan, days = random_plan(random, apart=random.random() < 0.3, profiles=EVERY), any_days(random)
    release, n = plan.matters.release_ms, plan.n_steps
    (begin, end), until_closed = days.window_ms, random.random() < 0.7
    types = np.array([random.choice((0, 0, 0, 1, 1, -1)) for _ in range(release.size)])
    in_window = (types >= 0) & (release >= begin) & (release < end)  # as build_plan does
    plan = replace(
        plan,
        end_ms=days.end_ms if until_closed else end,
        least_ms=random.choice((0, end)),
        matters=replace(plan.matters, awaited=in_window & until_closed),
        steps=replace(
            plan.steps,
            kind=np.array([random.choice(WAITS if unit < 0 else WORK) for unit in plan.steps.unit.tolist()]),
        ),
    )
    desks = random.randint(0, plan.n_units - 1)
    return play(
        plan, days, n_units=plan.n_units - desks, types=types,
        need=[random.randrange(n) for _ in range(n)], attempt=[random.choice((1, 1, 2, 3)) for _ in range(n)],
        deadlines=[random.choice((None, 20, 40, 60)) for _ in release],
    )  # fmt: skip


def any_authority(random: Random) -> Authority:
    """Return who decides, by whatever channel, with whatever delegated, advised, asked or signed in another's place."""
    times = SigningTimes(times=("10:00", "16:00"))
    meetings = {"deputy": "morning", "chief": "morning"}
    channels = ("electronic", "electronic", "face_to_face", "meeting")
    delegated = Delegated(ranks=random.choice((("officer",), ("head", "deputy"))), limit=0.5)
    return Authority(
        assigns=random.choice(((), ("deputy",))), non_core=random.choice((("head",), ("head", "deputy"))),
        core=random.choice((("deputy", "chief"), ("head", "deputy", "chief"), ("deputy", "deputy", "chief"))),
        signing=random.choice(({}, {"deputy": times, "chief": times})),
        channels={rank: random.choice(channels) for rank in meetings} | {"head": random.choice(channels[:3])},
        handler=random.choice(("set_aside", "held")), meetings=meetings, notice_days=random.choice((0, 1)),
        delegated={name: delegated for name in ("non_core", "core") if random.random() < 0.3},
        advises=random.random() < 0.5, asks=random.choice((None, "head", "deputy")),
        stand_ins=random.random() < 0.5,
    )  # fmt: skip


def any_institution(random: Random) -> Played:
    """Return the run of random matters under a random design: all levers, twins, returns and contacts."""
    staff = [*officers(random.randint(2, 5)), *DEPUTIES, person("z", rank=Rank.CHIEF)]
    institution, days = house(staff), any_days(random)
    names = [function.name for function in institution.functions]
    matters = [
        matter(
            *(
                need(
                    random.choice(names), random.choice((0.25, 1, 3, 9)), views=random.choice((0.0, 0.0, 5.0)),
                    errors=(random.random(), random.random()), resubmitted=random.random(), resubmission=7.0,
                    lost=random.choice((0.0, 4.0)), refuses=random.random() < 0.5,
                )
                for _ in range(random.randint(1, 4))
            ),
            at=random.randrange(0, 4 * 96) / 4, decision=random.randrange(3), supplement=random.choice((0.0, 0.0, 9.0)),
            review=random.choice((0.0, 0.0, 3.0)),
            deadline=random.choice((None, 60)), misdirected=random.random(), mistaken_for=random.choice(names),
            twin_of=random.randrange(index) if index and random.random() < 0.3 else -1,
            office=random.choice((None, "office_b0c0")), prefilled=random.random(), prefilled_catches=random.random(),
            weight=random.random(), asks=random.random() < 0.3, answer=2.0, answer_work=random.choice((0.0, 3.0)),
        )
        for index in range(random.randint(1, 8))
    ]  # fmt: skip
    built = build(
        institution, matters,
        Levers(
            units=Units(by=random.choice(("whole", "bureau", "category"))),
            membership=Membership(heads="one_each"),
            coordination=Coordination(
                order=random.choice(("series", "countersign", "lead")), heads_countersign=random.random() < 0.5,
                leaders=random.choice(("all", "lead")),
            ),
            authority=any_authority(random),
            command=Command(
                wins=random.choice(("nobody", "line", "local")), assesses=random.choice(("nobody", "line", "local")),
                arbiter=random.choice(("officer", "head", "deputy", "chief")),
            ),
            data=Data(
                transit_hours=random.choice((0.0, 3.0)), repeat_share=0.5, repeat_hours=0.5,
                double_entry_hours=random.choice((0.0, 0.25)), prefilled_share=0.5, prefilled_draft=0.5,
                prefilled_catch_share=0.5, close_hours=random.choice((0.0, 0.25)),
                closes_by=random.choice(("officer", "head")), traced=random.random() < 0.5,
            ),
            counterparts=Counterparts(
                brief_share=random.choice((1.0, 0.25)), contact_hours=random.choice((0.0, 1.0)),
                sends=random.choice(("as_asked", "officer", "head", "deputy")),
            ),
        ),
        procedure=Procedure(
            draft_hours=0.25, assign_hours=0.25, meet_hours=1.0, countersign_hours=0.25, merge_hours=0.5,
            reply_hours=0.25, request_hours=0.25, sign_hours={"head": 0.25, "deputy": 0.0, "chief": 0.5},
            desk_times=random.choice(((), ("09:00",))), brief_hours=random.choice((0.0, 0.25)), advise_hours=0.25,
            ask_hours=0.5,
        ),
        abilities=Abilities(error_rate_elsewhere=0.4), misdirected_share=0.3, days=days,
        meetings=(Meeting(ranks=("deputy", "chief"), weekday=1, hours=("09:00", "11:00"), name="morning"),),
        absences=[(random.choice(staff).name, *random.choice(((0, 24), (0, 48), (24, 48)))) for _ in range(3)],
        office_desks=random.choice((None, OfficeDesks(reply_hours=Law(mean=1.0)))),
        contacts=[
            Contact(office="office_b0c0", at=random.randrange(96), asked_for=rank, deadline=None if rank else 80)
            for rank in random.choices(range(4), k=3)
        ],
    )  # fmt: skip
    return Played(
        plan=built.plan, trace=simulate(built.plan), horizon=days,
        n_units=len(built.organisation.arrangement.units), n_staff=len(staff),
    )  # fmt: skip


randoms = st.randoms(use_true_random=True)
runs = pytest.mark.parametrize("run", [any_plan, any_institution])


@runs
@settings(max_examples=examples(60))
@given(randoms)
def test_the_parts_of_the_split_make_up_each_matters_elapsed_time_exactly(run, random):
    played = run(random)

    parts = split_ms(played)

    release = played.plan.matters.release_ms[played.cohort]
    assert (parts >= 0).all()
    assert np.array_equal(parts.sum(axis=1), played.until_ms[played.cohort] - release)


@runs
@settings(max_examples=examples(60))
@given(randoms)
def test_a_critical_path_leads_from_release_to_end_without_gap_or_overlap(run, random):
    """Every stretch begins, held or called, where the one before it ends, and no time in it runs backwards."""
    played = run(random)

    path = critical_path(played)

    begins = path.called_ms - path.held_ms
    assert (path.held_ms >= 0).all()
    assert (path.called_ms <= path.started_ms).all()
    assert (path.started_ms <= path.until_ms).all()
    for place, matter_row in enumerate(played.cohort.tolist()):
        rows = np.flatnonzero(path.matter == place)[::-1]  # a path is written down from its end
        stuck = rows[path.step[rows] < 0]
        rows = np.concatenate([rows[path.step[rows] >= 0], stuck])
        edges = [*begins[rows].tolist(), int(played.until_ms[matter_row])]
        assert edges == [int(played.plan.matters.release_ms[matter_row]), *path.until_ms[rows].tolist()]


@runs
@settings(max_examples=examples(60))
@given(randoms)
def test_a_critical_path_keeps_to_the_trace(run, random):
    """A path goes on when a step ended, left or raised its alarm; it ends where the run stopped, or all was done.

    What was held, another matter's step has held.
    """
    played = run(random)
    trace, edges, matter_of = played.trace, played.plan.edges, played.plan.steps.matter
    alarms = dict(zip(played.plan.alarms.step.tolist(), played.plan.alarms.after_ms.tolist(), strict=True))

    path = critical_path(played)

    real = path.step >= 0
    step, until, held = path.step[real], path.until_ms[real], path.held_ms[real]
    rung = np.array([until[row] == trace.ready_ms[one] + alarms.get(one, -1) for row, one in enumerate(step.tolist())])
    rung = rung.astype(bool) & (until != trace.ended_ms[step])
    ended = np.isin(trace.state[step], (State.ENDED, State.LEFT)) & ~rung
    begun = (trace.started_ms[step] >= 0) & ~rung
    assert np.array_equal(until[ended], trace.ended_ms[step][ended])
    assert np.array_equal(path.started_ms[real][begun], trace.started_ms[step][begun])
    assert np.array_equal(path.started_ms[real][~begun], until[~begun])
    assert np.isin(until[~ended & ~rung & (trace.state[step] != State.SKIPPED)], trace.stopped_ms).all()
    foreign = matter_of[edges.source] != matter_of[edges.target]
    assert np.isin(step[held > 0], edges.target[foreign]).all()


@runs
@settings(max_examples=examples(60))
@given(randoms)
def test_a_step_is_called_when_the_engine_called_it(run, random):
    """Where no lag follows the call, a step on a path that got ready was ready when it was called."""
    played = run(random)
    steps, ready = played.plan.steps, played.trace.ready_ms

    path = critical_path(played)

    step, called = path.step[path.step >= 0], path.called_ms[path.step >= 0]
    prompt = (ready[step] >= 0) & (steps.lag_ms[step] == 0) & ((steps.calendar[step] < 0) | (steps.unit[step] < 0))
    assert np.array_equal(called[prompt], ready[step][prompt])


@runs
@settings(max_examples=examples(60))
@given(randoms)
def test_the_statutory_clock_stands_still_in_the_union_of_all_stops(run, random):
    """Counted here matter by matter: the office hours in the union of its supplements and reviews."""
    played = run(random)
    steps, trace, office = played.plan.steps, played.trace, played.horizon.office

    stopped = stopped_ms(played)

    for place, matter_row in enumerate(played.cohort.tolist()):
        rows = (steps.matter == matter_row) & np.isin(steps.kind, STOPPING) & (trace.started_ms >= 0)
        ends = np.where(trace.ended_ms < 0, trace.stopped_ms, trace.ended_ms)[rows]
        stops = Calendar.of(trace.started_ms[rows], ends)
        assert stopped[place] == (office.worked_until(stops.closes) - office.worked_until(stops.opens)).sum()
    assert (statutory_days(played) >= 0).all()


@settings(max_examples=examples(60))
@given(randoms)
def test_each_matter_is_closed_has_left_is_open_or_never_came_in(random):
    """What has left is told by its steps: one left that is followed by none of its own that this calls."""
    played = any_plan(random)
    plan, trace = played.plan, played.trace

    calls = {(int(source), int(target)) for source, target, guard in zip(
        plan.edges.source, plan.edges.target, plan.edges.guard, strict=True) if guard == Guard.WHEN_LEFT}  # fmt: skip
    by_step = dict(zip(plan.entries.matter.tolist(), plan.entries.step.tolist(), strict=True))
    for row in range(plan.matters.release_ms.size):
        own = np.flatnonzero(plan.steps.matter == row).tolist()
        is_over = all(trace.state[one] in (State.ENDED, State.SKIPPED, State.LEFT) for one in own)
        lost = [one for one in own if trace.state[one] == State.LEFT and not any((one, to) in calls for to in own)]
        entry = by_step.get(row)
        came = plan.matters.release_ms[row] if entry is None else trace.ended_ms[entry]
        is_in = entry is None or trace.state[entry] == State.ENDED
        assert played.came_in_ms[row] == (came if is_in else NEVER)
        assert played.left[row] == (is_in and is_over and bool(lost))
        assert played.closed[row] == (is_in and is_over and not lost)
        parents = {int(plan.steps.matter[source]) for source, target in zip(
            plan.edges.source, plan.edges.target, strict=True) if target == entry}  # fmt: skip
        parents = {one for one in parents if plan.matters.type[one] >= 0}
        assert played.hangs_on[row] == min(parents, default=-1)


@runs
@settings(max_examples=examples(40))
@given(randoms)
def test_measures_of_matters_agree_with_one_another(run, random):
    played = run(random)

    measures = matter_measures(played)

    if not played.cohort.size:
        assert measures == {}
        return
    split = sum(value for name, value in measures.items() if name.startswith("split_"))
    if played.stayed.size:
        assert split == pytest.approx(measures["elapsed_days_mean"])
        assert measures["elapsed_days_median"] <= measures["elapsed_days_p90"] <= measures["elapsed_days_p95"]
        assert measures["statutory_days_mean"] <= measures["working_days_mean"]
    assert (measures["completion_share"] < 1) == (~played.settled[played.cohort]).any()
    assert measures["units_met_mean"] <= measures["handovers_mean"] + 1 + 1e-9
    assert all(0 <= value <= 1 for name, value in measures.items() if name.endswith("_share"))


@runs
@settings(max_examples=examples(40))
@given(randoms)
def test_utilisation_by_purpose_makes_up_utilisation(run, random):
    played = run(random)
    worked, scheduled = busy_ms(played)

    measures = people_measures(played, worked, scheduled)

    parts = [measures.get(f"utilisation_{purpose}", 0.0) for purpose in PURPOSES]
    assert min(parts) >= 0
    assert measures["utilisation_mean"] <= 1
    assert sum(parts) == pytest.approx(measures["utilisation_mean"])
    assert (worked.sum(axis=1) <= scheduled).all()


@runs
@settings(max_examples=examples(40))
@given(randoms)
def test_littles_law_the_backlog_times_the_window_is_the_time_that_matters_were_open_in_it(run, random):
    """Counted here the other way round: how many are open between any two events, times how long."""
    played = run(random)
    begin, end = played.horizon.window_ms
    mine = played.is_matter & played.came_in
    periods = list(zip(played.came_in_ms[mine].tolist(), played.until_ms[mine].tolist(), strict=True))

    events = sorted({begin, end, *(min(max(time, begin), end) for period in periods for time in period)})
    area = sum((later - now) * sum(come <= now < gone for come, gone in periods) for now, later in pairwise(events))

    assert backlog_measures(played)["backlog_mean"] * (end - begin) == pytest.approx(area)


@settings(max_examples=examples(40))
@given(randoms)
def test_if_all_that_comes_in_the_window_is_closed_in_it_the_backlog_is_arrivals_times_elapsed_time(random):
    """L = λW, on a window that begins with the run and is long enough for every matter."""
    plan = random_plan(random)
    plan = replace(plan, end_ms=60 * MS_PER_DAY, matters=replace(plan.matters, awaited=plan.matters.awaited | True))

    played = play(plan, stretch(0, 60))

    if played.closed.all():
        measures = matter_measures(played)
        arrivals_a_day = measures["matters_released"] / 60
        law = arrivals_a_day * measures["elapsed_days_mean"]
        assert backlog_measures(played)["backlog_mean"] == pytest.approx(law)


def with_an_idle_person(played: Played, random: Random) -> Played:
    """Return the run once more, with one more person in a unit of their own, where no work falls."""
    plan, people = played.plan, played.plan.people
    opens = sorted(random.randrange(0, 5 * MS_PER_DAY) for _ in range(4))
    joined = replace(
        people,
        calendar=np.append(people.calendar, len(plan.calendars)),
        rank=np.append(people.rank, random.randint(1, 4)),
        unit_start=np.append(people.unit_start, people.unit.size + 1),
        unit=np.append(people.unit, plan.n_units),
        skill=np.vstack([people.skill, np.ones(people.skill.shape[1])]),
        error_rate=np.vstack([people.error_rate, np.ones(people.error_rate.shape[1])]),
    )
    calendar = Calendar.of(opens[::2], opens[1::2])
    more = replace(plan, people=joined, calendars=(*plan.calendars, calendar), n_units=plan.n_units + 1)
    return replace(played, plan=more, trace=simulate(more))


@runs
@settings(max_examples=examples(40))
@given(randoms)
def test_one_who_has_nothing_to_do_with_it_changes_no_measure_of_matters(run, random):
    played = run(random)

    other = with_an_idle_person(played, random)

    assert matter_measures(other) == matter_measures(played)
    assert backlog_measures(other) == backlog_measures(played)
    assert np.array_equal(split_ms(other), split_ms(played))
    assert busy_ms(other)[0].sum() == busy_ms(played)[0].sum()
    assert busy_ms(replace(other, n_staff=None))[0][-1].sum() == 0  # behind the people of offices, if there are any

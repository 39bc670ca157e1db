"""Formal requests upward (请示批复): when they are made, who signs them, and how long an answer takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, OFFICE_DAYS, build, horizon, house, matter, need, officers, person
from tiny import tiny
from worlds import Log, done, log, waited

from analysis.measures.people import busy_ms, by_rank, people_measures, signatures_per_day
from analysis.measures.played import Played
from analysis.measures.split import PARTS, split_ms
from experiments.load import find_load, offered_hours
from experiments.playing import Job, perform, play
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities, Haste, Procedure
from sim.workload.demand import Demand, Duplicates, MatterType, OfficeDesks
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

TWO_HOURS = Law(mean=2.0, shape="deterministic")
DESKS = OfficeDesks(staff=1, reply_hours=TWO_HOURS)
OFFICE_WORK = Procedure(sign_hours={"deputy": 0.5}, ask_hours=0.5, merge_hours=0.25)
SIGNED = Authority(non_core=("deputy",))
ONE_AND_DEPUTY = house([*officers(1), DEPUTIES[0]])


def once(function, hours):
    return need(function, hours, errors=(1.0,))


def asking(hours, **rest):
    return matter(once("b0c0", hours), asks=True, at=8, **rest)


def built_in_office(matters, authority=SIGNED, institution=ONE_AND_DEPUTY, **rest):
    return build(
        institution, matters, Levers(authority=authority),
        **{"procedure": OFFICE_WORK, "days": OFFICE_DAYS} | rest,
    )  # fmt: skip


def names(built, row=0):
    return [name for name, _, _ in built.steps(row)]


# the way ------------------------------------------------------------------------------------------


def test_what_the_upper_level_is_asked_about_is_signed_when_it_has_answered(simulate):
    """Handled 8-10, asked 10-10.5, answered after six office hours at 32.5, signed 32.5-33."""
    built = built_in_office([asking(2, decision=1, answer=6)])

    assert built.steps() == [
        ("handle", "all", 2.0), ("ask", "all", 0.5), ("answer", "", 6.0), ("sign", "d0", 0.5)
    ]  # fmt: skip
    assert built.plan.steps.category.tolist() == [0, 0, -1, -1]
    assert log(simulate(built.plan)) == Log(
        [done(8, 8, 10, by=0), done(10, 10, 10.5, by=0), waited(10.5, 32.5), done(32.5, 32.5, 33, by=1)], [33], 33
    )


def test_it_is_asked_once_when_all_is_handled_merged_and_reviewed():
    both = matter(need("b0c0", 1), need("b1c0", 1), decision=1, review=3, asks=True)
    built = build(
        house([*officers(2), DEPUTIES[0]]), [both],
        Levers(units=Units(by="bureau"), coordination=Coordination(order="countersign"), authority=SIGNED),
        procedure=OFFICE_WORK,
    )  # fmt: skip

    assert names(built) == ["handle", "handle", "merge", "review", "ask", "answer", "sign", "handle", "sign"]


@pytest.mark.parametrize(
    ("channels", "way"),
    [
        ({}, ["handle", "ask", "sign", "answer"]),
        ({"deputy": "face_to_face"}, ["handle", "ask", "brief", "sign", "answer"]),
    ],
)
def test_a_rank_may_sign_the_request_before_it_goes(simulate, channels, way):
    """Whatever there is to decide; it goes by the rank's channel, and does not review: the error stays."""
    asked = matter(need("b0c0", 2, errors=(0.1, 0.9)), asks=True, at=8, answer=1)
    built = built_in_office(
        [asked], Authority(asks="deputy", channels=channels), abilities=Abilities(error_rate_elsewhere=0.5)
    )

    assert names(built) == way
    assert simulate(built.plan).closed_ms.tolist() == [int(12 * MS_PER_HOUR)]  # 2 + 0.5 + 0 + 0.5 + 1 hours from 8 on


def test_a_request_of_no_length_is_not_written_and_may_be_answered_at_once():
    assert names(built_in_office([asking(2)], procedure=Procedure())) == ["handle", "answer"]


def test_who_need_not_be_asked_is_not():
    assert names(built_in_office([matter(once("b0c0", 2), answer=5, answer_work=2)], office_desks=DESKS)) == ["handle"]


def test_what_is_answered_from_an_earlier_answer_has_been_asked_about():
    twins = [matter(once("b0c0", 2), asks=True), matter(once("b1c0", 2), asks=True, twin_of=0)]
    brief = Counterparts(brief_share=0.5)

    together = build(house(officers(2)), twins, Levers(counterparts=brief), procedure=OFFICE_WORK)
    apart = build(
        house(officers(2)), twins, Levers(units=Units(by="bureau"), counterparts=brief), procedure=OFFICE_WORK
    )

    assert [names(together, row) for row in (0, 1)] == [["handle", "ask", "answer"], ["join", "handle"]]
    assert names(apart, 1) == ["handle", "ask", "answer"]


def test_a_request_that_nobody_may_sign_is_refused():
    with pytest.raises(DesignError, match=r"authority\.asks asks for rank 'chief', .*nobody may sign a request"):
        built_in_office((), Authority(asks="chief"))


# offices with a queue of their own ----------------------------------------------------------------


def test_an_office_answers_one_after_another_as_they_come(simulate):
    """Three ask office b0c0 at 9, 9.5 and 10: two hours each, from 9, 11 and 15 on; the office of b1c1 has one.

    The deadlines turn the order round in our units, but not there; whose matters come first does not count either.
    """
    matters = [
        matter(once("b0c0", 1), asks=True, at=8, answer_work=2, deadline=400.0, office="office_b0c0"),
        matter(once("b0c0", 1.5), asks=True, at=8, answer_work=2, deadline=300.0),
        matter(once("b0c0", 2), asks=True, at=8, answer_work=2, deadline=200.0),
        matter(once("b1c1", 2), asks=True, at=8, answer_work=2),
    ]  # fmt: skip
    built = build(
        house([*officers(4), DEPUTIES[0]]), matters,
        Levers(units=Units(order="by_deadline"), command=Command(wins="line")), procedure=Procedure(),
        days=OFFICE_DAYS, office_desks=DESKS,
    )  # fmt: skip
    plan = built.plan

    trace = simulate(plan)

    answers = np.flatnonzero(plan.steps.kind == Kind.ANSWER)
    assert plan.steps.unit[answers].tolist() == [2, 2, 2, 5]  # one unit and one desk, then four offices
    assert (trace.ready_ms[answers] / MS_PER_HOUR).tolist() == [9, 9.5, 10, 10]
    assert (trace.started_ms[answers] / MS_PER_HOUR).tolist() == [9, 11, 15, 10]
    assert (trace.ended_ms[answers] / MS_PER_HOUR).tolist() == [11, 15, 17, 12]
    assert trace.person[answers].tolist() == [5, 5, 5, 8]


def test_the_people_of_offices_stand_behind_ours_and_are_there_in_office_hours():
    built = built_in_office([asking(1, answer_work=2)], office_desks=replace(DESKS, staff=3))
    people = built.plan.people

    assert people.rank.tolist() == [1, 3] + [1] * 12
    assert people.unit.tolist() == [0, 1] + [2] * 3 + [3] * 3 + [4] * 3 + [5] * 3
    assert built.plan.n_units == 6
    assert (people.skill[2:] == 1).all()
    assert not people.error_rate[2:].any()
    assert [built.plan.calendars[row] for row in people.calendar[2:]] == [OFFICE_DAYS.office] * 12


def test_nobody_is_there_where_nobody_asks():
    without = built_in_office([matter(once("b0c0", 1))])
    desks = built_in_office([matter(once("b0c0", 1))], office_desks=DESKS)

    assert desks.plan.people.rank.tolist() == without.plan.people.rank.tolist()
    assert desks.plan.n_units == without.plan.n_units


def test_an_office_does_not_hurry():
    abilities = Abilities(pressure=(Haste(waiting_per_head=1, hours=0.5),))
    built = built_in_office([asking(1, answer_work=2)], office_desks=DESKS, abilities=abilities)

    assert built.plan.pressure.unit.tolist() == [0, 1]


# measures -----------------------------------------------------------------------------------------


def played_in_office(simulate, **rest):
    """Return two matters that ask the same office, one after the other, with an officer of two."""
    matters = [asking(1, decision=1, answer=2, answer_work=2), asking(1, decision=1, answer=2, answer_work=2)]
    built = built_in_office(matters, institution=house([*officers(2), DEPUTIES[0]]), **rest)
    return Played(plan=built.plan, trace=simulate(built.plan), horizon=OFFICE_DAYS, n_units=1, n_staff=3)


@pytest.mark.parametrize(
    ("desks", "outside", "closed"), [(None, [2, 2], [0, 2]), (DESKS, [2, 6], [0, 0])], ids=["a wait", "a queue"]
)
def test_the_time_of_an_answer_is_outside(simulate, desks, outside, closed):
    """Asked at 9.5. Waits of two hours both end at 11.5; the deputy signs until 12, the other one after lunch, which
    is closed. In the queue the second answer comes at 15.5: six hours by the clock, lunch among them."""
    played = played_in_office(simulate, office_desks=desks)

    split = split_ms(played) / MS_PER_HOUR

    assert split[:, PARTS.index("outside")].tolist() == outside
    assert split[:, PARTS.index("closed")].tolist() == closed


def test_people_of_an_office_count_in_no_measure_of_people(simulate):
    played = played_in_office(simulate, office_desks=DESKS)
    worked, scheduled = busy_ms(played)

    assert worked.shape[0] == scheduled.size == signatures_per_day(played).size == 3
    # handled, asked and signed twice: 2 + 1 + 1 hours
    assert worked.sum() == 4 * MS_PER_HOUR
    assert people_measures(played, worked, scheduled)["utilisation_mean"] == worked.sum() / scheduled.sum()
    assert by_rank(played, worked, scheduled)["officer"] == 3 * MS_PER_HOUR / scheduled[:2].sum()


def scenario_of(folder, *overrides):
    return build_scenario(tiny(folder, *overrides).file)


ASKED = (
    "demand.types.request.ask_share=0.5", "demand.types.request.ask_days={mean: 3}", "procedure.ask_hours=0.25",
    "+designs.sections.authority.asks=deputy",
)  # fmt: skip
QUEUED = (*ASKED, "+demand.office_desks={staff: 2, reply_hours: {mean: 1.5}}")


def test_load_counts_the_request_and_not_the_answer(tmp_path):
    plain, asked, queued = (scenario_of(tmp_path, *overrides) for overrides in ((), ASKED, QUEUED))
    loads = [find_load(one, 2026) for one in (plain, asked, queued)]
    workload = asked.draw(seed=2026, replication=0, scale=1.0)
    begin, end = asked.horizon.window_ms
    released = (workload.matters.release_ms >= begin) & (workload.matters.release_ms < end)
    requests = int((workload.matters.asks & released).sum())
    offered = [
        offered_hours(one.plan(one.draw(seed=2026, replication=0, scale=1.0), one.organise("sections")), one)
        for one in (plain, asked)
    ]

    assert requests > 0
    assert loads[0].scheduled == loads[1].scheduled == loads[2].scheduled
    assert loads[1].offered == loads[2].offered
    # written in 0.25 hours, and the deputy signs in 0.1; set-up is none
    assert offered[1]["direct"] - offered[0]["direct"] == pytest.approx(0.25 * requests)
    assert offered[1]["decision"] - offered[0]["decision"] == pytest.approx(0.1 * requests)


@pytest.mark.parametrize("overrides", [ASKED, QUEUED], ids=["a wait", "a queue"])
def test_a_whole_scenario_that_asks_is_measured(tmp_path, overrides):
    """Every request of a closed matter was answered, and people are told apart as without the offices."""
    scenario = scenario_of(tmp_path, *overrides)
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    played = play(scenario, "sections", workload, "simpy")
    reading = perform(
        Job(designs=("sections",), replication=0, volume_multiple=1.0), scenario, engine="simpy", seed=2026
    )["sections"]

    answered = np.bincount(
        played.plan.steps.matter[played.executed & (played.plan.steps.kind == Kind.ANSWER)],
        minlength=played.closed.size,
    )[: workload.matters.asks.size]  # fmt: skip
    assert (answered[played.closed[: answered.size]] == workload.matters.asks[played.closed[: answered.size]]).all()
    assert reading.people.shape[0] == len(scenario.institution.staff)
    assert reading.measures["split_outside_days_mean"] > 0
    assert sum(days for name, days in reading.measures.items() if name.startswith("split_")) == pytest.approx(
        reading.measures["elapsed_days_mean"]
    )


# what is drawn ------------------------------------------------------------------------------------

HOUSE = house([person("p0", "c0")])


def drawn(desks=None, **options):
    kind = MatterType(name="t", per_year=1_000.0, work_hours=Law(mean=2.0), duplicated=True, **options)
    demand = Demand(types=(kind,), office_desks=desks, duplicates=Duplicates(share=0.5, delay_days=Law(mean=1.0)))
    return draw_workload(demand, HOUSE, horizon(56, hours=(("08:00", "16:00"),)), seed=2026, replication=0).matters


def test_requests_are_drawn_from_streams_of_their_own():
    """Days and hours of the answer are drawn by ordinal where the matter asks; a twin keeps its original's."""
    table = drawn(DESKS, ask_share=0.3, ask_days=Law(mean=4.0, shape="exponential"))
    own = table.twin_of < 0
    uniforms, ordinal = uniforms_of(2026, 0), table.ordinal[own]
    asks = uniforms("ask/t", ordinal.size)[ordinal] < 0.3
    days = -4 * np.log1p(-uniforms("ask_days/t", ordinal.size)[ordinal])

    assert 0 < asks.sum() < asks.size
    assert table.asks[own].tolist() == asks.tolist()
    assert table.answer_ms[own] == pytest.approx(np.where(asks, days * 8 * MS_PER_HOUR, 0), abs=0.5)
    assert table.answer_hours[own].tolist() == np.where(asks, 2.0, 0.0).tolist()
    assert (table.asks[~own] == table.asks[table.twin_of[~own]]).all()


def test_without_a_share_nobody_asks_and_nothing_else_moves():
    plain, asked = drawn(DESKS), drawn(DESKS, ask_share=0.5)

    assert not plain.asks.any()
    assert not plain.answer_ms.any()
    assert not plain.answer_hours.any()
    for column in ("release_ms", "decision", "mistaken_for", "weight", "prefilled"):
        assert getattr(plain, column).tolist() == getattr(asked, column).tolist()


def test_without_desks_no_hours_are_drawn():
    assert not drawn(ask_share=1.0).answer_hours.any()

"""Secondment (抽调): who goes to a task force, what becomes of their posts, and who finishes what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, GRID, PLAIN, build, horizon, house, matter, need, officers, person
from worlds import Log, done, log

from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.levers.arranging.contracts import Contractor
from sim.levers.arranging.forces import TaskForce
from sim.levers.authority import Authority
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.task_force import TaskForces
from sim.levers.transfer import Transfer
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities, Procedure
from sim.workload.demand import ProcessNeed
from sim.workload.laws import Law

FLOOD = replace(PLAIN, name="flood")
TYPES = (PLAIN, FLOOD)
TUESDAY = {"first": date(2021, 3, 2), "last": date(2021, 3, 2)}
"""Hours 24 to 48 of a horizon in which work goes on day and night."""


def with_force(*, units=None, membership=None, **options):
    """Return levers with one task force; by default one member, on Tuesday, for nothing that is modelled."""
    terms = TaskForce(**(TUESDAY | {"members": 1} | options)) if "share" not in options else TaskForce(**options)
    return Levers(
        units=units or Units(), membership=membership or Membership(), task_force=TaskForces(forces={"flood": terms})
    )  # fmt: skip


def hours_of(trace, column="started_ms"):
    return (getattr(trace, column) / MS_PER_HOUR).tolist()


def test_a_post_stays_empty_and_what_was_begun_is_finished_first(simulate):
    """p0 has begun a matter of ten hours at 20, ends it at 30, and takes nothing more until the end of Tuesday."""
    matters = [matter(need("b0c0", 10), at=20), matter(need("b0c0", 1), at=25), matter(need("b0c0", 2), at=47)]

    trace = simulate(build(house(officers(1)), matters, with_force()).plan)

    assert hours_of(trace) == [20, 48, 49]
    assert hours_of(trace, "ended_ms") == [30, 49, 51]


def test_whoever_comes_back_late_is_missed_for_longer(simulate):
    """Half a working day of 24 hours: back at 60; p1, who is nobody's member, goes on as before."""
    matters = [matter(need("b0c0", 40), at=20) for _ in range(3)]
    levers = with_force(slip_days=Law(mean=0.5, scv=0))

    trace = simulate(build(house(officers(2)), matters, levers).plan)

    assert hours_of(trace) == [20, 20, 60]
    assert trace.person.tolist() == [0, 1, 0]  # p0 ends the first one at 60, too


def test_the_slip_is_each_ones_own():
    levers = with_force(members=2, slip_days=Law(mean=1.0, shape="exponential"))
    built = build(house(officers(2)), [matter(need("b0c0", 1))], levers, outcomes={"slip": [0.5, 1 - np.exp(-2)]})
    plan = built.plan

    home = [row for row in range(plan.terms.member.size) if plan.people.unit[plan.terms.member[row]] == 0]
    reopens = [int(plan.calendars[plan.terms.calendar[row]].opens[1]) for row in home]

    assert [ms / MS_PER_DAY for ms in reopens] == pytest.approx([2 + np.log(2), 2 + 2], abs=1e-6)


def test_on_weekdays_that_are_not_the_task_forces_members_are_at_their_posts(simulate):
    """From Tuesday to Thursday, but on Wednesdays only: at 24 p0 is there, at 49 away until 72."""
    options = {"first": date(2021, 3, 2), "last": date(2021, 3, 4), "weekdays": (3,)}
    matters = [matter(need("b0c0", 1), at=24), matter(need("b0c0", 1), at=49)]

    trace = simulate(build(house(officers(1)), matters, with_force(**options)).plan)

    assert hours_of(trace) == [24, 72]


@pytest.mark.parametrize(("leftovers", "third", "own"), [("after_own_work", 65, 64), ("before_own_work", 64, 84)])
def test_the_task_is_the_forces_and_what_is_left_of_it_is_finished_later(simulate, leftovers, third, own):
    """Of three matters of the task released on Tuesday p0 has done one by 44; the next takes until 64, after the end.

    Then the third waits, and the unit's own matter of 60, of an hour, for which p1 has no time until 98. A matter of
    the type that comes on Wednesday is the unit's.
    """
    matters = [matter(need("b0c0", 20), at=24, type=1) for _ in range(3)]
    matters += [matter(need("b0c0", 50), at=48), matter(need("b0c0", 1), at=60), matter(need("b0c0", 1), at=72, type=1)]
    levers = with_force(task=("flood",), leftovers=leftovers)
    built = build(house(officers(2)), matters, levers, types=TYPES)

    trace = simulate(built.plan)

    assert [built.steps(row)[0][1] for row in range(6)] == ["force_flood"] * 3 + ["all"] * 3
    assert hours_of(trace) == [24, 44, third, 48, own, 85]
    assert trace.person.tolist() == [0, 0, 0, 1, 0, 0]


def test_until_its_first_day_nothing_is_other_than_without_it(simulate):
    """Whoever will be taken takes the same steps beforehand; five people of unlike skill, so that it matters who."""
    random = np.random.default_rng(5)
    come = np.cumsum(random.exponential(1.0, 40))
    matters = [matter(need(name, hours), at=at) for name, hours, at in zip(
        random.choice(list(GRID), 40), random.exponential(3, 40), come, strict=True)]  # fmt: skip
    staff = [person(f"p{index}", "c0" if index % 2 else "c1") for index in range(5)]
    abilities = Abilities(skill_elsewhere=0.5, setup_hours=0.1)

    plans = [build(house(staff), matters, levers, abilities=abilities).plan for levers in (None, with_force(members=2))]
    before, after = (simulate(plan) for plan in plans)
    early = before.started_ms < 24 * MS_PER_HOUR

    assert 10 < early.sum() < 35
    assert before.started_ms[early].tolist() == after.started_ms[early].tolist()
    assert before.person[early].tolist() == after.person[early].tolist()
    assert before.started_ms.tolist() != after.started_ms.tolist()


def test_a_task_force_takes_a_matter_with_all_its_needs_and_heads_sign_at_home(simulate):
    """Two sections and an hour between them: at home there are two hand-overs, in the task force none."""
    needs = [need("b0c0", 2), need("b1c0", 3)]
    staff = [*officers(4), DEPUTIES[0]]
    matters = [matter(*needs, at=24, type=kind, decision=1, misdirected=0.0, mistaken_for="b1c1") for kind in (0, 1)]
    levers = replace(
        with_force(task=("flood",), units=Units(by="bureau"), membership=Membership(heads="one_each")),
        authority=Authority(non_core=("head",)), data=Data(transit_hours=1.0),
    )  # fmt: skip
    built = build(
        house(staff), matters, levers, types=TYPES, misdirected_share=0.5,
        procedure=Procedure(draft_hours=1, merge_hours=1, reply_hours=1),
    )  # fmt: skip

    kinds = [[(kind, place) for kind, place, _ in built.steps(row)] for row in (0, 1)]

    assert kinds[1] == [
        ("draft", "force_flood"), ("handle", "force_flood"), ("handle", "force_flood"), ("sign", "section_b0"),
        ("handle", "force_flood"), ("sign", "section_b0"), ("reply", "force_flood"),
    ]  # fmt: skip
    assert kinds[0].count(("hand_over", "")) == 3  # one of them from the wrong desk
    assert (simulate(built.plan).state >= 4).all()


def test_what_was_in_hand_at_the_start_is_the_units():
    options = {"first": date(2021, 3, 1), "last": date(2021, 3, 2), "task": ("flood",)}
    matters = [matter(need("b0c0", 1), type=1, in_hand=True), matter(need("b0c0", 1), type=1)]

    built = build(house(officers(1)), matters, with_force(**options), types=TYPES)

    assert [built.steps(row)[0][1] for row in (0, 1)] == ["all", "force_flood"]


def test_a_task_is_not_handed_over_to_a_contractor():
    levers = replace(
        with_force(task=("flood",)), transfer=Transfer(contractors={"park": Contractor(categories=("c0",))})
    )
    matters = [matter(need("b0c0", 1), at=24, type=kind) for kind in (0, 1)]
    outcomes = {f"transferred/{name}/0": [0.0, 0.0] for name in ("plain", "flood")}

    built = build(house(officers(1)), matters, levers, types=TYPES, outcomes=outcomes)

    assert [built.steps(row)[0][1] for row in (0, 1)] == ["park", "force_flood"]


def test_a_process_falls_to_the_task_force_or_to_its_units(simulate):
    """Two needs in two sections, one after the other; on Tuesday both are the task force's."""
    process = {"a": ProcessNeed(function="b0c0"), "b": ProcessNeed(function="b1c0", after=("a",))}
    types = (replace(FLOOD, process=process),)
    levers = replace(with_force(task=("flood",), units=Units(by="bureau")), data=Data(transit_hours=1.0))
    matters = [matter(need("b0c0", 1), need("b1c0", 1), at=at) for at in (0, 24)]

    built = build(house(officers(3)), matters, levers, types=types)

    at_work = [[place for kind, place, _ in built.steps(row) if kind == "handle"] for row in (0, 1)]
    assert at_work == [["section_b0", "section_b1"], ["force_flood"] * 2]
    assert [[kind for kind, _, _ in built.steps(row)].count("hand_over") for row in (0, 1)] == [1, 0]
    assert (simulate(built.plan).state == 4).all()


def test_who_is_with_a_second_task_force_is_away_from_the_first_ones_rest_too(simulate):
    """On Tuesday p0 is with the flood, on Wednesday with the census: the flood's second matter waits until Thursday."""
    forces = {
        "flood": TaskForce(**TUESDAY, members=1, task=("flood",)),
        "census": TaskForce(first=date(2021, 3, 3), last=date(2021, 3, 3), members=1),
    }
    matters = [matter(need("b0c0", 20), at=24, type=1), matter(need("b0c0", 5), at=24, type=1)]
    matters += [matter(need("b0c0", 1), at=25)]
    levers = Levers(task_force=TaskForces(forces=forces))

    trace = simulate(build(house(officers(1)), matters, levers, types=TYPES).plan)

    # the second one is begun at 44, before the first day ends, and finished; the unit's own matter waits until 72
    assert log(trace) == Log([done(24, 24, 44, by=0), done(24, 44, 49, by=0), done(25, 72, 73, by=0)], [44, 49, 73], 73)


def test_heads_who_are_taken_leave_their_signature_waiting(simulate):
    """Both officers of two sections are heads; one matter is handled by nobody until 48, and signed."""
    levers = replace(
        with_force(heads=True, members=2, units=Units(by="bureau"), membership=Membership(heads="one_each")),
        authority=Authority(non_core=("head",)),
    )  # fmt: skip
    built = build(house([*officers(2), CHIEF]), [matter(need("b0c0", 1), at=24, decision=1)], levers)

    assert simulate(built.plan).started_ms[0] == 48 * MS_PER_HOUR


def test_a_member_who_is_absent_is_with_nobody(simulate):
    """p0 is away on Monday and on the first half of Tuesday: the task waits until 36, the unit until 48."""
    matters = [matter(need("b0c0", 1), at=24, type=1), matter(need("b0c0", 1), at=24)]
    built = build(
        house(officers(1)), matters, with_force(task=("flood",)), types=TYPES, absences=[("p0", 0, 36)], days=horizon(7)
    )

    assert hours_of(simulate(built.plan)) == [36, 48]
    assert (built.plan.steps.kind == Kind.HANDLE).all()

"""What a plan refuses, and that nobody may change one."""

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import build, horizon, house, matter, need, officers
from worlds import ALWAYS, clerk, small_plan, step, wait

from sim.arrays import NEVER
from sim.errors import PlanError
from sim.plan.plan import Guard, Kind, Steps
from sim.planning.sheet import Chain, Sheet


def test_a_circle_of_steps_is_refused_by_naming_them():
    """Steps 1, 2 and 3 wait for each other; 0 is not among them."""
    steps = [step(1) for _ in range(4)]

    with pytest.raises(PlanError, match=r"in a circle through steps 1, 2, 3; no step of it could ever start"):
        small_plan([clerk(0)], [(0, steps)], edges=[(0, 1), (1, 2), (2, 3), (3, 1)])


def test_a_step_that_follows_itself_is_refused():
    with pytest.raises(PlanError, match="circle through steps 0"):
        small_plan([clerk(0)], [(0, [step(1)])], edges=[(0, 0)])


def test_edges_may_lead_to_earlier_rows_if_nothing_runs_in_a_circle(simulate):
    """Identity is not order: step 1 comes before step 0."""
    plan = small_plan([clerk(0)], [(0, [step(1), step(2)])], edges=[(1, 0)])

    trace = simulate(plan)

    assert trace.started_ms.tolist() == [2 * 3_600_000, 0]


def test_a_step_for_which_nobody_has_the_rank_is_refused():
    with pytest.raises(PlanError, match=r"step 1 needs rank 3 in unit 0, where the highest rank is 2"):
        small_plan([clerk(0, rank=2), clerk(1, rank=4)], [(0, [step(1), step(1, rank=3)])])


def test_a_step_that_follows_another_matter_only_is_refused():
    """It could start before its own matter has come in."""
    with pytest.raises(PlanError, match=r"step 1 follows only steps of other matters.*before its release"):
        small_plan([clerk(0)], [(0, [step(1)]), (5, [step(1)])], edges=[(0, 1)])


@pytest.mark.parametrize("hours", [-1.0, np.nan, np.inf])
def test_work_that_is_no_length_of_time_is_refused(hours):
    with pytest.raises(PlanError, match=r"step 1 has work_hours=.*expected a finite number >= 0"):
        small_plan([clerk(0)], [(0, [step(1), step(hours)])])


def test_a_least_time_after_the_end_is_refused():
    plan = small_plan([clerk(0)], [(0, [step(1)])])

    with pytest.raises(PlanError, match=r"^least_ms=2 lies after end_ms=1, the last instant simulated\.$"):
        replace(plan, least_ms=2, end_ms=1)


def test_pure_waits_alone_need_no_unit(simulate):
    plan = small_plan([clerk(0)], [(0, [wait(1)])])
    nowhere = replace(plan.people, unit_start=np.array([0, 0]), unit=np.zeros(0, dtype=np.int64))

    assert simulate(replace(plan, people=nowhere, n_units=0)).ended_ms.tolist() == [3_600_000]


def test_a_pure_wait_with_a_lag_is_refused():
    with pytest.raises(PlanError, match="a pure wait has a lag"):
        small_plan([clerk(0)], [(0, [{**wait(1), "lag_ms": 1}])])


@pytest.mark.parametrize("skill", [0, -1])
def test_a_skill_that_is_not_positive_is_refused(skill):
    with pytest.raises(PlanError, match=rf"person 1 has skill {skill}\.0 in category 1; expected more than 0"):
        small_plan([clerk(0), clerk(0, skill=(1, skill))], [(0, [step(1)])])


def test_steps_out_of_order_are_refused():
    plan = small_plan([clerk(0)], [(0, [step(1)]), (0, [step(1)])])

    with pytest.raises(PlanError, match="not sorted by matter"):
        replace(plan, steps=replace(plan.steps, matter=np.array([1, 0])))


def test_edges_out_of_order_are_refused():
    plan = small_plan([clerk(0)], [(0, [step(1)] * 3)], edges=[(0, 1), (1, 2)])
    turned = {column.name: getattr(plan.edges, column.name)[::-1].copy() for column in fields(plan.edges)}

    with pytest.raises(PlanError, match="edges are not sorted"):
        replace(plan, edges=replace(plan.edges, **turned))


def test_columns_of_different_length_are_refused():
    plan = small_plan([clerk(0)], [(0, [step(1)] * 2)])

    with pytest.raises(PlanError, match="columns of Steps differ in length"):
        replace(plan, steps=replace(plan.steps, rank=np.array([1])))


def test_nobody_may_change_a_plan():
    """An engine reads what other engines and designs read too."""
    plan = small_plan([clerk(0)], [(0, [step(1)] * 2)], edges=[(0, 1)])
    columns = [
        (table, column.name)
        for table in (plan.steps, plan.edges, plan.matters, plan.people) for column in fields(table)
    ]  # fmt: skip

    for table, name in columns:
        with pytest.raises(ValueError, match="read-only"):
            getattr(table, name)[...] = 0


# how a plan is written ----------------------------------------------------------------------------


def test_a_sheet_sorts_steps_by_matter_and_renumbers_the_edges():
    """Written block by block: the steps of matters 1, 0 and then 1 again."""
    sheet = Sheet()
    first = sheet.write(np.array([1, 0]), Kind.DRAFT, work_hours=np.array([1.0, 2.0]))
    second = sheet.write(np.array([1]), Kind.HANDLE, work_hours=3.0)
    sheet.link(first[:1], second, Guard.ON_ERROR)

    steps, edges, _ = sheet.finish(order_key=np.array([70, 71]))

    assert steps.matter.tolist() == [0, 1, 1]
    assert steps.kind.tolist() == [Kind.DRAFT, Kind.DRAFT, Kind.HANDLE]
    assert steps.work_hours.tolist() == [2.0, 1.0, 3.0]
    assert steps.order_key.tolist() == [70, 71, 71]
    assert (edges.source.tolist(), edges.target.tolist()) == ([1], [2])
    assert (edges.guard.tolist(), edges.judged.tolist()) == ([Guard.ON_ERROR], [1])


def test_a_step_has_no_column_that_steps_do_not_have():
    with pytest.raises(TypeError, match="colour"):
        Sheet().write(np.array([0]), Kind.DRAFT, colour=1)


def test_a_chain_goes_on_from_where_each_row_stands():
    """Rows go on at their own pace: the second row skips a step, and a fork leaves the chain where it was."""
    sheet = Sheet()
    chain = Chain(sheet, np.array([0, 1]))
    chain.then(np.array([0, 1]), Kind.DRAFT)  # steps 0 and 1 as written
    chain.then(np.array([0]), Kind.REQUEST)  # 2, behind 0
    branch = chain.fork(np.array([0, 1]))
    branch.then(np.array([0, 1]), Kind.HANDLE)  # 3 behind 2, 4 behind 1
    chain.then(np.array([0, 1]), Kind.REPLY)  # 5 behind 2, 6 behind 1

    steps, edges, _ = sheet.finish(order_key=np.zeros(2, dtype=np.int64))

    # renumbered by matter: 0, 2, 3, 5 are the first matter's 0-3; 1, 4, 6 the second's 4-6
    assert steps.kind.tolist() == [
        Kind.DRAFT,
        Kind.REQUEST,
        Kind.HANDLE,
        Kind.REPLY,
        Kind.DRAFT,
        Kind.HANDLE,
        Kind.REPLY,
    ]
    assert list(zip(edges.source.tolist(), edges.target.tolist(), strict=True)) == [
        (0, 1),
        (1, 2),
        (1, 3),
        (4, 5),
        (4, 6),
    ]


# what a built plan awaits -------------------------------------------------------------------------


def test_a_run_awaits_the_matters_of_the_window():
    """Those of the second and third day; it goes on to the end of the third, and at most to that of the fourth."""
    days = horizon(4)
    window = replace(days, window_from=days.days[1], window_to=days.days[3])
    matters = [matter(need("b0c0", 1), at=at) for at in (23.9, 24, 71.9, 72)]
    built = build(house(officers(1)), matters, days=window, whole_window=True)

    assert built.plan.matters.awaited.tolist() == [False, True, True, False]
    assert built.plan.least_ms == 72 * 3_600_000
    assert built.plan.end_ms == 96 * 3_600_000
    assert built.plan.matters.deadline_ms.tolist() == [NEVER] * 4
    assert [calendar.total_ms for calendar in built.plan.calendars] == [ALWAYS.within(0, 96 * 3_600_000).total_ms] * 2


def test_steps_know_their_need_and_attempt():
    built = build(house(officers(1)), [matter(need("b0c0", 1), need("b0c1", 1)), matter(need("b1c1", 1))])

    assert isinstance(built.plan.steps, Steps)
    assert built.plan.steps.need.tolist() == [0, 1, 2]
    assert built.plan.steps.category.tolist() == [0, 1, 1]

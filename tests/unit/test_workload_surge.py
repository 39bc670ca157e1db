"""Surges (突击任务): so many matters within a few days, from streams of their own."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from houses import PLAIN, expecting, horizon, house, officers
from tiny import tiny

from scenarios.building import build_scenario
from scenarios.seasons import seasons_of
from sim.calendar import MS_PER_DAY
from sim.errors import CalendarError, InputError
from sim.institution import Title
from sim.procedure import Procedure
from sim.workload.demand import Demand, Season
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.outcomes import outcomes_of
from sim.workload.surge import Surge
from sim.workload.surging import check_surges
from sim.workload.workload import draw_workload

HOUSE = house(officers(1))
WEEK = horizon(28, weekends=False)
FLOOD = Surge(first=date(2021, 3, 9), last=date(2021, 3, 14), matters=200)
"""Tuesday to Sunday of the second week, of which four days are worked."""

BUSY = replace(PLAIN, per_year=2000.0, work_hours=Law(mean=2.0))


def draw(kind, scale=1.0, replication=0, **rest):
    return draw_workload(Demand(types=(kind,), **rest), HOUSE, WEEK, seed=7, replication=replication, scale=scale)


def test_its_matters_come_in_its_working_days_only():
    drawn = [draw(replace(PLAIN, surge=FLOOD), replication=one).matters for one in range(20)]
    days = np.concatenate([one.release_ms for one in drawn]) // MS_PER_DAY
    counts = np.bincount(days, minlength=28)

    assert all(one.surge.all() for one in drawn)
    assert np.flatnonzero(counts).tolist() == [8, 9, 10, 11]
    # 4000 expected in all, a thousand on each day: five standard deviations
    assert abs(days.size - 4000) < 5 * np.sqrt(4000)
    assert (np.abs(counts[8:12] - 1000) < 5 * np.sqrt(1000)).all()


def test_a_surge_moves_no_other_draw():
    plain, both = draw(BUSY), draw(replace(BUSY, surge=FLOOD))
    kept = ~both.matters.surge
    needs = kept[both.needs.matter]

    assert 0 < both.matters.surge.sum() < kept.sum() + 200
    for column in fields(plain.matters):
        if column.name != "twin_of":
            assert np.array_equal(getattr(both.matters, column.name)[kept], getattr(plain.matters, column.name))
    assert np.array_equal(both.needs.work_hours[needs], plain.needs.work_hours)
    assert np.array_equal(both.needs.errors[needs], plain.needs.errors)


def test_its_draws_are_not_those_of_the_years_matters():
    both = draw(replace(BUSY, surge=FLOOD))
    surge = both.matters.surge[both.needs.matter]
    n = min(surge.sum(), (~surge).sum())
    outcomes = outcomes_of(both.matters, Demand(types=(BUSY,)), lambda name, count: np.full(count, float(len(name))))

    assert not np.isin(both.needs.work_hours[surge], both.needs.work_hours[~surge]).any()
    assert n > 50
    # streams of the surge are called by its own name
    assert set(outcomes.of_matters("x", "0")[both.matters.surge]) == {float(len("x/plain/surge/0"))}
    assert set(outcomes.of_matters("x", "0")[~both.matters.surge]) == {float(len("x/plain/0"))}


def test_the_volume_stretches_it_and_keeps_its_draws():
    kind = replace(PLAIN, surge=FLOOD)
    one, two = draw(kind).matters, draw(kind, scale=2.0).matters
    n = one.release_ms.size

    assert 1.6 < two.release_ms.size / n < 2.4
    assert one.weight.tolist() == two.weight[:n].tolist()
    assert (two.release_ms[:n] <= one.release_ms).all()


def test_it_has_no_twins_and_a_surge_of_none_brings_nothing():
    kind = replace(PLAIN, surge=FLOOD, duplicated=True)

    assert (draw(kind, duplicates=replace(Demand(types=(PLAIN,)).duplicates, share=1.0)).matters.twin_of == -1).all()
    assert not draw(replace(PLAIN, surge=replace(FLOOD, matters=0.0))).matters.type.size


def test_posts_are_not_shared_out_by_it():
    expected = [expect(Demand(types=(kind,)), HOUSE, Procedure()) for kind in (BUSY, replace(BUSY, surge=FLOOD))]

    assert expected[0].hours.tolist() == expected[1].hours.tolist()
    assert expected[0].hours.sum() > expecting(HOUSE).hours.sum()


def test_days_that_run_backwards_are_refused():
    with pytest.raises(InputError, match="a surge is from 2021-03-09 to 2021-03-08; expected first on or before last"):
        replace(FLOOD, last=date(2021, 3, 8))


@pytest.mark.parametrize(
    ("surge", "said"),
    [
        (replace(FLOOD, first=date(2021, 2, 27)), "demand.types.plain.surge is from 2021-02-27 .* begins 2021-03-01"),
        (replace(FLOOD, last=date(2021, 3, 29)), "to 2021-03-29, but the run begins .* and ends before 2021-03-29"),
        (replace(FLOOD, first=date(2021, 3, 13)), "has no day from 2021-03-13 to 2021-03-14 on which matters"),
    ],
)
def test_days_on_which_nothing_can_come_are_refused(surge, said):
    with pytest.raises(CalendarError, match=said):
        check_surges(Demand(types=(replace(PLAIN, surge=surge),)), WEEK)


def test_where_matters_come_on_days_off_a_weekend_will_do():
    surge = replace(FLOOD, first=date(2021, 3, 13))

    check_surges(Demand(types=(replace(PLAIN, surge=surge, season=Season(every_day=True)),)), WEEK)


def test_a_scenario_with_a_surge_or_a_task_force_is_not_stationary(tmp_path):
    surge = "+demand.types.request.surge={first: 2021-04-01, last: 2021-04-09, matters: 5}"
    force = "+designs.modules.task_force={forces: {flood: {first: 2021-04-01, last: 2021-04-09, members: 1}}}"
    file = tiny(tmp_path, surge, force).file

    assert seasons_of(file).once == ("demand.types.request.surge", "designs.modules.task_force")
    assert build_scenario(file).title == Title(zh="小局", en="Tiny bureau")

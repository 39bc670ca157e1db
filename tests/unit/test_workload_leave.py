"""Annual leave: how many working days each person takes off in a year, in how many spells, and when."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from houses import horizon, house, officers, person

from sim.calendar import MS_PER_DAY
from sim.errors import InputError
from sim.horizon import Horizon
from sim.institution import Rank
from sim.workload.absences import draw_absences
from sim.workload.demand import Absences, Demand, MatterType
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law
from sim.workload.leave import draw_leave

YEAR = horizon(364, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)
"""From Monday 1 March 2021 to Sunday 27 February 2022; Monday to Friday are worked."""


def taken(uniforms, *, staff=1, days=YEAR, **options):
    """Return the spells of leave as (person, first day, first day back)."""
    table = draw_leave(Absences(**options), house(officers(staff)), days, uniforms)
    return [
        (who, *(days.days[0].fromordinal(days.days[0].toordinal() + ms // MS_PER_DAY) for ms in (begin, end)))
        for who, begin, end in zip(
            table.person.tolist(), table.from_ms.tolist(), table.to_ms.tolist(), strict=True
        )
    ]  # fmt: skip


def always(*values):
    """Return streams that give these values in every year."""
    return lambda name, count: np.array(values[:count])


def test_a_spell_begins_where_its_uniform_falls_on_the_year():
    """At 0.5 of twelve equal months July begins, a Thursday: five working days end on Wednesday the 7th.

    In 2022 July is behind the horizon.
    """
    assert taken(always(0.5), leave_days=5) == [(0, date(2021, 7, 1), date(2021, 7, 8))]


def test_a_spell_that_would_begin_on_a_day_off_begins_on_the_next_working_day():
    """0.5 + 2.5/31/12 lies in the middle of 3 July, a Saturday."""
    assert taken(always(0.5 + 2.5 / 31 / 12), leave_days=1) == [(0, date(2021, 7, 5), date(2021, 7, 6))]


def test_months_weigh_as_they_are_told():
    """All weight on August and, three times as much, October: 0.2 is four fifths through August, 0.25 begins October.

    0.8 · 31 = 24.8 days from the 1st on is Wednesday the 25th; 1 October is a Friday.
    """
    months = (0.0,) * 7 + (1.0, 0.0, 3.0, 0.0, 0.0)

    assert taken(always(0.2), leave_days=1, leave_months=months) == [(0, date(2021, 8, 25), date(2021, 8, 26))]
    assert taken(always(0.25), leave_days=1, leave_months=months) == [(0, date(2021, 10, 1), date(2021, 10, 2))]


def test_the_days_of_a_year_are_shared_out_over_its_spells():
    """Five days in three spells: 1, 2 and 2, drawn for September, May and July, which begin on weekdays."""
    spells = taken(always(8 / 12 + 1e-9, 4 / 12 + 1e-9, 6 / 12 + 1e-9), leave_days=5, leave_spells=3)

    assert spells == [
        (0, date(2021, 5, 3), date(2021, 5, 5)),  # the second one: 1 May is a Saturday
        (0, date(2021, 7, 1), date(2021, 7, 3)),
        (0, date(2021, 9, 1), date(2021, 9, 2)),
    ]


def test_a_spell_waits_for_the_one_before_it():
    """Both would begin on Thursday 1 July: 2 days, then the other 3 from Monday on, so that no day is lost."""
    assert taken(always(0.5, 0.5), leave_days=5, leave_spells=2) == [
        (0, date(2021, 7, 1), date(2021, 7, 3)), (0, date(2021, 7, 5), date(2021, 7, 8)),
    ]  # fmt: skip


def test_what_begins_before_the_start_is_left_out_and_what_reaches_behind_the_end_is_cut():
    """February 2021 is before the horizon. Leave of 10 days from Monday 21 February 2022 has five left."""
    late = 1 / 12 + 20.5 / 28 / 12

    assert taken(always(late), leave_days=10) == [(0, date(2022, 2, 21), date(2022, 2, 26))]


def test_everybody_takes_the_days_of_each_year_leaders_too():
    """Over three whole years; a spell may run into the next year, but none is lost, and none overlap."""
    days = np.arange((date(2022, 1, 1) - date(2019, 1, 1)).days)
    years = Horizon(
        first=date(2019, 1, 1), window_from=date(2019, 1, 1), window_to=date(2022, 1, 1), cap=date(2022, 1, 1),
        working=(days + 1) % 7 < 5, hours=(("08:00", "16:00"),),
    )  # fmt: skip
    staff = house([*officers(20), person("d", rank=Rank.DEPUTY), person("z", rank=Rank.CHIEF)])
    rule = Absences(leave_days=15, leave_spells=3, leave_months=(1, 1, 1, 1, 1, 1, 3, 3, 1, 1, 1, 0))

    table = draw_leave(rule, staff, years, uniforms_of(2026, 0))

    assert table.person.tolist() == [who for who in range(22) for _ in range(9)]
    for who in range(22):
        begin, end = (column[table.person == who] // MS_PER_DAY for column in (table.from_ms, table.to_ms))
        assert (begin[1:] >= end[:-1]).all()
        off = sum(int(years.working[first:last].sum()) for first, last in zip(begin, end, strict=True))
        assert off == 3 * 15
        assert years.working[begin].all()
    assert len(set(table.from_ms[table.person == 0].tolist()) & set(table.from_ms[table.person == 1].tolist())) < 9


def test_months_are_used_in_the_shares_asked_for():
    """Half of the year's weight lies on July: so does the beginning of half of 2,000 spells, within 5 deviations."""
    months = (1.0,) * 6 + (11.0,) + (1.0,) * 5
    table = draw_leave(Absences(leave_days=1, leave_months=months), house(officers(2000)), YEAR, uniforms_of(2026, 0))

    in_july = YEAR.month[table.from_ms // MS_PER_DAY] == 7

    assert abs(in_july.sum() / 2000 - 0.5) < 5 * (0.25 / 2000) ** 0.5


def demand(**options):
    return Demand(
        types=(MatterType(name="t", per_year=0.0, work_hours=Law(mean=1.0)),),
        absences=Absences(spells_per_year=20.0, days=Law(mean=2.0), **options),
    )


def rows(table):
    return list(zip(*(getattr(table, column.name).tolist() for column in fields(table)), strict=True))


def test_leave_moves_no_other_absence_and_nobody_elses():
    one, more = house(officers(3)), house([person("new"), *officers(3)])
    uniforms = uniforms_of(2026, 0)

    without = rows(draw_absences(demand(), one, YEAR, uniforms))
    both = rows(draw_absences(demand(leave_days=10, leave_spells=2), one, YEAR, uniforms))
    leave = rows(draw_leave(demand(leave_days=10, leave_spells=2).absences, one, YEAR, uniforms))
    with_another = rows(draw_leave(demand(leave_days=10, leave_spells=2).absences, more, YEAR, uniforms))

    assert both == without + leave
    assert len(leave) >= 3
    assert [(who - 1, *rest) for who, *rest in with_another if who] == leave


def test_a_year_keeps_its_spells_when_there_are_more_of_them_or_the_run_begins_earlier():
    """Of two days each: the first spells are drawn as before; so are those of 2021 where the run begins in 2020."""
    earlier = replace(
        YEAR, first=date(2020, 1, 6), working=np.concatenate([np.arange(420) % 7 < 5, YEAR.working])
    )  # fmt: skip
    house_of_one, uniforms = house(officers(1)), uniforms_of(2026, 0)

    def begins(days, **options):
        table = draw_leave(Absences(**options), house_of_one, days, uniforms)
        return [days.days[ms // MS_PER_DAY] for ms in table.from_ms.tolist()]

    few, many = begins(YEAR, leave_days=2), begins(YEAR, leave_days=6, leave_spells=3)

    assert set(few) <= set(many)
    assert set(few) <= set(begins(earlier, leave_days=2))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"leave_days": 2, "leave_spells": 3}, "leave_spells=3 for leave_days=2; expected at least a day for each"),
        ({"leave_months": (1.0,) * 11}, r"absences\.leave_months=\[1\.0.*\]; expected 12 weights"),
        ({"leave_months": (0.0,) * 12}, "expected 12 weights >= 0, not all zero"),
    ],
)
def test_leave_that_cannot_be_is_refused(wrong, words):
    with pytest.raises(InputError, match=words):
        Absences(**wrong)

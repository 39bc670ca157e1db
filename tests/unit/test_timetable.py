"""The timetable answers as each of its calendars would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from worlds import OFFICE, ms, sessions

from analysis.measures.timetable import Timetable
from sim.calendar import MS_PER_HOUR, Calendar

hours = st.integers(0, 72)
periods = st.lists(st.tuples(hours, hours).map(sorted), max_size=9)


def calendar_of(pairs):
    return Calendar.of([begin * MS_PER_HOUR for begin, _ in pairs], [end * MS_PER_HOUR for _, end in pairs])


@given(st.lists(periods, min_size=1, max_size=3), st.lists(st.integers(0, 100), max_size=9))
def test_each_calendar_is_asked_for_its_own_working_time(many, times):
    calendars = [calendar_of(pairs) for pairs in many]
    asked = np.array([(which, time) for which in range(len(many)) for time in times], dtype=np.int64).reshape(-1, 2)

    found = Timetable.of(calendars).worked_until(asked[:, 0], asked[:, 1] * MS_PER_HOUR)

    assert found.tolist() == [int(calendars[which].worked_until(time * MS_PER_HOUR)) for which, time in asked.tolist()]


def test_times_are_told_to_the_millisecond_and_however_many_are_asked_for():
    """Many sessions within half a day, one over several days, a calendar that never opens; 20 000 times of each."""
    calendars = [OFFICE, sessions((1, 2), (3, 4), (5, 6), (7, 8)), sessions((5, 90)), Calendar.of([], [])]
    time = np.arange(0, 20_000, dtype=np.int64) * ms(100) // 20_000 + 1
    timetable = Timetable.of(calendars)

    for which, calendar in enumerate(calendars):
        found = timetable.worked_until(np.full(time.size, which), time)
        assert np.array_equal(found, calendar.worked_until(time))

"""Two traces of a plan: equal in all cells, or told where they first part."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_plan
from worlds import OFFICE, clerk, ms, small_plan, step, wait
from worlds_further import along_a_road, further

from sim.agreement import first_difference
from sim.engine.simpy_engine import simulate
from sim.plan.plan import Kind
from sim.trace import NOT_YET, State, Trace

PLAN = small_plan(
    [clerk(0, calendar=OFFICE), clerk(1, calendar=OFFICE)],
    [
        (8.5, [step(2, kind=Kind.DRAFT), step(1, unit=1), wait(24), step(1)]),
        (32, [step(1)]),
        (40, [step(9)]),
        (10, [step(1)]),
    ],
    edges=[(0, 1), (1, 2), (2, 3)], awaited=[True, True, False, True],
)  # fmt: skip
TRACE = simulate(PLAN)
# step 0 8.5-10.5 by 0, step 1 10.5-11.5 by 1, step 2 11.5-35.5, step 3 35.5-36 and 38-38.5 by 0; step 4 32-33 by 0;
# matter 2 is not released when the run stops at 38.5; step 6 by 0: ready at 10, 10.5-11.5


def other(trace: Trace = TRACE, **cells: dict[int, float]) -> Trace:
    """Return a trace with other values in some rows of some columns."""
    changes = {}
    for name, rows in cells.items():
        column = getattr(trace, name).copy()
        for row, value in rows.items():
            column[row] = value
        changes[name] = column
    return replace(trace, **changes)


@given(st.randoms(use_true_random=False))
def test_a_trace_agrees_with_itself(random):
    plan = random_plan(random)

    assert first_difference(plan, simulate(plan), simulate(plan)) is None


@given(st.randoms(use_true_random=False), st.data())
def test_any_single_cell_that_differs_is_found_whichever_is_expected(random, data):
    plan = random_plan(random)
    trace = simulate(plan)
    names = [column.name for column in fields(Trace) if np.size(getattr(trace, column.name))]
    name = data.draw(st.sampled_from(names))
    if name == "stopped_ms":
        found = replace(trace, stopped_ms=trace.stopped_ms + 1)
    else:
        row = data.draw(st.integers(0, getattr(trace, name).size - 1))
        value = int(getattr(trace, name)[row])
        found = other(trace, **{name: {row: data.draw(st.integers(-1, 5).filter(lambda new: new != value))}})

    sentences = first_difference(plan, trace, found), first_difference(plan, found, trace)

    named = {"stopped_ms": "the run:", "closed_ms": "matter "}.get(name, "step ")
    assert all(sentence.startswith(named) and sentence.endswith(".") for sentence in sentences)
    if name not in ("stopped_ms", "closed_ms"):
        seats = {step: int(plan.crews.count[plan.crews.step == step].sum()) for step in plan.visits.step.tolist()}
        steps = {
            "crew": np.repeat(plan.crews.step, plan.crews.count), "freed_ms": plan.holds.step,
            **dict.fromkeys(("cut_step", "cut_person", "cut_ms", "resumed_ms"), plan.preempts.step),
            **dict.fromkeys(("way_ms", "back_ms"), tuple(step for step in seats for _ in range(max(1, seats[step])))),
        }  # fmt: skip
        step = steps[name][row] if name in steps else row
        assert all(sentence.startswith(f"step {step} (") for sentence in sentences)


STEP_3 = "step 3 (HANDLE of matter 0, unit 0): expected to be "


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"ready_ms": {3: ms(35)}},
         f"{STEP_3}ready at 11:30 on day 2 (ms 127800000); found ready at 11:00 on day 2 (ms 126000000)."),
        ({"ready_ms": {3: NOT_YET}}, f"{STEP_3}ready at 11:30 on day 2 (ms 127800000); found never ready."),
        ({"started_ms": {3: ms(36)}},
         f"{STEP_3}started at 11:30 on day 2 (ms 127800000) by person 0; "
         "found started at 12:00 on day 2 (ms 129600000) by person 0."),
        ({"started_ms": {3: ms(36)}, "person": {3: 1}},
         f"{STEP_3}started at 11:30 on day 2 (ms 127800000) by person 0; "
         "found started at 12:00 on day 2 (ms 129600000) by person 1."),
        ({"started_ms": {3: NOT_YET}, "person": {3: -1}},
         f"{STEP_3}started at 11:30 on day 2 (ms 127800000) by person 0; found never started by nobody."),
        ({"person": {3: 1}},
         f"{STEP_3}started at 11:30 on day 2 (ms 127800000) by person 0; "
         "found started at 11:30 on day 2 (ms 127800000) by person 1."),
        ({"ended_ms": {3: ms(38.5) + 1}},
         f"{STEP_3}ended at 14:30 on day 2 (ms 138600000); found ended at 14:30 on day 2 (ms 138600001)."),
        ({"ended_ms": {3: NOT_YET}, "state": {3: State.STARTED}, "outcome": {3: -1}},
         f"{STEP_3}ended at 14:30 on day 2 (ms 138600000); found never ended."),
        ({"outcome": {3: 1}}, f"{STEP_3}without error (outcome 0); found in error (outcome 1)."),
        ({"outcome": {3: 7}},
         f"{STEP_3}without error (outcome 0); found given an outcome that there is not (outcome 7)."),
        ({"state": {3: State.STARTED}},
         f"{STEP_3}ended when the run stops (state 4); found started when the run stops (state 3)."),
        ({"state": {5: State.SKIPPED}},
         "step 5 (HANDLE of matter 2, unit 0): expected to be pending when the run stops (state 0); "
         "found skipped when the run stops (state 5)."),
        ({"ended_ms": {2: ms(36)}},
         "step 2 (WAIT_OUTSIDE of matter 0, a pure wait): expected to be ended at 11:30 on day 2 (ms 127800000); "
         "found ended at 12:00 on day 2 (ms 129600000)."),
        ({"ready_ms": {0: 0}},
         "step 0 (DRAFT of matter 0, unit 0): expected to be ready at 08:30 on day 1 (ms 30600000); "
         "found ready at 00:00 on day 1 (ms 0)."),
        ({"closed_ms": {0: NOT_YET}},
         "matter 0: expected to be closed at 14:30 on day 2 (ms 138600000); found never closed."),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(cells, said):
    assert first_difference(PLAN, TRACE, other(**cells)) == said


AWAY = small_plan(
    [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE)],
    [(8, [step(4)]), (8, [step(2)]), (9, [step(1, priority=0)]), (32, [step(1, priority=0)]), (33, [step(0.5)])],
    ways=along_a_road(0, 10), least=36,
    **further(preempts=[2, 3], visits={3: 1, 4: 1}, travellers={0: (0, 10, True), 1: (0, 10, False)}),
)  # fmt: skip
GONE = simulate(AWAY)
# persons 0 and 1 take steps 0 and 1; at 9 step 2 interrupts person 1 in step 1 until 10, which goes on to 11; step 3 by
# person 1, idle since 11, 32-34; step 4 by person 0, idle since 12: 33-34.5, back at 35.5

CUT = "step 2 (HANDLE of matter 2, unit 0): expected to interrupt person 1 in step 1 at 09:00 on day 1 (ms 32400000), "
RESUMED = CUT + "resumed at 10:00 on day 1 (ms 36000000); found "
TRIP = "step 4 (HANDLE of matter 4, unit 0): expected row 1 of trips to be "


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({name: {0: NOT_YET} for name in ("cut_step", "cut_person", "cut_ms", "resumed_ms")}, f"{RESUMED}nobody."),
        ({"resumed_ms": {0: NOT_YET}},
         f"{RESUMED}person 1 in step 1 at 09:00 on day 1 (ms 32400000), never resumed."),
        ({"cut_step": {0: 0}, "cut_person": {0: 0}, "resumed_ms": {0: ms(12)}},
         f"{RESUMED}person 0 in step 0 at 09:00 on day 1 (ms 32400000), resumed at 12:00 on day 1 (ms 43200000)."),
        ({"cut_ms": {0: ms(9.5)}},
         f"{RESUMED}person 1 in step 1 at 09:30 on day 1 (ms 34200000), resumed at 10:00 on day 1 (ms 36000000)."),
        ({"cut_step": {1: 4}, "cut_person": {1: 0}, "cut_ms": {1: ms(32)}},
         "step 3 (HANDLE of matter 3, unit 0): expected to interrupt nobody; "
         "found person 0 in step 4 at 08:00 on day 2 (ms 115200000), never resumed."),
        ({"way_ms": {1: ms(2)}}, f"{TRIP}a way of 3600000 ms; found a way of 7200000 ms."),
        ({"way_ms": {1: NOT_YET}}, f"{TRIP}a way of 3600000 ms; found no way."),
        ({"back_ms": {1: ms(36)}},
         f"{TRIP}back at 11:30 on day 2 (ms 127800000); found back at 12:00 on day 2 (ms 129600000)."),
        ({"back_ms": {1: NOT_YET}}, f"{TRIP}back at 11:30 on day 2 (ms 127800000); found never back."),
        ({"back_ms": {0: ms(35)}},
         "step 3 (HANDLE of matter 3, unit 0): expected row 0 of trips to be never back; "
         "found back at 11:00 on day 2 (ms 126000000)."),
    ],
)  # fmt: skip
def test_what_was_interrupted_and_who_went_where_is_told_in_words(cells, said):
    assert first_difference(AWAY, GONE, other(GONE, **cells)) == said


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ({"resumed_ms": {0: ms(11)}, "ended_ms": {2: ms(12)}}, "step 2 (HANDLE of matter 2, unit 0): expected to be"),
        ({"resumed_ms": {0: ms(11)}, "ended_ms": {1: ms(12)}}, "step 2 (HANDLE of matter 2, unit 0): expected to int"),
        ({"cut_ms": {0: ms(8.5)}, "started_ms": {2: ms(9.5)}}, "step 2 (HANDLE of matter 2, unit 0): expected to int"),
        ({"way_ms": {1: 1}, "back_ms": {0: ms(32)}}, "step 3 (HANDLE of matter 3, unit 0): expected row 0"),  # 33, 32
        ({"way_ms": {0: 1}, "back_ms": {0: ms(1), 1: 1}}, "step 4 (HANDLE of matter 4, unit 0): expected row 1"),
        ({"back_ms": {1: ms(36)}, "ended_ms": {4: ms(35)}}, "step 4 (HANDLE of matter 4, unit 0): expected to be"),
    ],
)
def test_interruptions_and_trips_stand_in_time_with_all_else(cells, first):
    """Ended at 10 against resumed at 10: the step. A way becomes known at the start, and is told before a return."""
    assert first_difference(AWAY, GONE, other(GONE, **cells)).startswith(first)


def test_a_run_that_stops_at_another_instant_is_told():
    assert first_difference(PLAN, TRACE, replace(TRACE, stopped_ms=ms(38))) == (
        "the run: expected to be stopped at 14:30 on day 2 (ms 138600000); "
        "found stopped at 14:00 on day 2 (ms 136800000)."
    )


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ({"started_ms": {3: ms(36), 6: ms(11)}}, "step 6"),  # 35.5 against 10.5
        ({"started_ms": {3: ms(2), 6: ms(11)}}, "step 3"),  # the one that is found earlier than all
        ({"ended_ms": {0: ms(20)}, "started_ms": {6: NOT_YET}}, "step 0"),  # 10.5 both: the smaller
        ({"ended_ms": {0: ms(20)}, "ready_ms": {6: ms(2)}}, "step 6"),  # 10.5 against 2
        ({"outcome": {0: 1}, "person": {1: 0}}, "step 0"),  # known at 10.5 both
        ({"outcome": {1: 1}, "ready_ms": {2: ms(11)}}, "step 2"),  # 11.5 against 11
        ({"state": {5: State.SKIPPED}, "ended_ms": {3: NOT_YET}}, "step 3"),  # a state that nobody dates comes last
        ({"closed_ms": {3: ms(2)}, "ended_ms": {3: ms(50)}}, "step 3"),  # steps before matters
        ({"closed_ms": {1: ms(34), 3: ms(12)}}, "matter 3"),  # 33 against 11.5
    ],
)
def test_the_first_in_time_is_told_and_of_several_at_once_the_smaller_step(cells, first):
    assert first_difference(PLAN, TRACE, other(**cells)).startswith(f"{first}{' (' if first[0] == 's' else ':'}")


def test_within_a_step_the_earliest_column_is_told():
    found = other(ready_ms={3: ms(36)}, started_ms={3: ms(36)}, ended_ms={3: ms(39)})

    assert "ready at 11:30" in first_difference(PLAN, TRACE, found)
    assert "ended at 14:30" in first_difference(PLAN, TRACE, other(ended_ms={3: ms(39)}, state={3: State.STARTED}))


@pytest.mark.parametrize(("column", "sizes"), [("state", (6, 7)), ("closed_ms", (3, 4))])
def test_a_trace_of_another_size_is_told(column, sizes):
    found = replace(TRACE, **{column: getattr(TRACE, column)[:-1]})

    assert first_difference(PLAN, TRACE, found) == f"the trace has {sizes[0]} rows of {column}; expected {sizes[1]}."


def test_the_example_is_what_its_comment_says():
    hours = (TRACE.started_ms / 3_600_000).tolist()

    assert hours[:5] == [8.5, 10.5, 11.5, 35.5, 32]
    assert np.array_equal(TRACE.ready_ms[5:], [NOT_YET, ms(10)])
    assert TRACE.stopped_ms == ms(38.5)

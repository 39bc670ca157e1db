"""Sensors and early warnings: what they report of latent events, truly or falsely, and what that costs; by hand.

Work goes on day and night unless a test says otherwise.
"""

import numpy as np
import pytest
from events import DANGEROUS, FADING, NOTICED, after, begun, hidden, known, lines, sensed, watch

from sim.plan.plan import Kind


def test_a_sensor_reports_after_its_delay_and_somebody_verifies_it_first(simulate):
    """A sensor could see it after 5 hours, reports it 2 later, and half an hour is needed to verify that."""
    built = watch(
        begun(10), hidden(sensor_share=0.5, sensor_hours=after(5)), sensed(delay_hours=2, verify_hours=0.5),
        comes={"sensed": [0.4], "covered": [0.4]},
    )  # fmt: skip
    trace = simulate(built.plan)

    assert lines(built, trace, Kind.VERIFY) == [(17, 17.5)]
    assert lines(built, trace, Kind.HANDLE) == [(17.5, 18.5)]


@pytest.mark.parametrize(("sensed_by", "covered"), [(0.6, 0.1), (0.4, 0.7)])
def test_what_no_sensor_could_see_or_where_none_is_is_not_reported(simulate, sensed_by, covered):
    built = watch(
        begun(10), hidden(sensor_share=0.5), sensed(share=0.6), comes={"sensed": [sensed_by], "covered": [covered]}
    )

    assert known(built, simulate(built.plan)) == [None]


def test_false_alarms_cost_their_verification_and_make_nothing_known(simulate):
    """A rate of 365 × 2 a year is two a day: unit gaps of 0.5 and 1.5 are 6 and 18 hours, so at 6 and at 24.

    A gap of g comes of a uniform 1 − e^−g.
    """
    uniforms = [*(1 - np.exp(-np.array([0.5, 1.5]))), *[1 - 1e-16] * 400]
    built = watch(
        begun(10), hidden(**NOTICED), sensed(verify_hours=1, false_per_year=730), comes={"false_alarm": uniforms},
        whole_window=True,
    )  # fmt: skip
    trace = simulate(built.plan)

    started = [pair for pair in lines(built, trace, Kind.VERIFY) if pair[0] < 30]
    assert started == [(pytest.approx(6), pytest.approx(7)), (pytest.approx(24), pytest.approx(25))]
    assert known(built, trace) == [None]


def test_a_warning_comes_before_the_onset_and_nothing_grows_nor_comes_to_an_accident(simulate):
    """Warned of a day before: known at 76 − 24, and handled at once in an hour, which would take two at 100."""
    kind = hidden(sensor_share=0.5, sensor_hours=after(24), growth_per_day=1.0, growth_most=3.0, **DANGEROUS)
    comes = {"sensed": [0.4, 0.4], "covered": [0.4, 0.4], "warned": [0.4, 0.6], "accident": [0.4, 0.6]}
    built = watch(begun(76, 76), kind, sensed(warning_share=0.5, warning_days=1.0), comes=comes)
    trace = simulate(built.plan)

    assert known(built, trace) == [52, 100]
    assert lines(built, trace, Kind.HANDLE) == [(52, 53), (100, 102)]
    assert built.plan.growth.step.size == 1


def test_what_will_end_by_itself_is_warned_of_before_its_onset_too(simulate):
    """Warned of at 52, an hour to verify; nobody waits for the onset at 76 to see whether it has ended."""
    built = watch(
        begun(76), hidden(sensor_share=0.5, **FADING), sensed(warning_share=0.5, warning_days=1.0, verify_hours=1.0),
        comes={"sensed": [0.4], "warned": [0.4], "fades": [0.4]},
    )  # fmt: skip

    assert known(built, simulate(built.plan)) == [53]


def test_a_report_that_would_come_after_an_event_has_ended_is_none(simulate):
    """A sensor could see it 20 hours after the onset and would report it at 25, but it ends after 24."""
    kind = hidden(sensor_share=0.5, sensor_hours=after(20), **FADING)
    built = watch(begun(10), kind, sensed(delay_hours=5), comes={"sensed": [0.4], "fades": [0.4]})

    assert not (built.plan.steps.kind == Kind.VERIFY).any()


def test_a_warning_before_the_start_comes_at_the_start(simulate):
    built = watch(
        begun(10), hidden(sensor_share=0.5), sensed(warning_share=0.5, warning_days=1.0),
        comes={"sensed": [0.4], "covered": [0.4], "warned": [0.4]},
    )  # fmt: skip

    assert known(built, simulate(built.plan)) == [0]


def test_there_are_so_many_false_warnings_for_each_true_one(simulate):
    """Two are warned of, 1.5 false warnings each: three, at a quarter, a half and a third of the 28 days."""
    comes = {"sensed": [0.4] * 3, "covered": [0.4] * 3, "warned": [0.4, 0.4, 0.6], "false_warning": [0.25, 0.5, 1 / 3]}
    sensors = sensed(warning_share=0.5, warning_days=1.0, false_warning_ratio=1.5, verify_hours=1.0)
    built = watch(begun(100, 200, 300), hidden(sensor_share=0.5), sensors, comes=comes, whole_window=True)
    trace = simulate(built.plan)

    # by release true ones come first: 76, 176, 300; a third of 672 hours is 224, a quarter 168, half 336
    found = sorted(begin for begin, _ in lines(built, trace, Kind.VERIFY))
    assert found == [76, 168, 176, pytest.approx(224), 300, 336]

"""What is said of a prediction: inside or not, what it leaves over, what one must believe."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.prediction import (
    Axis,
    Scores,
    Spread,
    believed,
    bound_verdict,
    percentile_verdict,
    verdict,
    why_no_prediction,
)
from analysis.prediction.belief import narrow_by_chance
from sim.errors import InputError
from sim.institution import Title

STEPS = Title(zh="按环节数", en="In proportion to steps")
LOAD = Axis(name="load", title=Title(zh="负荷", en="Load"), first=0.6, last=1.0)
OUTSIDE = Axis(name="outside", title=Title(zh="外部时间", en="Outside time"), first=60.0, last=20.0)


def predicted(mean, low, high, ignorance=12.0, noise=3.0):
    return Spread(mean=mean, low=low, high=high, ignorance=ignorance, noise=noise, draws=200, replications=2)


def scores(own, **nulls):
    return Scores(prediction=own, nulls=nulls, titles={"steps": STEPS})


def test_a_miss_says_how_much_of_the_reported_change_is_missing():
    """80 → 40 reported, 60 predicted: 20 days short, half of the 40."""
    found = verdict(predicted(60, 45, 75), 80, 40, unit="day", scores=scores(230, no_change=400, steps=120))

    assert (found.inside, found.place) == (False, "below")
    assert (found.residual, found.residual_share) == (20, 0.5)
    assert found.why["en"] == (
        "Predicted for afterwards: 60.0 [45.0, 75.0] days; reported: 40 days, below the 95% interval. "
        "The predicted mean falls short of the reported figure by 20 days, 50% of the reported change. "
        "Most of the width is ignorance of the assumptions (standard deviation 12 days), less of it is chance from "
        "year to year (3 days). "
        'By the interval score (less is better; here 230 days) simpler predictions do better: "In proportion to steps" '
        "120 days."
    )
    assert "相当于所报道变化的 50%" in found.why["zh"]
    assert "“按环节数”" in found.why["zh"]


def test_a_hit_names_the_best_null_and_chance_where_it_is_the_larger():
    found = verdict(predicted(35, 20, 50, 2.0, 9.0), 80, 40, unit="day", scores=scores(30, no_change=400, steps=120))

    assert found.inside
    assert (found.residual, found.residual_share) == (-5, 0.125)
    assert "goes 5 days beyond the reported figure, 12.5% of the reported change" in found.why["en"]
    assert "Most of the width is chance from year to year (standard deviation 9 days)" in found.why["en"]
    assert "No simpler prediction has a better interval score (less is better; here 30 days)" in found.why["en"]
    assert 'the best of them is "In proportion to steps" 120 days.' in found.why["en"]


def test_a_range_is_inside_only_as_a_whole_and_in_part_is_said():
    """7 to 15 days, predicted 20 on average: the range's nearer end is 15, 5 off; its middles change by 11 − 137."""
    found = verdict(predicted(20, 10, 30), [92, 182], [7, 15], unit="day")

    assert (found.inside, found.place, found.residual) == (False, "partly", 5)
    assert found.residual_share == pytest.approx(5 / 126)
    assert "reported: 7 to 15 days, only in part inside the 95% interval" in found.why["en"]
    assert "7 至 15 天，只有一部分在 95% 预测区间之内" in found.why["zh"]


def test_a_figure_without_before_has_no_share_of_a_change():
    found = verdict(predicted(20, 10, 30, None, None), None, 12, unit="minute")

    assert (found.residual, found.residual_share) == (8, None)
    assert found.why["en"] == (
        "Predicted for afterwards: 20.0 [10.0, 30.0] minutes; reported: 12 minutes, inside the 95% interval. "
        "The predicted mean is 8 minutes above the reported figure."
    )


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50), st.floats(-100, 100))
def test_the_place_of_a_number_agrees_with_the_interval(low, below, above, figure):
    found = verdict(predicted(low + below, low, low + below + above), None, figure, unit="day")

    assert found.inside == (low <= figure <= low + below + above)
    assert found.why.keys() == {"zh", "en"}


def test_shares_are_written_as_percentages():
    found = verdict(predicted(0.4, 0.25, 0.55), 0.8, 0.5, unit="share")

    assert "40.0% [25.0, 55.0]; reported: 50%" in found.why["en"]


# rows of other kinds ------------------------------------------------------------------------------


def test_a_percentile_is_inside_if_the_time_lies_in_neither_tail():
    """2.5% in each tail: a time that 60% of matters keep to is in the middle, one that 1% keeps to is not."""
    place, far = (predicted(share, share, share) for share in (0.6, 0.01))

    middle = percentile_verdict(place, place, ([90, None], 58), unit="day")
    short = percentile_verdict(place, far, ([90, None], 58), unit="day")

    assert middle.inside
    assert "at least 90 days" in middle.why["en"]
    assert "60.0% [60.0, 60.0] are predicted to take at most 58 (reported: 58 days)" in middle.why["en"]
    assert (short.inside, short.place, short.residual) == (False, "below", pytest.approx(0.015))
    assert percentile_verdict(None, far, (None, [58, None]), unit="day").inside  # "at least 58": longer is no miss


@pytest.mark.parametrize(
    ("high", "place", "said"),
    [(15, "inside", "the whole interval keeps to it"), (20, "partly", "only a part"), (40, "below", "no part")],
)
def test_a_bound_is_kept_by_the_whole_interval_or_a_part_or_not_at_all(high, place, said):
    found = bound_verdict(predicted(high - 5, high - 10, high), 15, unit="minute", pledged=False)

    assert (found.place, found.inside) == (place, place == "inside")
    assert said in found.why["en"]
    assert found.residual == max(0, high - 5 - 15)


def test_too_few_draws_are_told_in_both_languages():
    why = why_no_prediction(12, 200, 4096)

    assert "Only 12 of 4,096 draws" in why["en"]
    assert "只有 12 组" in why["zh"]


# what one must believe ----------------------------------------------------------------------------


def drawn(n=100):
    """Return shares of two parameters, of which the second decides alone: after = 30 + 50 × its value's share."""
    first, second = (np.arange(n) * 37 % n) / n, np.arange(n) / n
    return np.column_stack([first, second]), 30 + 50 * (1 - second)


def test_the_parameter_that_decides_is_named_with_its_stretch_in_values():
    """After 30 to 32.5 days where the second share is 0.95 or more, its value 60 − 40 × share: at most 22 days."""
    shares, after = drawn()

    found = believed([LOAD, OUTSIDE], shares, after, 80, 31.0, unit="day", tolerance=0.05)
    rows = [row.as_dict() for row in found.rows]

    assert (found.how, found.reaching, found.draws) == ("come", 5, 100)
    assert [row["parameter"] for row in rows] == ["outside", "load"]
    assert (rows[0]["low"], rows[0]["high"]) == pytest.approx((60 - 40 * 0.99, 60 - 40 * 0.95))
    assert rows[0]["assumed"] == [20.0, 60.0]
    assert found.said["en"] == (
        '5 of 100 accepted draws come to 31 days. To believe it one must believe this: "Outside time" lies between '
        "20.4 and 22 (assumed 20 to 60)."
    )
    assert "“外部时间”在 20.4 至 22 之间" in found.said["zh"]


def test_draws_that_go_beyond_are_taken_where_none_comes_to_it():
    shares, after = drawn()
    leaping = np.where(after < 40, 10.0, 60.0)

    found = believed([LOAD, OUTSIDE], shares, leaping, 80, [25, 35], unit="day")

    assert found.how == "beyond"
    assert found.reaching == int((leaping == 10).sum())


def test_the_nearest_is_told_where_none_reaches_it():
    shares, after = drawn()

    found = believed([LOAD, OUTSIDE], shares, after, 80, 10, unit="day")

    assert (found.how, found.reaching) == ("none", 0)
    assert found.short == pytest.approx(30.5 - 10)
    assert found.rows[0].low == found.rows[0].high
    assert found.said["en"] == (
        "None of 100 accepted draws reaches 10 days; the nearest one gives 30.5 days, 20.5 days away from it."
    )


def test_where_nothing_is_narrowed_more_than_chance_would_nothing_is_named():
    shares, _ = drawn()

    found = believed([LOAD, OUTSIDE], shares, np.full(100, 40.0), 80, 40, unit="day")

    assert found.reaching == 100
    assert "no single assumption must be narrowed" in found.said["en"]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(1, 8), st.integers(0, 12))
def test_narrow_by_chance_counts_the_subsets(values, chosen, width):
    chosen = min(chosen, len(values))
    subsets = list(combinations(values, chosen))
    narrow = sum(max(subset) - min(subset) <= width for subset in subsets)

    assert narrow_by_chance(np.array(values, dtype=float), chosen, float(width)) == pytest.approx(narrow / len(subsets))


def test_shares_that_do_not_fit_the_draws_are_refused():
    with pytest.raises(InputError, match="of 3 draws and 2 parameters; expected one each"):
        believed([LOAD, OUTSIDE], np.zeros((2, 2)), np.zeros(3), 80, 40, unit="day")

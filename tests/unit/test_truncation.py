"""MSER-5: on series short enough to work out by hand, and on others whose transient is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.truncation import BATCH, LEAST_LEFT, Truncation, _mser, mser5


def in_fives(*means):
    """Return observations whose batches of five have these means."""
    return np.concatenate([mean + np.array([-2.0, -1.0, 0.0, 1.0, 2.0]) for mean in means])


BY_HAND = (8, 1, 3, 1, 3, 1, 3, 1, 3, 2)
"""d = 0: mean 2.6, squares 5.4² + 4·1.6² + 4·0.4² + 0.6² = 40.4, by 10²: 0.404
d = 1: mean 2, squares 8·1² = 8, by 9²: 0.0988
d = 2: mean 17/8, squares 43 - 17²/8 = 6.875, by 8²: 0.1074
"""


def test_the_truncation_that_makes_the_squared_standard_error_smallest():
    assert _mser(np.array(BY_HAND, dtype=float))[:3] == pytest.approx([40.4 / 100, 8 / 81, 6.875 / 64])
    assert mser5(in_fives(*BY_HAND)) == Truncation(5, 50)


def test_observations_behind_the_last_whole_batch_are_not_used():
    assert mser5(np.append(in_fives(*BY_HAND), [1e6, 1e6, 1e6, 1e6])) == Truncation(5, 54)


def test_a_series_without_a_transient_is_left_whole():
    assert mser5(np.full(100, 7.0)) == Truncation(0, 100)


def test_a_transient_of_three_batches_is_left_out():
    """Behind 0, 4 and 8 all is 10, so leaving out three batches leaves no error at all."""
    assert mser5(in_fives(0, 4, 8, *(10,) * 17)) == Truncation(15, 100)


def test_a_series_that_rises_to_its_end_is_too_short():
    """Of n numbers in a row the sum of squares is n(n² - 1)/12, so MSER falls with what is left: second half."""
    assert mser5(np.arange(200.0)) == Truncation(None, 200)


def test_a_transient_of_just_half_the_series_counts():
    assert mser5(in_fives(*(0,) * 10, *(5,) * 10)) == Truncation(50, 100)
    assert mser5(in_fives(*(0,) * 11, *(5,) * 9)) == Truncation(None, 100)


def test_less_than_two_times_the_least_that_is_left_is_too_short():
    shortest = 2 * LEAST_LEFT * BATCH

    assert mser5(np.ones(shortest)).observations == 0
    assert mser5(np.ones(shortest - 1)).observations is None
    assert mser5(np.zeros(0)).observations is None


@settings(max_examples=40)
@given(st.lists(st.integers(-1000, 1000), min_size=10, max_size=40), st.integers(-10_000, 10_000))
def test_neither_level_nor_sign_nor_scale_matters(means, level):
    """Of whole numbers, twice them, and these moved, all sums are as exact, so that ties stay ties."""
    series = np.repeat(np.array(means, dtype=float), BATCH)

    assert mser5(series) == mser5(-series) == mser5(series + level) == mser5(2 * series)


@settings(max_examples=40)
@given(st.lists(st.floats(-1e6, 1e6), min_size=10, max_size=60))
def test_it_is_the_rule_as_it_is_written(series):
    """Computed slowly, sum by sum."""
    means = np.array(series)
    slow = [float(((means[d:] - means[d:].mean()) ** 2).sum() / (means.size - d) ** 2) for d in range(means.size)]

    assert _mser(means) == pytest.approx(slow, rel=1e-6, abs=1e-3)

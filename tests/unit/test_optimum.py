"""The optimum along an axis: worked out by hand, its properties, and how often its set holds the true one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.optimum import Curve, optimum

NAN = float("nan")

THREE = Curve(values=(1, 2, 3), figures=np.array([[10.0, 12, 14], [7.0, 10, 10], [8.0, 9, 13]]))
"""Means 12, 9 and 10. The first less the second is 3, 2, 4: mean 3, deviation 1; the third less the second 1, -1, 3:
mean 1, deviation 2."""


def curves(least=1):
    """Return curves of whole figures, so that sums and means come out the same in any order."""
    sizes = st.tuples(st.integers(least, 6), st.integers(2, 5))
    whole = st.integers(-50, 50).map(float)
    return sizes.flatmap(lambda size: arrays(float, size, elements=whole)).map(
        lambda figures: Curve(values=tuple(range(len(figures))), figures=figures)
    )


# by hand ---------------------------------------------------------------------------------------------


def test_an_optimum_worked_out_by_hand():
    """With two rivals t(2 degrees, 1 - 0.05/2) is 4.302653: 3 is beyond 4.302653/√3 = 2.48, 1 not beyond 4.97."""
    found = optimum(THREE)

    assert (found.at, found.estimate.mean, found.replications) == (2, 9.0, 3)
    assert (found.among, found.span, found.singly, found.without) == ((2, 3), (2, 3), (2, 3, 2), ())
    assert found.interior is False


def test_ends_are_held_against_the_best():
    """A third more than 9. What is left of 3, 2, 4 without a third of 7, 10, 10 is 2/3, -4/3, 2/3, of 9 a deviation of
    0.128300; t(2 degrees, 0.975) is 4.302653, so the half-width is 0.318715, of the difference itself 2.484138."""
    low = optimum(THREE).ends[0]
    absolute = optimum(THREE, relative=False).ends[0]

    assert (low.value, low.is_bound) == (1, False)
    assert (low.more.mean, low.more.high - low.more.mean) == pytest.approx((1 / 3, 0.318715), abs=2e-6)
    assert (absolute.more.mean, absolute.more.high) == pytest.approx((3, 5.484138), abs=2e-6)


def test_of_several_curves_together_less_is_ruled_out():
    """With two curves t(2 degrees, 1 - 0.05/4) is 6.205347, and 3 is not beyond 6.205347/√3 = 3.58."""
    assert optimum(THREE, family=2).among == (1, 2, 3)


def test_the_largest():
    found = optimum(THREE, largest=True)

    assert (found.at, found.among, found.singly) == (1, (1, 3), (1, 1, 1))
    assert found.ends[1].more.mean == pytest.approx(-2 / 12)


def test_an_optimum_between_ends_that_are_surely_worse_is_interior():
    figures = np.array([[9.0, 10, 11], [4.0, 5, 6], [3.0, 4, 5], [8.0, 9, 10]])
    found = optimum(Curve(values=(1, 2, 3, 4), figures=figures))

    assert (found.at, found.among, found.interior) == (3, (3,), True)


def test_of_a_single_replication_only_the_best_is_known():
    found = optimum(Curve(values=(1, 2, 3), figures=np.array([[3.0], [1.0], [2.0]])))

    assert (found.at, found.among, found.span, found.interior, found.singly) == (2, None, None, None, (2,))
    assert (found.ends[0].more.mean, found.ends[0].more.low) == (2.0, None)


def test_replications_that_a_value_lacks_are_left_out_of_all():
    figures = np.array([[10.0, 12, 14, 0], [7.0, 10, 10, NAN], [8.0, 9, 13, 50]])

    assert optimum(Curve(values=(1, 2, 3), figures=figures)) == optimum(THREE)


def test_of_an_end_without_any_figure_nothing_is_said():
    figures = np.array([[9.0, 10, 11], [4.0, 5, 6], [9.0, 10, 11], [NAN, NAN, NAN]])
    found = optimum(Curve(values=(1, 2, 3, 4), figures=figures))

    assert (found.at, found.among, found.interior, found.without) == (2, (2,), None, (4,))
    assert (found.ends[1].value, found.ends[1].more) == (4, None)


def test_bounds_may_be_ruled_out_but_rule_nothing_out():
    """What is at least 20 is surely worse than 5; what is at least 1 may be better, or far worse."""
    figures = np.array([[1.0, 1, 1], [4.0, 5, 6], [9.0, 10, 11], [19.0, 20, 21]])
    found = optimum(Curve(values=(1, 2, 3, 4), figures=figures, bounds=frozenset({0, 3})))

    assert (found.at, found.among, found.singly, found.interior) == (2, (1, 2), (2, 2, 2), False)
    assert (found.ends[1].is_bound, found.ends[1].more.mean, found.ends[1].more.low) == (True, 3.0, None)


def test_of_bounds_alone_and_of_nothing_there_is_no_optimum():
    ones = np.ones((2, 3))

    assert optimum(Curve(values=(1, 2), figures=ones, bounds=frozenset({0, 1}))) is None
    assert optimum(Curve(values=(1, 2), figures=ones * NAN)) is None
    assert optimum(Curve(values=(1, 2), figures=np.array([[1.0, NAN], [NAN, 1.0]]))) is None


# properties ------------------------------------------------------------------------------------------


@given(curves())
def test_the_set_holds_the_best_and_lies_around_it(curve):
    found = optimum(curve, relative=False)
    ends = {curve.values[0], curve.values[-1]}

    assert found.at in found.among
    assert found.span[0] <= found.at <= found.span[1]
    assert found.interior is not (bool(ends & set(found.among)))
    assert set(found.singly) <= set(curve.values)


@given(curves())
def test_a_larger_family_rules_out_no_more(curve):
    assert set(optimum(curve, relative=False).among) <= set(optimum(curve, relative=False, family=9).among)


@given(st.integers(1, 6), st.integers(2, 5), st.floats(-1e6, 1e6))
def test_where_all_is_equal_everything_may_be_best(values, replications, figure):
    found = optimum(Curve(values=tuple(range(values)), figures=np.full((values, replications), figure)))

    assert found.among == tuple(range(values))
    assert (found.at, found.interior) == (0, False)


@given(curves(), st.integers(-20, 20), st.sampled_from([0.5, 2.0, 4.0]))
def test_what_all_replications_have_in_common_changes_nothing(curve, shift, factor):
    """Neither the unit nor what a replication adds to all of its values has a say."""
    common = shift * np.arange(curve.figures.shape[1])
    moved = Curve(values=curve.values, figures=factor * (curve.figures + common))

    assert optimum(moved, relative=False).among == optimum(curve, relative=False).among


@given(curves())
def test_the_largest_is_the_least_of_the_negative(curve):
    negative = optimum(Curve(values=curve.values, figures=-curve.figures), relative=False)
    found = optimum(curve, largest=True, relative=False)

    assert (found.at, found.among, found.singly) == (negative.at, negative.among, negative.singly)


@given(curves(least=2), st.data())
def test_the_order_of_replications_has_no_say(curve, data):
    order = data.draw(st.permutations(range(curve.figures.shape[1])))
    mixed = optimum(Curve(values=curve.values, figures=curve.figures[:, order]), relative=False)

    assert mixed.among == optimum(curve, relative=False).among


# the truth -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, 0.9])
def test_the_set_holds_the_true_best_as_often_as_it_says(share):
    """All of five values are equally good, which is the hardest case; `share` of a variance is a replication's own.

    Of 1,000 sets 95% are 950, with a standard error of 7 at most.
    """
    chance = np.random.default_rng(7)
    held = 0
    for _ in range(1000):
        noise = chance.normal(size=(5, 4)) * (1 - share) ** 0.5 + chance.normal(size=4) * share**0.5
        held += 0 in optimum(Curve(values=tuple(range(5)), figures=10 + noise)).among

    assert held >= 930


def test_pairing_narrows_the_set():
    """What a replication adds to all values hides the minimum from intervals of their own, not from this set."""
    chance = np.random.default_rng(7)
    curve = np.array([6.0, 3.0, 2.0, 3.0, 6.0])[:, None]
    found = optimum(Curve(values=(1, 2, 3, 4, 5), figures=curve + 50 * chance.normal(size=6)))

    assert (found.among, found.interior) == ((3,), True)

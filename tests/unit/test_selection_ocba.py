"""OCBA: shares and estimates worked out by hand, when it ends, and how often it is right for its budget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.selection.contract import Seen, drive
from analysis.selection.ocba import Budget, allocation, correct_selection, ocba
from sim.errors import InputError


def selected(samples, budget, *, common=False, bounds=frozenset()):
    """Return the outcome on given figures, and how many replications of each candidate were asked for."""
    samples = np.asarray(samples, dtype=np.float64)
    asked = np.zeros(len(samples), dtype=int)

    def play(wanted):
        for candidate, count in wanted.items():
            assert count >= asked[candidate]
            asked[candidate] = count
        return Seen(samples=[row[:count] for row, count in zip(samples, asked, strict=True)], common=common,
                    bounds=bounds)  # fmt: skip

    return drive(ocba(len(samples), budget), play), asked.tolist()


# shares


def test_shares_worked_out_by_hand():
    """Distances 1 and 2 at deviation 2: ratios (2/1)² = 4 and (2/2)² = 1; the best's is 2·√(4²/2² + 1²/2²) = √17."""
    found = allocation(0, np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0]))

    assert found == pytest.approx(np.array([17**0.5, 4.0, 1.0]) / (17**0.5 + 5))


def test_what_varies_more_or_lies_nearer_gets_more():
    """Deviations 1, 2, 3 at distances 0, 2, 1: ratios 1 and 9; the best's is 1·√(1²/2² + 9²/3²) = √9.25."""
    found = allocation(0, np.array([5.0, 7.0, 6.0]), np.array([1.0, 2.0, 3.0]))

    assert found == pytest.approx(np.array([9.25**0.5, 1.0, 9.0]) / (9.25**0.5 + 10))


def test_two_candidates_share_by_their_deviations():
    """N_b = σ_b · N_i / σ_i: the classic optimum for a difference of two means."""
    assert allocation(1, np.array([4.0, 3.0]), np.array([3.0, 1.0])) == pytest.approx([0.75, 0.25])


def test_distances_count_as_at_least_delta():
    """Distances 0.001 and 2 count as 1 and 2, so the shares are those of the first case."""
    found = allocation(0, np.array([1.0, 1.001, 3.0]), np.array([2.0, 2.0, 2.0]), delta=1.0)

    assert found == pytest.approx(np.array([17**0.5, 4.0, 1.0]) / (17**0.5 + 5))


@given(
    means=st.lists(st.floats(-100, 100), min_size=2, max_size=8),
    deviations=st.lists(st.sampled_from([0.0, 1e-6, 0.5, 3.0, 1e4]), min_size=8, max_size=8),
)
def test_shares_are_shares_whatever_is_tied_or_never_varies(means, deviations):
    found = allocation(int(np.argmin(means)), np.array(means), np.array(deviations[: len(means)]))

    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1.0)


# the estimate


def test_the_estimate_worked_out_by_hand():
    """Errors √(4/8 + 4/8) = 1 at distances 1 and 2: 1 - Φ(-1) - Φ(-2) = 1 - 0.158655 - 0.022750."""
    found = correct_selection(0, np.array([1.0, 2.0, 3.0]), np.full(3, 2.0), np.full(3, 8))

    assert found == pytest.approx(0.818595, abs=1e-6)


def test_of_what_never_varies_all_is_known_but_a_tie():
    means, still, counts = np.array([1.0, 2.0, 3.0]), np.zeros(3), np.full(3, 5)

    assert correct_selection(0, means, still, counts) == 1.0
    assert correct_selection(0, np.array([1.0, 1.0, 3.0]), still, counts) == 0.5
    assert correct_selection(0, np.zeros(4), np.ones(4), np.full(4, 9)) == 0.0  # 1 - 3/2: it is a bound


# the procedure


def figures(means, deviations, seed, most=2000):
    draw = np.random.default_rng(seed)
    return np.array(means)[:, None] + np.array(deviations)[:, None] * draw.normal(size=(len(means), most))


def steady(means, deviations, most=2000):
    """Return figures that lie one deviation above and below their mean in turn."""
    return np.array(means)[:, None] + np.array(deviations)[:, None] * np.resize([1.0, -1.0], most)


def test_it_ends_when_it_seems_sure_enough():
    outcome, asked = selected(figures([0.0, 5.0, 9.0], [1.0, 1.0, 1.0], 1), Budget(total=300, increment=10))

    assert asked == [10, 10, 10]
    assert (outcome.best, outcome.guaranteed, outcome.capped, outcome.left) == (0, None, False, (0,))
    assert outcome.estimated > 0.99


def test_it_spends_its_budget_to_the_last_and_says_so():
    outcome, asked = selected(steady([0.0, 0.1, 3.0], [1.0, 1.0, 1.0]), Budget(total=200, increment=7))

    assert sum(asked) == 200
    assert outcome.capped
    assert outcome.estimated < 0.95
    assert asked[2] < 20  # who is clearly worse is left alone


def test_more_is_given_as_the_shares_say():
    """Deviations 1, 1, 2 at distances 0.1 and 0.2: ratios 1 and 1, the best's √(1 + 1/4); of 600, 213.4 and 193.3."""
    _, asked = selected(steady([0.0, 0.1, 0.2], [1.0, 1.0, 2.0]), Budget(total=600, increment=50))

    assert asked == pytest.approx([215, 192, 192], abs=4)


def test_common_random_numbers_are_refused():
    with pytest.raises(InputError, match="OCBA takes candidates to be independent"):
        selected(figures([0.0, 1.0], [1.0, 1.0], 4), Budget(total=100, increment=10), common=True)


def test_a_bound_is_not_named_and_if_it_seems_better_nothing_is_estimated():
    three = figures([0.0, 5.0, 9.0], [1.0, 1.0, 1.0], 5)

    better, _ = selected(three, Budget(total=60, increment=10), bounds=frozenset({0}))
    worse, _ = selected(three, Budget(total=60, increment=10), bounds=frozenset({2}))
    alone, _ = selected(three, Budget(total=60, increment=10), bounds=frozenset({0, 1, 2}))

    assert (better.best, better.left, better.estimated) == (1, (1, 0), None)
    assert (worse.best, worse.left) == (0, (0,))
    assert worse.estimated > 0.99
    assert (alone.best, alone.left) == (None, (0, 1, 2))


@pytest.mark.parametrize("options", [{"confidence": 1.0}, {"first": 1}, {"increment": 0}, {"delta": -1.0}])
def test_what_no_procedure_can_do_is_refused(options):
    with pytest.raises(InputError, match=f"{next(iter(options))}="):
        Budget(**({"total": 100, "increment": 10} | options))


def test_it_is_right_more_often_than_equal_shares_of_the_same_budget():
    """Ten candidates, means 0, 1, … 9 and deviation 6, 400 replications: 200 selections by each.

    Equal shares give 40 each: the best is named with the probability that its mean is the least of ten normal ones.
    """
    means, runs, right = list(range(10)), 200, 0
    for seed in range(runs):
        outcome, _ = selected(figures(means, [6.0] * 10, 1000 + seed, most=400),
                              Budget(total=400, increment=20, confidence=1 - 1e-12))  # fmt: skip
        right += outcome.best == 0
    grid = np.linspace(-8, 8, 4001)
    error = 6.0 / np.sqrt(40)
    equal = np.trapezoid(stats.norm.pdf(grid / error) / error * np.prod(
        [stats.norm.sf((grid - mean) / error) for mean in means[1:]], axis=0), grid)  # fmt: skip

    assert right / runs > equal + 2.33 * np.sqrt(equal * (1 - equal) / runs)

"""KN: its constant, traces worked out by hand, what bounds and the cap do, and how often it is right."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from analysis.selection.contract import Elimination, Outcome, Seen, drive
from analysis.selection.kn import Zone, eta, kn
from sim.errors import InputError

QUARTER = {"delta": 1.0, "first": 3}
"""With n0 = 3 the exponent in η is -1: for 2α / (k - 1) = 1/4 it is ½ (4 - 1) = 1.5, and h² = 2·1.5·2 = 6."""


def selected(samples, zone, bounds=lambda done: frozenset()):
    """Return the outcome on given figures, and how many replications of each candidate were asked for."""
    samples = np.asarray(samples, dtype=np.float64)
    asked = np.zeros(len(samples), dtype=int)

    def play(wanted):
        for candidate, count in wanted.items():
            assert count <= samples.shape[1], "more than there is"
            asked[candidate] = count
        return Seen(samples=[row[:count] for row, count in zip(samples, asked, strict=True)], common=True,
                    bounds=bounds(int(asked.max())))  # fmt: skip

    return drive(kn(len(samples), zone), play), asked.tolist()


# the constant


@pytest.mark.parametrize(
    ("alpha", "candidates", "first", "value"),
    [
        (0.125, 2, 3, 1.5),  # (1/4)^-1
        (0.25, 3, 3, 1.5),
        (0.05, 2, 3, 4.5),  # (1/10)^-1
        (0.05, 11, 5, 4.5),  # (1/100)^-1/2
        (0.05, 10, 10, 0.859078),  # (1/90)^(-2/9) = e^(4.499810 · 2/9) = e^0.999958 = 2.718167
    ],
)
def test_the_constant_worked_out_by_hand(alpha, candidates, first, value):
    assert eta(alpha, candidates, first) == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize("first", [2, 5, 10, 20, 50])
@pytest.mark.parametrize("candidates", [2, 5, 10, 100])
def test_the_constant_solves_the_equation_of_the_paper(candidates, first):
    """g(η) = Σ over l = 1 … c of (-1)^(l+1) (1 - ½·[l = c]) (1 + 2η(2c - l)l/c)^(-(n0-1)/2) = α/(k-1), with c = 1."""
    c, alpha = 1, 0.05

    def g(eta):
        return sum(
            (-1) ** (l + 1) * (1 - 0.5 * (l == c)) * (1 + 2 * eta * (2 * c - l) * l / c) ** (-(first - 1) / 2)
            for l in range(1, c + 1)  # noqa: E741  (the letter of the paper)
        )

    root = optimize.brentq(lambda x: g(x) - alpha / (candidates - 1), 0, 1e8, xtol=1e-12, rtol=1e-12)

    assert eta(alpha, candidates, first) == pytest.approx(root, rel=1e-6)


# traces


def test_a_difference_wider_than_the_region_decides_at_the_first_look():
    """B - A is 1, 0, 2: mean 1, variance 1, so h²S²/δ² = 6 and W(3) = 1/6 · (6 - 3) = 0.5 < 1."""
    outcome, asked = selected([[1.0, 2.0, 3.0], [2.0, 2.0, 5.0]], Zone(alpha=0.125, **QUARTER))

    assert asked == [3, 3]
    assert outcome == Outcome(
        best=0, eliminated=(Elimination(candidate=1, after=3, by=(0,)),), left=(0,), guaranteed=0.875
    )


def test_a_trace_worked_out_by_hand():
    """Three candidates, alpha 0.25, so h² = 6 again. Over the first three, B - A is 1, -1, 0 (mean 0, variance 1, 6 in
    all), C - A is 3, 2, 4 (mean 3, variance 1), C - B is 2, 3, 4 (mean 3, variance 1); W(3) = 0.5, so C goes, by A and
    by B. After four, B - A is 0.125 on average and W(4) = 1/8 · (6 - 4) = 0.25. After five it is 0.08 and W(5) = 0.1:
    not more. After six the region is closed; the mean is -0.05, and A goes."""
    a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    b = [2.0, 1.0, 3.0, 4.5, 4.9, 5.3]
    c = [4.0, 4.0, 7.0]

    outcome, asked = selected([a, b, c + [np.nan] * 3], Zone(alpha=0.25, **QUARTER))

    assert asked == [6, 6, 3]
    assert outcome.best == 1
    assert outcome.guaranteed == 0.75
    assert outcome.eliminated == (
        Elimination(candidate=2, after=3, by=(0, 1)), Elimination(candidate=0, after=6, by=(1,)),
    )  # fmt: skip


def test_looking_less_often_asks_for_more_at_a_time():
    """The same figures, looked at after 3 and after 7."""
    a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    b = [2.0, 1.0, 3.0, 4.5, 4.9, 5.3, 7.0]

    outcome, asked = selected([a, b], Zone(alpha=0.125, batch=4, **QUARTER))

    assert (asked, outcome.best) == ([7, 7], 1)


def test_who_never_differs_is_settled_by_the_order():
    outcome, asked = selected([[2.0, 3.0, 1.0]] * 3, Zone(alpha=0.1, **QUARTER))

    assert (outcome.best, asked, outcome.left) == (0, [3, 3, 3], (0,))


def test_one_candidate_is_the_best_of_one():
    assert selected([[1.0, 2.0, 3.0]], Zone(**QUARTER))[0].best == 0


def test_the_cap_ends_it_without_a_guarantee():
    """The trace of two above is undecided after five."""
    outcome, _ = selected([[1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 3.0, 4.5, 4.9]], Zone(alpha=0.125, cap=5, **QUARTER))

    assert outcome == Outcome(best=0, left=(0, 1), capped=True)


# bounds


def test_a_bound_may_be_given_up_but_gives_nobody_up_and_is_not_named():
    """B, a bound, is better than A by far, and C worse: C goes, A stays, and nothing is guaranteed."""
    a, b, c = [5.0, 6.0, 7.0], [1.0, 2.5, 3.0], [9.0, 11.0, 11.0]

    outcome, _ = selected([a, b, c], Zone(alpha=0.25, **QUARTER), bounds=lambda done: frozenset({1, 2}))

    assert outcome.best == 0
    assert outcome.left == (0, 1)
    assert outcome.guaranteed is None
    assert [(row.candidate, row.by) for row in outcome.eliminated] == [(2, (0,))]


def test_a_worse_bound_spoils_no_guarantee():
    outcome, _ = selected([[1.0, 2.0, 3.0], [9.0, 11.0, 11.0]], Zone(alpha=0.125, **QUARTER),
                          bounds=lambda done: frozenset({1}))  # fmt: skip

    assert (outcome.best, outcome.left, outcome.guaranteed) == (0, (0,), 0.875)


def test_whom_a_later_bound_gave_up_comes_back():
    """B - A is 1.4, -0.6, 0.4 (mean 0.4, variance 1: not decided), C - A 0.7, 1.7, -0.3 (mean 0.7, variance 1: C goes),
    C - B -0.7, 2.3, -0.7 (mean 0.3, variance 3, 18 in all). Then A turns out to be a bound. C comes back; after four
    C - B is 0.3 on average and W(4) = 1.75, after five 2.24 and 1.3: C goes again, by B. A would give B up by then
    (0.4 against W(5) = 0.1) if it were none, so nothing more can be decided."""
    a = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    b = a + np.array([1.4, -0.6, 0.4, 0.4, 0.4, 0.4])
    c = b + np.array([-0.7, 2.3, -0.7, 0.3, 10.0, 0.0])

    outcome, asked = selected(
        [a, b, c], Zone(alpha=0.25, **QUARTER), bounds=lambda done: frozenset({0}) if done > 3 else frozenset()
    )

    assert asked == [5, 5, 5]
    assert (outcome.best, outcome.left, outcome.guaranteed) == (1, (0, 1), None)
    assert outcome.eliminated == (Elimination(candidate=2, after=5, by=(1,)),)


def test_of_bounds_alone_none_is_the_best():
    outcome, _ = selected([[1.0, 2.0, 3.0], [5.0, 6.5, 7.0]], Zone(alpha=0.125, **QUARTER),
                          bounds=lambda done: frozenset({0, 1}))  # fmt: skip

    assert (outcome.best, outcome.left, outcome.guaranteed) == (None, (0, 1), None)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"delta": 0.0}, "delta=0; expected more than 0"),
        ({"delta": float("nan")}, "delta=nan"),
        ({"delta": 1.0, "alpha": 0.0}, "confidence=1; expected a probability"),
        ({"delta": 1.0, "first": 1}, "first=1"),
        ({"delta": 1.0, "cap": 9}, "cap=9 is below first=10"),
    ],
)
def test_what_no_procedure_can_do_is_refused(options, sentence):
    with pytest.raises(InputError, match=sentence):
        Zone(**options)


# how often it is right


def share_right(means, correlation, *, alpha=0.05, batch=1, deltas=2, runs=1000, seed=5):
    """Return the share of selections that name the best (the first) on normal figures of deviation 1.

    The deviation of a difference is so many times delta, which is the unit of the means.
    """
    draw = np.random.default_rng(seed)
    delta = float(np.sqrt(2 * (1 - correlation))) / deltas
    zone = Zone(delta=delta, alpha=alpha, first=10, batch=batch)
    right = 0
    for _ in range(runs):
        own, shared = draw.normal(size=(len(means), 300)), draw.normal(size=300)
        figures = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own + delta * np.array(means)[:, None]
        outcome, _ = selected(figures, zone)
        right += outcome.best == 0
    return right / runs


def least(alpha, runs=1000):
    """Return the share that a procedure which is right with 1 - alpha exactly falls short of in 1 of 100 tests."""
    return 1 - alpha - 2.33 * np.sqrt(alpha * (1 - alpha) / runs)


def slippage(candidates):
    """Return means of which all but the first are worse by exactly delta: the least favourable ones."""
    return [0.0] + [1.0] * (candidates - 1)


def test_in_the_least_favourable_case_it_is_right_as_often_as_it_guarantees():
    """Three candidates on common random numbers, at 80% and with differences that are hard to see, where there is room
    to fail: with half of η, it would be right in 75%."""
    assert share_right(slippage(3), 0.8, alpha=0.2, deltas=4, runs=600) >= least(0.2, runs=600)


@pytest.mark.long
@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize("correlation", [0.0, 0.8])
@pytest.mark.parametrize("means", [slippage(5), slippage(10), list(range(5)), list(range(10))])
def test_it_is_right_as_often_as_it_guarantees(means, correlation, batch):
    assert share_right(means, correlation, batch=batch) >= least(0.05)


def test_it_names_the_quickest_of_three_single_servers():
    """M/M/1, a matter an hour, mean work 0.5, 0.56 and 0.62 hours: mean waits s²/(1 - s) = 0.5, 0.713 and 1.012.

    The same arrivals and the same quantiles of work for all; the figure of a replication is the mean wait of 300
    matters (skewed, not normal) after 100; delta is 0.2. 100 selections, at 90%.
    """
    draw = np.random.default_rng(8)
    replications, matters = 40, 400
    work = np.array([0.5, 0.56, 0.62])[:, None, None]
    right = 0
    gaps, quantiles = (draw.exponential(size=(matters, 100 * replications)) for _ in range(2))
    waits = np.zeros((matters, 3, 100 * replications))
    for matter in range(1, matters):  # Lindley's recursion
        waits[matter] = np.maximum(0.0, waits[matter - 1] + work[:, :, 0] * quantiles[matter - 1] - gaps[matter])
    figures = waits[100:].mean(axis=0).reshape(3, 100, replications)
    for run in range(100):
        outcome, _ = selected(figures[:, run], Zone(delta=0.2, alpha=0.1, first=10, cap=replications))
        right += outcome.best == 0

    assert right / 100 >= least(0.1, runs=100)

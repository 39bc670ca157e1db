"""Elementary effects, worked out by hand from two trajectories of two keys.

On the grid 0, 1/3, 2/3, 1 a step is 2/3, and an elementary effect is the change of the outcome over it.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from analysis.elementary_effects import elementary_effects

SHARES = np.array([
    [[0.0, 0.0], [2 / 3, 0.0], [2 / 3, 2 / 3]],
    [[1.0, 1 / 3], [1.0, 1.0], [1 / 3, 1.0]],
])  # fmt: skip

OUTCOMES = np.array([
    [1.0, 5.0, 4.0],   # load 0 -> 2/3: +4, so (+4) / (2/3) = 6; then count 0 -> 2/3: -1 / (2/3) = -1.5
    [7.0, 10.0, 8.0],  # count 1/3 -> 1: +3 / (2/3) = 4.5; then load 1 -> 1/3: (-2) / (-2/3) = 3
])  # fmt: skip


def test_effects_of_two_trajectories():
    load, count = elementary_effects(["load", "count"], SHARES, OUTCOMES, levels=4, seed=1)

    assert (load.key, count.key) == ("load", "count")
    assert (load.mu_star, load.mu, load.sigma) == pytest.approx((4.5, 4.5, 3 / sqrt(2)))  # of 6 and 3
    assert (count.mu_star, count.mu, count.sigma) == pytest.approx((3.0, 1.5, 6 / sqrt(2)))  # of -1.5 and 4.5
    assert load.mu_star_conf > 0


def test_the_strongest_key_comes_first():
    found = elementary_effects(["count", "load"], SHARES[:, :, ::-1], OUTCOMES, levels=4, seed=1)

    assert [effect.key for effect in found] == ["load", "count"]


def test_one_trajectory_has_no_spread():
    with pytest.raises(ValueError, match="1 trajectories; expected 2 or more"):
        elementary_effects(["load", "count"], SHARES[:1], OUTCOMES[:1], levels=4, seed=1)


def test_a_key_with_two_values_goes_through_its_whole_range_in_a_step():
    """The same trajectories, with count at its low or its high value: -1 and +3 are its effects over its range."""
    shares = np.array([
        [[0.0, 0.0], [2 / 3, 0.0], [2 / 3, 1.0]],
        [[1.0, 0.0], [1.0, 1.0], [1 / 3, 1.0]],
    ])  # fmt: skip

    load, count = elementary_effects(["load", "count"], shares, OUTCOMES, levels=4, seed=1)

    assert (load.mu_star, load.mu) == pytest.approx((4.5, 4.5))
    assert (count.mu_star, count.mu, count.sigma) == pytest.approx((2.0, 1.0, 4 / sqrt(2)))

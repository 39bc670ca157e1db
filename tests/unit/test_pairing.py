"""What common matters save: the variance ratio, by hand, at its edges, and where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.pairing import variance_ratio


def test_a_ratio_worked_out_by_hand():
    """Variances 100 (10, 20, 30) and 111 (8, 17, 29: mean 18, squares 100 + 1 + 121 = 222, halved); that of the
    differences -2, -3, -1 is 1: so 211 times the replications on matters of their own."""
    assert variance_ratio(np.array([10.0, 20.0, 30.0]), np.array([8.0, 17.0, 29.0])) == pytest.approx(211.0)


def test_what_never_differs_by_another_amount_has_no_ratio():
    values = np.array([1.0, 2.0, 4.0])

    assert variance_ratio(values, values) is None
    assert variance_ratio(values, values - 0.5) is None
    assert variance_ratio(np.array([1.0]), np.array([2.0])) is None


def test_pairing_opposites_does_harm():
    """(1 + 1) / 4: half as good as independent matters."""
    assert variance_ratio(np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, -1.0])) == pytest.approx(0.5)


@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_with_equal_variances_it_is_one_over_one_less_the_correlation(correlation):
    """2s² / (2s²(1 - r)); over 20,000 pairs it is known to 3%."""
    draw = np.random.default_rng(11)
    shared, before, after = draw.normal(size=(3, 20_000))
    mixed = [np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own for own in (before, after)]

    assert variance_ratio(*mixed) == pytest.approx(1 / (1 - correlation), rel=0.03)

"""Ways and medians: by hand, and against all choices that there are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from sim.levers.arranging.medians import medians, nearest_of, ways_km

LINE = ways_km(np.array([0.0, 10, 30, 40]), np.zeros(4), "straight", 1.0)


def test_ways_straight_and_along_a_grid_of_streets():
    """Three east and four north are five as the crow flies, and seven along the streets."""
    east, north = np.array([0.0, 3.0]), np.array([0.0, 4.0])

    assert ways_km(east, north, "straight", 1.0).tolist() == [[0, 5], [5, 0]]
    assert ways_km(east, north, "rectangular", 1.0).tolist() == [[0, 7], [7, 0]]
    assert ways_km(east, north, "straight", 1.4).tolist() == [[0, 7], [7, 0]]


def test_the_median_has_half_of_the_weight_on_either_side():
    """100, 20, 60, 50 at 0, 10, 30, 40: half of 230 is reached at 10. With 60 at 0 it is 95 of 190, reached at 30."""
    assert medians(LINE, np.array([100.0, 20, 60, 50]), 1).tolist() == [1]
    assert medians(LINE, np.array([60.0, 20, 60, 50]), 1).tolist() == [2]


def test_two_medians_share_the_sites():
    chosen = medians(LINE, np.array([100.0, 20, 60, 50]), 2)

    assert chosen.tolist() == [0, 2]  # 20 go 10 km and 50 go 10 km; no other pair comes to less than 700
    assert nearest_of(LINE, chosen).tolist() == [0, 0, 1, 1]


def test_each_chosen_site_is_its_own_even_where_two_lie_at_one_place():
    same = ways_km(np.zeros(3), np.zeros(3), "straight", 1.0)

    assert nearest_of(same, np.array([0, 2])).tolist() == [0, 0, 1]


def test_an_exchange_makes_good_what_greed_has_spoilt():
    """The middle comes first (cost 16; either end has 23). With it the best pair leaves 8, both ends leave 7."""
    km = ways_km(np.array([0.0, 8, 15]), np.zeros(3), "straight", 1.0)

    assert medians(km, np.ones(3), 1).tolist() == [1]
    assert medians(km, np.ones(3), 2).tolist() == [0, 1] or medians(km, np.ones(3), 2).tolist() == [0, 2]
    assert medians(km, np.array([2.0, 1, 2]), 1).tolist() == [1]
    assert medians(km, np.array([2.0, 1, 2]), 2).tolist() == [0, 2]  # 7 of the one in the middle; [0, 1] leaves 14


def test_where_nobody_lives_all_sites_weigh_the_same():
    assert medians(LINE, np.zeros(4), 1).tolist() == medians(LINE, np.ones(4), 1).tolist()


@settings(max_examples=examples(60))
@given(
    places=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 9)), min_size=2, max_size=7),
    n=st.integers(1, 3),
)
def test_one_median_is_the_best_and_no_exchange_betters_several(places, n):
    east, north, weights = np.array(places, dtype=float).T
    n = min(n, len(places))
    km = ways_km(east, north, "rectangular", 1.0)

    def cost(chosen):
        return ((weights if weights.any() else np.ones(len(places))) * km[:, chosen].min(axis=1)).sum()

    chosen = medians(km, weights, n).tolist()
    others = [site for site in range(len(places)) if site not in chosen]
    exchanged = [[*chosen[:at], *chosen[at + 1 :], site] for at in range(n) for site in others]

    assert len(set(chosen)) == n
    assert all(cost(chosen) <= cost(one) + 1e-9 for one in exchanged)
    if n == 1:
        assert cost(chosen) == pytest.approx(min(cost(list(one)) for one in combinations(range(len(places)), 1)))

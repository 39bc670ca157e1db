"""People with several posts (一人多岗): who serves which units, in which order, and what becomes of matters then."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from houses import CHIEF, build, expecting, house, matter, need, officers, person
from hypothesis import given
from hypothesis import strategies as st
from worlds import Log, done, log

from sim.errors import DesignError
from sim.levers.arranging.further_posts import further_posts
from sim.levers.design import Levers
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement
from sim.levers.units import Units, arrange_units

THREE_BUREAUS = {"x": ("b0", "c0"), "y": ("b1", "c0"), "z": ("b2", "c0")}


def placed(institution, membership, hours=None):
    """Return the arrangement of these people in sections."""
    expected = expecting(institution, hours)
    units = arrange_units(Arrangement.whole(institution), Units(by="bureau"), institution, expected)
    return arrange_membership(units, membership, institution, expected)


def test_everybody_serves_their_own_unit_first_and_leaders_none():
    """p0 and p1 are in section b0, p2 and p3 in b1; with two units there is one more for each."""
    arrangement = placed(house([CHIEF, *officers(4)]), Membership(posts_per_person=2))

    assert arrangement.unit_of_person.tolist() == [-1, 0, 0, 1, 1]
    assert arrangement.posts.T.tolist() == [[1, 0], [1, 1], [2, 0], [2, 1], [3, 1], [3, 0], [4, 1], [4, 0]]


def test_second_posts_follow_the_work_too():
    """Of 90, 5 and 5 hours x has two of four people, who must go elsewhere; the others both go to x.

    For (1 + 3) / 0.9 is less than anything that y and z cost: 20 for a first post.
    """
    hours = dict(zip("xyz", (90, 5, 5), strict=True))

    arrangement = placed(house(officers(4), THREE_BUREAUS), Membership(posts_per_person=2), hours)

    assert np.bincount(arrangement.unit_of_person).tolist() == [2, 1, 1]
    assert np.bincount(arrangement.further[1]).tolist() == [2, 1, 1]


def test_second_posts_go_to_who_fits():
    """One each in three sections of a category each; p0 knows c2 besides, p1 c0; third posts are the rest."""
    functions = {"x": ("b0", "c0"), "y": ("b1", "c1"), "z": ("b2", "c2")}
    people = [person("p0", "c0", "c2"), person("p1", "c1", "c0"), person("p2", "c2", "c1")]

    arrangement = placed(house(people, functions), Membership(posts_per_person=3))

    assert arrangement.posts.T.tolist() == [[0, 0], [0, 2], [0, 1], [1, 1], [1, 0], [1, 2], [2, 2], [2, 1], [2, 0]]


def test_heads_serve_their_own_unit_alone():
    arrangement = placed(house(officers(4)), Membership(posts_per_person=2, heads="one_each"))

    assert arrangement.rank_of_person.tolist() == [2, 1, 2, 1]
    assert arrangement.further.T.tolist() == [[1, 1], [3, 0]]


def test_who_has_nothing_to_do_at_home_helps_elsewhere(simulate):
    """At 0 both do what is their own; p1 is free at 1 and takes the second matter of section b0, p0 would at 2."""
    matters = [matter(need("b0c0", 2)), matter(need("b0c0", 2)), matter(need("b1c0", 1))]
    levers = {
        posts: Levers(units=Units(by="bureau"), membership=Membership(posts_per_person=posts)) for posts in (1, 2)
    }
    alone, helped = (build(house(officers(2)), matters, levers[posts]).plan for posts in (1, 2))

    assert log(simulate(alone)) == Log([done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(0, 0, 1, by=1)], [2, 4, 1], 4)
    assert log(simulate(helped)) == Log([done(0, 0, 2, by=0), done(0, 1, 3, by=1), done(0, 0, 1, by=1)], [2, 3, 1], 3)


@pytest.mark.parametrize(
    ("people", "membership", "message"),
    [
        (4, Membership(posts_per_person=3), r"posts_per_person=3, but there are 2 units; expected at most as many"),
        (2, Membership(posts_per_person=2, heads="one_each"), r"but all officers are heads, .* expected heads=none"),
    ],
)
def test_more_posts_than_there_can_be_are_refused(people, membership, message):
    with pytest.raises(DesignError, match=message):
        placed(house(officers(people)), membership)


@given(
    weights=st.lists(st.integers(0, 50), min_size=2, max_size=5), n=st.integers(1, 12), data=st.data(),
)  # fmt: skip
def test_nobody_serves_a_unit_twice_and_no_other_shares_are_nearer_to_the_work(weights, n, data):
    """Moving one further post to another unit, where that may be, never lowers the sum of n^2 / w."""
    n_units = len(weights)
    own = np.array(data.draw(st.lists(st.integers(0, n_units - 1), min_size=n, max_size=n)))
    arrangement = Arrangement(
        units=tuple(range(n_units)), unit_of_function=np.zeros(1, dtype=np.int64), unit_of_person=own,
        rank_of_person=np.ones(n, dtype=np.int64),
    )  # fmt: skip

    table = further_posts(arrangement, 2, np.array(weights, dtype=float), np.zeros((n, n_units)))

    assert table[0].tolist() == list(range(n))
    assert (table[1] != own).all()
    counts = np.bincount(table[1], minlength=n_units)
    share = np.maximum(np.array(weights) / sum(weights), 1e-9) if sum(weights) else np.ones(n_units)
    cost = (counts**2 / share).sum()
    for row, unit in zip(*np.nonzero(np.ones((n, n_units))), strict=True):
        if unit not in (own[row], table[1][row]):
            moved = counts.copy()
            moved[[table[1][row], unit]] += [-1, 1]
            assert (moved**2 / share).sum() >= cost * (1 - 1e-9)


def test_a_third_choice_comes_after_the_second():
    arrangement = placed(house(officers(6), THREE_BUREAUS), Membership(posts_per_person=3))

    for person_posts in np.split(arrangement.posts[1], 6):
        assert sorted(person_posts.tolist()) == [0, 1, 2]
    assert all(first <= second for first, second in pairwise(arrangement.posts[0].tolist()))

"""Designs of experiments: which points, how they fill the space, and what each asks of its axes."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args, get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from conf.schema import SweepBlock
from experiments.sweep.axes import Axis
from experiments.sweep.sampling import SAMPLINGS, sample
from sim.errors import InputError

COUNT = Axis(key="count", low=4, high=27, whole=True)
LOAD = Axis(key="load", low=0.6, high=1.05)
ORDER = Axis(key="order", values=("series", "lead"))


def played(name, *axes, samples=None, seed=1, current=None):
    return sample(name, axes, samples=samples, seed=seed, current=(current or {}).__getitem__)


def refused(*arguments, **more):
    with pytest.raises(InputError) as caught:
        played(*arguments, **more)
    return str(caught.value)


def test_a_product_has_every_combination_the_last_axis_the_fastest():
    assert played("product", Axis(key="a", values=(1, 2)), ORDER) == [
        (1, "series"), (1, "lead"), (2, "series"), (2, "lead"),
    ]  # fmt: skip


def test_one_at_a_time_starts_from_what_is_configured():
    points = played("one_at_a_time", Axis(key="a", values=(1, 2, 3)), LOAD, current={"a": 2, "load": 0.9})

    # the second value of a is the configured one, so that point is the first again
    assert points == [(2, 0.9), (1, 0.9), (3, 0.9), (2, 0.6), (2, 1.05)]


@given(some.integers(1, 40), some.integers(0, 5))
def test_each_point_of_a_latin_hypercube_has_a_stratum_of_every_axis_to_itself(samples, seed):
    loads = np.sort([load for load, _ in played("latin_hypercube", LOAD, ORDER, samples=samples, seed=seed)])

    assert len(loads) == samples
    assert np.array_equal(np.floor((loads - 0.6) / 0.45 * samples), np.arange(samples))


def test_a_sobol_sequence_is_balanced_at_powers_of_two():
    points = played("sobol", COUNT, LOAD, ORDER, samples=64)

    assert len(points) == 64
    assert sum(order == "lead" for *_, order in points) == 32
    assert sum(load < 0.825 for _, load, _ in points) == 32
    assert {count for count, *_ in points} == set(range(4, 28))
    assert refused("sobol", LOAD, samples=100) == (
        "sweep.samples=100; a Sobol sequence is balanced at powers of two, such as 64 or 128."
    )


def test_in_a_trajectory_of_morris_one_axis_moves_at_a_time():
    points = played("morris", LOAD, Axis(key="b", low=0.0, high=1.0), Axis(key="c", low=0.0, high=1.0), samples=5)

    assert len(points) <= 20  # five trajectories of four points, some of which may be the same
    assert {round((load - 0.6) / 0.45 * 3, 9) for load, *_ in points} <= {0, 1, 2, 3}  # a grid of four levels
    first = points[:4]
    for one, other in pairwise(first):
        assert sum(a != b for a, b in zip(one, other, strict=True)) == 1


@pytest.mark.parametrize("name", ["latin_hypercube", "sobol", "morris"])
def test_the_same_seed_gives_the_same_points_and_another_gives_others(name):
    again = [played(name, COUNT, LOAD, samples=8, seed=seed) for seed in (1, 1, 2)]

    assert again[0] == again[1] != again[2]
    assert all(isinstance(count, int) and isinstance(load, float) for count, load in again[0])


def test_what_does_not_fit_is_refused():
    assert refused("product", LOAD) == (
        "load is an interval, of which there is no full product; expected values, or sweep.sampling=latin_hypercube, "
        "sobol, morris or one_at_a_time."
    )
    assert refused("product", ORDER, samples=3) == (
        "sweep.samples=3, but sweep.sampling=product plays all its points; expected null."
    )
    assert refused("sobol", LOAD) == "sweep.sampling=sobol needs sweep.samples, such as sweep.samples=128."
    assert refused("morris", Axis(key="a", values=(1,)), samples=2) == (
        "a has one value; Morris's trajectories need two, or an interval."
    )
    many = Axis(key="a", values=tuple(range(4000)))
    assert refused("product", many, many) == "the product of the axes has 16000000 points; expected at most 10000000."
    for name in SAMPLINGS:
        assert refused(name, samples=4) == (
            "a sweep needs at least one axis, such as designs.modules.units.count=range(4,28)."
        )


def test_the_schema_names_the_designs_of_experiments_that_there_are():
    assert set(get_args(get_type_hints(SweepBlock)["sampling"])) == set(SAMPLINGS)

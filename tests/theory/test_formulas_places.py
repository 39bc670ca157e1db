"""Distances, ways, patrols and complaints: formulas beside points strewn at random, grids and integration."""

from __future__ import annotations

from math import asinh, exp, sqrt

import numpy as np
import pytest
from scipy.integrate import quad

from experiments.theory.formulas import (
    base_distance,
    complaint_share,
    detection_delay,
    false_alarm_load_share,
    grown_factor,
    inspection_hours,
    inspection_stay,
    inspection_wait,
    nearest_distance,
    nearest_in_lattice,
    nearest_in_square,
    nearest_on_torus,
    patrolled_delay,
    random_detection_delay,
    random_patrol_delay,
    round_trip_moments,
    round_trip_stay,
    round_trip_wait,
)

METRICS = ("straight", "rectangular")


def way(dx, dy, metric):
    return np.hypot(dx, dy) if metric == "straight" else np.abs(dx) + np.abs(dy)


# distances


def test_of_one_place_by_hand():
    """Two points of a square are (2 + √2 + 5 asinh 1)/15 apart, |dx| is 1/3 on average; on the torus it is 1/4."""
    assert nearest_in_square(1, "straight") == pytest.approx((2 + sqrt(2) + 5 * asinh(1)) / 15)
    assert nearest_in_square(1, "rectangular", side=3.0) == pytest.approx(2.0)
    assert nearest_on_torus(1, "rectangular") == pytest.approx(0.5)
    assert nearest_on_torus(1, "straight", side=10.0) == pytest.approx(10 * nearest_in_lattice(1.0, "straight"))


def test_of_two_places_on_the_torus_by_hand():
    """(1 - 2 r^2)^2 from 0 to 1/2 is 1/2 - 1/6 + 1/40, and (2 (1 - r)^2)^2 from 1/2 to 1 is 4/5/32."""
    assert nearest_on_torus(2, "rectangular") == pytest.approx(1 / 2 - 1 / 6 + 1 / 40 + 1 / 40)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("places", [2, 5, 30])
def test_nearest_of_places_strewn_at_random(metric, places):
    """40,000 times; the mean is known to a hundredth and better."""
    random = np.random.default_rng(11)
    dx, dy = (random.random((40_000, places)) - random.random((40_000, 1)) for _ in "xy")
    square = way(dx, dy, metric).min(axis=1)
    torus = way(dx - np.round(dx), dy - np.round(dy), metric).min(axis=1)

    for found, formula in ((square, nearest_in_square), (torus, nearest_on_torus)):
        error = found.std() / sqrt(found.size)
        assert abs(found.mean() - formula(places, metric)) < 3.5 * error < 0.02 * found.mean()


@pytest.mark.parametrize("metric", METRICS)
def test_many_places_are_a_poisson_field(metric):
    """Of n places in a square of side √n borders matter less and less, as one over n on the torus, one over √n else."""
    field = nearest_distance(1.0, metric)
    torus = [nearest_on_torus(n, metric, side=sqrt(n)) / field - 1 for n in (500, 1000)]
    square = [nearest_in_square(n, metric, side=sqrt(n)) / field - 1 for n in (400, 1600)]

    assert torus[0] == pytest.approx(2 * torus[1], rel=0.01)
    assert abs(torus[1]) < 1e-3
    assert square[0] / square[1] == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("lattice", ["square", "diamond"])
def test_nearest_of_a_lattice_by_a_fine_grid(metric, lattice):
    """Density 4; a diamond lattice is a square one with a second place in the middle of each of its cells."""
    cell = 0.5 if lattice == "square" else sqrt(0.5)
    offsets = [(i, j) for i in range(-1, 3) for j in range(-1, 3)]
    offsets += [(i + 0.5, j + 0.5) for i, j in offsets] if lattice == "diamond" else []
    x, y = np.meshgrid(*[(np.arange(400) + 0.5) / 400 * cell] * 2)

    least = np.min([way(x - i * cell, y - j * cell, metric) for i, j in offsets], axis=0)

    assert nearest_in_lattice(4.0, metric, lattice) == pytest.approx(least.mean(), rel=1e-4)


def test_regular_places_are_nearer_than_random_ones():
    for metric in METRICS:
        assert nearest_in_lattice(2.0, metric, "diamond") <= nearest_in_lattice(2.0, metric)
        assert nearest_in_lattice(2.0, metric) < 0.82 * nearest_distance(2.0, metric)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("base", "at"), [("centre", 1.5), ("corner", 0.0)])
def test_moments_of_the_distance_to_a_base_by_a_fine_grid(metric, base, at):
    x, y = np.meshgrid(*[(np.arange(1000) + 0.5) * 0.003 - at] * 2)
    distance = way(x, y, metric)

    assert base_distance(3.0, base, metric) == pytest.approx((distance.mean(), (distance**2).mean()), rel=1e-5)


# ways


def test_round_trips_one_after_another():
    """A million visits from the corner of a square of 6 km at 20 km/h, with work of half an hour, Poisson."""
    random, number, rate = np.random.default_rng(5), 1_000_000, 0.5
    distance = 6 * (random.random(number) + random.random(number))
    hours = random.exponential(0.5, number) + 2 * distance / 20
    slack = np.concatenate([[0.0], np.cumsum(hours[:-1] - random.exponential(1 / rate, number - 1))])
    waits = slack - np.minimum.accumulate(slack)

    moments = (0.5, 0.5), base_distance(6.0, "corner", "rectangular")
    assert round_trip_moments(*moments, 20.0) == pytest.approx((hours.mean(), (hours**2).mean()), rel=5e-3)
    assert round_trip_wait(rate, *moments, 20.0) == pytest.approx(waits.mean(), rel=0.02)
    stays = waits + hours - distance / 20
    assert round_trip_stay(rate, *moments, 20.0) == pytest.approx(stays.mean(), rel=0.02)


def test_a_round_trip_by_hand():
    """From a corner of 6 km E[D] = 6 and E[D^2] = 42, so at 20 km/h E[S] = 1.1 and E[S^2] = 0.5 + 0.6 + 0.42."""
    moments = (0.5, 0.5), (6.0, 42.0), 20.0

    assert round_trip_moments(*moments) == pytest.approx((1.1, 1.52))
    assert round_trip_wait(0.5, *moments) == pytest.approx(0.5 * 1.52 / (2 * 0.45))
    assert round_trip_stay(0.5, *moments) == pytest.approx(0.5 * 1.52 / (2 * 0.45) + 0.3 + 0.5)


def test_a_joint_inspection_by_hand():
    """Two visits of 1 and 0.5 hours half an hour away, 0.2 places an hour: 3.5 hours apart, 2.5 joint.

    Loads are 0.7 and 0.5: 0.2 x 12.25/(2 x 0.3) and 0.2 x 6.25/(2 x 0.5); the last way back is nobody's wait.
    """
    works = [1.0, 0.5]

    assert [inspection_hours(0.5, works, joint=joint) for joint in (False, True)] == [3.5, 2.5]
    assert inspection_wait(0.2, 0.5, works, joint=False) == pytest.approx(2.45 / 0.6)
    assert inspection_stay(0.2, 0.5, works, joint=False) == pytest.approx(2.45 / 0.6 + 3.0)
    assert inspection_stay(0.2, 0.5, works, joint=True) == pytest.approx(1.25 + 2.0)
    assert inspection_wait(0.2, 0.5, works, [1.0, 0.25], joint=True) == pytest.approx(0.2 * 7.5)


# detection


def undetected(time, every, catch):
    """Return the probability that no patrol has seen it yet: those of whole intervals, and perhaps one more."""
    whole, rest = divmod(time / every, 1)
    return (1 - catch) ** whole * (1 - catch * rest)


@pytest.mark.parametrize(("every", "catch", "complaint"), [(8.0, 0.5, 20.0), (24.0, 0.9, 5.0), (1.0, 0.2, 3.0)])
def test_detection_by_integration(every, catch, complaint):
    """The mean time is the integral of the probability of not being detected yet, patrol by patrol."""
    edges = every * np.arange(200)

    def integral(value):
        return sum(quad(value, first, first + every * (1 - 1e-12))[0] for first in edges)

    alone = integral(lambda time: undetected(time, every, catch))
    either = integral(lambda time: undetected(time, every, catch) * exp(-time / complaint))
    assert patrolled_delay(every, catch) == pytest.approx(alone)
    assert detection_delay(every, catch, complaint) == pytest.approx(either)
    assert complaint_share(every, catch, complaint) == pytest.approx(either / complaint)


def test_detection_at_the_ends():
    """Nobody complains, or nobody sees it; at random each third patrol sees it, and complaints halve the time."""
    assert detection_delay(8.0, 0.5, 1e9) == pytest.approx(patrolled_delay(8.0, 0.5))
    assert detection_delay(8.0, 0.0, 7.0) == 7.0
    assert random_patrol_delay(2.0, 1 / 3) == pytest.approx(6.0)
    assert random_detection_delay(2.0, 1 / 3, 6.0) == pytest.approx(3.0)


def test_false_alarms_and_growth_by_hand():
    """Three true ones of 2 hours, two false ones of 1: 2/8. Up to 2.5 after 15 hours of 20: 15 x 1.75 + 5 x 2.5."""
    assert false_alarm_load_share((3.0, 2.0), (2.0, 1.0)) == pytest.approx(0.25)
    assert grown_factor(20.0, 0.1, 2.5) == pytest.approx((15 * 1.75 + 5 * 2.5) / 20)
    assert grown_factor(20.0, 0.0, 2.5) == 1.0
    assert grown_factor(20.0, 0.1, 1.0) == 1.0
    for most in (1.2, 2.0, 9.0):
        mean = quad(lambda delay, most=most: min(most, 1 + 0.1 * delay) / 20, 0, 20, points=[(most - 1) / 0.1])[0]
        assert grown_factor(20.0, 0.1, most) == pytest.approx(mean)

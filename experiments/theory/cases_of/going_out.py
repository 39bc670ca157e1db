"""Cases of going out: how far it is to the nearest of several places, and ways there and back as work."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import (
    inspection_hours,
    inspection_stay,
    inspection_wait,
    nearest_in_lattice,
    nearest_in_square,
    round_trip_stay,
    round_trip_wait,
)

SIDE_KM = 10.0
"""Of a square territory."""

STREWN = 25
"""Teams that are stationed at random over it."""

ROWS = 4
"""Rows and columns of a lattice of teams."""

PLACES_KM = ((0.0, 0.0), (3.0, 4.0), (-6.0, 4.0), (5.0, -10.0))
"""East and north of the base of a team, of where it is called to, the base among them."""

CALL_RATE, KM_PER_HOUR = 0.4, 20.0
"""Calls an hour for one team, and its speed."""

VISIT_HOURS = 1.0
"""Mean work at a place, exponential."""

INSPECTION_RATE, INSPECTION_MEANS, INSPECTED_KM = 0.2, (0.8, 0.5, 0.3), 4.0
"""Places an hour that one team inspects, the mean works there, each exponential, and how far they all are."""


def _strewn() -> dict[str, Any]:
    return {
        "id": "S26",
        "mechanism": "teams (分队) stationed at random over a square; each matter is visited by the nearest",
        "model": "distance from a random point to the nearest of n random points of a square",
        "inputs": {"n": STREWN, "side": SIDE_KM},
        "expected": {metric: nearest_in_square(STREWN, metric, SIDE_KM) for metric in ("straight", "rectangular")},
        "formula": "int (1-a(r))^n dr, a(r) the part of the square within r; 1/(2 sqrt(n/A)) and sqrt(pi A/(8 n)) "
        "without borders",
        "source": "Clark & Evans, Ecology 35, 1954, p. 445; Larson & Odoni, Urban Operations Research, 1981, ch. 3",
        "made_by": "teams and other sites strewn anew over a square in each replication, all inhabitants at the "
        "teams'; territory.teams=25, bases=zones, metric; matters evenly over sites, those away from bases count",
    }


def _lattice() -> dict[str, Any]:
    density = (ROWS / SIDE_KM) ** 2
    return {
        "id": "S27",
        "mechanism": "teams in a regular lattice",
        "model": "distance to the centre of a cell: a square, or one that stands on a corner",
        "inputs": {"density": density, "cell": SIDE_KM / ROWS},
        "expected": {
            "straight": nearest_in_lattice(density, "straight"),
            "rectangular": nearest_in_lattice(density, "rectangular"),
            "rectangular_diamond": nearest_in_lattice(density, "rectangular", "diamond"),
        },
        "formula": "(sqrt 2+asinh 1)/6, 1/2 and sqrt 2/3, each times the side of a cell",
        "source": "Larson & Odoni, Urban Operations Research, 1981, ch. 3",
        "made_by": "the same with teams in the middle of cells; for the diamond all places are turned by 45 degrees",
    }


def _round_trip() -> dict[str, Any]:
    ways = [abs(east) + abs(north) for east, north in PLACES_KM]
    distance = sum(ways) / len(ways), sum(way**2 for way in ways) / len(ways)
    work = VISIT_HOURS, 2 * VISIT_HOURS**2
    return {
        "id": "S28",
        "mechanism": "a team that returns to its base after each visit",
        "model": "M/G/1, the way there and back as work",
        "inputs": {"lam": CALL_RATE, "km": ways, "speed": KM_PER_HOUR, "work": VISIT_HOURS},
        "expected": {
            "Wq": round_trip_wait(CALL_RATE, work, distance, KM_PER_HOUR),
            "T": round_trip_stay(CALL_RATE, work, distance, KM_PER_HOUR),
        },
        "formula": "S=X+2 D/v: Wq=lam E[S^2]/(2(1-lam E[S])), T=Wq+E[D]/v+E[X]",
        "source": "Pollaczek 1930, Khinchine 1932; Larson & Odoni, Urban Operations Research, 1981, ch. 4",
        "made_by": "one officer, four sites, all inhabitants at the first; a type of matter with on_site; "
        "territory.metric=rectangular, returns=base",
    }


def _joint() -> dict[str, Any]:
    travel, means = INSPECTED_KM / KM_PER_HOUR, INSPECTION_MEANS
    queue = INSPECTION_RATE, travel, means, [mean**2 for mean in means]
    return {
        "id": "S29",
        "mechanism": "three inspections of a place, each by itself, or in one visit (综合查一次)",
        "model": "hours of round trips; M/G/1 with one round trip and all works",
        "inputs": {"lam": INSPECTION_RATE, "travel": travel, "means": list(means)},
        "expected": {
            "hours_apart": inspection_hours(travel, means, joint=False),
            "hours_joint": inspection_hours(travel, means, joint=True),
            "Wq_joint": inspection_wait(*queue, joint=True),
            "T_joint": inspection_stay(*queue, joint=True),
        },
        "formula": "2 t k+sum s or 2 t+sum s; Wq=lam E[S^2]/(2(1-lam E[S])), T=Wq+t+sum s",
        "source": "Pollaczek 1930, Khinchine 1932",
        "made_by": "one officer at a site in the middle of four others; a process of three needs in a row with "
        "inspection, on_site; process.visits=apart, or joint with joint_work=1",
    }


GOING_OUT_CASES = (_strewn(), _lattice(), _round_trip(), _joint())

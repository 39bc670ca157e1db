"""Who goes to a task force (专班): evenly from units, by what people are versed in, or as volunteers (揭榜挂帅)."""

from __future__ import annotations

from datetime import date

import numpy as np
from houses import build, house, matter, need, person

from sim.levers.arranging.forces import TaskForce
from sim.levers.design import Levers
from sim.levers.task_force import TaskForces
from sim.levers.units import Units

TUESDAY = {"first": date(2021, 3, 2), "last": date(2021, 3, 2)}
NINE = [person(f"p{index}", "c0" if index % 3 else "c1") for index in range(9)]
"""p0, p3 and p6 are versed in c1, the others in c0."""


def members(staff=NINE, *, outcomes=None, forces=None, **options):
    """Return by name who serves the task force, in the order of the staff."""
    terms = {"flood": TaskForce(**(TUESDAY | options))} if forces is None else forces
    levers = Levers(units=Units(by="bureau"), task_force=TaskForces(forces=terms))
    built = build(house(staff), [matter(need("b0c0", 1))], levers, outcomes=outcomes)
    arrangement, people = built.organisation.arrangement, built.plan.people
    found = []
    for force in arrangement.forces:
        serves = [
            force.unit in people.unit[people.unit_start[row] : people.unit_start[row + 1]] for row in range(len(staff))
        ]
        found.append([staff[row].name for row in np.flatnonzero(serves).tolist()])
    return found[0] if forces is None else found


def test_evenly_takes_from_each_unit_in_proportion_by_place():
    """Posts are 5 and 4, and everybody fits alike: p0 to p4 are b0's. Of four members 2.2 and 1.8: two of each."""
    built = build(house(NINE), [], Levers(units=Units(by="bureau")))

    assert built.organisation.arrangement.unit_of_person.tolist() == [0] * 5 + [1] * 4
    assert members(members=4) == ["p0", "p1", "p5", "p6"]


def test_by_category_takes_who_is_versed_in_it():
    """Of four, by weights 3 and 1: p1, p2, p4 of c0 and p0 of c1; of seven 5.25 and 1.75."""
    weights = {"drawn": "by_category", "categories": {"c0": 3, "c1": 1}}

    assert members(members=4, **weights) == ["p0", "p1", "p2", "p4"]
    assert members(members=7, **weights) == ["p0", "p1", "p2", "p3", "p4", "p5", "p7"]


def test_by_category_takes_whoever_is_next_where_those_who_are_versed_lack():
    """Of five for c1 alone there are three; then p1 and p2."""
    assert members(members=5, drawn="by_category", categories={"c1": 1}) == ["p0", "p1", "p2", "p3", "p6"]


SIGN_UP = {"drawn": "volunteers", "categories": {"c1": 1}, "volunteer_share": 0.5}


def test_volunteers_who_fit_best_go_first():
    """p1, p3, p5, p6 and p7 sign up, of whom p3 and p6 are versed in c1; then p1 by place."""
    uniforms = {"volunteer": [0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.49, 0.2, 0.5]}

    assert members(members=3, **SIGN_UP, outcomes=uniforms) == ["p1", "p3", "p6"]


def test_where_too_few_sign_up_the_rest_is_drawn_evenly():
    """p8 alone signs up; of the others five are b0's and three b1's: of two more 1.25 and 0.75, one of each."""
    assert members(members=3, **SIGN_UP, outcomes={"volunteer": [0.9] * 8 + [0.1]}) == ["p0", "p5", "p8"]


def test_nobody_is_with_two_at_once_and_the_first_has_the_first_choice():
    days = {"first": date(2021, 3, 2), "last": date(2021, 3, 4)}
    forces = {
        "flood": TaskForce(**days, members=2, drawn="by_category", categories={"c1": 1}),
        "census": TaskForce(**days, members=2, drawn="by_category", categories={"c1": 1}),
        "later": TaskForce(
            first=date(2021, 3, 5), last=date(2021, 3, 8), members=2, drawn="by_category", categories={"c1": 1}
        ),
    }

    assert members(forces=forces) == [["p0", "p3"], ["p1", "p6"], ["p0", "p3"]]

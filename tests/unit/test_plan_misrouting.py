"""Matters that come to a wrong desk, again and again (退单), and applicants who must supplement more than once."""

import numpy as np
import pytest
from houses import build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Procedure
from sim.workload.demand import MatterType
from sim.workload.laws import Law

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c0"), "f2": ("b2", "c0")}
THREE = house(officers(3), FUNCTIONS)
SECTIONS = Levers(units=Units(by="bureau"), data=Data(transit_hours=1.0))
DRAFTED = Procedure(draft_hours=0.5)
LOST = matter(need("f0", 2), misdirected=0.1, mistaken_for="f1")
"""Below 0.5 it goes astray; of the other two functions a uniform below 0.5 picks f1, one above f2."""


def astray(*turns, rounds, **rest):
    """Return the plan of a matter that first went to f1, then as the pairs of uniforms say."""
    outcomes = {f"misdirected/plain/{turn}": [pair[0]] for turn, pair in enumerate(turns, start=1)}
    outcomes |= {f"mistaken_for/plain/{turn}": [pair[1]] for turn, pair in enumerate(turns, start=1)}
    return build(
        THREE, [LOST], rest.pop("levers", SECTIONS), procedure=DRAFTED, misdirected_share=0.5,
        misdirected_rounds=rounds, outcomes=outcomes,
    )  # fmt: skip


def test_a_matter_that_is_passed_on_may_come_to_a_wrong_desk_again(simulate):
    built = astray((0.1, 0.7), (0.6, 0.7), rounds=3)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("draft", "section_b1", 0.5), ("hand_over", "", 1), ("draft", "section_b2", 0.5), ("hand_over", "", 1),
        ("draft", "section_b0", 0.5), ("handle", "section_b0", 2),
    ]  # fmt: skip
    assert log(trace) == Log(
        [
            done(0, 0, 0.5, by=1), waited(0.5, 1.5), done(1.5, 1.5, 2, by=2), waited(2, 3), done(3, 3, 3.5, by=0),
            done(3.5, 3.5, 5.5, by=0),
        ],
        [5.5], 5.5,
    )  # fmt: skip


def desks(built):
    return [place for kind, place, _ in built.steps() if kind == "draft"]


def test_by_default_a_matter_goes_astray_once_and_nothing_tells_that_it_might_have_done_so_again():
    assert desks(astray((0.1, 0.7), rounds=1)) == ["section_b1", "section_b0"]


def test_it_may_come_to_the_same_wrong_desk_again():
    assert desks(astray((0.1, 0.2), rounds=2)) == ["section_b1", "section_b1", "section_b0"]


def test_what_would_go_astray_once_more_than_it_may_is_noted_by_a_step_that_takes_nobody(simulate):
    built = astray((0.1, 0.7), (0.1, 0.7), rounds=2)

    trace = simulate(built.plan)

    assert desks(built) == ["section_b1", "section_b2", "", "section_b0"]
    # 0-0.5, transit to 1.5, 1.5-2, transit to 3, noted there; 3-3.5, 3.5-5.5
    assert log(trace).steps[4] == waited(3, 3)
    assert log(trace).closed == [5.5]


def test_a_designs_multiple_counts_each_time():
    half = Counterparts(named_contacts=True, contact_misdirection=0.5)
    levers = Levers(units=SECTIONS.units, data=SECTIONS.data, counterparts=half)

    assert desks(astray((0.3, 0.7), rounds=2, levers=levers)) == ["section_b1", "section_b0"]
    assert desks(astray((0.2, 0.7), rounds=2, levers=levers)) == ["section_b1", "section_b2", "section_b0"]


def test_where_the_next_function_is_with_the_right_unit_nothing_went_wrong():
    """One unit has f0 and f2."""
    functions = {"f0": ("b0", "c0"), "f1": ("b1", "c0"), "f2": ("b0", "c1")}
    outcomes = {"misdirected/plain/1": [0.1], "mistaken_for/plain/1": [0.7]}
    built = build(
        house(officers(2), functions), [LOST], SECTIONS, procedure=DRAFTED, misdirected_share=0.5,
        misdirected_rounds=2, outcomes=outcomes,
    )  # fmt: skip

    assert desks(built) == ["section_b1", "section_b0"]


@pytest.mark.parametrize("accuracy", [0.75, 0.9])
def test_the_number_of_desks_is_geometric(accuracy):
    """With an accuracy a the mean is 1 / a, and (1 - a)^2 come to three desks or more. Bands of four standard errors.

    The variance of a geometric law is (1 - a) / a². No more than 25 wrong desks: 0.25^25 is nothing.
    """
    n, random = 20_000, np.random.default_rng(7)
    uniforms = random.random((26, n))
    matters = [matter(need("f0", 1), misdirected=first, mistaken_for="f1") for first in uniforms[0].tolist()]
    outcomes = {f"misdirected/plain/{turn}": uniforms[turn] for turn in range(1, 26)}
    outcomes |= {f"mistaken_for/plain/{turn}": random.random(n) for turn in range(1, 26)}

    built = build(
        THREE, matters, SECTIONS, procedure=DRAFTED, misdirected_share=1 - accuracy, misdirected_rounds=25,
        outcomes=outcomes,
    )  # fmt: skip

    steps = built.plan.steps
    routings = np.bincount(steps.matter[steps.kind == Kind.DRAFT], minlength=n)
    wrong = 1 - accuracy
    assert routings.mean() == pytest.approx(1 / accuracy, abs=4 * np.sqrt(wrong / accuracy**2 / n))
    assert (routings >= 3).mean() == pytest.approx(wrong**2, abs=4 * np.sqrt(wrong**2 * (1 - wrong**2) / n))


def supplemented(rounds, uniforms, *more):
    """Return how long a matter's supplements take that would take two hours the first time."""
    kind = MatterType(
        name="plain", per_year=0, work_hours=Law(mean=1), supplement_share=0.5, supplement_rounds=rounds,
        supplement_days=Law(mean=1, scv=0),
    )  # fmt: skip
    outcomes = {f"supplement/plain/{turn}": [value] for turn, value in enumerate(uniforms, start=1)}
    built = build(THREE, [matter(need("f0", 1), supplement=2.0), *more], types=(kind,), outcomes=outcomes)
    return [hours for kind, _, hours in built.steps() if kind == "supplement"]


@pytest.mark.parametrize(
    ("rounds", "uniforms", "hours"),
    [
        (1, [0.1], [2]),
        (2, [0.5], [2]),
        (2, [0.1, 0.1], [2, 24]),
        (3, [0.1, 0.4], [2, 24, 24]),
        (3, [0.9, 0.1], [2]),  # what was complete is not asked for any more
    ],
)
def test_the_applicant_supplements_again_as_often_as_the_rounds_allow(rounds, uniforms, hours):
    assert supplemented(rounds, uniforms) == hours


def test_whose_papers_were_complete_supplements_nothing():
    kind = MatterType(name="plain", per_year=0, work_hours=Law(mean=1), supplement_share=0.5, supplement_rounds=2)
    built = build(THREE, [matter(need("f0", 1))], types=(kind,), outcomes={"supplement/plain/1": [0.1]})

    assert built.steps() == [("handle", "all", 1)]


def test_a_twin_supplements_what_its_original_does():
    kind = MatterType(
        name="plain", per_year=0, work_hours=Law(mean=1), supplement_share=0.5, supplement_rounds=2,
        supplement_days=Law(mean=1, scv=0),
    )  # fmt: skip
    built = build(
        THREE, [matter(need("f0", 1), supplement=2.0), matter(need("f1", 1), supplement=2.0, twin_of=0)],
        Levers(units=Units(by="bureau")), types=(kind,), outcomes={"supplement/plain/1": [0.1]},
    )  # fmt: skip

    assert [hours for kind, _, hours in built.steps(1) if kind == "supplement"] == [2, 24]

"""Where needs lie, worked out by hand for two bureaus and two categories, and what a year is expected to need."""

import numpy as np
import pytest
from houses import GRID, house, officers

from sim.errors import UnknownName
from sim.procedure import Procedure
from sim.workload.demand import Across, Demand, Duplicates, MatterType, ProcessNeed
from sim.workload.expectations import expect
from sim.workload.kinship import first_weights, further_weights, neighbour_weights, twin_weights
from sim.workload.laws import Law
from sim.workload.odds import Odds

FOUR = house(officers(1))  # b0c0, b0c1, b1c0, b1c1
EQUAL = np.full(4, 0.25)
ALONE = house(officers(1), {"f": ("b0", "c0")})


def kind(**options):
    return MatterType(**{"name": "t", "per_year": 100.0, "work_hours": Law(mean=2.0), **options})


def test_first_needs_follow_the_weights_of_categories_and_bureaus():
    """Weights 3 for c0 and 2 for b1; what is not weighed counts 1: 3, 1, 6, 2 of 12."""
    weights = first_weights(FOUR, kind(categories={"c0": 3.0}, bureaus={"b1": 2.0}))

    assert weights == pytest.approx(np.array([3, 1, 6, 2]) / 12)


@pytest.mark.parametrize(
    ("across", "expected"),
    [
        (Across(bureaus=1, categories=0, both=0), [0, 0, 1, 0]),
        (Across(bureaus=0, categories=1, both=0), [0, 1, 0, 0]),
        (Across(bureaus=0, categories=0, both=1), [0, 0, 0, 1]),
        (Across(bureaus=1, categories=2, both=1), [0, 0.5, 0.25, 0.25]),
        (Across(bureaus=0, categories=0, both=0), [1, 0, 0, 0]),  # nothing is akin: the first function itself
    ],
)
def test_a_further_need_lies_where_the_relations_say(across, expected):
    """Seen from b0c0: another bureau is b1c0, another category b0c1, both b1c1."""
    assert further_weights(FOUR, EQUAL, across)[0] == pytest.approx(expected)


def test_within_a_relation_further_needs_follow_the_weights_of_first_needs():
    functions = {"a": ("b0", "c0"), "b": ("b0", "c1"), "c": ("b0", "c2")}

    further = further_weights(house(officers(1), functions), np.array([0.5, 0.3, 0.2]), Across(bureaus=0, categories=1))

    assert further[0] == pytest.approx([0, 0.6, 0.4])
    assert further[1] == pytest.approx([5 / 7, 0, 2 / 7])


def test_a_relation_to_nobody_hands_its_weight_to_the_others():
    """One bureau only: there is no other bureau, so all weight goes to the other category."""
    functions = {"a": ("b0", "c0"), "b": ("b0", "c1")}

    assert further_weights(house(officers(1), functions), np.array([0.5, 0.5]), Across())[0] == pytest.approx([0, 1])


def test_twins_come_from_another_bureau_with_the_same_business():
    functions = {**GRID, "b2c0": ("b2", "c0"), "b0c2": ("b0", "c2")}

    twins = twin_weights(house(officers(1), functions))

    assert twins[0] == pytest.approx([0, 0, 0.5, 0, 0.5, 0])  # of b0c0: b1c0 or b2c0
    assert twins[5].tolist() == [0] * 6  # nobody else has c2


def test_a_matter_is_mistaken_for_a_neighbour_half_by_bureau_half_by_category():
    functions = {**GRID, "b0c2": ("b0", "c2")}

    neighbours = neighbour_weights(house(officers(1), functions))

    # b0c0: the same category elsewhere is b1c0 (a half); the same bureau has b0c1 and b0c2 (a quarter each)
    assert neighbours[0] == pytest.approx([0, 0.25, 0.5, 0, 0.25])
    assert neighbour_weights(ALONE).tolist() == [[1.0]]


def test_pick_inverts_the_weights_row_by_row():
    weights = np.array([[1.0, 0.0, 3.0, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
    rows = np.array([0, 0, 0, 0, 1, 2, 2])
    uniforms = np.array([1e-9, 0.2499, 0.2501, 1 - 1e-12, 0.5, 1e-9, 1 - 1e-12])

    assert Odds.of(weights).pick(rows, uniforms).tolist() == [0, 0, 2, 2, -1, 1, 1]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (
            {"categories": {"c00": 1.0}},
            r"demand\.types\.t\.categories weighs 'c00', which does not exist\. Did you mean 'c0'\?",
        ),
        (
            {"bureaus": {"office of roads": 1.0}},
            r"demand\.types\.t\.bureaus weighs 'office of roads', which does not exist\. Known: b0, b1",
        ),
    ],
)
def test_a_weight_of_an_unknown_name_is_refused(weights, words):
    with pytest.raises(UnknownName, match=words):
        first_weights(FOUR, kind(**weights))


# what a year is expected to need ------------------------------------------------------------------


def expected_of(*types, procedure=None, **rest):
    return expect(Demand(types=types, **rest), FOUR, procedure or Procedure())


def test_expected_hours_follow_the_first_needs():
    """100 matters of two hours, three in four of category c0, shared equally by the two bureaus."""
    expected = expected_of(kind(categories={"c0": 3.0}))

    assert expected.hours == pytest.approx([75, 25, 75, 25])
    assert not expected.together.any()


def test_expected_hours_count_further_needs_with_their_share_of_work():
    """Half of the matters have one further need (of another bureau) of half the work."""
    expected = expected_of(kind(further_needs=(1, 1), further_work=0.5, across=Across(bureaus=1, categories=0)))

    # 25 matters begin with b0c0: 50 hours, and 12.5 that begin with b1c0 ask one hour more of b0c0;
    # half of the 25 share both, and as many the other way round
    assert expected.hours == pytest.approx([62.5] * 4)
    assert expected.together == pytest.approx(np.array([[0, 0, 25, 0], [0, 0, 0, 25], [25, 0, 0, 0], [0, 25, 0, 0]]))


def test_expectations_add_up_over_types():
    expected = expected_of(kind(), kind(name="u", per_year=200.0, work_hours=Law(mean=1.0)))

    assert expected.hours == pytest.approx([100] * 4)


def test_expected_hours_count_the_desk_work_around_a_first_need():
    """Drafting, handing out, the head's signature and the reply: an hour together for each of 25 matters."""
    procedure = Procedure(
        draft_hours=0.5, assign_hours=0.125, sign_hours={"head": 0.125, "chief": 9.0}, reply_hours=0.25, merge_hours=9.0
    )

    expected = expected_of(kind(further_needs=(0, 1)), procedure=procedure)

    # 25 first needs of 2 + 1 hours, and 25 further ones of 2 hours
    assert expected.hours == pytest.approx([125] * 4)


def test_expected_hours_count_twins_at_full_length():
    """All begin with b0c0; a fifth comes again from the other bureau, to b1c0, with half an hour of drafting."""
    alone = kind(categories={"c1": 0.0}, bureaus={"b1": 0.0}, duplicated=True)

    expected = expected_of(alone, duplicates=Duplicates(share=0.2), procedure=Procedure(draft_hours=0.5))

    assert expected.hours == pytest.approx([250, 0, 50, 0])


def test_expected_hours_count_contacts_shared_among_an_offices_functions():
    """50 weeks, a call every second one, of four half-hours: 50 hours an office, of which one has two functions."""
    institution = house(officers(1), offices={"b0c0": "o", "b0c1": "o"})

    demand = Demand(types=(kind(per_year=0.0),), contact_weeks=2.0, contact_hours=Law(mean=4.0))

    expected = expect(demand, institution, Procedure(), contact_hours=0.5)

    assert expected.hours == pytest.approx([25, 25, 50, 50])


def test_a_type_with_a_process_is_expected_where_its_needs_lie():
    """100 matters a year need two hours of b0c0 and half an hour of b1c1, and drafting at the first of them."""
    process = {
        "permit": ProcessNeed(function="b1c1", after=("survey",), work_hours=Law(mean=0.5)),
        "survey": ProcessNeed(function="b0c0"),
    }

    expected = expected_of(kind(process=process), procedure=Procedure(draft_hours=0.5))

    assert expected.hours == pytest.approx([250, 0, 0, 50])
    assert expected.together == pytest.approx(np.array([[0, 0, 0, 100], [0] * 4, [0] * 4, [100, 0, 0, 0]]))

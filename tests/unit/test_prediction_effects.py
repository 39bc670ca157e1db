"""Where over its ranges a reform helps or hurts, whom it makes worse, and the sentence that says when it is harmful."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples

from analysis.prediction import Axis, effect_shares, effects_of, harmful_when, proportion, risk, worse_groups
from analysis.prediction.box import LEVEL, PRECISION, find_box
from analysis.prediction.effects import settled_by
from sim.errors import InputError
from sim.institution import Title

LOAD = Axis(name="load", title=Title(zh="负荷", en="Load"), first=0.6, last=1.0)
SPEED = Axis(name="speed", title=Title(zh="速度", en="Speed"), first=2.0, last=1.0)
DAYS = "elapsed_days_mean"


def steady(means):
    """Return differences of two replications each, so close together that their sign is beyond doubt unless 0."""
    return [np.array([mean - 1e-6, mean + 1e-6]) if mean else np.array([-1.0, 1.0]) for mean in means]


def grid(side=8):
    """Return the points of a grid in two dimensions, off its edges."""
    places = (np.arange(side) + 0.5) / side
    return np.array(list(product(places, places)))


# effects at points --------------------------------------------------------------------------------


def test_effects_by_the_t_interval_of_four_replications():
    """t(3, 97.5%) = 3.182; of 1, 2, 3, 4 the half-width is 3.182 × 1.291/2 = 2.054, below the mean of 2.5."""
    ahead, near = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.5, 1.5, 2.5, 3.5])

    found = effects_of([ahead, -ahead, near, np.zeros(4), None, np.array([2.0]), np.array([1.0, np.nan])])

    assert found == ("hurts", "helps", "no_difference", "no_difference", "undecided", "undecided", "undecided")
    assert effects_of([ahead, -ahead], "higher") == ("helps", "hurts")


@pytest.mark.parametrize(
    ("before", "after", "ahead", "settled"),
    [
        ("overloaded", "steady", None, "helps"),  # its days have no end
        ("capped", "overloaded", None, "hurts"),
        ("overloaded", "overloaded", -3, None),
        ("capped", "steady", -3, "helps"),  # the baseline's days are longer still than those seen
        ("capped", "steady", 3, None),  # and may be so much longer that it turns
        ("steady", "capped", 3, "hurts"),
        ("steady", "capped", -3, None),
        ("steady", "capped", 0, None),
        ("capped", "capped", -3, None),
        ("steady", "steady", -3, None),
    ],
)
def test_a_status_settles_what_no_difference_can(before, after, ahead, settled):
    differences = None if ahead is None else steady([ahead])[0]

    found = settled_by(before, after, differences)

    assert found == settled
    assert effects_of([None], settled=[found]) == (settled or "undecided",)


def test_where_all_is_settled_by_growing_backlogs_nothing_is_said_to_help_least():
    settled = ["helps"] * 64

    found = harmful_when([LOAD, SPEED], grid(), [None] * 64, DAYS, settled)

    assert found.box is None
    assert found.said["en"].startswith("Harmful when: at none of")


def test_shares_have_wilson_intervals_that_stay_within_0_and_1():
    """Of 10 points 3: z² = 3.8415, centre (0.3 + 0.19207)/1.38415, half √(3.8415 × 0.021 + 0.036892)/1.38415."""
    found = effect_shares(effects_of(steady([1] * 3 + [-1] * 7)))

    assert (found["hurts"].low, found["hurts"].high) == pytest.approx((0.107789, 0.603222), abs=1e-5)
    assert (found["undecided"].share, found["undecided"].low) == (0.0, 0.0)
    assert found["undecided"].high == pytest.approx(3.8415 / 13.8415, abs=1e-4)
    assert sum(one.points for one in found.values()) == 10


@given(st.integers(1, 300), st.data())
def test_the_ends_of_a_wilson_interval_are_where_the_score_test_just_refuses(of, data):
    points = data.draw(st.integers(0, of))
    found = proportion(points, of)

    for end in (found.low, found.high):
        if 0 < end < 1:
            assert abs(found.share - end) / (end * (1 - end) / of) ** 0.5 == pytest.approx(1.959964, rel=1e-4)


def test_a_share_of_no_points_is_refused():
    with pytest.raises(InputError, match="0 of 0 points"):
        proportion(0, 0)


def test_who_gets_worse_is_counted_over_the_points_where_the_group_was_seen():
    groups = {
        ("type", "permit"): [*steady([-1, -1, 1]), None],
        ("type", "notice"): steady([-1, -1, -1, 0]),
        ("rank", "deputy"): steady([0.1, 0.2, 0, 0.1]),
    }

    found = worse_groups(groups)

    assert [(one.dimension, one.group, one.points, one.seen) for one in found] == [
        ("rank", "deputy", 3, 4), ("type", "permit", 1, 3),
    ]  # fmt: skip


def test_risk_is_the_mean_and_the_range_of_the_points_that_were_seen():
    found = risk([np.array([0.01, 0.03]), None, np.array([-0.01, -0.03])])

    assert found.as_dict() == pytest.approx({"mean": 0.0, "low": -0.02, "high": 0.02})
    assert risk([None]) is None


# boxes --------------------------------------------------------------------------------------------


def slowly(shares, interest, least):
    """Return the most points of interest that a box of at most two thresholds can hold with the least precision."""
    sides = [
        (shares[:, axis] > at) == above
        for axis in range(shares.shape[1]) for at in np.unique(shares[:, axis]) for above in (True, False)
    ]  # fmt: skip
    boxes = [np.ones(len(shares), dtype=bool), *sides, *(one & other for one, other in combinations(sides, 2))]
    held = [(int((box & interest).sum()), int(box.sum())) for box in boxes]
    return max((hits for hits, inside in held if inside and hits / inside >= least), default=None)


PLACES = np.column_stack([np.arange(16) * step % 17 / 17 for step in (3, 5)])


@settings(max_examples=examples(100))
@given(st.lists(st.booleans(), min_size=16, max_size=16).filter(any))
def test_no_box_that_is_precise_enough_covers_more(interest):
    """The search by matrices against going through all boxes; fewer thresholds may be kept, for want of points."""
    box = find_box(PLACES, np.array(interest))

    best = slowly(PLACES, np.array(interest), PRECISION)
    if len(box.thresholds) == 2 and best is not None:
        assert box.hits == best
    if box.thresholds and best is not None:
        assert box.precision >= PRECISION
        assert box.hits <= best


def test_a_corner_is_found_with_both_thresholds():
    """Of 64 points the 16 with x > 1/2 and y < 1/2 hurt: precision 1, coverage 1; each half alone has 1/2."""
    shares = grid()
    interest = (shares[:, 0] > 0.5) & (shares[:, 1] < 0.5)

    box = find_box(shares, interest)

    assert [(side.axis, side.at, side.above) for side in box.thresholds] == [(0, 0.5, True), (1, 0.5, False)]
    assert (box.precision, box.coverage, box.inside) == (1.0, 1.0, 16)


def test_one_threshold_is_kept_to_where_a_second_adds_nothing():
    shares = grid()

    box = find_box(shares, shares[:, 1] > 0.75)

    assert [(side.axis, side.at, side.above) for side in box.thresholds] == [(1, 0.75, True)]


def test_a_stretch_of_one_parameter_may_have_both_thresholds():
    shares = grid()

    box = find_box(shares, abs(shares[:, 0] - 0.5) < 0.25)

    assert [(side.axis, side.at, side.above) for side in box.thresholds] == [(0, 0.25, True), (0, 0.75, False)]


def test_what_lies_scattered_has_no_box():
    """Two of 64 that lie far apart: no box of two thresholds holds both and few others."""
    shares = grid()
    interest = np.zeros(64, dtype=bool)
    interest[[9, 54]] = True

    box = find_box(shares, interest)

    assert box.thresholds == ()
    assert (box.hits, box.inside) == (2, 64)


def test_where_nearly_all_points_are_of_interest_the_box_is_the_whole():
    shares = grid()
    interest = np.ones(64, dtype=bool)
    interest[[3, 40]] = False

    assert find_box(shares, interest).thresholds == ()


def test_a_threshold_needs_more_points_than_chance_would_give():
    """The last k of 64 points along one axis hurt: k of k has probability (k/64)^k, and the level is LEVEL/2."""
    shares = (np.arange(64)[:, None] + 0.5) / 64
    kept = []
    for last in (1, 2, 3):
        interest = np.arange(64) >= 64 - last
        kept.append(bool(find_box(shares, interest).thresholds))

    chances = [(last / 64) ** last for last in (1, 2, 3)]
    assert kept == [chance < LEVEL / 2 for chance in chances] == [True, True, True]
    every_second = np.arange(64) % 2 == 0  # the first one alone: 1 of 1 has probability 1/2
    assert find_box(shares, every_second).thresholds == ()


def test_nothing_of_interest_is_refused():
    with pytest.raises(InputError, match="of which 0 are of interest"):
        find_box(grid(), np.zeros(64, dtype=bool))


# the sentence -------------------------------------------------------------------------------------


def test_harmful_when_names_the_parameters_and_values_of_their_first_keys():
    """It hurts at load > 0.8 (share 1/2) and speed < 1.5: its share is above 1/2, since its range falls."""
    shares = grid()
    hurts = (shares[:, 0] > 0.5) & (shares[:, 1] > 0.5)

    found = harmful_when([LOAD, SPEED], shares, steady(np.where(hurts, 2.0, -3.0)), DAYS)

    assert found.said == {
        "en": 'Harmful when "Load" is above 0.8 and "Speed" is below 1.5: there it hurts at 16 of 16 points (100%), '
        "which are 100% of the 16 points at which it hurts at all.",
        "zh": "在以下情形反而有害：“负荷”高于 0.8，且“速度”低于 1.5。那里的 16 个点中有 16 个变差（100%），"
        "占全部 16 个变差的点的 100%。",
    }
    assert found.as_dict()["rule"]["thresholds"] == [
        {"parameter": "load", "side": "above", "value": pytest.approx(0.8)},
        {"parameter": "speed", "side": "below", "value": pytest.approx(1.5)},
    ]


def test_where_nothing_hurts_it_says_where_it_helps_least():
    """The difference grows from −8 to −1 with the load; the worst quarter lies above 0.9, with −1 and −2 there."""
    shares = grid()
    means = -8.0 + np.round(shares[:, 0] * 8 - 0.5)

    found = harmful_when([LOAD, SPEED], shares, steady(means), DAYS)

    assert found.said["en"] == (
        'Harmful when: at none of 64 points of the assumed ranges. It helps least when "Load" is above 0.9: the mean '
        "difference is −1.5 days there, −5.5 days elsewhere."
    )
    assert found.said["zh"].startswith("在以下情形反而有害：")


def test_of_a_share_that_should_be_high_the_least_help_is_told_in_points():
    shares = grid()

    found = harmful_when([LOAD, SPEED], shares, steady(np.where(shares[:, 0] > 0.75, 0.01, 0.1)), "on_time_share")

    assert '"Load" is above 0.9: the mean difference is +1 points there, +10 points elsewhere' in found.said["en"]


def test_undecided_points_are_told_and_left_out_of_the_box():
    shares = grid()
    differences = steady(np.where(shares[:, 0] > 0.5, 2.0, -3.0))
    differences[:4] = [None] * 4

    found = harmful_when([LOAD, SPEED], shares, differences, DAYS)

    assert "at 32 of 32 points" in found.said["en"]
    assert "A further 4 points are undecided" in found.said["en"]
    assert "另有 4 个点未定" in found.said["zh"]


@pytest.mark.parametrize(
    ("means", "said"),
    [
        (np.full(64, 2.0), "with few exceptions: it hurts at 64 of 64 points"),
        (np.where(np.isin(np.arange(64), [9, 54]), 2.0, -1.0), "no two thresholds tell apart: it hurts at 2 of 64"),
        (np.zeros(64), "at none of 64 points of the assumed ranges. It helps at none of them, either."),
    ],
)
def test_what_no_thresholds_tell_is_said_as_it_is(means, said):
    found = harmful_when([LOAD, SPEED], grid(), steady(means), DAYS)

    assert found.said["en"].startswith("Harmful when")
    assert found.said["zh"].startswith("在以下情形反而有害：")
    assert said in found.said["en"]


def test_where_all_is_undecided_nothing_is_claimed():
    found = harmful_when([LOAD, SPEED], grid(), [None] * 64, DAYS)

    assert "cannot be told, since all 64 points are undecided" in found.said["en"]
    assert found.as_dict()["rule"] is None


def test_points_and_differences_must_fit():
    with pytest.raises(InputError, match="expected 3 of 2 parameters each"):
        harmful_when([LOAD, SPEED], grid(), [None] * 3, DAYS)

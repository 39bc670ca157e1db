"""Numbers of the report: at most three significant digits, no minus zero, a dash for nothing."""

import random
import re

import pytest

from analysis.report import numbers
from analysis.report.verdict import verdict


def significant_digits(text):
    digits = re.sub(r"\D", "", text).lstrip("0")
    return len(digits.rstrip("0")) if "." not in text else len(digits)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (6500, "6,500"),
        (6512, "6,510"),
        (1234567, "1,230,000"),
        (48, "48"),
        (99.96, "100"),
        (9.996, "10"),
        (0.0123456, "0.0123"),
        (-0.0, "0"),
        (-1e-12, "0"),
        (-2.5, "−2.5"),
        (None, "–"),
    ],
)
def test_a_number_has_at_most_three_significant_digits(value, expected):
    assert numbers.number(value) == expected


def test_no_number_whatever_its_size_has_more_than_three_digits():
    chance = random.Random(1)
    for _ in range(3000):
        value = chance.uniform(-10, 10) * 10 ** chance.randint(-5, 6)
        written = numbers.estimate(value, value - abs(value) / 7, value + 1 / 3, signed=True)
        for part in re.findall(r"[\d.,]*\d", written):
            assert significant_digits(part) <= 3, (value, written)


def test_the_three_numbers_of_an_estimate_are_written_equally_finely():
    assert numbers.estimate(0.00123, -0.512, 0.515) == "0.001 [−0.512, 0.515]"
    assert numbers.estimate(99.96, 99.2, 100.7) == "100 [99, 101]"
    assert numbers.estimate(0.8123, 0.8, 0.82, form="share") == "81.2% [80.0, 82.0]"
    assert numbers.estimate(-0.0001, -0.2, 0.2, signed=True) == "0 [−0.200, +0.200]"


def test_an_estimate_without_an_interval_is_a_number():
    assert numbers.estimate(3.14159, None, None) == "3.14"
    assert numbers.interval(None, 3.0) == ""


def test_an_input_stands_as_it_was_given_but_for_long_fractions():
    assert [numbers.given(text) for text in ("1146", "0.123456", "nan", "08:30", "-0.5")] == [
        "1146",
        "0.123",
        "nan",
        "08:30",
        "−0.5",
    ]


@pytest.mark.parametrize(
    ("low", "high", "better", "expected"),
    [
        (-2.0, -1.0, "lower", "better"),
        (1.0, 2.0, "lower", "worse"),
        (1.0, 2.0, "higher", "better"),
        (1.0, 2.0, None, "other"),
        (-1.0, 2.0, "lower", "undecided"),
        (0.0, 2.0, "lower", "undecided"),
        (None, None, "lower", "undecided"),
    ],
)
def test_a_difference_is_decided_only_when_its_interval_leaves_out_zero(low, high, better, expected):
    assert verdict(low, high, better) == expected

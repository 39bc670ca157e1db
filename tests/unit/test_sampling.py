"""How many examples properties play: all of them if the long tests are played, too, and a part of them if not."""

from hypothesis import settings
from sampling import FULL, QUICK, examples

when_collected = [examples(full) for full in (200, 100, 40, 10)]


def test_properties_play_fewer_examples_where_the_long_tests_are_left_out(pytestconfig):
    profile = pytestconfig.getoption("--hypothesis-profile")
    quick = profile == "quick" or (not profile and "not long" in pytestconfig.getoption("markexpr"))

    assert settings().max_examples == (QUICK if quick else FULL)
    assert when_collected == ([60, 30, 25, 10] if quick else [200, 100, 40, 10])

"""Patterns of dotted keys: what they match, by a second reading of the rule, and how specific they are."""

from hypothesis import given
from hypothesis import strategies as st

from scenarios.sources import matches, specificity

SEGMENTS = st.sampled_from(["a", "b", "a+", "0", "per_year"])
KEYS = st.lists(SEGMENTS, min_size=1, max_size=5).map(tuple)
PATTERNS = st.lists(st.one_of(SEGMENTS, st.sampled_from(["*", "**"])), min_size=1, max_size=5).map(tuple)


def matches_by_the_rule(pattern, key):
    """The rule read segment by segment, without a regular expression."""
    if not pattern:
        return not key
    if pattern[0] == "**":
        return any(matches_by_the_rule(pattern[1:], key[skipped:]) for skipped in range(len(key) + 1))
    return bool(key) and pattern[0] in ("*", key[0]) and matches_by_the_rule(pattern[1:], key[1:])


@given(PATTERNS, KEYS)
def test_a_pattern_matches_what_the_rule_says(pattern, key):
    assert matches(".".join(pattern), ".".join(key)) == matches_by_the_rule(pattern, key)


@given(KEYS)
def test_without_wildcards_a_pattern_matches_its_own_key_only(key):
    dotted = ".".join(key)

    assert matches(dotted, dotted)
    assert not matches(dotted, f"{dotted}.more")
    assert not matches(dotted, f"more.{dotted}")


@given(KEYS, st.data())
def test_widening_a_segment_keeps_the_match_and_loses_rank(key, data):
    """`*` for a segment, then `**` for it: each still matches the key, and each is less specific."""
    position = data.draw(st.integers(0, len(key) - 1))
    exact, one, many = (
        ".".join([*key[:position], segment, *key[position + 1 :]]) for segment in (key[position], "*", "**")
    )

    assert matches(exact, ".".join(key))
    assert matches(one, ".".join(key))
    assert matches(many, ".".join(key))
    assert specificity(exact) < specificity(one) < specificity(many)

"""How many examples a property plays: all of them where long tests are played, a part of them in `make test`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

FULL, QUICK = 200, 60
"""Examples of a property that does not say how many."""

FEWEST = 25
"""What no property plays fewer of, unless it never plays as many."""


def register_profiles() -> None:
    """Make known to hypothesis how properties are played: in full, and quickly.

    The same examples everywhere, and no clock: a busy machine must not fail a test. The fixture that a property asks
    for is an engine, which keeps nothing from one example to the next.
    """
    for name, number in (("full", FULL), ("quick", QUICK)):
        settings.register_profile(
            name, max_examples=number, derandomize=True, deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )  # fmt: skip
    settings.load_profile("full")


def choose_profile(config: pytest.Config) -> None:
    """Play properties quickly if the long tests are left out by `-m "not long"`; `--hypothesis-profile` says otherwise.

    To be called before tests are collected, since `examples` is asked then.
    """
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick" if "not long" in config.getoption("markexpr") else "full")


def examples(full: int) -> int:
    """Return how many examples a property plays that plays so many in full: the same part of them as any other."""
    most: int = settings().max_examples
    return min(full, max(FEWEST, full * most // FULL))

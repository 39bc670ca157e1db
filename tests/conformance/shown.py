"""The plans that are shown: a list to which each file of plans adds its own."""

from __future__ import annotations

from collections.abc import Callable

from sim.plan.plan import Plan

PLANS: dict[str, Callable[[], Plan]] = {}
"""Every plan that is shown, by name."""


def shown(plan: Callable[[], Plan]) -> Callable[[], Plan]:
    """Put a plan into the kit under the name of its function."""
    PLANS[plan.__name__] = plan
    return plan

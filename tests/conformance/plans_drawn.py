"""Plans of the kit that were drawn at random, in which everything happens at once."""

from __future__ import annotations

from random import Random

from conformance.shown import shown
from random_plans import random_plan

from sim.plan.plan import Plan

DRAWN = ("random_a", "random_b", "random_c", "random_d", "random_e", "random_f")
"""Plans that are stored once and then stay: their functions draw others as soon as random_plans.py changes."""


@shown
def random_a() -> Plan:
    """Drawn at random: all rules at once."""
    return random_plan(Random(225))


@shown
def random_b() -> Plan:
    """Drawn at random, likewise."""
    return random_plan(Random(261))


@shown
def random_c() -> Plan:
    """Drawn at random, and larger."""
    return random_plan(Random(6), most_matters=30)


@shown
def random_d() -> Plan:
    """Drawn at random, with all provisions."""
    return random_plan(Random(565), profiles=("full",))


@shown
def random_e() -> Plan:
    """Drawn at random, with interruptions besides."""
    return random_plan(Random(202), profiles=("cuts",))


@shown
def random_f() -> Plan:
    """Drawn at random, with travel besides."""
    return random_plan(Random(562), profiles=("trips",))

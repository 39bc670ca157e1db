"""Haste (被动应付): thresholds by the members of a unit, and what hurrying does to a bureau that has too much to do."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import tiny

from experiments.configuring import configure
from experiments.playing import Job, perform
from experiments.preparing import prepare
from scenarios.building import build_scenario
from sim.errors import InputError
from sim.plan.plan import People
from sim.plan.provisions import Terms, none
from sim.planning.people.haste import pressure_of
from sim.procedure import Abilities, Haste


def people_in(*units: int) -> People:
    """Return people who serve a unit each."""
    n = len(units)
    return People(
        calendar=np.zeros(n, dtype=np.int64), rank=np.ones(n, dtype=np.int64), unit_start=np.arange(n + 1),
        unit=np.array(units), skill=np.ones((n, 1)), error_rate=np.zeros((n, 1)),
    )  # fmt: skip


def rows(*pressure: Haste, units: tuple[int, ...]) -> list[tuple[float, ...]]:
    table = pressure_of(Abilities(pressure=pressure), people_in(*units), none(Terms), n_units=max(units) + 1)
    columns = (table.unit, table.waiting, table.hours_factor, table.error_factor)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_thresholds_grow_with_the_members_of_a_unit():
    """Three in unit 0, one in unit 1: twice and four times as many."""
    found = rows(
        Haste(waiting_per_head=2, hours=0.8, errors=1.5), Haste(waiting_per_head=4, hours=0.6), units=(0, 1, 0, 0)
    )

    assert found == [(0, 6, 0.8, 1.5), (0, 12, 0.6, 1.0), (1, 2, 0.8, 1.5), (1, 4, 0.6, 1.0)]


def test_they_are_rounded_up_and_of_two_that_meet_the_later_counts():
    """Three heads at 0.4 are 1.2, so 2; at 0.6, 1.8, which is 2 as well."""
    found = rows(Haste(waiting_per_head=0.4, hours=0.9), Haste(waiting_per_head=0.6, hours=0.7), units=(0, 0, 0))

    assert found == [(0, 2, 0.7, 1.0)]


def test_without_any_nobody_hurries():
    assert rows(units=(0, 1)) == []


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(
        InputError, match=r"^pressure has waiting_per_head \[4, 2\]; expected each to be more than the one"
    ):
        Abilities(pressure=(Haste(waiting_per_head=4), Haste(waiting_per_head=2)))


HASTE = "institution.abilities.pressure=[{waiting_per_head: 1, hours: 0.6, errors: 3}]"


def measures(folder, *overrides):
    """Return the means over three replications of the baseline at half as much again as it can bear."""
    scenario = build_scenario(tiny(folder, *overrides).file)
    jobs = [Job(designs=("sections",), replication=at, volume_multiple=1.5) for at in range(3)]
    found = [perform(job, scenario, engine="simpy", seed=2026)["sections"].measures for job in jobs]
    return {name: np.mean([one[name] for one in found]) for name in found[0]}


def test_who_hurries_is_quicker_and_worse(tmp_path):
    calm, hasty = measures(tmp_path, "demand.load=1"), measures(tmp_path, "demand.load=1", HASTE)

    assert hasty["elapsed_days_mean"] < calm["elapsed_days_mean"]
    assert hasty["returned_share"] > calm["returned_share"]
    assert hasty["errors_left_share"] > calm["errors_left_share"]


def test_haste_is_no_part_of_the_load_and_changes_no_volume(tmp_path):
    calm, hasty = (prepare(tiny(tmp_path, "demand.load=1", *more)).load for more in ((), (HASTE,)))

    assert calm == hasty


def test_a_scenario_may_say_it_and_the_bureau_does_not():
    assert configure([]).file.institution.abilities.pressure == ()
    assert len(configure([HASTE]).file.institution.abilities.pressure) == 1

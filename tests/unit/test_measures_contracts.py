"""Measures of contracts and costs: how much goes out, what it costs, and that contractors are none of ours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import build, horizon, house, matter, need, officers
from tiny import tiny

from analysis.measures.contracts import contract_measures
from analysis.measures.costs import cost_measures
from analysis.measures.people import busy_ms
from analysis.measures.played import Played
from analysis.measures.split import PARTS, split_ms
from experiments.load import PILOTS, find_load
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.levers.arranging.contracts import Contractor
from sim.levers.design import Levers
from sim.levers.transfer import Transfer
from sim.planning.handling.contracted import contractors_of, no_contractors

CHECKED = {"transferred/plain/0": [0.1, 0.1], "supervised/plain/0": [0.1, 0.1]}
"""The first two matters go out, and are checked."""


def played(simulate, *, costs=None, **terms):
    """Return four matters of two hours each, released at 0, of which park handles the first two, one after the other.

    Both are checked for half an hour. Two of our own officers are there day and night for four days.
    """
    matters = [matter(need("b0c0", 2)) for _ in range(4)]
    park = Contractor(categories=("c0",), supervised_share=0.5, supervision_hours=0.5, **terms)
    levers = Levers(transfer=Transfer(contractors={"park": park}))
    built = build(house(officers(2)), matters, levers, outcomes=CHECKED, days=horizon(4))
    return Played(
        plan=built.plan, trace=simulate(built.plan), horizon=horizon(4), n_units=1, n_staff=2,
        contractors=contractors_of(built.organisation.arrangement), hourly_costs=costs,
    )  # fmt: skip


def test_measures_of_contracts(simulate):
    run = played(simulate, price_per_hour=100.0, price_per_need=30.0)

    measures = contract_measures(run, busy_ms(run)[1])

    # 4 of 96 hours; an hour of 192; 4 hours at 100 and 2 needs at 30 yuan, for 4 matters
    assert measures == pytest.approx({
        "transferred_share": 0.5, "contractor_utilisation": 4 / 96, "supervision_share": 1 / 192,
        "contract_cost_per_matter": (400 + 60) / 4,
    })  # fmt: skip


def test_without_a_price_there_is_no_cost_and_without_contractors_nothing(simulate):
    run = played(simulate)

    assert "contract_cost_per_matter" not in contract_measures(run, busy_ms(run)[1])
    assert contract_measures(replace(run, contractors=no_contractors()), None) == {}
    assert cost_measures(run, busy_ms(run)[1]) == {}


def test_a_matter_costs_what_people_on_duty_and_contractors_cost(simulate):
    run = played(simulate, costs=np.array([10.0, 20.0]), price_per_hour=100.0)

    # 96 hours at 10 and at 20 yuan, 4 hours at 100, for 4 matters
    assert cost_measures(run, busy_ms(run)[1]) == {"cost_per_matter": (96 * 30 + 400) / 4}


def test_a_contractors_time_is_outside_and_its_people_are_none_of_ours(simulate):
    run = played(simulate)
    worked, scheduled = busy_ms(run)

    # the second one waits for two hours there and is handled for two, then checked here for half an hour
    assert split_ms(run)[1, PARTS.index("outside")] == 4 * MS_PER_HOUR
    assert split_ms(run)[1].sum() == 4.5 * MS_PER_HOUR
    assert scheduled.size == 2
    assert worked.sum() == (2 + 2 + 0.5 + 0.5) * MS_PER_HOUR


def test_what_contractors_do_is_no_load_of_the_house(tmp_path):
    """All handling goes out; drafting and replying, 0.4 hours a matter, stay."""
    scenario = build_scenario(
        tiny(tmp_path, "+designs.sections.transfer={contractors: {park: {categories: [projects, firms]}}}").file
    )
    begin, end = scenario.horizon.window_ms
    releases = [scenario.draw(seed=2026, replication=one, scale=1.0).matters.release_ms for one in range(PILOTS)]
    matters = np.mean([((release >= begin) & (release < end)).sum() for release in releases])

    assert find_load(scenario, 2026).offered["direct"] == pytest.approx(0.4 * matters)

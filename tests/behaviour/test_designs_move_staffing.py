"""Fewer posts, shares of time, and what units cost the offices that they face, each switched alone, move what they are
about, on the same matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from switches import measured, overrides_of
from switches_of_staffing import STAFFING
from tiny import tiny_file

from experiments.configuring import configure
from scenarios.building import build_scenario

OVERRIDES = (
    "institution.staff.officer=8", "window.cap=2021-12-31", "demand.types.directive.per_year=1000",
    "demand.types.request.ask_share=1", "demand.types.directive.ask_share=0.3", "demand.contact_weeks=1",
    "+demand.office_desks={staff: 1, reply_hours: {mean: 2}}",
)  # fmt: skip


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, float]]:
    path: Path = tiny_file(tmp_path_factory.mktemp("staffing"))
    scenario = build_scenario(configure([f"scenario={path}", *OVERRIDES, *overrides_of(STAFFING)]).file)
    return measured(scenario, STAFFING)


@pytest.mark.parametrize("name", STAFFING)
def test_the_option_moves_what_it_is_about(measures, name):
    switch = STAFFING[name]
    before, after = measures[switch.than][switch.measure], measures[name][switch.measure]

    assert switch.is_borne_out(before, after), (before, after)


def test_the_same_matters_ask_the_same_of_fewer(measures):
    """Nothing is left out of their work: what waits longer is done as well, by the end of the year."""
    assert measures["fewer"]["matters_released"] == measures["sections"]["matters_released"]
    assert measures["fewer"]["completion_share"] == measures["sections"]["completion_share"] == 1

"""Each option of `supervision` and `incentives`, switched alone, moves what it is about, on the same matters.

A small bureau with many errors, of which some come back, played once: enough for a direction, far too little for a
finding. What is promised of any workload is held to as well: who makes and catches how much, and what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from pathlib import Path

import pytest
from switches_of_quality import BASES, QUALITY
from tiny import tiny_file

from experiments.configuring import configure
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import read_design
from experiments.theory.formulas.screens import majority_share, passed_by_either, passed_in_chain
from scenarios.building import build_scenario

OVERRIDES = (
    "institution.abilities={error_rate: 0.3, error_rate_elsewhere: 0.3}", "institution.staff.officer=8",
    "demand.types.directive.per_year=1500", "demand.types.request.per_year=1000", "demand.rounds=3",
    "window.cap=2021-12-31",
    *(f"+demand.types.{kind}.returns={{error_share: 0.5, days: {{mean: 10}}, rounds: 2}}"
      for kind in ("directive", "request")),
)  # fmt: skip


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, float]]:
    """The measures of all designs by name, of one replication; all of them are played on the same matters."""
    path: Path = tiny_file(tmp_path_factory.mktemp("quality"))
    blocks = BASES | {name: f"{{like: {switch.than}, {switch.change}}}" for name, switch in QUALITY.items()}
    designs = [f"+designs.{name}={block}" for name, block in blocks.items()]
    scenario = build_scenario(configure([f"scenario={path}", *OVERRIDES, *designs]).file)
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    prepare_compiled_engine()
    return {name: read_design(scenario, name, workload, "compiled").measures for name in ("sections", *blocks)}


@pytest.mark.parametrize("name", QUALITY)
def test_the_option_moves_what_it_is_about(measures, name):
    measure, _, way = QUALITY[name].moves.rpartition(" ")
    before, after = measures[QUALITY[name].than][measure], measures[name][measure]

    assert {"<": after < before, ">": after > before, "!": after != before}[way], (before, after)


def test_what_is_not_switched_does_not_move(measures):
    assert measures["unscored"] | {"rounds_used_up_share": 0} == measures["sections"] | {"rounds_used_up_share": 0}


@pytest.mark.parametrize("name", ["sections", "twice", "audited"])
def test_what_was_caught_where_adds_up(measures, name):
    found = measures[name]

    parts = sum(found[f"caught_by_{who}_share"] for who in ("checks", "signatures", "audits"))
    assert found["caught_share"] == pytest.approx(parts)
    assert 0 < found["caught_share"] < 1


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("checked", passed_in_chain([0.6])), ("twice", passed_in_chain([0.6] * 2)),
        ("overruled", passed_by_either([0.6] * 2)), ("voted", 1 - majority_share([0.6] * 3)),
    ],
)  # fmt: skip
def test_checks_catch_what_their_formula_says(measures, name, passed):
    """In the rounds that are not the last one, of the matters that are signed. Bands of four standard errors.

    Of the errors of a round, checks return all but those that pass, the signature sees all of these.
    """
    found = measures[name]
    signed, checked = found["caught_by_signatures_share"], found["caught_by_checks_share"]

    share, number = signed / (signed + checked), found["matters_released"] * 0.2
    assert share == pytest.approx(passed, abs=4 * sqrt(passed * (1 - passed) / number))

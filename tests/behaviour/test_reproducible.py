"""The same seed gives the same matters and the same traces to the last bit, whatever else is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import numpy as np
import pytest
import tiny as one_scenario

from analysis.measures.played import Played
from experiments.comparing import compare
from experiments.configuring import Configuration, configure
from experiments.playing import play
from scenarios.building import build_scenario

NEVER_COMES = (
    "+demand.types.never={per_year: 0, from_offices: true, work_hours: {mean: 5}, further_needs: [1, 1], "
    "views_share: 0.5, views_days: {mean: 3}, duplicated: true, decisions: [0, 0, 1], deadline_days: 3}"
)
THIRD = "+designs.third={units: {by: whole}, data: {transit_hours: 9}}"


tiny = cache(one_scenario.tiny)
"""The configuration of the tiny scenario in a folder; the same words are not read again."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tiny")


def played(configuration: Configuration, design: str, replication: int = 0) -> Played:
    scenario = build_scenario(configuration.file)
    workload = scenario.draw(seed=configuration.file.seed, replication=replication, scale=1.0)
    return play(scenario, design, workload, "simpy")


def same(one: Played, other: Played) -> bool:
    """Whether plans and traces are equal, column by column, to the last bit."""
    return all(np.array_equal(a, b) for a, b in zip(columns(one), columns(other), strict=True))


def columns(played: Played) -> Iterator[np.ndarray]:
    for table in (played.plan.steps, played.plan.edges, played.plan.matters, played.trace):
        yield from (np.asarray(getattr(table, column.name)) for column in fields(table))


def readings(configuration: Configuration) -> dict[str, list[dict[str, float]]]:
    found = compare(configuration).readings
    return {design: [reading.measures for reading in many] for design, many in found.items()}


@pytest.mark.parametrize("design", ["sections", "modules"])
def test_the_same_seed_gives_the_same_trace(folder, design):
    assert same(played(tiny(folder), design), played(tiny(folder), design))


def test_another_seed_and_another_replication_give_other_traces(folder):
    one = played(tiny(folder), "sections")

    assert not same(one, played(tiny(folder, "seed=2027"), "sections"))
    assert not same(one, played(tiny(folder), "sections", replication=1))


def test_one_more_design_changes_no_trace(folder):
    more = tiny(folder, THIRD)

    assert list(more.file.designs) == ["sections", "modules", "third"]
    assert same(played(tiny(folder), "modules"), played(more, "modules"))
    assert not same(played(tiny(folder), "modules"), played(more, "third"))


def test_one_more_type_that_never_comes_changes_no_trace(folder):
    more = tiny(folder, NEVER_COMES)

    assert list(more.file.demand.types) == ["directive", "request", "never"]
    assert same(played(tiny(folder), "modules"), played(more, "modules"))


def test_one_more_type_that_comes_changes_no_draw_of_the_others(folder):
    """It queues with them, so the trace changes; the matters of the other types come and ask as before."""
    few, more = (
        build_scenario(tiny(folder, *overrides).file).draw(seed=2026, replication=0, scale=1.0)
        for overrides in ((), (NEVER_COMES.replace("per_year: 0", "per_year: 500"),))
    )
    mine, needs = more.matters.type < 2, more.matters.type[more.needs.matter] < 2

    assert mine.sum() < mine.size
    for column in ("type", "ordinal", "release_ms", "deadline_ms", "decision", "office", "misdirected"):
        assert np.array_equal(getattr(few.matters, column), getattr(more.matters, column)[mine]), column
    for column in ("place", "function", "work_hours", "views_ms", "errors"):
        assert np.array_equal(getattr(few.needs, column), getattr(more.needs, column)[needs]), column


def test_a_larger_volume_keeps_the_matters_that_there_were(folder):
    """The same points of a unit-rate process are stretched: the i-th matter comes earlier and asks the same."""
    scenario = build_scenario(tiny(folder).file)
    few, many = (scenario.draw(seed=2026, replication=0, scale=scale) for scale in (1.0, 1.5))

    for kind in (0, 1):
        work = [
            table.needs.work_hours[
                (table.matters.type[table.needs.matter] == kind) & (table.needs.place == 0)
            ][np.argsort(table.matters.ordinal[table.matters.type == kind])]
            for table in (few, many)
        ]  # fmt: skip
        assert 0 < work[0].size < work[1].size
        assert np.array_equal(work[0], work[1][: work[0].size])


def test_designs_in_another_order_give_the_same_readings(folder, tmp_path):
    text = (folder / "tiny.yaml").read_text(encoding="utf-8")
    head, body = text.split("designs:\n")
    sections, modules = body.split("  modules:\n")
    (tmp_path / "turned.yaml").write_text(f"{head}designs:\n  modules:\n{modules}{sections}", encoding="utf-8")

    turned = configure([f"scenario={tmp_path / 'turned.yaml'}"])

    assert list(turned.file.designs) == ["modules", "sections"]
    assert readings(turned) == readings(tiny(folder))


def test_more_replications_begin_with_the_same_ones(folder):
    two, five = readings(tiny(folder)), readings(tiny(folder, "replications=5"))

    assert {design: many[:2] for design, many in five.items()} == two
    assert len(five["sections"]) == 5


def test_one_more_design_and_a_type_that_never_comes_change_no_reading(folder):
    more = readings(tiny(folder, THIRD, NEVER_COMES))

    assert {design: more[design] for design in ("sections", "modules")} == readings(tiny(folder))


def test_two_designs_that_are_the_same_under_two_names_differ_by_exactly_0(folder):
    found = compare(tiny(folder, "+designs.twin={like: modules}", "replications=3")).result

    twins = {(row["design"], row["measure"]): row for row in found["differences"]}
    measures = {measure for design, measure in twins if design == "twin"}
    assert measures == {measure for design, measure in twins if design == "modules"}
    assert all(twins["twin", name] | {"design": ""} == twins["modules", name] | {"design": ""} for name in measures)

    like_baseline = compare(tiny(folder, "+designs.again={like: sections}", "replications=3")).result["differences"]
    zero = {"mean": 0.0, "low": 0.0, "high": 0.0}
    rows = [row for row in like_baseline if row["design"] == "again"]
    assert rows
    assert all({name: row[name] for name in zero} == zero for row in rows)
    assert all(row["relative"] in (zero, None) for row in rows)


def test_a_comparison_made_again_is_the_same(folder):
    one, other = (compare(tiny(folder, "demand.load=0.4", "load_axis={loads: [0.3, 0.4], replications: 2}",
                                "capacity={replications: 2, tolerance: 0.2}")).result for _ in range(2))  # fmt: skip

    assert one == other
    assert one["load_axis"]["loads"] == [0.3, 0.4]
    assert set(one["capacity"]["designs"]) == {"sections", "modules"}

"""Outcomes that a plan asks for: streams by name alone, read by ordinal, the same whatever else is drawn."""

import numpy as np
import pytest
from tiny import tiny

from scenarios.building import build_scenario
from sim.workload.draws import uniforms_of
from sim.workload.outcomes import Outcomes

MORE = ("+demand.types.directive.in_hand=20", "+demand.types.directive.duplicated=true", "+demand.duplicates.share=0.3")


@pytest.fixture(scope="module")
def workload(tmp_path_factory):
    scenario = build_scenario(tiny(tmp_path_factory.mktemp("outcomes"), *MORE).file)
    return scenario.draw(seed=7, replication=3, scale=1.0)


def test_each_matter_reads_the_stream_of_its_type_at_its_ordinal(workload):
    """Originals, twins and what was in hand apart: a twin at the ordinal of its original."""
    matters, uniforms = workload.matters, uniforms_of(7, 3)
    drawn = workload.outcomes.of_matters("check_catches", "1/0")

    for rows, name in (
        ((matters.type == 0) & (matters.twin_of < 0) & ~matters.in_hand, "directive"),
        ((matters.type == 1), "request"),
        (matters.twin_of >= 0, "directive/twin"),
        (matters.in_hand, "directive/in_hand"),
    ):
        assert rows.any()
        ordinal = matters.ordinal[rows]
        assert np.array_equal(drawn[rows], uniforms(f"check_catches/{name}/1/0", ordinal.max() + 1)[ordinal])


@pytest.mark.parametrize(
    ("place", "again", "name"),
    [("", 0, "return/request"), ("", 2, "return/request/again/2"), ("0/1", 1, "return/request/0/1/again/1")],
)
def test_what_comes_back_has_streams_of_its_own(place, again, name, workload):
    rows = workload.matters.type == 1

    drawn = workload.outcomes.of_matters("return", place, again=again)[rows]

    ordinal = workload.matters.ordinal[rows]
    assert np.array_equal(drawn, uniforms_of(7, 3)(name, ordinal.max() + 1)[ordinal])


def test_people_have_one_each(workload):
    assert np.array_equal(workload.outcomes.of_people("effort", 5), uniforms_of(7, 3)("effort", 5))


def test_a_workload_without_outcomes_says_so():
    with pytest.raises(LookupError, match="without the outcomes 'effort' of 3"):
        Outcomes().of_people("effort", 3)

"""How patience and urgency are drawn: from streams of their own, which move no other draw."""

from dataclasses import fields

import numpy as np
import pytest
from tiny import tiny

from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.calendar import MS_PER_DAY
from sim.workload.tables import MatterTable

PATIENT = (
    "+demand.types.request.patience={share: 0.5, days: {mean: 3, shape: deterministic}, complains_share: 0.4, "
    "complaint_hours: {mean: 2, shape: deterministic}}"
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The matters of the tiny scenario without and with patience and urgency."""
    folder = tmp_path_factory.mktemp("drawn")
    overrides = ((), (PATIENT, "+demand.types.directive.urgent_share=0.3"))
    return [build_scenario(tiny(folder, *one).file).draw(seed=3, replication=0, scale=1.0).matters for one in overrides]


def test_new_streams_move_no_other_draw(drawn):
    before, after = drawn
    new = {"urgent", "patience_ms", "complains", "complaint_hours", "stays"}

    for column in fields(MatterTable):
        if column.name not in new:
            assert np.array_equal(getattr(before, column.name), getattr(after, column.name)), column.name


def test_a_share_of_one_type_has_so_much_patience_and_a_share_of_these_complains(drawn):
    after = drawn[1]
    limited = after.patience_ms < NEVER

    assert (after.type[limited] == 1).all()
    assert 0.4 < limited[after.type == 1].mean() < 0.6
    assert (after.patience_ms[limited] == 3 * MS_PER_DAY).all()
    assert not (after.complains & ~limited).any()
    assert 0.2 < after.complains[limited].mean() < 0.6
    assert (after.complaint_hours == np.where(after.complains, 2.0, 0.0)).all()
    assert not after.stays.any()


def test_a_share_of_the_other_type_is_urgent(drawn):
    before, after = drawn

    assert not before.urgent.any()
    assert (after.type[after.urgent] == 0).all()
    assert 0.2 < after.urgent[after.type == 0].mean() < 0.4


def test_a_larger_share_keeps_those_who_were_impatient_before(drawn, tmp_path):
    more = build_scenario(tiny(tmp_path, PATIENT.replace("share: 0.5, days", "share: 0.8, days")).file)
    matters = more.draw(seed=3, replication=0, scale=1.0).matters

    assert (matters.patience_ms[drawn[1].patience_ms < NEVER] < NEVER).all()

"""An informal layer that has grown back: who passes through it, what it costs and what it takes off heads; by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from houses import matter, need, officers
from towns import A1, planned
from worlds import done, log

from sim.levers.arranging.informal_layer import InformalLayer
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.territory import Territory
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.trace import NOT_YET
from sim.workload.demand import Decision

LAYER = InformalLayer(share=0.5, hours=0.5, takes=0.75)


def through(uniform: float, **rest: object):
    """Return a matter of two sections with this uniform."""
    return matter(
        need("b0c0", 1.0), need("b1c0", 1.0), site=A1, informal=uniform, decision=Decision.NON_CORE, **rest
    )  # fmt: skip


LAYERED = Levers(
    units=Units(by="bureau"), membership=Membership(heads="one_each"), territory=Territory(informal_layer=LAYER),
    coordination=Coordination(order="countersign", heads_countersign=True), data=Data(transit_hours=1.0),
    authority=Authority(assigns=("head",)),
)  # fmt: skip
HOURS = Procedure(draft_hours=0.25, assign_hours=0.4, countersign_hours=0.2)


def test_a_matter_that_passes_through_the_layer_is_handed_over_twice_more_and_costs_heads_less():
    """A quarter of the head's hours remains: 0.1 of 0.4 and 0.05 of 0.2."""
    built = planned(officers(4), [through(0.4)], LAYERED, procedure=HOURS)

    assert [(kind, place, pytest.approx(hours)) for kind, place, hours in built.steps()] == [
        ("draft", "section_b0", 0.25), ("assign", "section_b0", 0.1),
        ("hand_over", "", 1.0), ("relay", "informal_layer", 0.5), ("hand_over", "", 1.0),
        ("handle", "section_b0", 1.0), ("hand_over", "", 1.0), ("handle", "section_b1", 1.0),
        ("countersign", "section_b1", 0.05), ("hand_over", "", 1.0), ("join", "", 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"uniform": 0.5}, {"uniform": 0.4, "in_hand": True}])
def test_the_others_and_what_is_in_hand_do_not_pass_through_it(change):
    built = planned(officers(4), [through(**change)], LAYERED, procedure=HOURS)

    assert "relay" not in [kind for kind, _, _ in built.steps()]


def test_what_lies_nowhere_does_not_pass_through_it():
    built = planned(officers(4), [replace(through(0.0), site=-1)], LAYERED, procedure=HOURS)

    assert "relay" not in [kind for kind, _, _ in built.steps()]


def test_officers_of_the_layer_relay_before_they_do_their_units_work(simulate):
    """p1 is drawn: at 1 two steps wait for them, and the relay comes first. p0 is busy until 9."""
    matters = [matter(need("b0c0", 9.0)), matter(need("b0c0", 1.0)), matter(need("b0c0", 1.0), at=0.5),
               matter(need("b0c0", 1.0), at=0.75, site=A1, informal=0.0)]  # fmt: skip
    levers = Levers(territory=Territory(informal_layer=LAYER))
    built = planned(officers(2), matters, levers)

    trace = simulate(built.plan)

    assert built.steps(3) == [("relay", "informal_layer", 0.5), ("handle", "all", 1.0)]
    assert log(trace).steps == [
        done(0, 0, 9, by=0), done(0, 0, 1, by=1), done(0.5, 1.5, 2.5, by=1), done(0.75, 1, 1.5, by=1),
        done(1.5, 2.5, 3.5, by=1),
    ]  # fmt: skip
    assert (trace.person != NOT_YET).all()


def test_a_layer_without_work_of_its_own_only_delays():
    levers = replace(LAYERED, territory=Territory(informal_layer=replace(LAYER, hours=0.0)))
    built = planned(officers(4), [through(0.4)], levers, procedure=HOURS)

    assert [kind for kind, _, _ in built.steps()][:5] == ["draft", "assign", "hand_over", "hand_over", "handle"]

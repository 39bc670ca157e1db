"""A lever that is not touched changes nothing."""

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, build, expecting, house, matter, need, officers

from sim.levers.authority import Authority, route_authority
from sim.levers.command import Command, route_command
from sim.levers.coordination import Coordination, route_coordination
from sim.levers.counterparts import Counterparts, set_counterparts
from sim.levers.data import Data, set_data
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement, Route, Settings
from sim.levers.task_force import TaskForces, arrange_task_force
from sim.levers.transfer import Transfer, arrange_transfer
from sim.levers.units import Units, arrange_units

INSTITUTION = house([*DEPUTIES, *officers(3), CHIEF])
EXPECTED = expecting(INSTITUTION)
WHOLE = Arrangement.whole(INSTITUTION)


def test_before_any_lever_one_unit_does_everything_and_leaders_have_a_desk_of_their_own():
    assert [unit.name for unit in WHOLE.units] == ["all"]
    assert WHOLE.unit_of_function.tolist() == [0, 0, 0, 0]
    assert WHOLE.unit_of_person.tolist() == [-1, -1, 0, 0, 0, -1]
    assert WHOLE.rank_of_person.tolist() == [3, 3, 1, 1, 1, 4]
    assert WHOLE.order == "in_order"


@pytest.mark.parametrize(
    "arrange",
    [lambda: arrange_units(WHOLE, Units(), INSTITUTION, EXPECTED),
     lambda: arrange_membership(WHOLE, Membership(), INSTITUTION, EXPECTED),
     lambda: arrange_transfer(WHOLE, Transfer(), INSTITUTION, EXPECTED),
     lambda: arrange_task_force(WHOLE, TaskForces(), INSTITUTION, EXPECTED)],
    ids=["units", "membership", "transfer", "task_force"],
)  # fmt: skip
def test_a_default_leaves_the_arrangement_as_it_is(arrange):
    arranged = arrange()

    for column in fields(Arrangement):
        assert np.array_equal(getattr(arranged, column.name), getattr(WHOLE, column.name)), column.name


def test_a_default_leaves_the_route_as_it_is():
    without_deputies = house(officers(3))
    whole, expected = Arrangement.whole(without_deputies), expecting(without_deputies)

    assert route_coordination(Route(), Coordination(), whole) == Route()
    assert route_authority(Route(), Authority(), whole, without_deputies, expected) == Route()
    assert route_command(Route(), Command(), whole) == Route()


def test_where_there_are_deputies_a_default_says_who_is_in_charge_and_asks_nothing_of_them():
    route = route_authority(Route(), Authority(), WHOLE, INSTITUTION, EXPECTED)

    assert replace(route, deputy_of_function=None) == Route()
    assert route.deputy_of_function.tolist() == [0, 0, 0, 0]


def test_a_default_leaves_the_settings_as_they_are():
    assert set_data(Settings(), Data(), WHOLE) == Settings()
    assert set_counterparts(Settings(), Counterparts(), WHOLE) == Settings()


def test_counterparts_at_their_default_leave_what_data_has_set():
    settings = set_data(Settings(), Data(transit_hours=3.0, repeat_share=0.5, repeat_hours=1.0), WHOLE)

    assert set_counterparts(settings, Counterparts(), WHOLE) == settings


def test_a_design_without_levers_hands_a_matter_to_the_whole_house():
    built = build(INSTITUTION, [matter(need("b0c0", 2), need("b1c1", 1))])

    assert built.steps() == [("handle", "all", 2.0), ("handle", "all", 1.0)]

"""Lever `dispatch`: what its options come to, which units are asked next, and what contradicts itself."""

import numpy as np
import pytest
from houses import DEPUTIES, expecting, house, officers, person

from sim.errors import DesignError, InputError, UnknownName
from sim.institution import Rank, Title
from sim.levers.coordination import Coordination
from sim.levers.design import Design, Levers, organise
from sim.levers.dispatch import Dispatch, Escalation, Reminders
from sim.levers.membership import Membership
from sim.levers.routing.broadcasting import Broadcasting
from sim.levers.routing.dispatching import Dispatching, Watch
from sim.levers.units import Units
from sim.workload.expectations import Expectations
from sim.workload.laws import Law
from sim.workload.patience import Patience

THREE = {"f": ("b0", "c0"), "g": ("b1", "c0"), "h": ("b2", "c1")}
SECTIONS = Units(by="bureau")


def dispatching(dispatch, *, staff=None, functions=THREE, expected=None, **levers) -> Dispatching:
    """What the lever comes to in a house of a section for each bureau."""
    institution = house(staff or officers(4), functions)
    design = Design(
        name="tried", title=Title(zh="一", en="one"), levers=Levers(units=SECTIONS, dispatch=dispatch, **levers)
    )
    return organise(design, institution, expected or expecting(institution)).route.dispatching


def test_by_default_nothing_is_dispatched_in_any_way():
    found = dispatching(Dispatch())

    assert (found.urgent_first, found.interrupts, found.watches, found.relays) == (False, False, (), ())
    assert (found.ageing_days, found.overflow_days, found.overflow_units, found.lost) == (None, None, None, False)


def test_reminders_and_orders_are_told_in_the_order_of_their_times():
    found = dispatching(
        Dispatch(
            reminders=Reminders(after_days=2, every_days=3, times=2, by="officer", hours=0.5),
            escalates=Escalation(after_days=4, by="deputy", hours=0.25),
        ),
        staff=[*DEPUTIES, *officers(4)],
    )

    assert found.watches == (
        Watch(after_days=2, orders=False, rank=Rank.OFFICER, hours=0.5),
        Watch(after_days=4, orders=True, rank=Rank.DEPUTY, hours=0.25),
        Watch(after_days=5, orders=False, rank=Rank.OFFICER, hours=0.5),
    )


def test_without_a_distance_of_their_own_reminders_follow_each_other_like_the_first():
    found = dispatching(Dispatch(reminders=Reminders(after_days=2, times=3, by="officer")))

    assert [watch.after_days for watch in found.watches] == [2, 4, 6]


def test_a_digital_dispatch_relays_nothing_and_takes_no_time_of_leaders():
    found = dispatching(
        Dispatch(
            digital=True, relay="layers", relay_ranks=("deputy", "officer"), relay_hours=1,
            escalates=Escalation(after_days=1, hours=2),
        ),
        staff=[*DEPUTIES, *officers(4)],
    )  # fmt: skip

    assert (found.relays, found.assigns_at_once, found.watches[0].hours) == ((), True, 0.0)


def shared(pairs):
    """Expectations of three functions, with an hour each, that share so many matters a year."""
    together = np.zeros((3, 3))
    for (one, other), number in pairs.items():
        together[one, other] = together[other, one] = number
    return Expectations(hours=np.array([6.0, 4.0, 3.0]), together=together)


@pytest.mark.parametrize(
    ("by", "number", "units"),
    [
        ("kin", 2, [[2, 1], [2, 0], [0, 1]]),  # f and h share 7, g and h 2, f and g 1
        ("kin", 1, [[2], [2], [0]]),
        ("least_loaded", 2, [[2, 1], [0, 2], [0, 1]]),  # f has 6 hours for two posts, g 4 for one, h 3 for one
    ],
)
def test_the_next_unit_is_the_one_with_most_matters_in_common_or_with_least_to_do(by, number, units):
    expected = shared({(0, 2): 7.0, (1, 2): 2.0, (0, 1): 1.0})
    found = dispatching(Dispatch(overflow_days=1, overflow_to=by, overflow_units=number), expected=expected)

    # posts: each section one, the fourth to the one with most hours, which is f's; 3, 4 and 3 hours a post
    assert found.overflow_units.tolist() == units


@pytest.mark.parametrize(
    ("called_by", "unit"), [(None, 0), ("g", 1), ("h", 2), ("c1", 2), ("c0", 0)],
)  # fmt: skip
def test_a_broadcast_begins_in_the_unit_that_is_named_by_its_business_or_in_the_largest(called_by, unit):
    expected = shared({})
    found = dispatching(Dispatch(broadcast=Broadcasting(called_by=called_by)), expected=expected)

    assert found.broadcast_unit == unit


@pytest.mark.parametrize(
    ("dispatch", "levers", "words"),
    [
        (Dispatch(lost=True), {}, "dispatch.lost=true loses what nobody takes within overflow_days, but there is none"),
        (Dispatch(overflow_days=1, overflow_units=0), {}, "dispatch.overflow_units=0 asks no other unit"),
        (Dispatch(overflow_days=1, overflow_units=3), {}, "dispatch.overflow_units=3 asks so many .* there are 2"),
        (Dispatch(relay="layers"), {}, "dispatch.relay=layers has no relay_ranks"),
        (Dispatch(relay="layers", relay_ranks=("head",)), {}, "dispatch.relay_ranks asks for the head of a unit"),
        (Dispatch(reminders=Reminders(after_days=1)), {}, "dispatch.reminders.by asks for the head of a unit"),
        (Dispatch(escalates=Escalation(after_days=1)), {}, "dispatch.escalates.by asks for rank 'deputy'"),
        (
            Dispatch(reminders=Reminders(after_days=0, times=2, by="officer")), {},
            "dispatch.reminders.times=2 with after_days=0 would remind at once",
        ),
        (
            Dispatch(overflow_days=1), {"coordination": Coordination(order="case_officer")},
            "dispatch.overflow_days gives a matter to another unit's people, coordination.order=case_officer",
        ),
        (
            Dispatch(overflow_days=1), {"membership": Membership(track="dual", team_posts=1)},
            "between units that have functions, but 'team_c0' has none",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_the_house_is_refused(dispatch, levers, words):
    staff = [person(f"p{index}", "c0", "c1") for index in range(6)]  # so that each may belong to a team

    with pytest.raises(DesignError, match=words):
        dispatching(dispatch, staff=staff, **levers)


def test_business_that_nobody_knows_begins_no_broadcast():
    with pytest.raises(
        UnknownName, match=r"called_by='hh' is no function, and no category with one\. Did you mean 'h'"
    ):
        dispatching(Dispatch(broadcast=Broadcasting(called_by="hh")))


def test_layers_without_a_fan_out_are_refused():
    with pytest.raises(DesignError, match=r"broadcast\.by=layers has no fan_out"):
        Broadcasting(by="layers")


def test_who_stays_and_never_complains_is_refused():
    with pytest.raises(InputError, match="patience has stays=true and complains_share=0"):
        Patience(share=0.5, days=Law(mean=1.0), stays=True)

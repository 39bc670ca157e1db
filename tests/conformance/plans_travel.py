"""Plans of the kit on travel: ways there and back, where people are, and who is nearest.

A function is named as its plan; the first line of its docstring says in the kit's README what it shows.
"""

from __future__ import annotations

from conformance.shown import shown
from worlds import OFFICE, clerk, sessions, small_plan, step
from worlds_further import along_a_road, further, ways
from worlds_provisions import line, provided

from sim.plan.plan import Plan

ROAD = along_a_road(0, 10, 30)
"""Sites 0, 1 and 2, at 10 km an hour: an hour from 0 to 1, two from 1 to 2, three from 0 to 2."""


@shown
def there_and_back() -> Plan:
    """Some are bound until back, some go on from there, called back by the desk; others do not travel (rule 7)."""
    visited = [(0, 1), (0, 2), (1, None), (2, 1), (3, 1)]
    matters = [(at, [step(1, unit=unit)]) for unit in range(3) for at, _ in visited]
    visits = {5 * unit + row: site for unit in range(3) for row, (_, site) in enumerate(visited) if site is not None}
    return small_plan(
        [clerk(0), clerk(1), clerk(2)], matters, ways=ways([[2, 10, 30], [15, 5, 20], [30, 20, 0]]),
        **further(visits=visits, travellers={0: (0, 10, True), 1: (0, 10, False)}),
    )  # fmt: skip


@shown
def ways_over_a_closing() -> Plan:
    """Ways run in office hours; who is free at an opening is at the base, who is at work then is not (rule 7)."""
    matters = [(10, [step(2)]), (16, [step(1)]), (42, [step(1)]), (8, [step(1.5, unit=1)]), (11, [step(1, unit=1)]),
               (12, [step(0.5, unit=1)]), (40, [step(3, unit=1)]), (41, [step(1, unit=1)])]  # fmt: skip
    return small_plan(
        [clerk(0, calendar=OFFICE), clerk(1, calendar=OFFICE)], matters, ways=ROAD,
        **further(visits={0: 2, 2: 1, 3: 1, 4: 2, 5: 2, 6: 1, 7: 2}, travellers={0: (0, 10, True), 1: (0, 10, False)}),
    )  # fmt: skip


@shown
def rounding_of_ways() -> Plan:
    """Work, set-up and way are rounded together, a way back by itself; a visit may have no length (rules 1, 7)."""
    part = 0.4 / 3_600_000
    matters = [(0, [step(part)]), (1, [step(0)]), (5, [step(1, category=0)]), (8, [step(0.5, category=1)]),
               (20, [step(1)])]  # fmt: skip
    return small_plan(
        [clerk(0, skill=(3, 0.5))], matters, setup=0.25, ways=along_a_road(0, 7 * part, 10), end=21,
        **further(visits={0: 1, 1: 2, 2: 2, 3: 2, 4: 2}, travellers={0: (0, 7, True)}),
    )  # fmt: skip


@shown
def crews_on_their_way() -> Plan:
    """Each comes from where they are, the slowest decides, each goes back or stays until an opening (rules 7, 9)."""
    people = [clerk(0, calendar=sessions((0, 4), (6, 20))), clerk(1), clerk(2)]
    matters = [(0, [step(1)]), (6, [step(1)]), (6, [step(1, unit=1)]), (9, [step(1, unit=1)]), (10, [step(1, unit=2)])]
    plan = small_plan(
        people, matters, ways=ROAD,
        **further(visits={0: 1, 1: 1, 2: 1, 3: 2}, travellers={0: (0, 10, False), 1: (0, 2, False), 2: (2, 10, True)}),
    )  # fmt: skip
    return provided(plan, crews={0: [line(0), line(1)], 3: [line(1), line(2)]})


@shown
def visits_interrupt_and_return() -> Plan:
    """A visit may interrupt the desk, which waits for the return; what is gone on with takes no way (rules 7, 10)."""
    matters = [(0, [step(4)]), (1, [step(1, priority=0)]), (0, [step(4, unit=1)]), (1, [step(1, unit=1, priority=0)]),
               (2, [step(0.5, unit=1, priority=-1)]), (2, [step(0.5, unit=1)])]  # fmt: skip
    return small_plan(
        [clerk(0), clerk(1)], matters, ways=ROAD,
        **further(visits={1: 1, 3: 1, 5: 1}, travellers={0: (0, 10, True), 1: (0, 10, False)}, preempts=[1, 3, 4]),
    )  # fmt: skip


@shown
def nearest_of_several() -> Plan:
    """The nearest in ms goes, then the longest idle; behind first choices, and not for work at the desk (rule 6)."""
    people = [clerk(0), clerk(0), clerk(0, 1), clerk(1, 0)]
    matters = [(0, [step(1)]), (0, [step(0.5)]), (0.25, [step(2, unit=1)]), (5, [step(1)]), (5.25, [step(1)]),
               (12, [step(1)]), (12, [step(1)]), (12, [step(1)]), (20, [step(1, unit=1)])]  # fmt: skip
    travellers = {0: (0, 10, False), 1: (2, 20, False), 2: (0, 10, True), 3: (1, 10, True)}
    return small_plan(
        people, matters, ways=ROAD,
        **further(visits={0: 2, 1: 1, 3: 1, 5: 2, 6: 1, 7: 0, 8: 2}, travellers=travellers, nearest=[0]),
    )  # fmt: skip


@shown
def a_crew_of_the_nearest() -> Plan:
    """Line by line those who are nearest sit, where that decides who goes (rules 6, 9)."""
    bases = {0: (0, 10, False), 1: (1, 10, False), 2: (2, 10, False)}
    plan = small_plan(
        [clerk(0), clerk(0), clerk(0)], [(0, [step(1)]), (9, [step(1)])], ways=ROAD,
        **further(visits={0: 2, 1: 0}, travellers=bases, nearest=[0]),
    )  # fmt: skip
    return provided(plan, crews={0: [line(0, count=2)], 1: [line(0), line(0)]})

"""Plans of the kit on hours, lags, durations, guards, the key and the end, which every plan needs.

A function is named as its plan; the first line of its docstring says in the kit's README what it shows. The file is
long because it is a list.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from conformance.shown import shown
from worlds import OFFICE, clerk, haste, ms, sessions, small_plan, step, wait

from sim.plan.plan import Guard, Kind, Plan

ON_ERROR, IF_FINE = Guard.ON_ERROR, Guard.IF_FINE
AT_DESK = clerk(0, calendar=OFFICE)


@shown
def worked_example() -> Plan:
    """The example by hand of docs/model.md, part 10: a rework, signing times, set-up, lunch and a wait outside."""
    office = sessions(*((24 * day + begin, 24 * day + end) for day in range(3) for begin, end in ((8, 12), (14, 18))))
    signing = sessions(*((24 * day + begin, 24 * day + begin + 0.5) for day in range(3) for begin in (10, 16)))
    first = [
        step(3, category=0, chance=0.05),
        step(0.5, rank=2, priority=0, calendar=0, kind=Kind.SIGN),
        step(1, category=0, chance=0.4),
        step(0.5, rank=2, priority=0, calendar=0, kind=Kind.SIGN),
        step(0.5, kind=Kind.REPLY),
    ]
    plan = small_plan(
        [clerk(0, calendar=office, errs=(0.1, 0.1)), clerk(0, calendar=office, rank=2, skill=(1, 0.5))],
        [(8, first), (9, [step(0.75, category=1)]), (9, [wait(3, calendar=1), step(1, category=0)])],
        edges=[(0, 1), (1, 2, ON_ERROR, 0), (2, 3), (3, 4), (1, 4, IF_FINE, 0), (6, 7)],
        calendars=[signing, office], setup=0.5, end=72,
    )  # fmt: skip
    return replace(plan, steps=replace(plan.steps, attempt=np.array([1, 1, 2, 2, 1, 1, 1, 1])))


# hours --------------------------------------------------------------------------------------------


@shown
def bulk_arrivals_at_an_opening() -> Plan:
    """Who comes before, overnight and at the opening itself is matched at once, by the key (rules 2, 5, 6)."""
    first_day = ((0, 1), (6, 1), (8, 0), (8, 1), (8, 1))
    second_day = ((20, 1), (30, 0), (32, 0), (32, 1))
    matters = [(released, [step(1.5, priority=priority)]) for released, priority in (*first_day, *second_day)]
    return small_plan([AT_DESK, AT_DESK], matters)


@shown
def closing_in_mid_work() -> Plan:
    """Work goes on after lunch and overnight with its person, though a colleague is there before (rule 2)."""
    early = clerk(0, calendar=sessions((8, 12), (32, 36), (56, 60)))
    return small_plan([early, AT_DESK], [(11, [step(4)]), (11, [step(6)]), (12, [step(1)]), (32, [step(4)])])


@shown
def exact_end_at_a_closing() -> Plan:
    """What ends at a closing has ended and calls its successor then; nothing starts at a closing (rules 2, 5)."""
    people = [AT_DESK, clerk(1, calendar=sessions((8, 18)))]
    matters = [(8, [step(4), step(1, unit=1)]), (8, [step(4)]), (12, [step(1)]), (18, [step(1), step(1, unit=1)])]
    return small_plan(people, matters, edges=[(0, 1), (4, 5)], awaited=[True, True, True, False], end=40)


@shown
def absence_hole() -> Plan:
    """An absence breaks work in two, keeps its person from new work, and hands nothing over (rule 10)."""
    away = clerk(0, calendar=OFFICE.without([ms(16)], [ms(34)]))
    matters = [(14, [step(4)]), (14, [step(1)]), (15, [step(2)]), (17, [step(3)]), (33, [step(0.5)])]
    return small_plan([away, AT_DESK], matters)


@shown
def hours_that_do_not_suffice() -> Plan:
    """Work that no session is left for stays started, and what waits behind it waiting, until end_ms (rules 2, 11)."""
    return small_plan([AT_DESK], [(88, [step(8), step(1)]), (95, [step(1)])], edges=[(0, 1)], end=120)


# lags and waits -----------------------------------------------------------------------------------


@shown
def lag_in_clock_time() -> Plan:
    """A lag runs day and night, after a release as after a predecessor, and takes nobody's time (rule 3)."""
    matters = [(10, [step(1), step(1, lag=3)]), (2, [step(1, lag=1.5)]), (11, [step(2)]), (16, [step(0.5, lag=2)])]
    return small_plan([AT_DESK], matters, edges=[(0, 1)])


@shown
def lag_in_a_calendar() -> Plan:
    """A lag runs in sessions and is over at a closing; one of no length ends inside a session at once (rule 3)."""
    matters = [
        (10, [step(1), step(0.25, lag=3, calendar=0)]),
        (9, [step(1), step(0.25, lag=2, calendar=0)]),
        (12, [step(0.25, lag=1, calendar=0)]),
        (20, [step(0.25, lag=1, calendar=0)]),
        *((released, [step(0.125, calendar=1)]) for released in (9, 10.25, 10.5, 17)),
    ]
    slots = sessions((10, 10.5), (16, 16.5), (34, 34.5))
    return small_plan([clerk(0), clerk(0)], matters, edges=[(0, 1), (2, 3)], calendars=[OFFICE, slots])


@shown
def lag_that_never_ends() -> Plan:
    """Where a calendar has no session left a step stays lagging, and its successor pending (rule 3)."""
    matters = [(88, [step(1), step(1, lag=2, calendar=0), step(1)]), (95, [step(1, calendar=0)]), (0, [step(1)])]
    return small_plan([clerk(0)], matters, edges=[(0, 1), (1, 2)], calendars=[OFFICE], end=100)


@shown
def pure_wait_in_clock_time() -> Plan:
    """A pure wait takes its time, day and night, and nobody's work; branches meet behind the longer (rules 3, 8)."""
    matters = [(8, [step(1), wait(5), wait(30), step(1)]), (9, [step(4)])]
    return small_plan([AT_DESK], matters, edges=[(0, 1), (0, 2), (1, 3), (2, 3)])


@shown
def pure_wait_in_a_calendar() -> Plan:
    """A pure wait begins when it is called and runs in sessions, to a closing, or for ever (rule 3)."""
    matters = [(10, [wait(5, calendar=0)]), (10, [wait(2, calendar=0)]), (20, [wait(2, calendar=0)]),
               (88, [wait(5, calendar=0), step(1)])]  # fmt: skip
    return small_plan([clerk(0)], matters, edges=[(3, 4)], calendars=[OFFICE], end=100)


@shown
def pure_wait_of_no_length() -> Plan:
    """One of no length ends when it begins, even at night, so that what follows competes at once (rules 3, 5)."""
    matters = [(0, [step(2), wait(), wait(calendar=0), step(1, priority=0)]), (1, [step(1)]), (20, [wait(calendar=0)])]
    return small_plan([clerk(0)], matters, edges=[(0, 1), (1, 2), (2, 3)], calendars=[OFFICE])


# durations ----------------------------------------------------------------------------------------


@shown
def skill_and_rounding() -> Plan:
    """Work is divided by skill and rounded once to ms, halves up; without a category skill is 1 (rules 1, 7)."""
    people = [clerk(0, skill=(7, 0.5)), clerk(1, skill=(3, 1)), clerk(2)]
    steps = [step(1, category=0), step(1, category=1), step(1), step(1, unit=1, category=0),
             step(2.5 / 3_600_000, unit=2), step(0.4 / 3_600_000, unit=2), wait(0.5 / 3_600_000)]  # fmt: skip
    return small_plan(people, [(0, [one]) for one in steps])


@shown
def haste_by_how_many_wait() -> Plan:
    """Work shrinks and errs by how many still wait in the unit, for any rank; set-up does not shrink (rules 7, 8)."""
    people = [clerk(0, errs=(0.4, 0)), clerk(0, rank=2, calendar=sessions((10, 20))), clerk(1), clerk(1)]
    signed = (0, [step(2, rank=2)])
    handled = [(0, [step(2, category=at, chance=0.5)]) for at in (0, 0, 0, 1, 0, 1)]
    elsewhere = [(0, [step(4, unit=1)]) for _ in range(3)]
    plan = small_plan(people, [signed, *handled, *elsewhere], setup=0.5)
    return replace(plan, pressure=haste((0, 1, 0.5, 1.0), (0, 3, 0.25, 2.0), (1, 1, 0.5, 1.0)))


@shown
def set_up_on_a_change_of_category() -> Plan:
    """Set-up is that of the category turned to; none for the first, the same, or work without one (rule 7)."""
    own = [step(1, category=category) for category in (0, 0, 1, -1, 1, 0)]
    other = [step(1, unit=1, category=1), step(0, unit=1, category=0), step(1, unit=1, category=1)]
    people = [clerk(0, skill=(1, 0.5)), clerk(1)]
    return small_plan(people, [(0, [one]) for one in (*own, *other)], setup=(0.25, 0.5))


@shown
def steps_of_no_length() -> Plan:
    """They need a person and end in the next turn of the same instant, after all who fit have started (rule 5)."""
    matters = [(0, [step(0), step(0), step(0)]), (0, [step(0)]), (0, [step(1)]), (0, [step(1)]), (0, [step(0)])]
    return small_plan([clerk(0), clerk(0)], matters, edges=[(0, 1), (1, 2)])


# outcomes and guards ------------------------------------------------------------------------------


@shown
def guards_judged_by_an_earlier_step() -> Plan:
    """Signed work is handled again if the handling was in error, whatever the signature was (rule 8)."""
    people, matters, edges = [clerk(0, errs=(0.5, 0.5)), clerk(0, rank=2, errs=(0.5, 0.5))], [], []
    for chances in ((0.9, 0.1), (0.1, 0.9), (0.1, 0.1), (0.5, 0.1)):
        handle = 5 * len(matters)
        rounds = [(step(2, category=0, chance=chance), step(1, rank=2, category=1, chance=0.2)) for chance in chances]
        matters.append((0, [*rounds[0], *rounds[1], step(0.5)]))
        edges += [(handle, handle + 1), (handle + 1, handle + 2, ON_ERROR, handle), (handle + 2, handle + 3),
                  (handle + 1, handle + 4, IF_FINE, handle), (handle + 3, handle + 4)]  # fmt: skip
    return small_plan(people, matters, edges=edges)


@shown
def errors_by_person_and_category() -> Plan:
    """A step errs if its chance is below the rate of its person in its category; never without one (rule 8)."""
    people = [clerk(0, errs=(0.1, 0.9)), clerk(1, errs=(0.9, 1.0))]
    tried = ((0, 0.5), (1, 0.5), (0, 0.1), (1, 1.0), (-1, 0.0))
    matters = [(0, [step(1, unit=unit, category=at, chance=chance)]) for unit in (0, 1) for at, chance in tried]
    return small_plan(people, matters)


@shown
def chain_of_skipped_steps() -> Plan:
    """Behind a skipped step all is skipped that hangs on it alone, and a join goes on (rule 8)."""
    steps = [step(2, category=0, chance=0.9), step(1), step(1), step(1), step(1, unit=1), wait(), step(1)]
    edges = [(0, 1, ON_ERROR), (1, 2), (1, 3), (2, 3), (0, 4), (3, 5), (4, 5), (5, 6)]
    alone = [step(1, category=0, chance=0.9), step(1), wait(2)]
    return small_plan(
        [clerk(0, errs=(0.5, 0.5)), clerk(1)], [(0, steps), (0, alone)], edges=[*edges, (7, 8, ON_ERROR), (8, 9)]
    )


@shown
def guard_on_a_skipped_step() -> Plan:
    """What was skipped was neither in error nor fine; and an edge that will not be live is waited for (rule 8)."""
    first = [step(1, category=0, chance=0.9), step(1, category=0, chance=0.1), step(1), step(1), step(1), step(1)]
    edges = [(0, 1, ON_ERROR), (0, 2), (2, 3, ON_ERROR, 1), (2, 4, IF_FINE, 1), (2, 5)]
    second = [step(1), step(6, unit=1, category=0, chance=0.9), step(1)]
    return small_plan(
        [clerk(0, errs=(0.5, 0.5)), clerk(1, errs=(0.5, 0.5))], [(0, first), (0, second)],
        edges=[*edges, (6, 8), (7, 8, ON_ERROR)],
    )  # fmt: skip


@shown
def wait_for_another_matters_step() -> Plan:
    """A twin is answered from the first answer, and not before it has come in itself (rules 3, 8)."""
    twin = [wait(), step(1, unit=1)]
    matters = [(0, [step(2)]), (1, twin), (5, twin)]
    return small_plan([clerk(0), clerk(1)], matters, edges=[(1, 2), (0, 2), (3, 4), (0, 4)])


# the key ------------------------------------------------------------------------------------------


@shown
def order_of_a_persons_units() -> Plan:
    """A person's preferred unit goes first, behind priority alone; a step goes to whom its unit is nearest (rule 6)."""
    matters = [(0, [step(2, unit=1)]), (0, [step(2, unit=2)]), (0.5, [step(1, unit=0)]),
               (1, [step(1, unit=1, order=5)]), (1.5, [step(1, unit=0, priority=0)]), (1.5, [step(1, unit=2)]),
               (6, [step(1, unit=1)]), (6.5, [step(1, unit=2)]), (6.5, [step(1, unit=2)])]  # fmt: skip
    return small_plan([clerk(1, 0, 2), clerk(2, 1)], matters)


@shown
def ranks() -> Plan:
    """Only who has the rank may take a step; who has more may take less (rules 4, 6)."""
    signature = [step(1, rank=2, priority=0)]
    matters = [(0, signature), (0, [step(2)]), (0, [step(2)]), (0.5, signature), (0.5, [step(1, rank=3)]),
               (1, [step(1, rank=3, unit=1)]), (4, [step(1)]), (4, [step(1)]), (4, [step(1)])]  # fmt: skip
    return small_plan([clerk(0), clerk(0, rank=2), clerk(1, 0, rank=3)], matters)


@shown
def priority_before_order_before_ready() -> Plan:
    """Smaller priority, then the smaller order key, then who was ready first (rule 6)."""
    waiting = ((0.5, 1, 7), (1, 1, 7), (1.5, 1, 3), (1, 1, 7), (1.75, 0, 9), (1.5, 0, 9), (0.25, 2, 0))
    matters = [(at, [step(1, priority=priority, order=order)]) for at, priority, order in waiting]
    return small_plan([clerk(0)], [(0, [step(2)]), *matters])


@shown
def idle_since() -> Plan:
    """Who has been idle for longest goes first; going home does not change since when (rule 6)."""
    matters = [(8, [step(3)]), (8, [step(2)]), (8, [step(1)]), (13, [step(1)]), (13, [step(1)]), (13, [step(1)]),
               (40, [step(1)]), (41.5, [step(0.5)]), (56, [step(1)])]  # fmt: skip
    return small_plan([AT_DESK, AT_DESK, AT_DESK], matters)


@shown
def ties_by_identity() -> Plan:
    """Where all else is equal the smaller step goes first, and to the smaller person (rule 6)."""
    matters = [(8, [step(1), step(1)]), (8, [step(1)]), (8, [step(1)]), (8, [step(1), step(1)])]
    return small_plan([AT_DESK, AT_DESK], matters)


# the end ------------------------------------------------------------------------------------------


@shown
def stop_when_all_awaited_are_closed() -> Plan:
    """The run stops at the end of the instant at which the last awaited matter closes (rule 11)."""
    matters = [(0, [step(1)]), (0, [step(5, unit=1)]), (0.5, [step(0)]), (0.5, [step(1)]), (0.5, [step(1)]),
               (10, [step(1)])]  # fmt: skip
    return small_plan([clerk(0), clerk(1)], matters, awaited=[True, False, False, False, False, False])


@shown
def not_before_the_least_time() -> Plan:
    """All that is awaited is closed at once, and the rest is played until least_ms, which is included (rule 11)."""
    matters = [(0, [step(1)]), (3, [step(2)]), (7, [step(1)]), (8, [step(1)])]
    return small_plan([clerk(0)], matters, awaited=[True, False, False, False], least=7)


@shown
def end_cuts_work() -> Plan:
    """At end_ms, which is played, what is open stays as it stands: started, waiting, lagging, pending (rule 11)."""
    matters = [(0, [step(3), step(9)]), (1, [step(1)]), (2, [step(1, lag=2)]), (3, [step(4, unit=1), wait()]),
               (5, [step(1)])]  # fmt: skip
    return small_plan([clerk(0), clerk(1)], matters, edges=[(0, 1), (4, 5)], end=3)


@shown
def nothing_awaited() -> Plan:
    """If no matter is awaited the run goes on to end_ms (rule 11)."""
    return small_plan([clerk(0)], [(0, [step(1)]), (6, [step(1)])], awaited=[False, False], end=8)

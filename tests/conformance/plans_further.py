"""Plans of the kit on leaving, alarms, coming in, growth, ageing and interruptions.

A function is named as its plan; the first line of its docstring says in the kit's README what it shows.
"""

from __future__ import annotations

from dataclasses import replace

from conformance.shown import shown
from worlds import OFFICE, clerk, haste, sessions, small_plan, step, wait
from worlds_further import along_a_road, further
from worlds_provisions import line, provided

from sim.plan.plan import Guard, Plan

ON_ERROR, WHEN_LEFT, WHEN_LATE = Guard.ON_ERROR, Guard.WHEN_LEFT, Guard.WHEN_LATE


# leaving ------------------------------------------------------------------------------------------


@shown
def leaving_when_nobody_comes() -> Plan:
    """A step leaves when its patience ends, at night too, several together, but not if it is taken then (rule 5)."""
    people = [clerk(0), clerk(1, calendar=sessions((8, 12), (32, 36)))]
    matters = [(0, [step(4)]), *((at, [step(1)]) for at in (1, 1, 2, 1, 5, 6)), (0, [step(1, lag=2)]),
               *((12, [step(1, unit=1)]) for _ in range(2))]  # fmt: skip
    return small_plan(
        people, matters, **further(patience={0: 1, 1: 0, 2: 2, 3: 1, 4: 3, 5: 0, 6: 0, 7: 1.5, 8: 19, 9: 20})
    )  # fmt: skip


@shown
def overflow_and_loss() -> Plan:
    """What leaves goes to another unit or is lost, all in one instant; what else hangs on it is skipped (rule 8)."""
    matter = [step(2), step(2, unit=1), step(0.5, unit=2)]
    edges = [(3 * at + begin, 3 * at + end, guard) for at in range(3)
             for begin, end, guard in ((0, 1, WHEN_LEFT), (0, 2, Guard.ALWAYS), (1, 2, Guard.ALWAYS))]  # fmt: skip
    return small_plan(
        [clerk(0), clerk(1), clerk(2)], [(0, matter), (0.5, matter), (1, matter)], edges=edges,
        **further(patience=dict.fromkeys((0, 1, 3, 4, 6, 7), 0)),
    )  # fmt: skip


@shown
def nobody_is_kept_for_who_has_left() -> Plan:
    """A crew that leaves lets others have its people at that instant, as who is held for what leaves (rules 5, 9)."""
    matters = [(0, [step(5, unit=1)]), (1, [step(1)]), (2, [step(1)]), (2, [step(1)]),
               (0, [step(1, unit=2), step(1, unit=3, rank=2)]), (0.5, [step(1, unit=2)])]  # fmt: skip
    people = [clerk(0), clerk(1), clerk(2), clerk(3, rank=2, calendar=sessions((50, 60)))]
    plan = small_plan(people, matters, edges=[(4, 5)], **further(patience={1: 2, 2: 1.5, 3: 1, 5: 2}))
    return provided(plan, crews={1: [line(0), line(1)]}, holds={4: 5})


# alarms, the first of several, coming in ----------------------------------------------------------


@shown
def alarms() -> Plan:
    """An alarm calls before people are matched, never in mid-work; if none came is known at the end (rules 5, 8)."""
    waiting = [(at, [step(hours), step(0.5, unit=1)]) for at, hours in ((1, 1), (1, 0.5), (4, 1))]
    matters = [(0, [step(4)]), *waiting, (0, [step(3, unit=2)]), (None, [wait()]), (9, [step(1), step(1)])]
    edges = [(1, 2, WHEN_LATE), (3, 4, WHEN_LATE), (5, 6, WHEN_LATE), (7, 8, WHEN_LATE), (9, 10, WHEN_LATE)]
    return small_plan(
        [clerk(0), clerk(1), clerk(2)], matters, edges=edges,
        **further(alarms={1: 2, 3: 4, 5: 1.5, 7: 1, 9: 0}, entries={5: 8}),
    )  # fmt: skip


@shown
def alarm_and_leaving() -> Plan:
    """In one instant the alarm comes first; what leaves before raises none, and what was begun neither (rules 5, 8)."""
    matter = [step(1), step(1, unit=1), step(1, unit=1, priority=0)]
    edges = [(1 + 3 * at, 2 + 3 * at, WHEN_LATE) for at in range(4)]
    edges += [(1 + 3 * at, 3 + 3 * at, WHEN_LEFT) for at in range(4)]
    return small_plan(
        [clerk(0), clerk(1)], [(0, [step(4)]), *[(1, matter)] * 4], edges=edges,
        **further(alarms={1: 1, 4: 2, 7: 3, 10: 4}, patience={1: 2, 4: 2, 7: 2, 10: 9}),
    )  # fmt: skip


@shown
def first_of_several() -> Plan:
    """One live edge calls; what is not live does not, nor take back; where none is, it is skipped (rules 3, 8)."""
    people = [clerk(0), clerk(1), clerk(2)]
    guards = ((Guard.ALWAYS, Guard.ALWAYS), (ON_ERROR, Guard.IF_FINE), (Guard.ALWAYS, ON_ERROR), (ON_ERROR, ON_ERROR))
    matter = [step(1, category=0), step(2, unit=1, category=0), step(0.5, unit=2, lag=0.25), wait()]
    edges = [(4 * at + source, 4 * at + target, guard) for at, pair in enumerate(guards)
             for source, target, guard in ((0, 2, pair[0]), (1, 2, pair[1]), (2, 3, Guard.ALWAYS))]  # fmt: skip
    late = (0, [step(1, unit=2), step(0.5, unit=2, priority=0)])
    return small_plan(
        people, [*[(0, matter)] * 4, late], edges=[*edges, (16, 17), (16, 17, WHEN_LATE)],
        **further(firsts=[2, 6, 10, 14, 17], alarms={16: 0}),
    )  # fmt: skip


@shown
def matters_that_hang_on_others() -> Plan:
    """A matter comes in with its step, never if that is skipped or leaves; it is awaited like others (rules 3, 11)."""
    people = [clerk(0, errs=(0.5, 0)), clerk(1)]
    matters = [(0, [step(1, category=0, chance=0.1)]), (None, [wait(24), step(1, category=0, chance=0.9)]),
               (None, [wait(24), step(1)]), (0, [step(2, unit=1)]), (None, [step(1), step(1, unit=1)]),
               (0, [step(2)]), (None, [step(1, unit=1), step(1)]), (None, [wait(1)])]  # fmt: skip
    edges = [(0, 1, ON_ERROR), (1, 2), (2, 3, ON_ERROR), (3, 4), (5, 6), (6, 7), (8, 9), (9, 10), (5, 11), (8, 11)]
    return small_plan(
        people, matters, edges=edges, awaited=[True] * 7 + [False],
        **further(entries={1: 1, 2: 3, 4: 6, 6: 9, 7: 11}, patience={6: 0.5}, firsts=[11]),
    )  # fmt: skip


@shown
def overdue_or_in_time() -> Plan:
    """What ends at its deadline is in time; judged is by that matter's own; what was skipped is neither (rule 8)."""
    matter = [step(1), wait(), wait()]
    matters = [*[(0, matter)] * 4, (0, [wait(3), wait(), wait()]), (0, [step(1, category=0), *[wait()] * 4]),
               (None, [wait()]), (None, [wait()])]  # fmt: skip
    edges = [(3 * at, 3 * at + 1, Guard.WHEN_OVERDUE) for at in range(5)]
    edges += [(3 * at, 3 * at + 2, Guard.IN_TIME) for at in range(5)]
    skipped = [(15, 16, ON_ERROR), (15, 17), (16, 17), (17, 18, Guard.WHEN_OVERDUE, 16), (17, 19, Guard.IN_TIME, 16)]
    return small_plan(
        [clerk(0)], matters, edges=[*edges, *skipped, (0, 20, Guard.WHEN_OVERDUE), (6, 21, Guard.WHEN_OVERDUE)],
        due={0: 1, 1: 1.75, 2: -1, 4: 3 - 1 / 3_600_000, 6: -1, 7: 9}, **further(entries={6: 20, 7: 21}),
    )  # fmt: skip


# growth, ageing -----------------------------------------------------------------------------------


@shown
def growth_of_what_waits() -> Plan:
    """Work grows by the hour until it is begun, at night too, up to a limit; with haste, without set-up (rule 7)."""
    day = clerk(0, calendar=OFFICE, skill=(1, 0.5), errs=(0.4, 0.4))
    matters = [(8, [step(4, category=0)]), *((9, [step(0.5, category=1, chance=0.5)]) for _ in range(3)),
               *((20, [step(0.25)]) for _ in range(4)), (9, [step(0.5, unit=1)])]  # fmt: skip
    plan = small_plan(
        [day, clerk(1)], matters, setup=0.25,
        **further(growth={0: (9, 9, 9), 1: (8, 0.25, 9), 2: (-4, 0.25, 2), 3: (60, 1, 9), 4: (20, 0.1, 9),
                          5: (20, 0.1, 1.25), 7: (34, 1, 9), 8: (0, 0.5, 9)}),
    )  # fmt: skip
    return provided(replace(plan, pressure=haste((0, 5, 0.5, 1.0))), crews={8: [line(1), line(0)]})


@shown
def ageing() -> Plan:
    """Each row of urging counts from its time on, in the instant of the match too, and may put back again (rule 6)."""
    waiting = [(0.5, 3), (2, 3), (3.5, 3), (0.75, 2), (1, 1), (3.75, 2), (3, 1), (3, 1)]
    matters = [(0, [step(4, priority=-9)]), *((at, [step(1, priority=priority)]) for at, priority in waiting)]
    rows = {step: [(1, 2, 0), (3, 0, 0)] for step in (1, 2, 3)}
    return small_plan([clerk(0)], matters, **further(ageing={**rows, 7: [(0, 0, 9), (1, 5, 0)], 8: [(1, 0, -1)]}))


# interruptions ------------------------------------------------------------------------------------


@shown
def interruption_and_who_goes_on() -> Plan:
    """Anybody goes on with what remains, at once or later, or who began it alone; sets up if they turn (rule 10)."""
    people = [clerk(0, 1), clerk(0), clerk(2, 3, calendar=OFFICE), clerk(2, skill=(0.5, 1), calendar=sessions((8, 30))),
              clerk(4), clerk(4)]  # fmt: skip
    matters = [(0, [step(4)]), (1, [step(1, unit=1, priority=0)]), (10, [step(6, unit=2, category=0, priority=2)]),
               (8, [step(4, unit=2, category=1)]), (11, [step(0.5, unit=3, category=1, priority=0)]),
               *((0, [step(hours, unit=4, priority=priority)]) for hours, priority in ((1.5, 1), (4, 2))),
               (1, [step(1, unit=4, priority=0)])]  # fmt: skip
    plan = small_plan(people, matters, setup=0.5, **further(preempts=[1, 4, 7]))
    return provided(plan, officers={6: 6})


@shown
def whom_an_interruption_finds() -> Plan:
    """The least urgent work, then what was begun last, then the larger step; nobody who is as urgent (rule 10)."""
    units = ((1, 2), (1, 1), (1, 1), (1, 1))
    working = [(0.5 * (unit == 1 and at == 0), [step(4, unit=unit, priority=priority)])
               for unit, pair in enumerate(units) for at, priority in enumerate(pair)]  # fmt: skip
    urgent = [(1, [step(1, unit=unit, priority=priority)]) for unit, priority in enumerate((0, 0, 0, 1))]
    people = [clerk(unit) for unit in range(4) for _ in range(2)]
    return small_plan(people, [*working, *urgent], **further(preempts=[8, 9, 10, 11]))


@shown
def who_is_not_interrupted() -> Plan:
    """Crews, visits, what begins a hold, or ends one, who lacks the rank, is away, or ends just then (rule 10)."""
    people = [*(clerk(unit) for unit in (0, 0, 1, 2)), clerk(3, rank=2), clerk(4), clerk(5, calendar=OFFICE),
              clerk(4, rank=2)]  # fmt: skip
    signed = [step(2, unit=2, priority=9), step(1, unit=3, rank=2, priority=9)]
    working = [(0, [step(4, priority=9)]), (0, [step(4, unit=1, priority=9)]), (0, signed),
               (0, [step(5, unit=3, priority=-5)]), (0, [step(4, unit=4, priority=9)]),
               (0, [step(4, unit=4, rank=2, priority=2)]),
               (10, [step(4, unit=5, priority=9)])]  # fmt: skip
    urgent = [(1, [step(1)]), (1, [step(1, unit=1)]), (1, [step(1, unit=2)]), (2.5, [step(1, unit=3, priority=-9)]),
              (1, [step(1, unit=4, rank=2)]), (13, [step(1, unit=5)]), (17, [step(1, unit=5)])]  # fmt: skip
    plan = small_plan(
        people, [*working, *urgent], edges=[(2, 3)], ways=along_a_road(0),
        **further(preempts=[3, 8, 9, 10, 11, 12, 13, 14], visits={1: 0}),
    )  # fmt: skip
    return provided(plan, crews={0: [line(0, count=2)]}, holds={2: 3})


@shown
def interruptions_of_interruptions() -> Plan:
    """What interrupts may be interrupted, each interrupts once, one at a time by urgency; the rest leaves (rule 10)."""
    people = [clerk(0), clerk(1, 0, calendar=sessions((2.5, 40))), clerk(2)]
    matters = [(0, [step(4, priority=3)]), (1, [step(2, priority=2)]), (2, [step(6, priority=1)]),
               (2.5, [step(6, unit=1, priority=3)]), (4, [step(1, priority=2)]),
               (0, [step(2, unit=2)]), *((1, [step(hours, unit=2, priority=0)]) for hours in (1, 1, 0))]  # fmt: skip
    plan = small_plan(
        people, matters, calendars=[sessions((5, 40))],
        **further(preempts=[1, 2, 4, 6, 7, 8], patience={6: 0, 7: 0, 8: 3}),
    )  # fmt: skip
    return provided(plan, terms={2: (0, 0)})


@shown
def what_an_interruption_leaves_as_it_was() -> Plan:
    """Haste, practice and growth stay, errors are whose it is; no leaving or alarm, but urging (rules 6, 10)."""
    people = [clerk(0, 1, errs=(0.1, 0)), clerk(0, errs=(0.3, 0), calendar=sessions((1.5, 20))),
              clerk(2, errs=(0.3, 0)), clerk(3), clerk(4)]  # fmt: skip
    hasty = [(0, [step(4, category=0, chance=0.5)]), (0, [step(1, priority=2)]), (1, [step(3, unit=1, priority=0)])]
    grown = [(0, [step(2, unit=2, category=0, chance=0.5)]), (1, [step(2, unit=2, priority=0)])]
    begun = [(0, [step(4, unit=3), step(1, unit=4), step(1, unit=4)]), (1, [step(5, unit=3, priority=0)])]
    aged = [(0, [step(4, unit=4, priority=2)]), (1, [step(3, unit=4, priority=0)]), (2, [step(1, unit=4, priority=0)])]
    plan = small_plan(
        people, [*hasty, *grown, *begun, *aged], edges=[(5, 6, WHEN_LATE), (5, 7, WHEN_LEFT)],
        **further(preempts=[2, 4, 8, 10], patience={1: 0.5, 5: 2}, alarms={5: 2}, growth={3: (0, 1.0, 9)},
                  ageing={9: [(0.5, -9, 0), (2, -1, 0)]}),
    )  # fmt: skip
    plan = replace(plan, pressure=haste((0, 1, 0.5, 2.0)))
    return provided(plan, practice=[(2, 0, 2.0, 2.0), (2, 1, 1.0, 1.0)])

"""Plans of the kit on crews, holds, urging, case officers, terms, staying and practice.

A function is named as its plan; the first line of its docstring says in the kit's README what it shows.
"""

from __future__ import annotations

from dataclasses import replace

from conformance.shown import shown
from worlds import OFFICE, clerk, haste, sessions, small_plan, step, wait
from worlds_provisions import line, provided

from sim.plan.plan import Guard, Plan

ON_ERROR = Guard.ON_ERROR


# crews and holds ----------------------------------------------------------------------------------


@shown
def crew_keeps_its_members() -> Plan:
    """A crew starts with all its members at once; the idle ones are kept for the busiest, whoever waits (rule 9)."""
    later = [(0.75, [step(1)]), (0.75, [step(0.5, unit=1)])]
    matters = [(0, [step(3, unit=1)]), (0.5, [step(1)]), (0, [step(1, unit=1)]), *later]
    return provided(small_plan([clerk(0), clerk(1), clerk(1)], matters), crews={1: [line(0), line(1, count=2)]})


@shown
def crews_by_their_key() -> Plan:
    """A smaller key takes a member before a crew, which is nobody's second choice; crews share one (rules 6, 9)."""
    matters = [(0, [step(2, unit=3)]), (1, [step(1)]), (0.5, [step(1)]), (1.25, [step(1)]),
               (1.5, [step(1, unit=3, priority=0)]), (1.5, [step(1, unit=2)])]  # fmt: skip
    crews = {1: [line(0), line(1)], 3: [line(0), line(2)]}
    return provided(small_plan([clerk(3, 0), clerk(1), clerk(2)], matters), crews=crews)


@shown
def nobody_is_kept_for_who_is_away() -> Plan:
    """A crew keeps people only while enough are there for all its lines, at work or not, till one leaves (rule 9)."""
    people = [
        clerk(0), clerk(0, calendar=sessions((4, 20))), clerk(0, rank=2), clerk(1),
        clerk(2, calendar=sessions((5, 8), (20, 30))),
    ]  # fmt: skip
    shared = [(0, [step(3, rank=2)]), (0.5, [step(1, rank=2)]), *((at, [step(1)]) for at in (1, 3.5, 4))]
    apart = [(0, [step(1, unit=1)]), (1, [step(1, unit=1)]), (5, [step(5, unit=2, priority=0)]), (6, [step(1, unit=1)]),
             (20.5, [step(1, unit=1)])]  # fmt: skip
    crews = {1: [line(0, rank=2), line(0, count=2)], 5: [line(1), line(2)]}
    return provided(small_plan(people, [*shared, *apart]), crews=crews)


@shown
def who_makes_up_a_crew() -> Plan:
    """Line by line: whose first choice the unit is, then the longest idle; with the licence; each once (rule 9)."""
    people = [clerk(1, 0), clerk(0), clerk(2), clerk(2), clerk(2, 1)]
    matters = [*((at, [step(1)]) for at in (0, 2, 4)), (0, [step(2, unit=2)]), (0, [step(1, unit=2)]),
               (0.5, [step(1, unit=2)]), (6, [step(1, unit=2)])]  # fmt: skip
    crews = {1: [line(0)], 2: [line(0, count=2)], 3: [line(2, licence=62), line(2, licence=5)],
             5: [line(2, licence=5)], 6: [line(2, licence=62), line(1)]}  # fmt: skip
    return provided(small_plan(people, matters), crews=crews, licences=[(3, 5), (4, 5), (4, 62)])


@shown
def slowest_of_a_crew_decides() -> Plan:
    """Each has their own skill, set-up and diary, haste is the step's unit's, the first one errs (rules 7, 8, 9)."""
    people = [clerk(0, errs=(0.1, 0)), clerk(1, skill=(0.5, 1), errs=(0.9, 0)),
              clerk(2, calendar=sessions((0, 9), (20, 30)))]  # fmt: skip
    matters = [(0, [step(1, category=1)]), (1, [step(2, category=0, chance=0.5)]), (2, [step(1, category=1)]),
               (2, [step(1, unit=1, category=0, chance=0.5)]), (7, [step(2)]), (8, [step(1)])]  # fmt: skip
    plan = small_plan(people, matters, setup=0.5)
    crews = {1: [line(0), line(1)], 3: [line(1), line(0)], 4: [line(0), line(2)]}
    return provided(replace(plan, pressure=haste((0, 1, 0.5, 1.0), (1, 2, 0.25, 1.0))), crews=crews)


@shown
def hold_until_the_decision() -> Plan:
    """Who handled it is bound over a pure wait and their leader's other work, and idle since it is signed (rule 9)."""
    signed = [step(1), wait(2), step(1, unit=1, rank=2)]
    matters = [(0, signed), (0, [step(3)]), (2, [step(3, unit=1)]), (4, [step(1)]), (11, [step(1)]), (11, [step(1)])]
    people = [clerk(0, calendar=sessions((0, 2), (10, 20))), clerk(0), clerk(1, rank=2)]
    return provided(small_plan(people, matters, edges=[(0, 1), (1, 2)]), holds={0: 2})


@shown
def hold_ended_by_a_skip() -> Plan:
    """What is skipped lets go whoever is held for it, at once or behind a wait (rules 8, 9)."""
    one = [step(1, category=0, chance=0.9), step(1, unit=2, rank=2)]
    other = [step(1, unit=1, category=0, chance=0.9), wait(2), step(1, unit=2, rank=2)]
    people = [clerk(0, errs=(0.5, 0)), clerk(1, errs=(0.5, 0)), clerk(2, rank=2)]
    matters = [(0, one), (0, other), (0.5, [step(1)]), (0.5, [step(1, unit=1)])]
    plan = small_plan(people, matters, edges=[(0, 1, ON_ERROR), (2, 3), (3, 4, ON_ERROR, 2)])
    return provided(plan, holds={0: 1, 2: 4})


@shown
def no_hold_for_who_has_the_rank() -> Plan:
    """A handler who could sign is not held; behind one who is, the head is held for the deputy in turn (rule 9)."""
    matters = [(0, [step(1), step(1, unit=1, rank=2)]), (0.5, [step(1)]), (0, [step(3, unit=1)]),
               (2, [step(1, unit=1, priority=0)]), (0, [step(1, unit=2), step(1, unit=2, rank=2), step(1, rank=3)]),
               (1.5, [step(1, unit=2)]), (1.5, [step(1, unit=2, rank=2)])]  # fmt: skip
    heads, deputy = [clerk(0, rank=2), clerk(1, rank=2)], clerk(0, rank=3, calendar=sessions((2, 9)))
    people = [*heads, clerk(2), clerk(2, rank=2), deputy]
    plan = small_plan(people, matters, edges=[(0, 1), (5, 6), (6, 7)])
    return provided(plan, holds={0: 1, 5: 6, 6: 7})


@shown
def hold_before_the_most_urgent() -> Plan:
    """What ends a hold goes before all priorities, and a crew keeps its people for who is held (rules 6, 9)."""
    matters = [(0, [step(1), step(1, unit=1, rank=2, priority=9)]), (0, [step(2, unit=1)]),
               (0.5, [step(1, unit=1, priority=-5)]), (1.5, [step(1)]), (2, [step(0.5, unit=2)])]  # fmt: skip
    plan = small_plan([clerk(0), clerk(1, rank=2), clerk(2)], matters, edges=[(0, 1)])
    return provided(plan, holds={0: 1}, crews={4: [line(0), line(2)]})


# urging, case officers, terms ---------------------------------------------------------------------


@shown
def urging() -> Plan:
    """Urged at once, after some hours, in the instant of the match, too late; by order; to be put back (rules 5, 6)."""
    waiting = [(0.5, [step(1)]), (0.75, [step(1)]), (1, [step(1)]), (1, [step(1)]), (1.5, [step(1)]), (2, [step(1)])]
    late = (0, [step(1, unit=1, lag=2)])
    matters = [(0, [step(4)]), *waiting, (0, [step(2.5, unit=1)]), (0.5, [step(1, unit=1)]), late]
    urges = {0: (1, -9, 0), 2: (1, 5, 0), 3: (3, 0, 4), 4: (3.5, 0, 0), 5: (0, 0, 4), 6: (1, 0, 3), 9: (1, 0, 0)}
    return provided(small_plan([clerk(0), clerk(1)], matters), urges=urges)


@shown
def urging_a_crew() -> Plan:
    """A crew that is urged keeps people from what it came behind before (rules 6, 9)."""
    alone = [(0.5, [step(2)]), (0.75, [step(1)]), (1.5, [step(1, unit=1)]), (3.25, [step(1, unit=1)])]
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2)]), (1, [step(1, priority=2)]), *alone])
    return provided(plan, crews={1: [line(0), line(1)]}, urges={1: (2, 0, 0)})


@shown
def case_officer() -> Plan:
    """A step waits for who began another one, busy or away; if a crew did, for its first member (rule 4)."""
    matters = [(0, [step(1), wait(1), step(1)]), (0, [step(2)]), (1.5, [step(2)]), (2.5, [step(1, priority=0)]),
               (4, [step(1)]), (0, [step(3, unit=1), step(1, unit=2)])]  # fmt: skip
    people = [clerk(0, calendar=sessions((0, 4), (10, 20))), clerk(0), clerk(2), clerk(1, 2)]
    plan = small_plan(people, matters, edges=[(0, 1), (1, 2), (7, 8)])
    return provided(plan, officers={2: 0, 6: 4, 8: 7}, crews={7: [line(1), line(2)]})


@shown
def case_officer_who_may_not() -> Plan:
    """Nobody waits for an officer of another unit, rank or terms, or for who has not begun or was skipped (rule 4)."""
    pairs = [(step(1), step(1, unit=unit, rank=rank)) for unit, rank in ((1, 1), (2, 2), (3, 1), (2, 1))]
    skipped = [step(1, category=0, chance=0.9), step(1), step(1, unit=2)]
    matters = [*((3 * at, pair) for at, pair in enumerate(pairs)), (20, skipped), (20, [step(1, unit=2)])]
    people = [clerk(0, 2, 3, errs=(0.5, 0)), *(clerk(unit, rank=2) for unit in (1, 2, 3))]
    edges = [*((2 * at, 2 * at + 1) for at in range(4)), (8, 9, ON_ERROR), (8, 10)]
    officers = {**{2 * at + 1: 2 * at for at in range(4)}, 10: 9, 11: 8}
    return provided(small_plan(people, matters, edges=edges), officers=officers, terms={2: (-1, 2)})


@shown
def terms_of_a_membership() -> Plan:
    """Steps are taken up in the sessions of the terms and in the person's hours, and finished after (rules 4, 5)."""
    midday = sessions((10, 12), (14, 15), (20, 21))
    matters = [*((8, [step(hours, unit=1)]) for hours in (1, 2, 1, 0.5)), (12.5, [step(1)]),
               *((8, [step(hours, unit=2)]) for hours in (1, 1, 2, 1))]  # fmt: skip
    people = [clerk(0, 1), clerk(2, calendar=OFFICE)]
    plan = small_plan(people, matters, calendars=[midday, sessions((11, 15), (35, 39))], end=100)
    return provided(plan, terms={1: (0, 0), 2: (1, 0)})


@shown
def terms_by_rank() -> Plan:
    """Who takes up only what asks for a head leaves the rest, alone as in a crew, but not of other units (rule 4)."""
    matters = [(0, [step(2)]), (0, [step(2)]), (1, [step(1, rank=2)]), (3, [step(1, unit=1)]), (3.5, [step(1)]),
               (4, [step(1, rank=2)])]  # fmt: skip
    plan = small_plan([clerk(0), clerk(0, 1, rank=3)], matters)
    return provided(plan, terms={1: (-1, 2)}, crews={4: [line(0)]})


@shown
def crew_and_the_sessions_of_its_members() -> Plan:
    """Whose terms are closed does not sit, and from the closing on nobody is kept for them (rules 5, 9)."""
    matters = [(0, [step(9)]), (1, [step(1)]), (6, [step(1, unit=2)])]
    plan = small_plan([clerk(0), clerk(1, 2)], matters, calendars=[sessions((5, 8), (20, 30))])
    return provided(plan, crews={1: [line(0), line(1)]}, terms={1: (0, 0)})


# people and their work ----------------------------------------------------------------------------


@shown
def staying_with_a_category() -> Plan:
    """Who stays with a category passes over older work of others, behind priority and unit, before order (rule 6)."""
    later = [(0.25, 1, {}), (0.5, 0, {}), (0.75, -1, {}), (0.8, 1, {"order": -9}), (0.9, 1, {"priority": 0}),
             (4, 1, {"unit": 1}), (4, 0, {"unit": 1})]  # fmt: skip
    matters = [(0, [step(1, category=0)]), *((at, [step(1, category=own, **rest)]) for at, own, rest in later)]
    others = [(at, [step(hours, unit=2, category=own)]) for at, hours, own in ((0, 1, 0), (0, 2, 1), (3, 1, 1))]
    plan = small_plan([clerk(0, 1), clerk(2), clerk(2)], [*matters, *others], setup=0.5)
    return provided(plan, turning=[0, 2])


@shown
def staying_puts_no_officer_back() -> Plan:
    """What waits for its case officer, and a crew, is turned to as it comes (rules 6, 9)."""
    matters = [(at, [step(1, unit=unit, category=own)])
               for unit in (0, 1) for at, own in ((0, 0), (0.25, 1), (0.5, 0))]  # fmt: skip
    plan = small_plan([clerk(0), clerk(1)], matters, setup=0.5)
    return provided(plan, turning=[0, 1], officers={1: 0}, crews={4: [line(1)]})


@shown
def practice() -> Plan:
    """What has begun by the start counts, on top of haste, not without a category; in crews each (rules 7, 8)."""
    own = [(at, [step(hours, category=0, chance=0.25)]) for at, hours in ((0, 1), (1.5, 1), (3, 0.5), (3.5, 1))]
    other = [(0, [step(1, unit=1, category=at, chance=0.35)]) for at in (0, 0, -1, 1)]
    together = [(20, [step(1, unit=unit, category=0, chance=0.25)]) for unit in (0, 1)]
    people = [clerk(0, errs=(0.2, 0)), clerk(1, skill=(0.5, 1), errs=(0.1, 0))]
    plan = replace(small_plan(people, [*own, *other, *together], setup=0.5), pressure=haste((1, 3, 0.5, 2.0)))
    rows = [(0, 2, 2.0, 1.0), (0, 4, 1.5, 1.5), (1, 0, 3.0, 2.0), (1, 15, 1.0, 1.0)]
    return provided(plan, practice=rows, crews={8: [line(0), line(1)], 9: [line(1), line(0)]})

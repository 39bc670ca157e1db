"""Work in the kernel: how long it takes, and what haste and practice make of it (rule 7)."""

from __future__ import annotations

from sim.engine import rules, sessions
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.places import go
from sim.engine.kernel.tables import Given, House, Pace
from sim.engine.kernel.there import session
from sim.matching import key

_add_working = inlined(sessions.add_working)
_duration_ms = inlined(rules.duration_ms)
_growth = inlined(rules.growth)
_last_reached = inlined(rules.last_reached)
_resumed_ms = inlined(rules.resumed_ms)
_turns = inlined(key.turns)


@inlined
def work(given: Given, house: House, step: int, person: int, seat: int, haste: int, now: int) -> int:
    """Bind a person to a step that they begin, or go on with; return when they would end it."""
    category, last = house.steps[step].category, house.last_category[person]
    skill, setup = 1.0, 0.0
    if category >= 0:
        skill = given.skill[person, category]
        setup = given.setup_hours[category] if _turns(last, category) else 0.0
        house.last_category[person] = category
    factor = _hours_factor(given.pace, house, step, person, haste, now)
    factor = factor * _growth_of(given.further, step, now)
    way = go(given.further, house, step, person, seat)
    length = _duration_ms(house.steps[step].work_hours, skill, factor, setup, way)
    length = _what_is_left(given.further, house, step, length, setup)
    house.free_since[person] = -1
    diary = given.diary[person]
    first, end = given.first_session[diary], given.first_session[diary + 1]
    return _add_working(given.opens, given.closes, first, end, session(given, house, diary, now), now, length)


@inlined
def _growth_of(further: Further | None, step: int, now: int) -> float:
    """Return by what a step's work has grown if it is started now."""
    if further is None:
        return 1.0
    row = further.steps[step].growth
    if row < 0:
        return 1.0
    return _growth(further.growth[row].since_ms, further.growth[row].per_hour, further.growth[row].most, now)


@inlined
def _what_is_left(further: Further | None, house: House, step: int, length: int, setup_hours: float) -> int:
    """Return how long somebody works on a step: `length`, or what is left of it if it was interrupted (rule 10)."""
    if further is None:
        return length
    cut = house.further.steps[step].cut
    if cut < 0:
        return length
    return _resumed_ms(house.further.cuts[cut].left_ms, setup_hours)


@inlined
def count_waiting(pace: Pace | None, given: Given, house: House, step: int, by: int) -> None:
    """Note that one more or one less step waits in a unit."""
    if pace is None:
        return
    house.waiting_in[given.unit_of_queue[house.steps[step].queue]] += by


@inlined
def haste_of(pace: Pace | None, given: Given, house: House, step: int) -> int:
    """Return the row of the unit's threshold that is reached as a step is started, -1: none."""
    if pace is None:
        return -1
    unit = given.unit_of_queue[house.steps[step].queue]
    return _last_reached(pace.waiting, pace.first_haste[unit], pace.first_haste[unit + 1], house.waiting_in[unit])


@inlined
def _practice_of(pace: Pace, house: House, step: int, person: int, now: int) -> int:
    """Return the row of a person's practice that counts for a step that is started now, -1: none."""
    if house.steps[step].category < 0:
        return -1
    return _last_reached(pace.from_ms, pace.first_practice[person], pace.first_practice[person + 1], now)


@inlined
def _hours_factor(pace: Pace | None, house: House, step: int, person: int, haste: int, now: int) -> float:
    """Return by what a person's work on a step is multiplied that is started now."""
    if pace is None:
        return 1.0
    factor = 1.0
    if haste >= 0:
        factor = pace.haste_hours[haste]
    practice = _practice_of(pace, house, step, person, now)
    if practice >= 0:
        factor = factor * pace.practice_hours[practice]
    return factor


@inlined
def note_errors(pace: Pace | None, house: House, step: int, person: int, haste: int, now: int) -> None:
    """Note by what the error rate of a step is multiplied that this person starts now."""
    if pace is None:
        return
    factor = 1.0
    if haste >= 0:
        factor = pace.haste_errors[haste]
    practice = _practice_of(pace, house, step, person, now)
    if practice >= 0:
        factor = factor * pace.practice_errors[practice]
    house.error_factor[person] = factor


@inlined
def error_factor(pace: Pace | None, house: House, person: int) -> float:
    """Return by what the error rate is multiplied in the step that a person ends (rule 8)."""
    if pace is None:
        return 1.0
    factor: float = house.error_factor[person]
    return factor

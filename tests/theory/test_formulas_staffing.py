"""Transfer, task forces and surges: formulas beside balance equations, hands and sums."""

from __future__ import annotations

import pytest
from balance import add, mean, stationary

from experiments.theory.formulas import (
    clearing_hours,
    depleted_wait,
    surge_backlog,
    surge_delay,
    transferred_waits,
)


def test_what_is_transferred_leaves_two_queues_by_balance():
    rate, share = 1.6, 0.25

    def moves(state, most=(60, 30), servers=(2, 1), rates=((1 - share) * rate, share * rate)):
        found = {}
        for place in (0, 1):
            for step, speed in ((1, rates[place]), (-1, min(state[place], servers[place]))):
                after = list(state)
                after[place] += step
                if speed and after[place] <= most[place]:
                    add(found, tuple(after), speed)
        return found

    shares = stationary(moves, (0, 0))

    home, contractor, both = transferred_waits(rate, share, 2, 1)
    waiting = [mean(shares, lambda state, at=at, of=of: max(state[at] - of, 0)) for at, of in ((0, 2), (1, 1))]
    assert home == pytest.approx(waiting[0] / 1.2)
    assert contractor == pytest.approx(waiting[1] / 0.4)
    assert both == pytest.approx(sum(waiting) / rate)


def test_a_task_force_takes_servers_away():
    """Of three one stays: a load of 0.5 before one server waits 0.5/0.5."""
    assert depleted_wait(0.5, 3, 2) == pytest.approx(1.0)


def test_a_surge_by_adding_up_minute_after_minute():
    """60 an hour for 3 hours, 20 afterwards, 50 can be done: 30 wait, an hour clears them, and the area is 60."""
    minute, backlog, peak, area, cleared = 1 / 60, 0.0, 0.0, 0.0, 0.0
    for number in range(6 * 60):
        comes = 60 if number < 180 else 20
        after = max(backlog + (comes - 50) * minute, 0.0)
        area += (backlog + after) / 2 * minute
        peak, backlog = max(peak, after), after
        cleared += minute if number >= 180 and after > 1e-9 else 0.0

    found = surge_backlog(60, 50, 3)
    assert found == pytest.approx(peak)
    assert clearing_hours(found, 20, 50) == pytest.approx(cleared + minute)
    assert surge_delay(found, 3, clearing_hours(found, 20, 50)) == pytest.approx(area) == pytest.approx(60)

"""What our own cases expect: worked out by hand, or by a way that has nothing in common with the formula."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from balance import stationary

from experiments.theory.cases import CASES
from experiments.theory.cases_of import FURTHER_CASES
from experiments.theory.formulas import (
    erlang_wait,
    pooled_wait,
    single_wait,
    staying_load,
    staying_wait,
    switching_load,
    switching_wait,
)
from experiments.theory.own_cases import COMMON, OWN_CASES, SETUP_HOURS, SWITCHING_RATE


def test_erlang_agrees_with_the_figures_of_the_source():
    for clerks in (1, 2, 4, 8, 11, 16, 27, 48):
        assert erlang_wait(0.9 * clerks, clerks) == pytest.approx(CASES["A4"].expected[f"Wq_c{clerks}"], rel=1e-5)


def test_a_chief_above_a_module():
    """Erlang C of 4 servers and load 2.4: terms 1, 2.4, 2.88, 2.304, then 1.3824 x 4/1.6 = 3.456, so 3.456/12.04.

    Desk at rate 2.4: 0.25 + 0.6 x 0.25/(2 x 0.4); at 1.2: 0.25 + 0.3 x 0.25/(2 x 0.7); at 0.48: 0.25 + 0.12 x
    0.25/(2 x 0.88).
    """
    below, desks = 1 + 3.456 / 12.04 / 1.6, (0.25 + 0.1875, 0.25 + 0.075 / 1.4, 0.25 + 0.03 / 1.76)

    assert CASES["S1"].expected == pytest.approx(
        {f"desk_d{share}": desk for share, desk in zip((0.0, 0.5, 0.8), desks, strict=True)}
        | {"T_d0.0": below + desks[0], "T_d0.5": below + desks[1] / 2, "T_d0.8": below + desks[2] / 5}
    )


def test_papers_at_set_times():
    """From 10:30 to 10:00 it is 23.5 hours; from 10:30 to 16:00 it is 5.5, from 16:30 to 10:00 17.5."""
    below = 1 + 3.456 / 12.04 / 1.6

    assert CASES["S2"].expected == pytest.approx(
        {"T_once": below + 23.5**2 / 48, "T_twice": below + (5.5**2 + 17.5**2) / 48}
    )


def test_specialists_case_officers_and_sections():
    """Three hours with E[S^2] = 9 x 4/3 = 12 at rate 0.2 wait 0.2 x 12/(2 x 0.4) = 3. Erlang C of 3 servers and load
    1.5: terms 1, 1.5, 1.125, then 0.5625 x 2 = 1.125, so 1.125/4.75.
    """
    assert CASES["S3"].expected == pytest.approx({"T_in_a_row": 7.5, "T_case_officers": 6.0})
    assert CASES["S4"].expected == pytest.approx({
        "Wq_busiest": 7 / 3, "Wq_sections": (0.7 * 7 / 3 + 0.5 * 1.0 + 0.3 * 3 / 7) / 1.5,
        "Wq_pooled": 1.125 / 4.75 / 1.5,
    })  # fmt: skip


def test_unlike_work():
    """A load of 1/2 either way. Apart: 0.5 and 10. Mixed at 0.525 each: E[S^2] = (0.5 + 10)/1.05 = 10."""
    expected = CASES["S5"].expected

    assert expected["Wq_simple_apart"] == pytest.approx(0.5)
    assert expected["Wq_apart"] == pytest.approx((1.0 * 0.5 + 0.05 * 10) / 1.05)
    assert expected["Wq_mixed"] == pytest.approx(0.525 * 10 / (2 * 0.5))
    assert expected["Wq_apart"] < expected["Wq_pooled"] < expected["Wq_mixed"]


def two_servers(rates: tuple[float, float], means: tuple[float, float], most: int) -> Callable[[tuple], dict]:
    """Return the moves of a pool of two: a state is the kinds in work and the kinds that wait, each known."""

    def moves(state: tuple) -> dict[tuple, float]:
        busy, queue = state
        found: dict[tuple, float] = {}
        for kind in (0, 1):
            if len(queue) < most:
                entered = (tuple(sorted((*busy, kind))), queue) if len(busy) < 2 else (busy, (*queue, kind))
                found[entered] = rates[kind]
            if kind in busy:
                rest = list(busy)
                rest.remove(kind)
                after = (tuple(sorted((*rest, *queue[:1]))), queue[1:])
                found[after] = found.get(after, 0.0) + busy.count(kind) / means[kind]
        return found

    return moves


def test_a_pool_of_unlike_work_by_balance_of_every_state():
    """At a low load, where more than eight hardly ever wait; the formula does not look at who waits, this does."""
    rates, means = (0.3, 0.05), (0.5, 1.5)

    shares = stationary(two_servers(rates, means, most=8), ((), ()))

    waiting = sum(len(queue) * share for (_, queue), share in shares.items())
    assert pooled_wait(rates, means) == pytest.approx(waiting / sum(rates), rel=1e-4)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pool_of_like_work_is_that_of_erlang(share):
    assert pooled_wait((1.6 * share, 1.6 * (1 - share)), (1.0, 1.0)) == pytest.approx(erlang_wait(1.6, 2))


def departures(rate: float, share: float, setup: float, most: int) -> Callable[[tuple], dict]:
    """Return the moves from one departure to the next: a state is how many stay behind, and who left."""
    number = np.arange(most + 1)
    during = (rate / (1 + rate)) ** number / (1 + rate)  # arrivals in an exponential hour: geometric
    in_setup = np.exp(-rate * setup) * np.cumprod([1.0, *(rate * setup / number[1:])])  # Poisson
    turned = np.convolve(during, in_setup)[: most + 1]

    def moves(state: tuple) -> dict[tuple, float]:
        behind, left = state
        found: dict[tuple, float] = {}
        for now, weight in enumerate((share, 1 - share)):
            for came, chance in enumerate(during if now == left else turned):
                after = (min(max(behind - 1, 0) + came, most), now)
                found[after] = found.get(after, 0.0) + weight * float(chance)
        return found

    return moves


def test_set_up_on_a_change_by_the_chain_of_departures():
    rate, share, setup = 0.3, 0.8, 2.0

    shares = stationary(departures(rate, share, setup, most=80), (0, 0))

    number = sum(behind * part for (behind, _), part in shares.items())
    work = 1 + 2 * 0.8 * 0.2 * setup
    assert switching_wait(rate, share, setup) == pytest.approx(number / rate - work, rel=1e-6)
    assert switching_load(rate, share, setup) == pytest.approx(rate * work)


def test_changes_that_follow_changes_matter_unless_kinds_are_equally_common():
    def if_independent(share: float) -> float:
        changes = 2 * share * (1 - share)
        square = 2 + changes * (2 * SETUP_HOURS + SETUP_HOURS**2)
        return single_wait(SWITCHING_RATE, 1 + changes * SETUP_HOURS, square)

    assert switching_wait(SWITCHING_RATE, 0.5, SETUP_HOURS) == pytest.approx(if_independent(0.5))
    assert switching_wait(SWITCHING_RATE, COMMON, SETUP_HOURS) > 1.05 * if_independent(COMMON)


def test_every_own_case_has_a_name_of_its_own():
    """One that cases.json has, too, would take its place there, and not stand at the end."""
    own = [case["id"] for case in (*OWN_CASES, *FURTHER_CASES)]

    assert list(CASES)[-len(own) :] == own


def test_a_handler_who_is_held():
    """Held: E[S] = 1.5, E[S^2] = 3.25, so 1.5 + 0.4 x 3.25/0.8. Set aside: 1/0.6 + 0.5 + 0.4 x 0.25/1.6."""
    assert CASES["S7"].expected == pytest.approx({"T_held": 3.125, "T_set_aside": 1 / 0.6 + 0.5625})


def test_crews_of_two_among_four():
    """Two servers at load 1.2: of the states 1, 1.2, 0.72 and so on by 0.6 it waits with 1.8/4, for 1/0.8 hours."""
    assert CASES["S8"].expected["Wq"] == pytest.approx(1.8 / 4 / 0.8)


def test_staying_moves_waits_between_categories_and_keeps_their_sum():
    """Loads 0.25 and 0.3; W0 = 0.5 x 0.25 + 0.15 x 4 = 0.725; first come, first served everybody waits 0.725/0.45."""
    assert CASES["S9"].expected["load_wait"] == pytest.approx(0.55 * 0.725 / 0.45)


def polled(rate: float, setup: float, matters: int) -> tuple[float, float]:
    """Return the mean wait and the share of time at work of one who stays with a category, matter by matter."""
    random = np.random.default_rng(7)
    comes = np.cumsum(random.exponential(1 / (2 * rate), matters)).tolist()
    kind, work = random.integers(2, size=matters).tolist(), random.exponential(1.0, matters).tolist()
    queues, at, mine, now, waited, busy = ([], []), [0, 0], 0, 0.0, 0.0, 0.0
    for number, category in enumerate(kind):
        queues[category].append(number)
    for _ in range(matters):
        nexts = [comes[queues[one][at[one]]] if at[one] < len(queues[one]) else np.inf for one in (0, 1)]
        now = max(now, min(nexts))
        category = mine if nexts[mine] <= now else 1 - mine
        length = work[queues[category][at[category]]] + (setup if category != mine else 0.0)
        waited, busy, now = waited + now - nexts[category], busy + length, now + length
        at[category], mine = at[category] + 1, category
    return waited / matters, busy / now


def test_staying_with_a_category_when_turns_take_time():
    """As matter by matter; with no set-up it is M/M/1; and who stays turns less often than who does not."""
    assert polled(0.3, 1.0, 400_000) == pytest.approx((staying_wait(0.3, 1.0), staying_load(0.3, 1.0)), rel=0.02)
    assert staying_wait(0.3, 1e-9) == pytest.approx(erlang_wait(0.6, 1))
    assert staying_load(0.3, 1.0) < switching_load(0.6, 0.5, 1.0)
    assert staying_wait(0.3, 1.0) < switching_wait(0.6, 0.5, 1.0)

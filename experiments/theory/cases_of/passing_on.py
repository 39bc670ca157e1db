"""Cases of passing on: an order that goes down layers of people who call, or of leaders' desks."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import last_reached_hours, mean_reached_hours, single_wait
from sim.levers.stages import RankName

CALLED = (4, 8)
"""How many the origin calls, and each of these."""

CALL_MINUTES, CONFIRM_HOURS = 3.75, 0.5
"""Of a call, and on average until who has been called confirms."""

RELAYED_RATE, RELAY_HOURS = 1.5, 0.4
"""Matters an hour that leaders pass on, and what each of them takes for it."""

RANKS: tuple[RankName, ...] = ("chief", "deputy")
"""Who passes them on, one after another."""


def _broadcast() -> dict[str, Any]:
    hours = CALL_MINUTES / 60
    return {
        "id": "S32",
        "mechanism": "a typhoon warning that goes down a tree of telephone calls",
        "model": "relay tree with deterministic calls",
        "inputs": {"fan_out": list(CALLED), "call": hours, "confirm": CONFIRM_HOURS},
        "expected": {
            "last_called": last_reached_hours(CALLED, hours),
            "mean_called": mean_reached_hours(CALLED, hours),
            "mean_confirmed": mean_reached_hours(CALLED, hours) + CONFIRM_HOURS,
        },
        "formula": "t sum b until the last is called, t sum (b+1)/2 on average, for each of a layer calls one by one",
        "source": "Hedetniemi, Hedetniemi & Liestman, Networks 18, 1988, p. 319",
        "made_by": "six sections of one officer, the last one calls; dispatch.broadcast by=layers, fan_out=[4], 32 "
        "recipients, call_minutes=3.75; demand.broadcasts.confirm_hours exponential",
    }


def _relay() -> dict[str, Any]:
    desk = single_wait(RELAYED_RATE, RELAY_HOURS, RELAY_HOURS**2)
    relayed = desk + len(RANKS) * RELAY_HOURS
    return {
        "id": "S33",
        "mechanism": "an order that is passed on by two leaders, one after another, or goes straight to who handles it",
        "model": "M/D/1, then a desk that takes as long; then nobody waits",
        "inputs": {"lam": RELAYED_RATE, "relay": RELAY_HOURS, "desks": len(RANKS), "work": 1},
        "expected": {"relayed": relayed, "T_layers": relayed + 1, "T_direct": 1.0},
        "formula": "L d+lam d^2/(2(1-lam d)): what leaves the first desk is at least d apart, so nothing waits again",
        "source": "Avi-Itzhak, Management Science 11, 1965, p. 565; Friedman, Operations Research 13, 1965, p. 121; "
        "Pollaczek 1930, Khinchine 1932",
        "made_by": "a chief, a deputy and 16 officers in one unit; dispatch.relay=layers, relay_ranks=[chief, deputy], "
        "relay_hours; or relay=direct",
    }


PASSING_ON_CASES = (_broadcast(), _relay())

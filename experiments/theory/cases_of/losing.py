"""Cases of losing: what nobody is free for at once goes to another unit, or is lost."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import blocked_share, dispatched_shares, overflow_losses, own_share_of_two

LOAD, SERVERS = 3.0, 4
"""Calls an hour in one unit, and its people."""

LAW_SCV = 4.0
"""Squared coefficient of variation of another law of work with the same mean."""

TWO = (0.9, 0.4)
"""Calls an hour in each of two districts of one person."""

THREE = (0.9, 0.6, 0.3)
"""Calls an hour in each of three districts of one person."""

LISTS = ((0, 1, 2), (1, 0, 2), (2, 0, 1))
"""Whom each district asks, one after another."""

OVER, OVER_SERVERS = (1.5, 0.8), (2, 2)
"""Calls an hour that come to a first and a second unit, and their people."""

_MADE_BY = "dispatch.overflow_days=0, lost=true"


def _lost() -> dict[str, Any]:
    share = blocked_share(LOAD, SERVERS)
    return {
        "id": "S19",
        "mechanism": "calls that are lost where nobody is free, whatever the law of work",
        "model": "M/G/4/4",
        "inputs": {"lam": LOAD, "mu": 1, "c": SERVERS, "scv": [1.0, LAW_SCV]},
        "expected": {"P_lost": share, f"P_lost_scv{LAW_SCV}": share},
        "formula": "B(c)=a B(c-1)/(c+a B(c-1)), B(0)=1: of the law of work the mean alone matters",
        "source": "Erlang 1917; Sevastyanov, Theory of Probability & its Applications 2, 1957, p. 104",
        "made_by": f"four officers in one unit, {_MADE_BY}, overflow_units=0; work exponential or hyperexponential",
    }


def _two() -> dict[str, Any]:
    own, other, lost = own_share_of_two(*TWO)
    return {
        "id": "S20",
        "mechanism": "two districts that help each other out",
        "model": "hypercube of two servers with preference lists, no queue",
        "inputs": {"lam": list(TWO), "mu": 1},
        "expected": {"own": own, "other": other, "lost": lost},
        "formula": "lost=a^2/2/(1+a+a^2/2), other=(lam1 p0+lost)/(1+a), a=lam1+lam2, of the calls of district 1",
        "source": "Larson, Computers & Operations Research 1, 1974, p. 67",
        "made_by": f"two sections of one officer, {_MADE_BY}, overflow_units=1",
    }


def _three() -> dict[str, Any]:
    own, first, second, lost = dispatched_shares(THREE, LISTS)[0]
    return {
        "id": "S21",
        "mechanism": "three districts that help each other out in the order of a list",
        "model": "hypercube of three servers with preference lists, no queue",
        "inputs": {"lam": list(THREE), "mu": 1, "lists": [list(row) for row in LISTS]},
        "expected": {"own": float(own), "first": float(first), "second": float(second), "lost": float(lost)},
        "formula": "stationary shares of the 2^3 states of who is at work; of the calls of district 1 what its own "
        "takes, the first and the second of its list, nobody",
        "source": "Larson, Computers & Operations Research 1, 1974, p. 67",
        "made_by": f"three sections of one officer, {_MADE_BY}, overflow_units=2, overflow_to=kin",
    }


def _over() -> dict[str, Any]:
    over, first, second = overflow_losses(OVER, OVER_SERVERS)
    return {
        "id": "S22",
        "mechanism": "a unit whose overflow (溢出) another unit takes with the same people as its own calls",
        "model": "M/M/2/2 that overflows to M/M/2/2 with calls of its own",
        "inputs": {"lam": list(OVER), "mu": 1, "c": list(OVER_SERVERS)},
        "expected": {"P_over": over, "P_lost_first": first, "P_lost_second": second},
        "formula": "stationary shares of the chain (at work in the first, at work in the second)",
        "source": "Kosten, Elektrische Nachrichten-Technik 14, 1937, p. 5; Brockmeyer, Teleteknik 5, 1954, p. 361",
        "made_by": f"two sections of two officers, {_MADE_BY}, overflow_units=1; callers of the second have no "
        "patience at all (patience with share 1 and no days), so that they are lost at once",
    }


LOSING_CASES = (_lost(), _two(), _three(), _over())

"""What the cases of urgency, patience, places and the like expect, worked out by hand."""

from __future__ import annotations

from math import asinh, exp, sqrt

import numpy as np
import pytest

from experiments.theory.cases import CASES
from experiments.theory.cases_of import FURTHER_CASES
from experiments.theory.groups import GROUPS
from experiments.theory.groups_of import FURTHER_GROUPS

LATE = 5.145 / 10.45
"""Erlang C of 3 servers and load 2.1: terms 1, 2.1, 2.205, then 1.5435 x 3/0.9."""


def expected(name: str) -> dict[str, float]:
    return CASES[name].expected


def test_urgent_matters():
    """Nobody waits longer than 3 servers' remaining work: C/3 an hour. One officer: R = 0.1, and 0.1 + 0.3 x 3.375/2.

    The urgent ones alone have load 0.6: terms 1, 0.6, 0.18, then 0.036 x 3/2.4.
    """
    alone, all_of_them = 1 + 0.045 / 1.825 / 2.4, 1 + LATE / 0.9

    assert expected("S11") == pytest.approx({"Wq_urgent": LATE / 2.4, "Wq_other": 3 * LATE / (2.4 * 0.9)})
    assert expected("S12") == pytest.approx({
        "T_urgent": 0.1 / 0.8 + 0.5, "Wq_other": 0.60625 / (0.8 * 0.35), "T_other": 0.60625 / 0.28 + 1.5 / 0.8,
    })  # fmt: skip
    assert expected("S13") == pytest.approx({"T_urgent": alone, "T_other": (2.1 * all_of_them - 0.6 * alone) / 1.5})


def test_further_rounds():
    """1/0.7 rounds at rate 15/7; 1/0.725 rounds, for 0.25 x 0.8 + 0.75 x 0.1 come back; 4/3 rounds at rate 32/15."""

    def wait(load: float) -> float:
        queued = load**3 / 6 * 3 / (3 - load)
        return queued / (1 + load + load**2 / 2 + queued) / (3 - load)

    again, unsolved = wait(15 / 7), wait(32 / 15)

    assert expected("S14") == pytest.approx({"visits": 1 / 0.7, "T": (1 + again) / 0.7})
    assert expected("S15") == pytest.approx({
        "visits": 1 / 0.725, "T": 1 / 0.725 + 0.5 * 1.275 / 0.725**2 / (2 * (1 - 0.5 / 0.725)),
    })  # fmt: skip
    assert expected("S16") == pytest.approx({"visits": 4 / 3, "Wq": unsolved, "T": 4 / 3 * (1 + unsolved) + 40})


def test_patience_by_birth_and_death():
    """With k in the unit, min(k, 3) are served an hour and (k - 3)/2 leave; 3.3 come."""
    there = np.arange(200)
    gone = np.maximum(there - 3, 0) / 2
    often = np.cumprod(np.append(1.0, 3.3 / (np.minimum(there, 3) + gone)[1:]))
    often /= often.sum()
    share = float(often @ gone) / 3.3

    assert expected("S17")["P_left"] == pytest.approx(share)
    assert expected("S17")["Wq"] == pytest.approx(float(often @ np.maximum(there - 3, 0)) / 3.3)
    assert expected("S17")["Wq_served"] < 2 * share
    assert 0 < expected("S18")["P_left"] < expected("S17")["P_left"]


def test_lost_calls():
    """Terms of load 3: 1, 3, 4.5, 4.5, 3.375; of 1.3: 1, 1.3, 0.845; of 1.8: 1, 1.8, 1.62, 0.972.

    Load 1.5 loses 1.125 of 1 + 1.5 + 1.125 to two servers. All three districts may be at work like three servers of
    one group, whoever takes what.
    """
    both = 0.845 / 3.145
    other = (0.9 / 3.145 + both) / 2.3

    assert list(expected("S19").values()) == pytest.approx([3.375 / 16.375] * 2)
    assert expected("S20") == pytest.approx({"own": 1 - both - other, "other": other, "lost": both})
    assert expected("S21")["lost"] == pytest.approx(0.972 / 5.392)
    assert sum(expected("S21").values()) == pytest.approx(1)
    assert expected("S22")["P_over"] == pytest.approx(1.125 / 3.625)
    assert expected("S22")["P_lost_first"] < expected("S22")["P_lost_second"] < expected("S22")["P_over"]


def test_what_is_taken_away():
    """Two servers at load 0.7 each wait 0.49/0.51, one at 0.6 waits 0.6/0.4. (80 - 40) x 240, at 20 an hour, 480/4."""
    home, contractor = 0.49 / 0.51, 1.5

    assert expected("S23") == pytest.approx(
        {"Wq_home": home, "Wq_contractor": contractor, "Wq": 0.7 * home + 0.3 * contractor}
    )
    assert expected("S24") == pytest.approx({"Wq": LATE / 0.9})
    assert expected("S25") == pytest.approx({"backlog": 9600.0, "clearing_hours": 480.0, "Wq": 120.0})


def test_ways():
    """Cells of 2.5 km. Round trips over 0, 7, 10, 15 km at 20 km/h: hours 0.4 and 0.23375, so S is 1.8 and 4.535.

    Without borders it would be 1 and √(pi/2) km to the nearest of a quarter of a place in a square kilometre.
    """
    assert 1 < expected("S26")["straight"] < 1.1
    assert sqrt(np.pi / 2) < expected("S26")["rectangular"] < 1.1 * sqrt(np.pi / 2)
    assert expected("S27") == pytest.approx({
        "straight": 2.5 * (sqrt(2) + asinh(1)) / 6, "rectangular": 1.25, "rectangular_diamond": 2.5 * sqrt(2) / 3,
    })  # fmt: skip
    wait = 0.4 * 4.535 / (2 * 0.28)
    assert expected("S28") == pytest.approx({"Wq": wait, "T": wait + 1.4})


def test_joint_inspections():
    """Ways of 0.2 hours, works of 1.6 with variance 0.98: 3 x 0.4 + 1.6, 0.4 + 1.6; 0.2 x (4 + 0.98)/(2 x 0.6)."""
    assert expected("S29") == pytest.approx(
        {"hours_apart": 2.8, "hours_joint": 2.0, "Wq_joint": 0.83, "T_joint": 0.83 + 0.2 + 1.6}
    )


def test_screens():
    """Two of three: 0.4 x 0.5 x 0.4 + 0.4 x 0.5 x 0.6 + 0.6 x 0.5 x 0.6 + 0.4 x 0.5 x 0.6 = 0.5, likewise 0.212."""
    assert expected("S30") == pytest.approx(
        {"bad_chain": 0.42, "good_chain": 0.72, "bad_either": 0.88, "good_either": 0.98}
    )
    assert expected("S31") == pytest.approx({"bad": 0.5, "good": 0.788})


def test_orders_that_are_passed_on():
    """Calls of 1/16 hour: 4 + 8 in a row, 2.5 + 4.5 on average. A desk at load 0.6: 0.6 x 0.4/(2 x 0.4) + 2 x 0.4."""
    assert expected("S32") == {"last_called": 0.75, "mean_called": 0.4375, "mean_confirmed": 0.9375}
    assert expected("S33") == pytest.approx({"relayed": 1.1, "T_layers": 2.1, "T_direct": 1.0})


def test_defects_and_wrong_desks():
    """8 x (2 - 1/2). Growth by a half takes 5 of 10 hours: (5 x 1.25 + 5 x 1.5)/10. Half an hour each of 0.75 + 0.5."""
    seen_first = (1 - exp(-0.4)) / 0.4 * 0.5 / (1 - 0.5 * exp(-0.4))

    assert expected("S34") == pytest.approx({"delay": 12.0})
    assert expected("S35") == pytest.approx({"delay": 20 * (1 - seen_first), "by_complaints": 1 - seen_first})
    assert expected("S36") == pytest.approx({"factor": 1.375})
    assert expected("S37") == pytest.approx({"false_share": 0.4})
    assert expected("J7") == pytest.approx(
        {"mean_routings_75": 1 / 0.75, "mean_routings_90": 1 / 0.9, "P_3plus_75": 0.25**2}, rel=1e-6
    )


def test_every_further_case_is_worked_out_here_and_played():
    """Ids are numbered on from the first own cases, so that none is given twice."""
    ids = [case["id"] for case in FURTHER_CASES]
    played = {case for one in FURTHER_GROUPS for case, _ in one.checks}

    assert ids == [f"S{number}" for number in range(11, 38)]
    assert played == {*ids, "J7"}
    assert all(one in GROUPS for one in FURTHER_GROUPS)

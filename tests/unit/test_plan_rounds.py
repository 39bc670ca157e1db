"""Rounds under any screens: what is carried out is what going through them one by one comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from houses import DEPUTIES, build, house, matter, need, officers
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.simpy_engine import simulate
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.routing.checks import Check
from sim.levers.supervision import Supervision
from sim.plan.plan import Kind
from sim.procedure import Abilities
from sim.trace import State

HOUSE = house([*officers(2), DEPUTIES[0]])


@dataclass(frozen=True)
class Screens:
    """What everybody would do: [round][screen] whether it catches, and whether it returns; the signature is last."""

    combined: str
    wrong: tuple[bool, ...]
    catches: tuple[tuple[bool, ...], ...]
    returns: tuple[tuple[bool, ...], ...]


@st.composite
def screens(draw):
    combined = draw(st.sampled_from(["chain", "either", "majority"]))
    number = draw(st.sampled_from([3, 5])) if combined == "majority" else draw(st.integers(2, 3))
    rounds = draw(st.integers(1, 4))
    flags = st.tuples(*[st.tuples(*[st.booleans()] * (number + 1))] * rounds)
    return Screens(combined, draw(st.tuples(*[st.booleans()] * rounds)), draw(flags), draw(flags))


def expected(given: Screens) -> Counter[str]:
    """Return how many steps of each kind are carried out, and whether rounds are used up, one by one."""
    found: Counter[str] = Counter()
    rounds = len(given.wrong)
    for turn, wrong in enumerate(given.wrong):
        found["handle"] += 1
        last = turn == rounds - 1
        *votes, signature = (given.catches if wrong else given.returns)[turn]
        checks, returned, objects = look(given.combined, votes, last)
        found["check"] += checks
        found["join"] += given.combined == "majority"
        if not returned:
            found["sign"] += 1
            objects = objects or signature
            returned = signature and not last
        if not returned:
            found["used up"] += last and objects
            break
    return found


def look(combined: str, votes: list[bool], last: bool) -> tuple[int, bool, bool]:
    """Return how many look, whether they return it, and whether they would if there were a round more."""
    if combined == "majority":
        most = 2 * sum(votes) > len(votes)
        return len(votes), most and not last, most
    if combined == "either":
        asked = votes.index(False) + 1 if False in votes else len(votes)
        return asked, all(votes) and not last, all(votes)
    if last:
        return len(votes), False, any(votes)
    return (votes.index(True) + 1, True, True) if True in votes else (len(votes), False, False)


def carried_out(given: Screens) -> tuple[Counter[str], bool]:
    """Return the same of the plan, as an engine plays it, and whether it leaves in error."""
    number = len(given.catches[0]) - 1
    check = Check(by="officer", hours=0.5, catch_share=0.5, return_share=0.5)
    names = [f"check_{{}}/plain/{place}" for place in range(number)] + ["signature_{}/plain"]
    outcomes = {
        f"{name.format(purpose)}/{turn}": [0.1 if row[place] else 0.9]
        for purpose, table in (("catches", given.catches), ("returns", given.returns))
        for turn, row in enumerate(table)
        for place, name in enumerate(names)
    }
    supervision = Supervision(
        checks=(check,) * number, combined=given.combined, signature_catch_share=0.5, signature_return_share=0.5
    )  # fmt: skip
    errors = tuple(0.1 if wrong else 0.9 for wrong in given.wrong)
    built = build(
        HOUSE, [matter(need("b0c0", 1, errors=errors), decision=1)],
        Levers(authority=Authority(non_core=("deputy",)), supervision=supervision),
        abilities=Abilities(error_rate_elsewhere=0.5), outcomes=outcomes,
    )  # fmt: skip
    trace, steps = simulate(built.plan), built.plan.steps
    ended = np.flatnonzero(trace.state == State.ENDED)
    noted = (steps.kind[ended] == Kind.CHECK) & (steps.unit[ended] < 0)
    found = Counter(Kind(kind).name.lower() for kind in steps.kind[ended[~noted]].tolist())
    found["used up"] = int(noted.sum())
    handled = ended[steps.kind[ended] == Kind.HANDLE]
    return found, bool(trace.outcome[handled[-1]])


@given(screens())
def test_what_is_carried_out_is_what_going_through_the_screens_comes_to(given_screens):
    found, left_in_error = carried_out(given_screens)

    wanted = expected(given_screens)
    assert +found == +wanted
    assert left_in_error == given_screens.wrong[wanted["handle"] - 1]

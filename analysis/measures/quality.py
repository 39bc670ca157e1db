"""Measures of quality: where errors are caught, what comes back, and when a matter is solved for good."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played, of_kinds
from sim.arrays import Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Guard, Kind
from sim.trace import State

_SIGNATURES = (Kind.SIGN, Kind.DECIDE)
_REPEATS = (Kind.COME_BACK,)


def quality_measures(played: Played) -> dict[str, float]:
    """Return the measures of the cohort that are followed up.

    Shares of errors are missing where nobody made one, the mean of days where all have left.
    """
    followed, measures = played.followed, dict[str, float]()
    if not played.cohort.size:
        return measures
    if followed.errors:
        measures |= caught_shares(played)
    if followed.rounds:
        measures["rounds_used_up_share"] = _rounds_used_up_share(played)
    if followed.returns:
        measures["repeats_per_100"] = repeats_per_100(played)
        if played.stayed.size:
            measures["solved_days_mean"] = solved_days_mean(played)
    return measures


def caught_shares(played: Played) -> dict[str, float]:
    """Return which share of the errors made in handling the cohort was caught, in all and by who caught it."""
    steps, matter = played.plan.steps, played.plan.steps.matter
    ours = np.isin(matter, played.cohort)
    made = int((ours & (steps.kind == Kind.HANDLE) & (played.trace.outcome == 1)).sum())
    if not made:
        return {}
    source, judged = _returns_of_errors(played)
    signed = of_kinds(steps.kind[source], _SIGNATURES)
    parents = played.hangs_on[matter[_put_right(played)]]
    caught = {
        "checks": np.unique(judged[ours[judged] & ~signed]).size,
        "signatures": np.unique(judged[ours[judged] & signed]).size,
        "audits": int(np.isin(parents, played.cohort).sum()),
    }
    return {"caught_share": sum(caught.values()) / made} | {
        f"caught_by_{who}_share": number / made for who, number in caught.items()
    }


def _returns_of_errors(played: Played) -> tuple[Ints, Ints]:
    """Return who returned what had gone wrong, and the handling; what was returned though it was good is left out."""
    steps, edges = played.plan.steps, played.plan.edges
    again = of_kinds(steps.kind, (Kind.HANDLE, Kind.HAND_OVER)) & (steps.attempt > 1)  # a contractor's is on its way
    back = again[edges.target] & (edges.judged != edges.source)
    live = np.isin(edges.guard, (int(Guard.ALWAYS), int(Guard.ON_ERROR))) & played.executed[edges.source]
    wrong = (steps.kind[edges.judged] == Kind.HANDLE) & (played.trace.outcome[edges.judged] == 1)
    rows = np.flatnonzero(back & live & wrong)
    return edges.source[rows], edges.judged[rows]


def _put_right(played: Played) -> Ints:
    """Return the steps that put an error right which an audit has found."""
    steps = played.plan.steps
    audited = steps.matter[played.plan.entries.step[steps.kind[played.plan.entries.step] == Kind.AUDIT]]
    return np.flatnonzero((steps.kind == Kind.HANDLE) & played.executed & np.isin(steps.matter, audited))


def _rounds_used_up_share(played: Played) -> float:
    """Return in which share of the cohort something would have gone one round more, if there had been one."""
    steps = played.plan.steps
    noted = played.executed & (steps.unit < 0) & of_kinds(steps.kind, (Kind.CHECK, *_REPEATS))
    noted[played.plan.entries.step] = False
    return float(np.isin(played.cohort, _roots(played)[steps.matter[noted]]).mean())


def repeats_per_100(played: Played) -> float:
    """Return how often matters of the cohort came back, for each hundred of them."""
    entry = _repeats(played)
    root = _roots(played)[played.plan.steps.matter[entry[played.executed[entry]]]]
    return 100 * float(np.isin(root, played.cohort).sum()) / played.cohort.size


def solved_days_mean(played: Played) -> float:
    """Return the days from release until a matter and the last of its repeats were closed, mean over the cohort.

    What has left is left out. A repeat that is open, or on its way back, counts with the days so far.
    """
    entry, trace = _repeats(played), played.trace
    matter = played.plan.steps.matter[entry]
    until = np.where(trace.state[entry] == State.STARTED, trace.stopped_ms, played.until_ms[matter])
    rows = np.flatnonzero((trace.state[entry] == State.STARTED) | played.came_in[matter])
    solved = played.until_ms.copy()
    np.maximum.at(solved, _roots(played)[matter[rows]], until[rows])
    stayed = played.stayed
    return float(((solved - played.came_in_ms)[stayed] / MS_PER_DAY).mean())


def _repeats(played: Played) -> Ints:
    """Return the steps with which matters come back."""
    entry = played.plan.entries.step
    return entry[of_kinds(played.plan.steps.kind[entry], _REPEATS)]


def _roots(played: Played) -> Ints:
    """Return by matter the one that it hangs on in the end, itself where it hangs on none."""
    root, parent = np.arange(played.hangs_on.size), played.hangs_on
    while (parent[root] >= 0).any():
        root = np.where(parent[root] >= 0, parent[root], root)
    return root

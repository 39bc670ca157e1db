"""Checks (核稿、法制审核): who looks for errors before the first signature of a round, and what they let pass."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.levers.routing.supervising import Screen
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.planning.coming import Coming
from sim.planning.deciding.verdicts import Ends, When, stand_at
from sim.planning.handling.handing_over import hand_over
from sim.planning.sheet import Chain
from sim.workload.demand import Decision


def pass_checks(
    coming: Coming, rows: Ints, decision: Decision, judged: Ints, turn: int, *, last: bool
) -> tuple[Ends, list[Ends]]:
    """Write the checks of a round; return which matters may pass them, and what they return.

    In the last round all goes on whatever is found. `judged` is the handling of this round, by matter.
    """
    supervising = coming.case.organisation.route.supervising
    checks = supervising.checks_of(decision)
    through = Ends(rows, judged[rows], judged[rows], When.always(rows.size))
    if not checks:
        return through, []
    combine = {"chain": _in_chain, "either": _by_either, "majority": _by_majority}
    return combine[supervising.combined](coming, through, checks, turn, last)


def look(chain: Chain, rows: Ints, matters: Ints, screen: Screen, case: Case, kind: Kind, attempt: int) -> Ints:
    """Write that somebody looks at these matters, papers on their way to another unit first; return the steps."""
    unit = np.full(rows.size, screen.unit, dtype=np.int64)
    if screen.unit < 0:
        unit = case.place_to_sign(screen.rank, matters)
    elsewhere = (unit != case.lead_unit[matters]) & (screen.unit >= 0)
    hand_over(chain, rows[elsewhere], case)
    by_head = screen.rank == Rank.HEAD
    return chain.then(
        rows, kind, unit=unit, work_hours=screen.hours, rank=int(screen.rank), attempt=attempt,
        priority=DECISION_PRIORITY if by_head else ORDINARY_PRIORITY,
        calendar=case.signing_calendar(Rank.HEAD) if by_head else -1,
    )  # fmt: skip


_Checks = tuple[tuple[int, Screen], ...]


def _seen(coming: Coming, rows: Ints, place: int, screen: Screen, turn: int) -> When:
    """Return what this check would return in this round."""
    stream = f"{place}/{turn}"
    return When(
        coming.comes_to_pass(screen.catch_share, "check_catches", stream)[rows],
        coming.comes_to_pass(screen.return_share, "check_returns", stream)[rows],
    )


def _in_chain(coming: Coming, at: Ends, checks: _Checks, turn: int, last: bool) -> tuple[Ends, list[Ends]]:
    """One check after another, each of which may return."""
    returned: list[Ends] = []
    for place, screen in checks:
        step = look(coming.chain, at.rows, at.rows, screen, coming.case, Kind.CHECK, turn + 1)
        seen = at.when.and_(_seen(coming, at.rows, place, screen, turn))
        returned.append(Ends(at.rows, step, at.judged, seen))
        if last:
            continue
        at = Ends(at.rows, step, at.judged, at.when.but(seen)).kept()
        stand_at(coming.chain, at.rows, [at])
    return at, returned


def _by_either(coming: Coming, at: Ends, checks: _Checks, turn: int, last: bool) -> tuple[Ends, list[Ends]]:
    """Who returns it asks the next one, who may overrule: it is returned if all return it."""
    first, passed = at, list[Ends]()
    for number, (place, screen) in enumerate(checks, start=1):
        step = look(coming.chain, at.rows, at.rows, screen, coming.case, Kind.CHECK, turn + 1)
        seen = at.when.and_(_seen(coming, at.rows, place, screen, turn))
        to_the_last = number == len(checks)
        passed.append(Ends(at.rows, step, at.judged, at.when if last and to_the_last else at.when.but(seen)))
        at = Ends(at.rows, step, at.judged, seen)
        if not to_the_last:
            at = at.kept()
            stand_at(coming.chain, at.rows, [at])
    stand_at(coming.chain, first.rows, passed)
    return _together(first, passed).kept(), [at]


def _together(first: Ends, passed: list[Ends]) -> Ends:
    """Return in one when these matters pass at any of several ends."""
    size = int(first.rows.max(initial=-1)) + 1
    on_error, if_fine = np.zeros((2, size), dtype=bool)
    for end in passed:
        on_error[end.rows] |= end.when.on_error
        if_fine[end.rows] |= end.when.if_fine
    return Ends(first.rows, first.step, first.judged, When(on_error[first.rows], if_fine[first.rows]))


def _by_majority(coming: Coming, at: Ends, checks: _Checks, turn: int, last: bool) -> tuple[Ends, list[Ends]]:
    """All look at the same time, and it is returned if more than half return it."""
    rows, chain, inner = at.rows, coming.chain, np.arange(at.rows.size)
    votes = np.zeros((2, rows.size), dtype=np.int64)
    branches = []
    for place, screen in checks:
        branch = chain.fork(rows)
        look(branch, inner, rows, screen, coming.case, Kind.CHECK, turn + 1)
        branches.append(branch)
        seen = _seen(coming, rows, place, screen, turn)
        votes += np.array([seen.on_error, seen.if_fine])
    tally = chain.sheet.write(chain.matter[rows], Kind.JOIN)
    for branch in branches:
        branch.lead_to(inner, tally)
    on_error, if_fine = 2 * votes > len(checks)
    most = When(on_error, if_fine)
    through = Ends(rows, tally, at.judged, at.when if last else at.when.but(most)).kept()
    stand_at(chain, through.rows, [through])
    return through, [Ends(rows, tally, at.judged, at.when.and_(most))]

"""Misrouting (误派、退单): a matter is read where it does not belong and sent on, perhaps to a wrong desk again."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.handling.handing_over import hand_over
from sim.planning.opening.prefilling import draft_hours, left_undrafted
from sim.planning.sheet import Chain
from sim.workload.kinship import Kin, neighbour_weights


def go_astray(chain: Chain, case: Case) -> None:
    """Draft matters at wrong desks, one after another, as often as the demand lets them go astray at most.

    Where the function it was mistaken for is with the same unit, nothing went wrong. Whoever sends a matter on knows no
    better than who sent it first, so it may come to the same wrong desk again.
    """
    matters = case.workload.matters
    may = ~left_undrafted(case) & (case.force_of < 0) & ~matters.in_hand  # a task force has its matters from the first
    for turn in range(case.misdirected_rounds):
        wrong_unit, may = _led_astray(case, may, turn)
        rows = np.flatnonzero(may)
        chain.then(
            rows, Kind.DRAFT, unit=wrong_unit[rows], work_hours=draft_hours(case)[rows], calendar=case.desk_calendar
        )  # fmt: skip
        hand_over(chain, rows, case, place=0)
    if case.misdirected_rounds > 1:
        _use_up(chain, np.flatnonzero(_led_astray(case, may, case.misdirected_rounds)[1]))


def _led_astray(case: Case, may: Flags, turn: int) -> tuple[Ints, Flags]:
    """Return the unit that each matter is sent to by mistake, and which of these matters are."""
    uniforms, mistaken_for = _drawn(case, turn)
    wrong_unit = case.unit_for(mistaken_for, np.arange(case.n_matters))
    astray = uniforms < case.misdirected_share * case.organisation.settings.misdirection
    return wrong_unit, np.asarray(may & astray & (wrong_unit != case.lead_unit))


def _drawn(case: Case, turn: int) -> tuple[Floats, Ints]:
    """Return by matter the uniform of a turn, and the function that it would be taken for."""
    matters, outcomes = case.workload.matters, case.workload.outcomes
    if turn == 0:
        return matters.misdirected, matters.mistaken_for
    lead = case.workload.needs.function[case.need_at[:, 0]]
    neighbours = Kin.of(neighbour_weights(case.institution))
    return (
        outcomes.of_matters("misdirected", str(turn)),
        neighbours.pick(lead, outcomes.of_matters("mistaken_for", str(turn))),
    )


def _use_up(chain: Chain, rows: Ints) -> None:
    """Note what would have gone astray once more, by a step that takes nobody and that nothing follows."""
    if rows.size:
        chain.fork(rows).then(np.arange(rows.size), Kind.DRAFT)

"""Lever `process` (route): how fixed processes run (并联审批、合并环节、综合查一次), and what follows an approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from sim.errors import DesignError
from sim.institution import Institution
from sim.levers.ranks import check_held
from sim.levers.routing.processing import Processing
from sim.levers.routing.pursuing import Pursuing, pursuit_of
from sim.levers.stages import RANK_OF, Arrangement, RankName, Route
from sim.options import NonNegative, Share, options
from sim.workload.expectations import Expectations


@options
class Process:
    """Options. The first ones are about types of matter that have a `process` of their own.

    What the law asks for stays whatever they say: notices and dates of needs that are `statutory`.
    """

    parallel: bool = False  # all needs begin at the same time (并联), unless a type `keeps` them behind others
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # type -> needs that the law puts behind others
    merged: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)  # type -> need -> those it takes
    merged_work: NonNegative = 1.0  # of the work that needs take over, as a share
    notice_share: Share = 1.0  # of the days of notices that are not statutory
    batch_dates: Literal["kept", "dropped"] = "kept"  # of needs that are not statutory
    visits: Literal["apart", "joint"] = "apart"  # inspections of one matter: each by itself, or in one visit
    joint_work: NonNegative | None = None  # of the sum of their work, as a share; absent: the longest of them
    chain: Pursuing | None = None  # what follows an approval; absent: nothing
    overdue_report_hours: NonNegative = 0.0  # to explain why a matter was not signed in time (超期说明)
    overdue_rank: RankName = "deputy"  # to whom


def route_process(
    route: Route, options: Process, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Route:
    """Return the route with processes that run like this; raise DesignError (or UnknownName) for what cannot be."""
    _check_together(options)
    if options.overdue_report_hours > 0:
        check_held("process.overdue_rank", options.overdue_rank, arrangement, task="hear why a matter was late")
    return replace(
        route,
        processing=Processing(
            parallel=options.parallel,
            keeps=options.keeps,
            merged=options.merged,
            merged_work=options.merged_work,
            notice_share=options.notice_share,
            drops_dates=options.batch_dates == "dropped",
            joint=options.visits == "joint",
            joint_work=options.joint_work,
            pursuit=pursuit_of(options.chain, arrangement, institution, expected),
            overdue_hours=options.overdue_report_hours,
            overdue_rank=RANK_OF[options.overdue_rank],
        ),
    )


def _check_together(options: Process) -> None:
    """Raise DesignError for options that leave each other nothing."""
    if options.keeps and not options.parallel:
        raise DesignError(
            "process.keeps keeps needs behind others where all would begin at the same time, but parallel=false; "
            "expected parallel=true, or no keeps."
        )
    if options.merged_work != 1.0 and not options.merged:
        raise DesignError(
            f"process.merged_work={options.merged_work:g}, but nothing is merged; expected process.merged, or "
            "merged_work=1."
        )
    if options.joint_work is not None and options.visits == "apart":
        raise DesignError(
            f"process.joint_work={options.joint_work:g} goes with visits=joint, but visits=apart; expected "
            "visits=joint, or no joint_work."
        )

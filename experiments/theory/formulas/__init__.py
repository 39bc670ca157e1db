"""Closed forms that our own cases expect, a file for each theme; all are exact but for those that are called fluid.

Rates are an hour, works are hours. Each formula names its source.
"""

from __future__ import annotations

from experiments.theory.formulas.categories import (
    pooled_wait,
    staying_load,
    staying_wait,
    switching_load,
    switching_wait,
)
from experiments.theory.formulas.detecting import (
    complaint_share,
    detection_delay,
    false_alarm_load_share,
    grown_factor,
    patrolled_delay,
    random_detection_delay,
    random_patrol_delay,
)
from experiments.theory.formulas.leaving import (
    impatient_wait,
    impatient_wait_at_limit,
    leaving_share,
    leaving_share_at_limit,
    served_wait,
    served_wait_at_limit,
)
from experiments.theory.formulas.loss import (
    blocked_share,
    dispatched_shares,
    overflow_losses,
    own_share_of_two,
)
from experiments.theory.formulas.places import (
    base_distance,
    nearest_distance,
    nearest_in_lattice,
    nearest_in_square,
    nearest_on_torus,
)
from experiments.theory.formulas.priorities import (
    head_of_line_waits,
    preempted_stays,
    resumed_stays,
    resumed_waits,
)
from experiments.theory.formulas.relaying import (
    doubling_hours,
    last_reached_hours,
    mean_reached_hours,
    mean_reached_hours_of_all,
    relay_stay,
    unreached_shares,
)
from experiments.theory.formulas.returning import (
    feedback_stay,
    resettled_stay,
    rounds,
    unsettled_share,
)
from experiments.theory.formulas.screens import (
    agreeing_share,
    majority_share,
    passed_by_either,
    passed_in_chain,
)
from experiments.theory.formulas.staffing import (
    clearing_hours,
    depleted_wait,
    surge_backlog,
    surge_delay,
    transferred_waits,
)
from experiments.theory.formulas.visiting import (
    inspection_hours,
    inspection_stay,
    inspection_wait,
    round_trip_moments,
    round_trip_stay,
    round_trip_wait,
)
from experiments.theory.formulas.waiting import (
    erlang_wait,
    gap_wait,
    single_wait,
)

__all__ = [
    "agreeing_share",
    "base_distance",
    "blocked_share",
    "clearing_hours",
    "complaint_share",
    "depleted_wait",
    "detection_delay",
    "dispatched_shares",
    "doubling_hours",
    "erlang_wait",
    "false_alarm_load_share",
    "feedback_stay",
    "gap_wait",
    "grown_factor",
    "head_of_line_waits",
    "impatient_wait",
    "impatient_wait_at_limit",
    "inspection_hours",
    "inspection_stay",
    "inspection_wait",
    "last_reached_hours",
    "leaving_share",
    "leaving_share_at_limit",
    "majority_share",
    "mean_reached_hours",
    "mean_reached_hours_of_all",
    "nearest_distance",
    "nearest_in_lattice",
    "nearest_in_square",
    "nearest_on_torus",
    "overflow_losses",
    "own_share_of_two",
    "passed_by_either",
    "passed_in_chain",
    "patrolled_delay",
    "pooled_wait",
    "preempted_stays",
    "random_detection_delay",
    "random_patrol_delay",
    "relay_stay",
    "resettled_stay",
    "resumed_stays",
    "resumed_waits",
    "round_trip_moments",
    "round_trip_stay",
    "round_trip_wait",
    "rounds",
    "served_wait",
    "served_wait_at_limit",
    "single_wait",
    "staying_load",
    "staying_wait",
    "surge_backlog",
    "surge_delay",
    "switching_load",
    "switching_wait",
    "transferred_waits",
    "unreached_shares",
    "unsettled_share",
]

"""The measures the report knows: their order, the form of their numbers, and which way is better."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["days", "share", "number"]
Better = Literal["lower", "higher"]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How one measure is written and read; `better` is None where neither way is good in itself."""

    name: str
    form: Form = "number"
    better: Better | None = None
    bounded: bool = False
    """Whether the figure is only a lower bound where matters are still open at the cap."""
    falls: bool = False
    """Whether the figure would fall on and on where the backlog grows: of an overloaded design it is an upper bound."""


def _days(*names: str, better: Better | None = "lower") -> list[Measure]:
    return [Measure(name=name, form="days", better=better, bounded=True) for name in names]


def _plain(*names: str, form: Form = "number", better: Better | None = None) -> list[Measure]:
    return [Measure(name=name, form=form, better=better) for name in names]


SPLIT_PARTS = (
    "waiting",
    "signature",
    "coordinated",
    "handed_over",
    "worked",
    "travel",
    "rework",
    "outside",
    "closed",
)
"""The names that a day on the critical path can have, in the order they are drawn; travel where somebody travels."""

GROUPS: dict[str, list[Measure]] = {
    "time": [
        *_days("elapsed_days_mean", "elapsed_days_median", "elapsed_days_p90", "elapsed_days_p95"),
        *_days("working_days_mean", "working_days_median", "statutory_days_mean", "statutory_days_median"),
    ],
    "throughput": [
        *_plain("matters_released"),
        *_plain("capacity_multiple", "capacity_on_time_multiple", "closed_per_week", better="higher"),
        Measure(name="on_time_share", form="share", better="higher", falls=True),
        *_plain("completion_share", form="share", better="higher"),
        *_plain("backlog_mean", better="lower"),
        Measure(name="backlog_age_days_mean", form="days", better="lower"),
        Measure(name="backlog_growth_share", form="share", better="lower"),
    ],
    "path": [
        *_plain("handovers_mean", "units_met_mean", "signatures_mean", "steps_mean"),
        *_plain("routings_mean", better="lower"),
        *_plain("routings_used_up_share", form="share", better="lower"),
        *_plain("supplements_mean", better="lower"),
        *_plain("returned_share", "errors_left_share", form="share", better="lower"),
    ],
    "quality": [
        *_plain("caught_share", form="share", better="higher"),
        *_plain("caught_by_checks_share", "caught_by_signatures_share", "caught_by_audits_share", form="share"),
        *_plain("rounds_used_up_share", form="share", better="lower"),
        *_plain("repeats_per_100", better="lower"),
        *_days("solved_days_mean"),
    ],
    "split": _days(*(f"split_{part}_days_mean" for part in SPLIT_PARTS), better=None),
    "waiting": [
        *_plain("left_share", form="share", better="lower"),
        *_plain("left_days_mean", form="days"),
        *_days("urgent_days_mean", "answer_days_mean"),
        *_plain(
            "complaints_per_100", "reminders_per_100", "escalations_per_100", "interruptions_per_100", better="lower"
        ),
        *_plain("overflow_share", form="share"),
    ],
    "broadcasts": [
        *_plain("broadcast_hours_mean", "broadcast_hours_p95", better="lower"),
        *_plain("broadcast_unreached_share", form="share", better="lower"),
        *_plain("broadcast_staff_hours", better="lower"),
    ],
    "detection": [
        *_plain("detected_share", form="share", better="higher"),
        *_plain(*(f"detected_by_{way}_share" for way in ("patrols", "sensors", "complaints")), form="share"),
        *_days("undetected_days_mean", "onset_to_close_days_mean"),
        *_plain("accidents_per_100", "false_alerts_per_week", better="lower"),
        *_plain("patrol_hours_share", form="share"),
    ],
    "people": [
        *_plain("utilisation_mean", form="share"),
        *_plain("utilisation_direct", "utilisation_coordination", "utilisation_decision", form="share"),
        *_plain("utilisation_liaison", "utilisation_rework", "utilisation_held", "utilisation_travel", form="share"),
        *_plain("load_balance", better="lower"),
        *_plain("counterparts_per_unit", "counterparts_per_person", "signatures_per_leader_day"),
        *_plain("reports_on_time_share", form="share", better="higher"),
        *_plain("office_utilisation", form="share"),
        *_plain("travel_share", form="share", better="lower"),
        *_plain("travel_hours_per_matter", "distance_km_mean", better="lower"),
    ],
    "clients": [
        *_plain("trips_mean", "trip_km_mean", "trip_hours_mean", "access_cost_per_matter", better="lower"),
        *_plain("visits_per_matter", "visit_hours_of_client", better="lower"),
    ],
    "pushes": [
        *_plain("pushes_disputed_share", form="share", better="lower"),
        *_days("push_days_mean"),
        *_plain("late_pushes_share", form="share", better="lower"),
    ],
    "contracts": [
        *_plain("transferred_share", "contractor_utilisation", form="share"),
        *_plain("supervision_share", form="share", better="lower"),
        *_plain("contract_cost_per_matter", "cost_per_matter", better="lower"),
    ],
    "task_forces": [
        *_days("home_days_before", better=None),
        *_days("home_days_during", "home_days_after"),
        Measure(name="recovery_days", form="days", better="lower"),
        *_plain("seconded_share", form="share"),
    ],
}
"""All measures, by the heading they stand under."""

MEASURES: dict[str, Measure] = {measure.name: measure for group in GROUPS.values() for measure in group}
"""All measures by name, in reading order."""


def measure(name: str) -> Measure:
    """Return what is known of a measure; one the report has never heard of is a plain number."""
    return MEASURES.get(name, Measure(name=name))

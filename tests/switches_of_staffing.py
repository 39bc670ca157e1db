"""Designs with fewer posts, or costlier units, and a measure that must go down, go up or change."""

from __future__ import annotations

from switches import Switch

STAFFING = {
    # the same work for fewer, or on fewer days; an office that is busy with our units answers later
    "fewer": Switch("membership: {officers: 5}", "split_waiting_days_mean >"),
    "far_fewer": Switch("membership: {officers: 3}", "counterparts_per_person >", "fewer"),
    "part_time": Switch("membership: {full_time: {officer: 0.6}}", "utilisation_mean >"),
    "coordinating": Switch("membership: {heads: coordinating}", "split_waiting_days_mean >"),
    "faced": Switch("counterparts: {office_hours: 4}", "office_utilisation >"),
    "faced_for_long": Switch("counterparts: {office_hours: 12}", "answer_days_mean >", "faced"),
}

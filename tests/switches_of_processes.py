"""Designs that differ in one option of the lever `process`, and a measure that must go down, go up or change."""

from __future__ import annotations

from switches import Switch

PROCESSES = {
    "side_by_side": Switch("process: {parallel: true}", "elapsed_days_mean <"),
    "kept": Switch("process: {keeps: {request: [permit]}}", "elapsed_days_mean >", "side_by_side"),
    "fewer_steps": Switch("process: {merged: {request: {fire: [health]}}}", "steps_mean <"),
    "less_work": Switch("process: {merged_work: 0.2}", "utilisation_direct <", "fewer_steps"),
    "shorter": Switch("process: {notice_share: 0.2}", "elapsed_days_mean <"),
    "any_day": Switch("process: {batch_dates: dropped}", "split_outside_days_mean <"),
    "at_once": Switch("process: {visits: joint}", "visits_per_matter <"),
    "for_long": Switch("process: {joint_work: 1}", "visit_hours_of_client >", "at_once"),
    "pursued": Switch("process: {chain: {inspect_hours: 1}}", "utilisation_direct >"),
    "explained": Switch("process: {overdue_report_hours: 1}", "utilisation_coordination >"),
    "to_an_officer": Switch("process: {overdue_rank: officer}", "elapsed_days_mean !", "explained"),
    "to_the_head": Switch("process: {overdue_rank: head}", "elapsed_days_mean !", "explained"),
    "to_the_chief": Switch("process: {overdue_rank: chief}", "elapsed_days_mean !", "explained"),
}

STILL_PROCESSES = {
    ("process", "batch_dates", "kept"), ("process", "visits", "apart"), ("process", "overdue_rank", "deputy"),
}  # fmt: skip
"""The other side of each switch."""

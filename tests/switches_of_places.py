"""Designs that differ in one option of the lever `territory`, and a measure that must go down, go up or change."""

from __future__ import annotations

from switches import Switch

PLACES = {
    # parted people wait for nobody else's help; who is stationed among the people has less far to go
    "zones": Switch("territory: {teams: zones}", "split_waiting_days_mean >"),
    "at_home": Switch("territory: {bases: zones}", "distance_km_mean <", "zones"),
    "helping": Switch("territory: {helps_out: all}", "split_waiting_days_mean <", "zones"),
    "on_foot": Switch("territory: {mode: foot}", "travel_share >"),
    "by_bicycle": Switch("territory: {mode: bicycle}", "travel_share >"),
    "slowly": Switch("territory: {km_per_hour: 5}", "travel_hours_per_matter >"),
    "by_streets": Switch("territory: {metric: rectangular}", "distance_km_mean >"),
    "with_detours": Switch("territory: {way_factor: 1.5}", "distance_km_mean >"),
    "onward": Switch("territory: {returns: onward}", "travel_share <"),
    "nearest": Switch("territory: {nearest: true}", "distance_km_mean !", "onward"),  # most start from the base
    # applicants
    "served": Switch("territory: {service_points: 4}", "trip_km_mean <", "hall"),
    "quickly": Switch("territory: {applicant_km_per_hour: 30}", "trip_hours_mean <", "hall"),
    "online": Switch("territory: {online_share: 0.5}", "trips_mean <", "hall"),
    "undrafted": Switch("territory: {online_draft_hours: 0}", "utilisation_direct <", "online"),
    "dear_points": Switch("territory: {point_cost_per_year: 90000}", "access_cost_per_matter >", "costed"),
    "dear_ways": Switch("territory: {applicant_cost_per_hour: 90}", "access_cost_per_matter >", "costed"),
    "layered": Switch("territory: {informal_layer: {hours: 0.5}}", "handovers_mean >"),
}  # fmt: skip

BY_PLACE = {
    # where each site has functions of its own: all of a matter's needs are with one unit, which faces all offices
    "by_site": Switch("units: {by: site}", "handovers_mean <"),
    "by_zone": Switch("units: {by: zone}", "counterparts_per_unit >"),
    "by_district": Switch("units: {by: district, count: 3}", "units_met_mean <"),
    "among_them": Switch("territory: {bases: units}", "distance_km_mean <", "by_district"),
}

STILL_PLACES = {
    ("territory", "teams", "one"), ("territory", "bases", "centre"), ("territory", "helps_out", "own"),
    ("territory", "mode", "car"), ("territory", "metric", "straight"), ("territory", "returns", "base"),
}  # fmt: skip
"""The other side of each switch."""

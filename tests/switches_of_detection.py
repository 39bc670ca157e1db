"""Designs that differ in how they find latent events, and a measure that goes down (`<`), up (`>`) or changes."""

from __future__ import annotations

from switches import Switch

_PATROLS = "by: projects, every_days: 5, hours: 0.5, catch_share: 0.5"
_SENSORS = "by: projects, delay_hours: 12, verify_hours: 0.2, false_per_year: 100"


def _detection(patrols: str = "", sensors: str = "") -> str:
    parts = [f"{name}: {{{given}}}" for name, given in (("patrols", patrols), ("sensors", sensors)) if given]
    return f"dispatch: {{detection: {{{', '.join(parts)}}}}}"


DETECTION = {
    "patrolled": Switch(_detection(_PATROLS), "undetected_days_mean <"),
    "patrolled_often": Switch(_detection("every_days: 2"), "detected_by_patrols_share >", "patrolled"),
    "patrolled_for_long": Switch(_detection("hours: 1"), "patrol_hours_share >", "patrolled"),
    "patrolled_with_care": Switch(_detection("catch_share: 1"), "detected_by_patrols_share >", "patrolled"),
    "patrolled_by_others": Switch(_detection("by: industry_firms_1"), "utilisation_direct !", "patrolled"),
    "sensed": Switch(_detection(sensors=_SENSORS), "undetected_days_mean <"),
    "half_sensed": Switch(_detection(sensors="share: 0.5"), "detected_by_sensors_share <", "sensed"),
    "sensed_at_once": Switch(_detection(sensors="delay_hours: 0"), "undetected_days_mean <", "sensed"),
    "verified_for_long": Switch(_detection(sensors="verify_hours: 1"), "utilisation_direct >", "sensed"),
    "never_wrong": Switch(_detection(sensors="false_per_year: 0"), "false_alerts_per_week <", "sensed"),
    "verified_by_others": Switch(_detection(sensors="by: industry_firms_1"), "utilisation_direct !", "sensed"),
    "warned": Switch(_detection(sensors="warning_share: 0.6, warning_days: 2"), "accidents_per_100 <", "sensed"),
    "wrongly_warned": Switch(_detection(sensors="false_warning_ratio: 4"), "false_alerts_per_week >", "warned"),
    "both": Switch(_detection(_PATROLS, _SENSORS), "detected_share >", "patrolled"),
}

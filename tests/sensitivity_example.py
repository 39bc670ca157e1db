"""A ranking of three assumed numbers, made up by hand, to try tables, figures and the report on."""

from typing import Any


def estimate(mean: float, low: float, high: float) -> dict[str, float]:
    return {"mean": mean, "low": low, "high": high}


def ranking(**changes: Any) -> dict[str, Any]:
    """Return a ranking of the design `reform`: one number turns the sign, one is overloaded at an end, one is noise."""
    skill = {
        "rank": 1, "key": "institution.abilities.skill_elsewhere", "value": 0.9, "low": 0.7, "high": 1.0,
        "reason": {"zh": "略慢", "en": "It goes slower"},
        "at_low": estimate(1.5, 1.0, 2.0), "at_high": estimate(-3.0, -3.5, -2.5),
        "change": {**estimate(3.5, 3.0, 4.0), "at": "low"}, "distinguishable": True, "leading": True,
        "break_even": 0.78, "turns_surely": True, "break_evens": [0.78], "break_even_between": [0.76, 0.8],
    }  # fmt: skip
    load = {
        "rank": 2, "key": "demand.load", "value": 0.85, "low": 0.6, "high": 1.05, "reason": None,
        "at_low": estimate(-1.0, -1.5, -0.5), "at_high": None, "status_high": "overloaded",
        "change": {**estimate(1.0, 0.5, 1.5), "at": "low"}, "distinguishable": True, "leading": True,
    }  # fmt: skip
    clock = {
        "rank": 3, "key": "procedure.desk_times.0", "value": "10:00", "low": "08:00", "high": "18:00", "reason": None,
        "at_low": estimate(-2.0, -2.5, -1.5), "at_high": estimate(-1.9, -2.4, -1.4),
        "change": {**estimate(0.1, -0.2, 0.4), "at": "high"}, "distinguishable": False, "leading": True,
    }  # fmt: skip
    small = {
        "rank": 4, "key": "demand.rounds", "value": 1, "low": 1, "high": 4, "reason": None,
        "at_low": estimate(-2.0, -2.9, -1.1), "at_high": estimate(-2.0, -2.9, -1.1),
        "change": {**estimate(0.0, 0.0, 0.0), "at": "low"}, "distinguishable": False,
    }  # fmt: skip
    return {
        "scenario": "econ_bureau", "title": {"zh": "经济发展局", "en": "Economic Bureau"}, "baseline": "sections",
        "design": "reform", "design_title": {"zh": "大科室模块化", "en": "Full reform"},
        "measure": "elapsed_days_mean", "seed": 2026, "engine": "compiled", "confidence": 0.95, "family": 21,
        "replications": {"screening": 4, "leading": 30}, "difference": estimate(-2.0, -2.4, -1.6),
        "rows": [skill, load, clock, small],
        "not_varied": [
            {"key": "calendar.hours.0.0", "end": "high", "why": "refused", "reason": "it ends before it begins"},
            {"key": "demand.load", "end": "high", "why": "overloaded", "reason": "sections is overloaded at 1.05"},
            {"key": "institution.staff.chief", "end": None, "why": "one_value", "reason": "its range holds one value"},
        ],
    } | changes  # fmt: skip

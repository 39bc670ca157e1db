"""Cases of detecting: how long a defect lies undetected, and what it grows to meanwhile."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import (
    complaint_share,
    detection_delay,
    false_alarm_load_share,
    grown_factor,
    patrolled_delay,
)

PATROL_HOURS, CATCH = 8.0, 0.5
"""Hours between two rounds, and the probability that one sees a defect."""

COMPLAINT_HOURS = 20.0
"""Mean time from the onset to a complaint, exponential."""

GROWS_HOURS, PER_HOUR, MOST = 10.0, 0.1, 1.5
"""Hours between two rounds that see everything; the share of its work that each hour adds; and how far it grows."""

SENSED_RATE, FALSE_RATE, VERIFY_HOURS = 0.5, 1.0, 0.5
"""Defects and false alarms an hour that a sensor reports, and what verifying one takes; a defect takes an hour then."""


def _patrol() -> dict[str, Any]:
    return {
        "id": "S34",
        "mechanism": "defects (隐患) that wait for a patrol (巡查) to see them",
        "model": "residual life, then a geometric number of rounds",
        "inputs": {"T": PATROL_HOURS, "q": CATCH},
        "expected": {"delay": patrolled_delay(PATROL_HOURS, CATCH)},
        "formula": "T (1/q-1/2)",
        "source": "Kleinrock, Queueing Systems I, 1975, sec. 5.2",
        "made_by": "a type of matter that is latent; dispatch.detection.patrols with every_days=1/3, catch_share=0.5, "
        "no hours",
    }


def _complaint() -> dict[str, Any]:
    sight = (PATROL_HOURS, CATCH, COMPLAINT_HOURS)
    return {
        "id": "S35",
        "mechanism": "the same, if somebody complains where no patrol comes in time",
        "model": "the earlier of a patrol that sees it and an exponential time",
        "inputs": {"T": PATROL_HOURS, "q": CATCH, "m": COMPLAINT_HOURS},
        "expected": {"delay": detection_delay(*sight), "by_complaints": complaint_share(*sight)},
        "formula": "m P, P=1-(m/T)(1-x)q/(1-(1-q)x), x=e^(-T/m)",
        "source": "by integration; Kleinrock, Queueing Systems I, 1975, app. I.3, for the transforms",
        "made_by": "the same with latent.complaint_share=1, complaint_days exponential",
    }


def _grown() -> dict[str, Any]:
    return {
        "id": "S36",
        "mechanism": "defects that are more work the longer they wait for the patrol",
        "model": "mean of min(most, 1+g D), D uniform",
        "inputs": {"T": GROWS_HOURS, "g": PER_HOUR, "most": MOST},
        "expected": {"factor": grown_factor(GROWS_HOURS, PER_HOUR, MOST)},
        "formula": "(s (1+most)/2+(T-s) most)/T, s=(most-1)/g",
        "source": "by integration",
        "made_by": "the same with catch_share=1, latent.growth_per_day=2.4, growth_most=1.5, one hour of work, and "
        "more officers than there are defects",
    }


def _false_alarms() -> dict[str, Any]:
    works = 1 + VERIFY_HOURS, VERIFY_HOURS
    return {
        "id": "S37",
        "mechanism": "sensors (物联感知) whose false alarms take people's time, too",
        "model": "load by Little's law",
        "inputs": {"rates": [SENSED_RATE, FALSE_RATE], "works": list(works)},
        "expected": {"false_share": false_alarm_load_share((SENSED_RATE, FALSE_RATE), works)},
        "formula": "lam2 s2/(lam1 s1+lam2 s2)",
        "source": "Little, Operations Research 9, 1961, p. 383",
        "made_by": "a type of matter that is latent with sensor_share=1; dispatch.detection.sensors with verify_hours, "
        "false_per_year",
    }


DETECTING_CASES = (_patrol(), _complaint(), _grown(), _false_alarms())

"""Set times: the sessions in which papers reach a desk."""

from __future__ import annotations

import numpy as np

from sim.calendar import Calendar, clock_minutes, daily_sessions
from sim.horizon import Horizon
from sim.levers.stages import SigningTimes


def set_times(times: SigningTimes, horizon: Horizon) -> Calendar:
    """Return the sessions of set times on working days that are one of these weekdays."""
    days = horizon.working & np.isin(horizon.weekday, times.weekdays)
    begins = [clock_minutes(text) for text in times.times]
    periods = [(_clock(begin), _clock(min(begin + round(times.minutes), 1440))) for begin in begins]
    return daily_sessions(days, periods)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

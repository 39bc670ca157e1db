"""Lever `incentives` (set): how hard people work, and what is scored (差异分配、四维考评).

Each option is a stated rule of behaviour; docs/model.md names its source. All are off by default.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.errors import DesignError
from sim.levers.setting.scoring import LEAST_EFFORT, MOST_EFFORT, Scoring
from sim.levers.stages import Arrangement, Settings
from sim.options import NonNegative, Positive, Share, options
from sim.workload.demand import Demand


@options
class Incentives:
    """Options. `closures`: a score of closures invites early closing. `quality`: a score of quality, care.

    What goes with a score that is not kept does not count.
    """

    effort: Positive = 1.0  # mean factor on speed
    effort_spread: NonNegative = 0.0  # its standard deviation over people
    scored: Literal["nothing", "closures", "quality"] = "nothing"
    early_share: Share = 0.0  # with `closures`: probability that a matter is closed without being solved
    early_work: Share = 1.0  # with `closures`: work of the lead's need of such a matter
    quality_errors: NonNegative = 1.0  # with `quality`: multiple of the error rates
    quality_hours: Positive = 1.0  # with `quality`: multiple of the hours that handling takes


def set_incentives(settings: Settings, options: Incentives, arrangement: Arrangement) -> Settings:
    """Return the settings with these rules of behaviour; raise DesignError for an effort that would be cut."""
    if not LEAST_EFFORT <= options.effort <= MOST_EFFORT:
        raise DesignError(
            f"incentives.effort={options.effort:g}; expected {LEAST_EFFORT:g} to {MOST_EFFORT:g}, where it is cut for "
            "each person."
        )
    scoring = Scoring(effort=options.effort, effort_spread=options.effort_spread)
    if options.scored == "closures":
        scoring = replace(scoring, early_share=options.early_share, early_work=options.early_work)
    if options.scored == "quality":
        scoring = replace(scoring, errors=options.quality_errors, hours=options.quality_hours)
    return replace(settings, scoring=scoring)


def check_early_closing(settings: Settings, demand: Demand) -> None:
    """Raise DesignError if matters are to be closed unsolved, and none could come back."""
    if settings.scoring.early_share > 0 and not any(kind.returns for kind in demand.types):
        raise DesignError(
            f"incentives.early_share={settings.scoring.early_share:g} closes matters without solving them, but no type "
            "says how they come back. Set demand.types.*.returns, or scored=nothing."
        )

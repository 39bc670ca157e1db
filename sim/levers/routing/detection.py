"""Detection, a part of lever `dispatch`: patrols 巡查, sensors 物联感知 and early warning 预警 of latent events."""

from __future__ import annotations

from sim.errors import DesignError
from sim.institution import Institution
from sim.levers.routing.detecting import Detecting, Patrolling, Sensing
from sim.levers.routing.named_unit import unit_named
from sim.levers.stages import Arrangement
from sim.options import NonNegative, Positive, Share, options
from sim.workload.demand import Demand


@options
class Patrols:
    """Who looks at each site every so many working days; an event is seen from the round on that comes after it."""

    by: str  # function or category whose unit does
    every_days: Positive
    hours: NonNegative = 0.0  # of an officer, for each site and round
    catch_share: Share = 1.0  # probability that a round sees an event that is there


@options
class Sensors:
    """Who verifies 核实 what sensors report, true and false, before, at or after an event's onset."""

    by: str  # function or category whose unit does
    share: Share = 1.0  # probability that an event which a sensor could see lies where there is one
    delay_hours: NonNegative = 0.0  # of clock time until it reports
    verify_hours: NonNegative = 0.0  # of an officer, for each report
    false_per_year: NonNegative = 0.0  # false alarms
    warning_share: Share = 0.0  # of what sensors see: reported before the onset
    warning_days: NonNegative = 0.0  # so long before, of 24 hours
    false_warning_ratio: NonNegative = 0.0  # false warnings for each true one

    def __post_init__(self) -> None:
        if (self.warning_share > 0) != (self.warning_days > 0):
            raise DesignError(
                f"detection.sensors has warning_share={self.warning_share:g} and warning_days={self.warning_days:g}, "
                "so nothing is reported before its onset; expected both above 0, or neither."
            )
        if self.false_warning_ratio > 0 and self.warning_share == 0:
            raise DesignError(
                f"detection.sensors has false_warning_ratio={self.false_warning_ratio:g}, but nothing is warned of; "
                "expected a warning_share above 0."
            )


@options
class Detection:
    """How latent events become known, besides by complaints; by default in no way."""

    patrols: Patrols | None = None
    sensors: Sensors | None = None


def detecting_by(detection: Detection, arrangement: Arrangement, institution: Institution) -> Detecting:
    """Return how events become known in this arrangement; raise UnknownName for business that nobody has."""
    patrols, sensors = detection.patrols, detection.sensors
    where = "dispatch.detection"
    return Detecting(
        patrols=None if patrols is None else Patrolling(
            unit=unit_named(f"{where}.patrols.by", patrols.by, arrangement, institution),
            every_days=patrols.every_days, hours=patrols.hours, catch_share=patrols.catch_share,
        ),
        sensors=None if sensors is None else Sensing(
            unit=unit_named(f"{where}.sensors.by", sensors.by, arrangement, institution),
            share=sensors.share, delay_hours=sensors.delay_hours, verify_hours=sensors.verify_hours,
            false_per_year=sensors.false_per_year, warning_share=sensors.warning_share,
            warning_days=sensors.warning_days, false_warning_ratio=sensors.false_warning_ratio,
        ),
    )  # fmt: skip


def check_detection(demand: Demand, detecting: Detecting) -> None:
    """Raise DesignError if a design looks for latent events where no type of matter has any."""
    if any(kind.latent for kind in demand.types):
        return
    for key, given in (("patrols", detecting.patrols), ("sensors", detecting.sensors)):
        if given is not None:
            raise DesignError(
                f"dispatch.detection.{key} looks for latent events, but no type of matter has any; expected "
                f"demand.types.<name>.latent, or no {key}."
            )

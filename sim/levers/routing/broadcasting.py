"""Broadcasting: how an order reaches thousands of people who are to confirm it, by calls or by one message."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge

from sim.errors import DesignError
from sim.options import Count, NonNegative, Positive, options

Spreading = Literal["direct", "layers", "digital"]


@options
class Broadcasting:
    """Options. `direct`: one unit calls everybody. `layers`: it calls those of a first layer, who call on, and so on.

    `digital`: one message goes to everybody, and reminders to who has not confirmed it.
    """

    by: Spreading = "direct"
    fan_out: tuple[Count, ...] = ()  # in layers: how many each one calls, from the top; the last ones call everybody
    called_by: str | None = None  # function or category whose unit begins; none: the largest unit
    call_minutes: NonNegative = 2.0  # of an officer, for each call, and for writing a message
    retry_times: Annotated[int, Ge(0)] = 2  # how often a telephone that nobody answers is called again
    retry_hours: NonNegative = 1.0  # of clock time between two calls
    messenger_hours: NonNegative | None = None  # of an officer who goes there at last; none: nobody does
    remind_hours: Positive = 1.0  # digital: of clock time between two reminders
    remind_times: Annotated[int, Ge(0)] = 0  # digital: how often who has not confirmed is reminded

    def __post_init__(self) -> None:
        if self.by == "layers" and not self.fan_out:
            raise DesignError(
                "broadcast.by=layers has no fan_out, so there is no layer; expected how many each layer calls, such as "
                "fan_out=[9, 3]."
            )

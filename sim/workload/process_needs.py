"""Needs of a fixed process: what each comes after, and what of it no reform shortens (公示、集中受理)."""

from __future__ import annotations

from typing import Literal

from sim.errors import InputError
from sim.options import Count, Weekday, options
from sim.workload.laws import Law


@options
class Batch:
    """Papers are accepted on fixed dates only (集中受理): on these ISO weekdays of every n-th week."""

    weekdays: tuple[Weekday, ...]
    every_weeks: Count = 1

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise InputError("batch.weekdays is empty, so nothing would ever be accepted; expected at least one day.")


@options
class ProcessNeed:
    """A need of a fixed process: a function, the needs it comes after, work and waits of its own law."""

    function: str
    after: tuple[str, ...] = ()
    work_hours: Law | None = None  # absent: the type's
    notice_days: Law = Law(mean=0.0)  # for which it is made known (公示) when it has been handled
    notice_in: Literal["working", "clock"] = "working"
    batch: Batch | None = None  # absent: it is accepted at any time
    statutory: bool = True  # the law asks for notice and dates, so that no design shortens them
    inspection: bool = False  # somebody visits the applicant for it

    @property
    def has_notice(self) -> bool:
        """Whether it is made known for any time."""
        return self.notice_days.mean > 0

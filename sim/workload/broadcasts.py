"""Broadcasts: orders to many people who are to confirm them, such as a typhoon warning. No design changes them."""

from __future__ import annotations

from sim.options import Count, NonNegative, Share, options
from sim.workload.laws import Law


@options
class Broadcasts:
    """How often an order goes out to how many people, and how soon each of them confirms it."""

    per_year: NonNegative
    recipients: Count
    dead_share: Share = 0.0  # of the telephones: nobody answers them, and nobody reads what is sent there
    confirm_hours: Law = Law(mean=0.0)  # clock hours until who has been reached confirms
    chances: Count = 1  # potential outcomes of that: of the first call or message, and of each reminder

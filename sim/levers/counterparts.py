"""Lever `counterparts` (set): what upward liaison costs, how much is answered once, who is the named contact."""

from __future__ import annotations

from dataclasses import replace

from sim.levers.stages import Settings
from sim.options import NonNegative, Share, options


@options
class Counterparts:
    """Options. The two factors of a named contact are assumptions; without named contacts they do not count."""

    contact_hours: NonNegative = 0.0  # hours that a contact with an upper-level office takes each unit that faces it
    brief_share: Share = 1.0  # work on a request already answered by the same unit for another bureau, as a share
    named_contacts: bool = False
    contact_misdirection: NonNegative = 1.0  # with named contacts: multiple of the share of misdirected matters
    contact_transit: NonNegative = 1.0  # with named contacts: multiple of the transit hours


def set_counterparts(settings: Settings, options: Counterparts) -> Settings:
    """Return the settings with these costs of liaison and effects of named contacts."""
    settings = replace(settings, contact_hours=options.contact_hours, brief_share=options.brief_share)
    if not options.named_contacts:
        return settings
    return replace(
        settings,
        misdirection=settings.misdirection * options.contact_misdirection,
        transit_hours=settings.transit_hours * options.contact_transit,
    )

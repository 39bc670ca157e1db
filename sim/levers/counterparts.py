"""Lever `counterparts` (set): what upward liaison costs, who goes, what is answered once, who is the named contact."""

from __future__ import annotations

from dataclasses import replace

from sim.levers.ranks import check_held
from sim.levers.stages import Arrangement, Sent, Settings
from sim.options import NonNegative, Share, options


@options
class Counterparts:
    """Options. The three factors of a named contact are assumptions; without named contacts they do not count."""

    contact_hours: NonNegative = 0.0  # hours that a contact with an upper-level office takes each unit that faces it
    office_hours: NonNegative = 0.0  # hours that it takes the office's own people for each unit that faces it
    brief_share: Share = 1.0  # work on a request already answered by the same unit for another bureau, as a share
    sends: Sent = "as_asked"  # who goes to a meeting: the rank that the office asks for, or always the same one
    named_contacts: bool = False
    contact_misdirection: NonNegative = 1.0  # with named contacts: multiple of the share of misdirected matters
    contact_transit: NonNegative = 1.0  # with named contacts: multiple of the transit hours
    contact_hours_factor: NonNegative = 1.0  # with named contacts: multiple of the hours of a contact

    def hours_of_contact(self) -> float:
        """Return the hours that a contact takes, named contacts considered."""
        return self.contact_hours * (self.contact_hours_factor if self.named_contacts else 1.0)


def set_counterparts(settings: Settings, options: Counterparts, arrangement: Arrangement) -> Settings:
    """Return the settings with these costs of liaison and effects of named contacts.

    Raises DesignError if a rank is sent that nobody holds. Whom offices ask for no lever knows: see `check_asked_for`.
    """
    if options.sends != "as_asked":
        check_held("counterparts.sends", options.sends, arrangement, task="go to a meeting")
    settings = replace(
        settings, contact_hours=options.hours_of_contact(), office_hours=options.office_hours,
        brief_share=options.brief_share, sends=options.sends,
    )  # fmt: skip
    if not options.named_contacts:
        return settings
    return replace(
        settings,
        misdirection=settings.misdirection * options.contact_misdirection,
        transit_hours=settings.transit_hours * options.contact_transit,
    )

"""All plans of the conformance kit, by name: each is small enough to follow by hand and shows one rule of the model."""

from conformance import plans, plans_drawn, plans_further, plans_provided, plans_travel
from conformance.shown import PLANS as SHOWN

DRAWN = plans_drawn.DRAWN
"""Plans that stay as they are stored."""

_FILES = [file.__name__ for file in (plans, plans_provided, plans_further, plans_travel, plans_drawn)]

PLANS = {name: SHOWN[name] for name in sorted(SHOWN, key=lambda name: _FILES.index(SHOWN[name].__module__))}
"""Every plan of the kit, file by file."""

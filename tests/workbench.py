"""EMA Workbench, imported late and without the one warning that it gives where ipyparallel is not installed."""

from __future__ import annotations

import warnings
from types import ModuleType


def import_workbench() -> ModuleType:
    """Return the package; its import takes seconds, so only long tests ask for it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="ipyparallel not installed", category=UserWarning)
        import ema_workbench
    return ema_workbench

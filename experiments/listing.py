"""Listing: the shipped scenarios with their designs, and the experiments."""

from __future__ import annotations

from typing import Any

from experiments.configuring import configure, options_of
from experiments.describe import title_of


def scenarios() -> list[dict[str, Any]]:
    """Return name, title, baseline and designs of each shipped scenario."""
    rows = []
    for name in options_of("scenario"):
        file = configure([f"scenario={name}"]).file
        rows.append(
            {"name": name, "title": title_of(file.title), "baseline": file.baseline, "designs": list(file.designs)}
        )
    return rows


def experiments() -> list[str]:
    """Return the names of the shipped experiments."""
    return options_of("experiment")

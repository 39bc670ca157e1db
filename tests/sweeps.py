"""Stored sweeps made by hand: real folders, with figures that a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tiny import tiaokuai

from experiments.sweep.rows import kinds_of
from experiments.sweep.run import runs_of
from experiments.sweep.sampling import Point
from experiments.sweep.space import Space
from experiments.sweep.stored import StoredSweep, Sweep, store_sweep

TITLES = """\
designs:
  sections: {title: {zh: 科室, en: Sections}}
  modules: {title: {zh: 模块, en: Modules}}
"""

KEYS = ("demand.load", "designs.modules.units.count")

Figures = Mapping[str, Mapping[str, float]]
"""The measures of each design."""


def stored_sweep(
    folder: Path, keys: Sequence[str], points: Sequence[Point], *, replications: int,
    designs: Sequence[str] = ("sections", "modules"), **facts: Any,
) -> StoredSweep:  # fmt: skip
    """Store a sweep of these points without any run."""
    told = {
        "scenario": "tiny", "title": {"zh": "小局", "en": "Tiny bureau"}, "baseline": "sections", "seed": 2026,
        "axes": [], "sampling": "product", "samples": None, "commands": [], "program": "",
        "playing": {"timeout": None, "traces": False, "plans": False},
    }  # fmt: skip
    sweep = Sweep(
        space=Space(keys=tuple(keys), compositions={}), points=tuple(points), kinds=kinds_of(keys, points),
        designs=tuple(designs), replications=replications, engine="simpy", facts={**told, **facts},
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(TITLES, encoding="utf-8")
    return store_sweep(folder, sweep)


def play(stored: StoredSweep, figures: Callable[[Point, int], Figures | None], *, apart: bool = False) -> None:
    """Store what `figures` gives for a point and a replication, unless that is None; `apart`, a part for each run."""
    sweep, rows = stored.sweep, []
    for run in runs_of(sweep.space.digest, sweep.space.keys, sweep.points, sweep.replications):
        found = figures(run.point, run.replication)
        if found is not None:
            own = {"run": run.id, "point": run.place, "replication": run.replication}
            own |= dict(zip(sweep.space.keys, run.point, strict=True))
            rows += [{**own, "design": name, **measures} for name, measures in found.items()]
        if rows and apart:
            stored.parts.append(rows)
            rows = []
    if rows:
        stored.parts.append(rows)


def steady(days: float, **more: float) -> dict[str, float]:
    """Return the measures of a run that bears its load."""
    return {"elapsed_days_mean": days, "backlog_growth_share": 0.0, "completion_share": 1.0, **more}


def counted(folder: Path, points: Sequence[Point]) -> StoredSweep:
    """Store a sweep over loads and numbers of modules as `counts`, three replications, without any run."""
    return stored_sweep(folder / "counts", KEYS, points, replications=3)


def shown(capsys, *words: str) -> str:
    """Return what `tiaokuai show` prints in English, where it has nothing to say on stderr."""
    code, out, err = tiaokuai(capsys, "show", *words, "--lang", "en")

    assert (code, err) == (0, "")
    return out

"""The cache of the compiled engine: its machine code on disk, made once for each version of its sources."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import numpy as np
from platformdirs import user_cache_path

from sim.arrays import NEVER
from sim.calendar import Calendar
from sim.engine.base import engine_named
from sim.plan.plan import Edges, Matters, People, Plan, Steps
from sim.plan.provisions import Growth, Pressure, Turning

Variant = Literal["lean", "pace", "special", "full"]

_SECONDS: dict[Variant, int] = {"lean": 10, "pace": 10, "special": 30, "full": 45}
"""How long it takes to compile each of them."""

FOLDER_VARIABLE = "TIAOKUAI_CACHE"
"""The environment variable that names another folder than the user's usual one for caches."""

notices = logging.getLogger("tiaokuai.notices")


@cache
def prepare_compiled_engine(variant: Variant = "lean") -> None:
    """Have the compiled engine ready to run: from the disk, or compiled now, which is said, and kept there.

    The engine is compiled apart for plans that provide nothing special, so that these do not pay for it: see
    `sim.engine.kernel.layout.variant`. Where nothing can be kept it is compiled for this command alone, which is said
    too.
    """
    from sim.engine.kernel.compiling import keep_in, keep_nowhere, telling

    folder = _kernel_folder()
    seconds = _SECONDS[variant]
    with telling(lambda: notices.info(f"compiling the engine for this machine, once (about {seconds} seconds) ...")):
        try:
            keep_in(str(folder))
            engine_named("compiled")(_least_plan(variant))
        except OSError as error:
            notices.info(f"the compiled engine cannot be kept in {folder} ({error.strerror or error}).")
            keep_nowhere()
            engine_named("compiled")(_least_plan(variant))


def is_warm() -> bool:
    """Return whether the compiled engine lies on the disk, ready to be loaded."""
    return any(_kernel_folder().rglob("*.nbc"))


@cache
def _kernel_folder() -> Path:
    """Return the folder of this version's machine code: of the user's cache, else one for this command alone."""
    root, name = Path(os.environ.get(FOLDER_VARIABLE) or user_cache_path("tiaokuai")), _kernel_name()
    try:
        (root / name).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root / name):
            return root / name
    except OSError as error:
        notices.info(
            f"{root} cannot be written to ({error.strerror}), so the engine is compiled for this command alone; "
            f"set {FOLDER_VARIABLE} to a folder that can."
        )
    alone = tempfile.mkdtemp(prefix="tiaokuai-")
    atexit.register(shutil.rmtree, alone, ignore_errors=True)
    os.environ[FOLDER_VARIABLE] = alone  # workers inherit it
    return _kernel_folder.__wrapped__()


def _kernel_name() -> str:
    """Return the fingerprint of the sources, and a name for the place they are installed in.

    Numba does not share machine code between two copies of a file, nor between two times that it was written.
    """
    from sim.engine.kernel import loop
    from sim.engine.kernel.compiling import fingerprint

    source = Path(loop.__file__).resolve()
    place = f"{source} {source.stat().st_mtime_ns}"
    return f"{fingerprint()}-{sha256(place.encode()).hexdigest()[:8]}"


def _least_plan(variant: Variant) -> Plan:
    """Return a plan of one step that takes this variant, to load or compile the engine by."""
    zero, none = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    haste = Pressure(unit=zero, waiting=zero.copy(), hours_factor=np.ones(1), error_factor=np.ones(1))
    growth = Growth(step=zero.copy(), since_ms=zero.copy(), per_hour=np.zeros(1), most=np.ones(1))
    provisions: dict[str, dict[str, Any]] = {
        "lean": {}, "pace": {"pressure": haste}, "special": {"turning": Turning(unit=zero.copy())},
        "full": {"growth": growth},
    }  # fmt: skip
    ints = ("matter", "need", "kind", "unit", "category", "rank", "priority", "order_key", "lag_ms", "attempt")
    return Plan(
        steps=Steps(
            **{name: zero.copy() for name in ints}, calendar=zero - 1, work_hours=np.zeros(1), chance=np.ones(1)
        ),
        edges=Edges(source=none, target=none.copy(), guard=none.copy(), judged=none.copy()),
        matters=Matters(release_ms=zero, deadline_ms=zero + NEVER, type=zero.copy(), awaited=np.ones(1, dtype=bool)),
        people=People(
            calendar=zero.copy(), rank=zero.copy(), unit_start=np.array([0, 1]), unit=zero.copy(),
            skill=np.ones((1, 1)), error_rate=np.zeros((1, 1)),
        ),
        calendars=(Calendar.of([0], [1]),), setup_hours=np.zeros(1), n_units=1, end_ms=1,
        **provisions[variant],
    )  # fmt: skip

"""Fresh processes: what is measured there owes nothing to what was done before."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def in_fresh_process(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Return what some work returns in a process that was started for it and ends after it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()

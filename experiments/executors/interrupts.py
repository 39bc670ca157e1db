"""Interrupts held back while processes start, and kept from them afterwards."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_HELD = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold interrupts back meanwhile, so that none meets a worker half started.

    A process or a thread that is started here is deaf to Ctrl-C from its first moment, even while it imports.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield  # only the main thread is interrupted; Windows has no masks
        return
    _start_tracker()
    came: list[int] = []
    handlers = {held: signal.signal(held, lambda number, _: came.append(number)) for held in _HELD}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which processes inherit, unlike handlers
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for held, handler in handlers.items():
            signal.signal(held, handler)
        for number in came:
            signal.raise_signal(number)


def one_core_each() -> None:
    """Have the processes that are started from now on use one core each."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _start_tracker() -> None:
    """Start the process with which Python tracks what processes share; it takes interrupts again after its start."""
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()

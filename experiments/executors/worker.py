"""A worker process: it performs the tasks that come through its pipe, and ends with its parent."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from experiments.executors.base import AbstractWork
from experiments.executors.packing import packed, reply, sendable

if TYPE_CHECKING:
    from ctypes import c_ulonglong

SECONDS_BETWEEN_COLLECTIONS = 0.25
"""Seconds of work after which garbage is collected, so that it costs little however short tasks are."""

LEAST_SECONDS = 0.001
"""What a task counts at least: one that fails at once leaves garbage, too."""


def serve(pipe: Connection, begun: c_ulonglong, parent: int) -> None:
    """Perform tasks until the pipe is closed at the other end; `begun` counts them as they are begun.

    The first message is the work. It is answered by None when it is prepared, or by the error that prevents it; each
    further one is a task, and answered by its reply.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        work = _prepared(pipe)
        if work is not None:
            _perform_all(work, pipe, begun)
    except (EOFError, OSError):  # the parent has left
        return


def _prepared(pipe: Connection) -> AbstractWork | None:
    """Receive the work and prepare it; tell that it is ready, or why it is not."""
    data, error = pipe.recv_bytes(), None
    try:
        work: AbstractWork = pickle.loads(data)
        work.prepare()
    except Exception as raised:  # whatever it is, it is told where it can be shown
        error = sendable(raised)
    pipe.send_bytes(packed(error))
    return None if error else work


def _perform_all(work: AbstractWork, pipe: Connection, begun: c_ulonglong) -> None:
    """Perform tasks; garbage is collected between them, not within, where it would find millions of live objects."""
    gc.freeze()  # what is here now stays; no collection need look at it again
    gc.disable()
    worked = 0.0
    while True:
        task = pipe.recv_bytes()
        begun.value += 1
        answer, seconds = reply(work, task)
        pipe.send_bytes(answer)
        del answer
        worked += max(seconds, LEAST_SECONDS)
        if worked >= SECONDS_BETWEEN_COLLECTIONS:
            gc.collect()
            worked = 0.0


def _end_with(number: int) -> None:
    """End this process when its parent has ended, even in the middle of a task."""
    parent: Any = multiprocessing.parent_process()
    while parent.is_alive() and os.getppid() == number:
        parent.join(1.0)
    os._exit(1)

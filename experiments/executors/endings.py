"""Bad endings: of a run that takes too long, and of a worker that ends over a run, in words."""

from __future__ import annotations

import signal

from experiments.executors.base import Outcome
from sim.errors import RunTimeout, WorkerEnded


def in_time(outcome: Outcome, timeout: float | None) -> Outcome:
    """Return an outcome, or the outcome of its task as too long, even if it came to an end unseen."""
    if timeout is None or outcome.seconds <= timeout:
        return outcome
    return Outcome(outcome.task, None, too_long(timeout), outcome.seconds)


def too_long(timeout: float) -> RunTimeout:
    """Return the error of a task that took longer than it may."""
    return RunTimeout(f"the run took longer than {timeout:g} seconds and was stopped.")


def ending(code: int | None) -> str:
    """Return how a process ended, in words.

    >>> ending(3), ending(-9)
    ('ended with exit code 3', 'ended by SIGKILL')
    """
    if code is None or code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"ended by {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal
        return f"ended by signal {-code}"


def ended_twice(code: int | None) -> WorkerEnded:
    """Return the error of a task over which two workers have ended, the second one with this exit code."""
    memory = " (out of memory, perhaps; fewer executor.workers need less)" if code == -9 else ""
    return WorkerEnded(f"a worker process {ending(code)}{memory} over this run, and so did one before it.")

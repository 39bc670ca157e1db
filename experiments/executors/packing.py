"""Packing: tasks and replies as bytes, so that whatever cannot be sent becomes an error of its task alone."""

from __future__ import annotations

import pickle
import traceback
from typing import Any

from experiments.executors.base import AbstractWork, Outcome, attempt
from sim.errors import RunError, TiaokuaiError


def packed(thing: Any) -> bytes:
    """Return anything that can be pickled as bytes."""
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def reply(work: AbstractWork, task: bytes) -> tuple[bytes, float]:
    """Return the packed reply to a packed task, and the seconds of work that were spent on it."""
    try:
        outcome = attempt(work, pickle.loads(task))
    except Exception as raised:  # of a class that is not found here, say
        outcome = Outcome(None, None, raised, 0.0)
    result, error, seconds = outcome.result, outcome.error and sendable(outcome.error), outcome.seconds
    try:
        return packed((result, error, seconds)), seconds
    except Exception as raised:
        return packed((None, _unsendable(raised), seconds)), seconds


def unpacked(task: Any, data: bytes) -> Outcome:
    """Return the outcome of a task from its packed reply."""
    try:
        return Outcome(task, *pickle.loads(data))
    except Exception as raised:
        return Outcome(task, None, _unsendable(raised), 0.0)


def sendable(error: Exception) -> Exception:
    """Return an exception that another process can receive: itself, with its traceback as a note, or a RunError."""
    named = RunError(f"{type(error).__name__}: {error}")
    if not isinstance(error, TiaokuaiError):
        error.add_note("in a worker:\n" + "".join(traceback.format_exception(error)))
    try:
        same = type(pickle.loads(packed(error))) is type(error)
    except Exception:  # its class may do anything when it is pickled
        same = False
    return error if same else named


def _unsendable(raised: Exception) -> RunError:
    return RunError(f"what a run gave cannot be sent to another process ({type(raised).__name__}: {raised}).")

"""Works for executors, which worker processes import from here, and what becomes of processes.

As a program it drives an executor: `python -m works processes` performs naps without end, and says when it has begun.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from processes import wait_for

from experiments.executors.base import AbstractWork
from sim.errors import InputError


class Deeds(AbstractWork):
    """Does what a task says: (deed, value)."""

    def __init__(self) -> None:
        self.factor = 0

    def prepare(self) -> None:
        self.factor = 3

    def perform(self, task):
        deed, value = task
        return getattr(self, deed)(value)

    def triple(self, value):
        return self.factor * value

    def say_who(self, value):
        return os.getpid(), value

    def nap(self, seconds):
        time.sleep(seconds)
        return seconds

    def nap_once(self, marked):
        """Nap for long the first time, telling the process in a file; be done at once the second time."""
        path = Path(marked)
        if path.exists():
            return "again"
        path.with_suffix(".new").write_text(str(os.getpid()))
        path.with_suffix(".new").rename(path)
        time.sleep(60)
        return "first"

    def end(self, code):
        os._exit(code)

    def kill(self, number):
        os.kill(os.getpid(), number)
        time.sleep(60)

    def refuse(self, text):
        raise InputError(text)

    def fail(self, text):
        raise Odd(text, 3)

    def give_a_lambda(self, _):
        return lambda: 3

    def grow(self, size):
        return bytes(size)

    def measure(self, data):
        return len(data)


class Odd(Exception):
    """An exception that can be pickled but not unpickled."""

    def __init__(self, text, number):
        super().__init__(f"{text} {number}")


class Unready(Deeds):
    """Cannot be prepared."""

    def prepare(self) -> None:
        raise InputError("there is nothing to prepare it from.")


class Vanishing(Deeds):
    """Ends the process that prepares it."""

    def prepare(self) -> None:
        os._exit(5)


TRIPLES = [("triple", value) for value in range(30)]
ALL = [3 * value for value in range(30)]


def results(found):
    """Return the results of the triples that are among outcomes, in order."""
    return sorted(outcome.result for outcome in found if outcome.task[0] == "triple")


def check_that_a_worker_killed_in_mid_task_costs_nothing(executor, folder, *, after: int) -> None:
    """Have one of two workers killed while it naps, once the other one has done so many tasks."""
    mark, found = folder / "napping", []
    with executor:
        for outcome in executor.outcomes([("nap_once", str(mark)), *TRIPLES]):
            found.append(outcome)
            if len(found) == after:
                wait_for(mark.exists, "the nap to begin")
                os.kill(int(mark.read_text()), signal.SIGKILL)

    assert len(found) == 31
    assert [outcome.result for outcome in found if outcome.task[0] == "nap_once"] == ["again"]
    assert all(outcome.error is None for outcome in found)
    assert results(found) == ALL


def give_up(executor, tasks) -> None:
    """Have tasks performed, and interrupt that at the first outcome."""
    for _ in executor.outcomes(tasks):
        raise KeyboardInterrupt


def drive(name: str) -> None:
    """Perform naps without end with two workers, saying `begun` at the first outcome."""
    from itertools import repeat

    from works import Deeds  # whose name in workers is that of a module, not of a program

    from conf.schema import ExecutorBlock
    from experiments.executors.opening import opened

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
    with opened(ExecutorBlock(name=name, workers=2), Deeds(), engine="compiled") as executor:
        for outcome in executor.outcomes([("nap", 0.01), *repeat(("nap", 60.0), 6)]):
            print("begun", outcome.error, flush=True)


if __name__ == "__main__":
    try:
        drive(sys.argv[1])
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(130)

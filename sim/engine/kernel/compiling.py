"""Compiling: how a function of the kernel becomes machine code, and when that code is out of date.

Numba keeps compiled code on disk by file and time of change of the one function that is called from Python. It
does not notice a change in a file that this function imports. So the folder it is kept in must be named by
`fingerprint`, which covers every source and every constant that went into the code.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

import llvmlite.binding
import numba
import numpy as np
from numba.core import event
from numba.core.caching import NullCache

from sim.engine.kernel import further_tables, tables

F = TypeVar("F", bound=Callable[..., Any])

_numba: Any = numba  # whose stubs know neither all options of njit nor its configuration

_compiled: list[Callable[..., Any]] = []
_entries: list[Any] = []

_NO_REFERENCES = {"_nrt": False}
"""The kernel makes no array, and so need not count references: that took nine tenths of a prototype's time.

A function that makes one all the same does not compile.
"""


def inlined(function: F) -> F:
    """Return a function that is compiled into whoever calls it."""
    _compiled.append(function)
    dispatcher: F = _numba.njit(
        forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **_NO_REFERENCES
    )(function)  # fmt: skip
    return dispatcher


def entry(function: F) -> F:
    """Return a function that Python calls: compiled at its first call, and letting other threads run meanwhile."""
    _compiled.append(function)
    dispatcher: F = _numba.njit(nogil=True, no_cfunc_wrapper=True, **_NO_REFERENCES)(function)
    _entries.append(dispatcher)
    return dispatcher


def keep_in(folder: str) -> None:
    """Keep machine code in this folder from now on, and take it from there.

    Several processes may do so at once: Numba writes under another name and renames. Raises OSError, at the first
    call of an entry at the latest, if the folder cannot be written to.
    """
    before, _numba.config.CACHE_DIR = _numba.config.CACHE_DIR, folder
    try:
        for dispatcher in _entries:
            dispatcher.enable_caching()
    finally:
        _numba.config.CACHE_DIR = before


def keep_nowhere() -> None:
    """Keep no machine code on disk from now on."""
    for dispatcher in _entries:
        dispatcher._cache = NullCache()


@contextmanager
def telling(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` whenever meanwhile an entry is compiled, before it is; what comes from the disk is not compiled."""

    class Teller(event.Listener):
        def on_start(self, compilation: Any) -> None:
            if compilation.data["dispatcher"] in _entries:
                tell()

        def on_end(self, compilation: Any) -> None:
            """Do nothing."""

    with event.install_listener("numba:compile", Teller()):
        yield


def fingerprint() -> str:
    """Return a name for the machine code: another source, constant, Numba, NumPy, Python or processor, another name."""
    digest = sha256()
    sources = {__name__, tables.__name__, further_tables.__name__, *(function.__module__ for function in _compiled)}
    for module in sorted(sources):
        digest.update(inspect.getsource(sys.modules[module]).encode())
    for function in _compiled:
        digest.update(repr(_constants(function)).encode())
    machine = llvmlite.binding
    for part in (
        numba.__version__, np.__version__, sys.version, machine.get_host_cpu_name(),
        machine.get_host_cpu_features().flatten(),
    ):  # fmt: skip
        digest.update(part.encode())
    return digest.hexdigest()[:16]


def _constants(function: Callable[..., Any]) -> list[tuple[str, int | float]]:
    """Return the numbers that a function takes from its module: they are frozen into its machine code."""
    named = inspect.getclosurevars(function).globals
    return sorted((name, value) for name, value in named.items() if isinstance(value, int | float))

"""Running a program as somebody who may not write everywhere: root's tests run it as nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may read; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="tiaokuai-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


def run_unprivileged(
    words: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program without root's powers and return what became of it; skip the test where that cannot be."""
    return subprocess.run([*_prefix(), *words], cwd=cwd, env=env, capture_output=True, check=False, timeout=120)


@cache
def _prefix() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root's tests need setpriv to become somebody else")
    prefix = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    probe = [*prefix, sys.executable, "-c", "import hydra, numpy, pydantic, pyarrow, scipy, simpy"]
    if subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode:
        pytest.skip("nobody may not run this interpreter with its packages")
    return prefix

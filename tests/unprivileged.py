"""Running a program as somebody who may not write everywhere: root's tests run it as nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

NOBODY = 65534
USER = NOBODY if os.geteuid() == 0 else os.geteuid()
"""Who `run_unprivileged` runs a program as."""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may read; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="tiaokuai-") as name:
        os.chmod(name, 0o755)
        yield Path(name)
        for path in [Path(name), *Path(name).rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)  # whatever the test made of it, it must go


def run_unprivileged(
    words: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program without root's powers and return what became of it."""
    return subprocess.run([*_prefix(), *words], cwd=cwd, env=env, capture_output=True, check=False, timeout=120)


def _prefix() -> list[str]:
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root's tests need setpriv to become somebody else")
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


@cache
def python_for_all() -> str | None:
    """Return a Python that somebody without powers may run, of this version, with this one's packages; None without.

    Root's own may lie in a closed folder.
    """
    own = {"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": "/usr/bin:/bin"}
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    imports = "import hydra, numpy, pydantic, pyarrow, scipy, simpy"
    # a program started by setpriv itself may still read what it may not; the one that it starts may not
    probe = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {imports!r}]).returncode)"
    for python in (sys.executable, shutil.which(f"python{here}", path="/usr/bin:/usr/local/bin"), "/usr/bin/python3"):
        if python and run_unprivileged([python, "-c", probe], cwd=Path("/"), env=own).returncode == 0:
            return python
    return None

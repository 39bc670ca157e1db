"""Git in tests: checkouts of their own, whatever the machine's settings are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="asks git")

_OWN = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")


def git(root: Path, *words: str) -> str:
    """Return what git prints in a folder; raise CalledProcessError if it fails."""
    done = subprocess.run(["git", *_OWN, *words], cwd=root, capture_output=True, check=True)
    return done.stdout.decode("utf-8")

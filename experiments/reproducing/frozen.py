"""Frozen ranges: the commit that last changed the file of a case, and whether it has been changed since."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from experiments.provenance import ROOT
from sim.errors import InputError


def file_of(case: str) -> str:
    """Return the path of a shipped case's file, from the root of the repository."""
    return f"conf/scenario/{case}.yaml"


@cache
def commit_of_ranges(case: str) -> str | None:
    """Return the commit that last changed a shipped case's file; None outside a checkout, or if it differs from it."""
    try:
        return frozen_commit(case)
    except InputError:
        return None


def frozen_commit(case: str, root: Path = ROOT) -> str:
    """Return the commit that last changed a shipped case's file; raise InputError where none holds it as it is now."""
    path = file_of(case)
    if _git(root, "status", "--porcelain", "--", path):
        raise InputError(f"{path} differs from its last commit; expected the ranges to be committed first.")
    found = _git(root, "log", "-1", "--format=%H", "--", path)
    if not found:
        raise InputError(f"{path} is in no commit; expected the ranges to be committed first.")
    return found


def _git(root: Path, *words: str) -> str:
    """Return what git prints; raise InputError where there is no git, or no checkout."""
    if not (root / ".git").exists():
        raise InputError(f"{root} is no checkout; expected one, whose history tells when ranges were committed.")
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise InputError("git is not installed; expected it, to tell when ranges were committed.") from None
    except subprocess.CalledProcessError as error:
        raise InputError(f"git {words[0]} failed in {root} ({error.stderr.strip()}); expected a checkout.") from None
    return done.stdout.strip()

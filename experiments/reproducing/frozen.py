"""Frozen ranges: the commit since which nothing that a case assumes has changed, if its file is committed."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from experiments.provenance import ROOT
from sim.errors import InputError

_ASSUMED = ("calendar", "institution", "demand", "procedure", "designs", "sources", "uncertainty", "reported")
"""The blocks of a case's file that say what is assumed; the others say what is measured, and how often."""

_TOLD = ("title", "titles", "zone_title", "reason", "note")
"""Keys whose words change no figure."""


def file_of(case: str) -> str:
    """Return the path of a shipped case's file, from the root of the repository."""
    return f"conf/scenario/{case}.yaml"


@cache
def commit_of_ranges(case: str) -> str | None:
    """Return the commit that froze a shipped case's ranges; None outside a checkout, or if its file differs from it."""
    try:
        return frozen_commit(case)
    except InputError:
        return None


def frozen_commit(case: str, root: Path = ROOT) -> str:
    """Return the oldest commit since which a shipped case assumes what it does: all its values, ranges and options.

    Titles and reasons may have been reworded since. Raises InputError where no commit holds the file as it is now.
    """
    path = file_of(case)
    if _git(root, "status", "--porcelain", "--", path):
        raise InputError(f"{path} differs from its last commit; expected the ranges to be committed first.")
    commits = _git(root, "log", "--format=%H", "--", path).split()
    if not commits:
        raise InputError(f"{path} is in no commit; expected the ranges to be committed first.")
    now, frozen = _assumed_in(root, commits[0], path), commits[0]
    for older in commits[1:]:
        if _assumed_in(root, older, path) != now:
            break
        frozen = older
    return frozen


def _assumed_in(root: Path, commit: str, path: str) -> Any:
    """Return what a case's file assumed in a commit, without words; its text where that was no file of a case."""
    text = _git(root, "show", f"{commit}:{path}")
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    return {block: _without_words(read.get(block)) for block in _ASSUMED} if isinstance(read, dict) else text


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(entry) for key, entry in value.items() if key not in _TOLD}
    return [_without_words(entry) for entry in value] if isinstance(value, list) else value


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

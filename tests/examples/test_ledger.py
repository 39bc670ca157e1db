"""The ledger of predictions only grows: what any commit of this checkout has in it is in it today."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from checkouts import git, needs_git

from experiments.reproducing.ledger import COLUMNS, LedgerRow, read_ledger, written
from experiments.reproducing.publishing import LEDGER

ROOT = Path(__file__).parents[2]
KEPT = tuple(column for column in COLUMNS if column != "commit")
"""What of a row never changes. The commit that froze its ranges was found by a better rule once."""

pytestmark = needs_git


def is_checkout(root: Path) -> bool:
    """Return whether a folder is the root of a checkout that git reads; an unpacked archive is none."""
    if shutil.which("git") is None:
        return False
    asked = subprocess.run(["git", "rev-parse", "--git-dir"], cwd=root, capture_output=True, check=False)
    return (root / ".git").exists() and asked.returncode == 0


def lost_rows(root: Path) -> list[LedgerRow]:
    """Return the rows that some commit has in its ledger and the file has not; a shallow clone has few commits."""
    commits = git(root, "log", "--full-history", "--diff-filter=AM", "--format=%H", "--", LEDGER).split()
    once = [row for commit in commits for row in csv.DictReader(git(root, "show", f"{commit}:{LEDGER}").splitlines())]
    there = {_kept(row) for row in read_ledger(root / LEDGER)}
    return [row for row in once if _kept(row) not in there]


def _kept(row: LedgerRow) -> tuple[str, ...]:
    return tuple(row[column] for column in KEPT)


@pytest.mark.skipif(not is_checkout(ROOT), reason="asks the history, and this is no checkout")
def test_no_row_of_any_commit_is_lost():
    assert lost_rows(ROOT) == []


def test_a_row_that_is_deleted_or_changed_is_missed(tmp_path):
    """Committed or not; added rows, another order and another commit of the ranges are no loss."""
    first, second, third = (dict.fromkeys(COLUMNS, text) for text in ("1", "2", "3"))
    file = tmp_path / LEDGER
    file.parent.mkdir(parents=True)

    def lost(*rows: LedgerRow) -> list[LedgerRow]:
        file.write_text(written(rows), encoding="utf-8")
        return lost_rows(tmp_path)

    git(tmp_path, "init", "-q")
    file.write_text(written([first, second]), encoding="utf-8")
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "two")
    assert lost(third, second, first) == []
    assert lost(first, {**second, "commit": "0"}) == []
    assert lost(first, {**second, "inside": "true"}) == [second]
    assert lost(first) == [second]

    git(tmp_path, "commit", "-qam", "one row less")
    assert lost_rows(tmp_path) == [second]
    git(tmp_path, "rm", "-q", LEDGER), git(tmp_path, "commit", "-qm", "none")
    assert lost_rows(tmp_path) == [first, first, second]

"""Provenance: which program made a result, told by its sources and, in a checkout, by its commit."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).parents[1]

_DECIDING = ("sim", "scenarios", "conf", "analysis/measures", "experiments/load.py", "experiments/playing.py")
"""What decides the figures of a run, given its configuration."""


@cache
def program_digest() -> str:
    """Return 16 hexadecimal digits of the sources that decide the figures of a run."""
    found = blake2b(digest_size=8)
    for name in _DECIDING:
        place = ROOT / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def commit() -> str | None:
    """Return the commit of the checkout that this program runs from; None where it runs from none."""
    git = ROOT / ".git"
    with suppress(OSError):
        if git.is_file():  # a second tree of the same repository
            git = (ROOT / git.read_text().partition(":")[2].strip()).resolve()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        return _commit_of(git, head.removeprefix("ref: "))
    return None


def _commit_of(git: Path, name: str) -> str | None:
    common = git
    with suppress(OSError):
        common = (git / (git / "commondir").read_text().strip()).resolve()
    with suppress(OSError):
        return (common / name).read_text().strip()
    with suppress(OSError):
        for line in (common / "packed-refs").read_text().splitlines():
            if line.endswith(f" {name}"):
                return line.partition(" ")[0]
    return None

"""The limit in C++: how it is compiled, what it is given, and what it says."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.network import STAFF, UNITS, VISITS, Network

SOURCE = Path(__file__).with_name("limit.cpp")
OPTIONS = ("-O3", "-std=c++17")


def compiler() -> str | None:
    """Return where the C++ compiler is, None if there is none."""
    return shutil.which("g++")


def compiler_version() -> str:
    """Return the first line of what the compiler says of itself."""
    found = compiler()
    if found is None:
        return "none"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[0]


@dataclass(frozen=True)
class Limit:
    """The compiled program with the arrays that it reads."""

    program: Path
    arrays: Path

    @classmethod
    def prepare(cls, network: Network, folder: Path) -> Limit | None:
        """Compile the program and write the arrays into a folder; None if there is no compiler."""
        found = compiler()
        if found is None:
            return None
        limit = cls(folder / "limit", folder / "network.bin")
        shape = {"VISITS": VISITS, "SERIAL": network.serial, "UNITS": UNITS, "STAFF": STAFF}
        known = [f"-D{name}={value}" for name, value in shape.items()]
        subprocess.run([found, *OPTIONS, *known, "-o", str(limit.program), str(SOURCE)], check=True)
        parts = ([network.release_ms.size], network.release_ms, network.unit.ravel(), network.work_ms.ravel())
        np.concatenate(parts, dtype=np.int64).tofile(limit.arrays)
        return limit

    def run(self, repeats: int) -> list[tuple[float, float]]:
        """Return the seconds of the loop and the mean wait in ms of each repeat."""
        said = subprocess.run(
            [str(self.program), str(self.arrays), str(repeats)], capture_output=True, text=True, check=True
        )
        lines = [line.split() for line in said.stdout.splitlines()]
        return [(float(seconds), float(wait)) for seconds, wait in lines]

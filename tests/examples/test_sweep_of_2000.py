"""The sweep that a researcher leaves over night: 2,000 runs of the shipped case, killed twice, its disk full once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.sweep.stored import read_sweep

AXES = (
    "designs.modules.units.count=range(4,29)",
    "demand.load=0.7,0.8,0.9,1.0",
    "sweep.designs=[modules]",
    "replications=20",
)
"""25 x 4 points, 20 replications each."""


def command(*words):
    return [sys.executable, "-m", "experiments.cli", "sweep", *map(str, words)]


def rows(folder):
    return read_sweep(folder).rows()


def done(folder):
    return len(read_sweep(folder).done())


def start(*words):
    return subprocess.Popen(command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_runs(driver, folder, count):
    """Return once so many runs are stored; fail if the driver ends before."""
    while not (folder / "manifest.json").exists() or done(folder) < count:
        assert driver.poll() is None, driver.communicate()[1]
        time.sleep(0.2)


@pytest.fixture
def own_disk(tmp_path):
    """A file system of its own, with room for all."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system of a chosen size needs the right to mount one")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def leave_room(disk, size):
    """Make a file system just so large that so many bytes are free, whatever parts a slow machine has written."""
    now = os.statvfs(disk)
    used = (now.f_blocks - now.f_bfree) * now.f_frsize
    subprocess.run(["mount", "-o", f"remount,size={used + size}", str(disk)], check=True)


@pytest.mark.long
def test_two_kills_and_a_full_disk_change_no_row(tmp_path, own_disk):
    whole = subprocess.run(
        command(*AXES, "--to", tmp_path / "whole", "--json"), capture_output=True, text=True, check=True
    )
    assert json.loads(whole.stdout)["done"] == 2000

    sweep = own_disk / "sweep"
    driver = start(*AXES, "--to", sweep)
    wait_for_runs(driver, sweep, 100)
    driver.kill()
    driver.communicate()
    first = done(sweep)
    driver = start("--resume", sweep)
    wait_for_runs(driver, sweep, first + 100)
    driver.kill()
    driver.communicate()
    second = done(sweep)
    assert 0 < first < second < 2000

    leave_room(own_disk, 250_000)
    out, err = (driver := start("--resume", sweep)).communicate()
    full = done(sweep)
    assert (driver.returncode, out) == (1, "")
    assert f"No space left on device. {full} of 2000 runs are stored. Once there is room, go on with: " in err
    assert second < full < 2000
    leave_room(own_disk, 100_000_000)

    last = subprocess.run(command("--resume", sweep, "--json"), capture_output=True, text=True, check=True)
    assert json.loads(last.stdout) == {"directory": str(sweep), "runs": 2000, "done": 2000, "failed": 0}
    assert rows(sweep).equals(rows(tmp_path / "whole"))
    assert not list(Path(sweep / "runs").glob(".part*"))
    assert os.listdir(sweep / "runs")

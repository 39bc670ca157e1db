"""Remake a page of docs: run its commands, put in what they print, copy its pictures; `python docs/remake.py PAGE`.

A block that is fenced as `console` holds commands, each on a line that begins with `$ `, and what each prints on
stdout. All blocks of a page are run one after another in one folder, by bash. A picture of the page,
`![…](pictures/NAME.png)`, is the file NAME.png that they left there. A notebook is played from its first cell to its
last.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FENCE = re.compile(r"(?ms)^```console\n(.*?)^```$")
PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/([\w.-]+)\)")


def main() -> None:
    """Remake the pages that are named."""
    if len(sys.argv) < 2:
        sys.exit("expected at least one page, such as: python docs/remake.py docs/experiments.md")
    for name in sys.argv[1:]:
        page = Path(name).resolve()
        if page.suffix == ".ipynb":
            play_notebook(page)
            continue
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            text = FENCE.sub(lambda block: _played(block[1], Path(folder)), text)
            _copy_pictures(text, Path(folder), page.parent / "pictures")
        page.write_text(text, encoding="utf-8", newline="\n")


def play_notebook(page: Path) -> None:
    """Play a notebook from its first cell to its last, and keep what each shows."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(page, as_version=4)
    NotebookClient(notebook, kernel_name="python3", record_timing=False).execute()
    nbformat.write(notebook, page)


def commands(block: str) -> Iterator[str]:
    """Yield the commands of a block, whose lines go on where they end with a backslash."""
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command += "\n" + next(lines)
            yield command


def _played(block: str, folder: Path) -> str:
    parts = []
    for command in commands(block):
        sys.stderr.write(f"$ {command}\n")
        # the terminal of whoever remakes a page says nothing about how it is cut
        environment = {**os.environ, "COLUMNS": "120", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode not in (0, 1, 137, -signal.SIGKILL):  # a failed run; one that was killed by request
            sys.exit(f"{command!r} ended with exit code {done.returncode}; the page was left as it was.")
        parts.append(f"$ {command}\n{done.stdout.rstrip()}".rstrip() + "\n")
    return f"```console\n{''.join(parts)}```"


def _copy_pictures(text: str, folder: Path, target: Path) -> None:
    for name in PICTURE.findall(text):
        if not (folder / name).is_file():
            sys.exit(f"the page shows pictures/{name}, but no command left a {name}; the page was left as it was.")
        target.mkdir(exist_ok=True)
        shutil.copyfile(folder / name, target / name)


if __name__ == "__main__":
    main()

"""The tutorial notebook: it plays from its first cell to its last, and shows what stands in it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tutorial.ipynb"


def shown(notebook):
    """Return the texts that each cell shows, pictures by their kind."""
    return [
        [output["data"].get("text/plain", "") if "image/png" not in output["data"] else "a picture"
         for output in cell.outputs]
        for cell in notebook.cells if cell.cell_type == "code"
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # of the programs that play notebooks; those of ours would be outputs of a cell
def test_the_tutorial_shows_what_stands_in_it():
    kept = nbformat.read(NOTEBOOK, as_version=4)
    played = nbformat.read(NOTEBOOK, as_version=4)

    NotebookClient(played, kernel_name="python3", timeout=300).execute()

    assert shown(played) == shown(kept)
    assert sum(text == ["a picture"] for text in shown(kept)) == 1
    assert all("warning" not in str(text).lower() for text in shown(kept))

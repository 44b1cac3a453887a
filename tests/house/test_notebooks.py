"""The notebooks run from top to bottom, and draw what they say they draw."""

from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode, reads

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def read(path: Path) -> NotebookNode:
    """A notebook of format 4."""
    notebook: NotebookNode = reads(path.read_text(encoding="utf-8"), as_version=4)
    return notebook


@pytest.mark.filterwarnings("default")  # what Jupyter warns of is not ours
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path) -> None:
    notebook = read(path)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pages = [o.data["text/html"] for o in outputs if o.output_type == "execute_result" and "text/html" in o.data]
    assert any("<table>" in page and "pieced" in page for page in pages)
    assert any("<iframe sandbox" in page for page in pages)


def test_notebooks_are_kept_without_output() -> None:
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        notebook = read(path)
        assert not any(cell.get("outputs") for cell in notebook.cells), f"clear the output of {path.name}"

"""Dependencies run one way, cli -> loaders -> graph -> ontology, and the house has the rooms that it should."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = {"cli", "graph", "loaders", "notebooks", "ontology", "tests"}


def test_imports_run_one_way() -> None:
    contract = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([contract], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_top_level_holds_the_rooms_and_no_other() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in tracked.splitlines() if "/" in line}
    assert {folder for folder in folders if not folder.startswith(".")} == ROOMS


def test_help_loads_nothing_heavy() -> None:
    heavy = {"networkx", "rdflib", "neo4j", "pyvis", "IPython", "yaml", "jinja2"}
    code = "import sys; from corredor.cli.main import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(run.stdout.split())

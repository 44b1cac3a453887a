"""What tests of commands need: a runner on the starter store, and on a small store of their own to write to."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corredor.cli.main import cli
from corredor.graph import open_store
from corredor.loaders import batch

Run = Callable[..., Result]

LIMA = """\
source:
  id: lima-2019-ports
  title: What leaves Callao
  publisher: Lima Times
  published: '2019-05-02'
  url: https://lima.example/ports
  kind: news
  language: en
facts:
  - route: {from: 'zone:VRAEM, PE', via: ['port:Callao, PE'], to: 'port:Rotterdam, NL', commodity: cocaine, mode: [sea]}
    said_by: head of DEVIDA, through Peru 21
    certainty: attributed
    where: paragraph 2
    exact: '=By sea, from Callao'
  - route: {from: Peru, to: Russia, commodity: cocaine}
    said_by: a spokesman of the port
    certainty: denied
  - seizure: {place: 'port:Callao, PE', commodity: cocaine, quantity: {amount: 300, unit: kg, bound: at-least}}
    certainty: stated
"""

BLOG = """\
source:
  id: andes-blog-2020
  title: Notes from the valley
  publisher: Andes Blog
  published: '2020'
  url: https://andes.example/
  kind: news
  language: es
  weak: true
facts:
  - presence: {group: The Nameless Ones, place: 'zone:VRAEM, PE', commodity: cocaine}
    certainty: stated
  - route: {from: Peru, to: 'city:Nowhere, BR', commodity: gold}
    certainty: stated
  - partnership: {between: [Albanian groups, "'Ndrangheta"]}
    certainty: alleged
"""


@pytest.fixture
def runner(starter_path: Path) -> Run:
    """Runs a command on the starter store, which nobody writes to: `runner("show", "Peru")`."""
    return _runner(starter_path)


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A folder with two small fact sheets."""
    return _write_sheets(tmp_path)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the two small sheets. Nobody writes to it."""
    folder = tmp_path_factory.mktemp("small")
    with open_store(folder / "store", write=True, create=True) as made:
        assert not batch.load(made, [_write_sheets(folder)]).refused
    return folder / "store"


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the small store for one test, which may write to it."""
    return Path(shutil.copytree(loaded, tmp_path / "small.store"))


@pytest.fixture
def small(store: Path) -> Run:
    """Runs a command on the small store."""
    return _runner(store)


@pytest.fixture
def told(small: Run) -> Callable[..., Any]:
    """The JSON that a command on the small store prints; it must end well."""

    def run(*args: str) -> Any:
        result = small(*args, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return run


def _write_sheets(inside: Path) -> Path:
    folder = inside / "sheets"
    folder.mkdir()
    (folder / "lima.yaml").write_text(LIMA, encoding="utf-8")
    (folder / "blog.yaml").write_text(BLOG, encoding="utf-8")
    return folder


def _runner(store: Path) -> Run:
    def run(*args: str, **how: Any) -> Result:
        return CliRunner().invoke(cli, ["--store", str(store), *args], **how)

    return run

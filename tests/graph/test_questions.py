"""Forty questions, of which the reference page prints twenty, have one answer: in SPARQL, in Cypher, in plain Python.

Asked are the facts that come along and a made-up graph that is worse than they are, on each store as a user asks it:
with the command, the query as it is printed, and its parameters as they are written.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corredor.cli.main import cli
from corredor.graph import Store, example, open_store
from corredor.graph.prefixes import BASE
from corredor.graph.queries.questions import Question, questions
from corredor.graph.stores import copying
from tests.graph import generated
from tests.graph.reference_answers import Facts, answer
from tests.servers.fixtures import Servers

PRINTED = questions()
FORTY = [*PRINTED, *questions(Path(__file__).with_name("questions.yaml"))]
SPARQL, CYPHER = ("folder", "oxigraph", "fuseki"), ("embedded", "neo4j", "arcadedb")
PLACES = [
    *(("starter", store) for store in ("folder", "fuseki", "embedded", "neo4j")),
    *(("made up", store) for store in (*SPARQL, *CYPHER)),
]
SEED = 6  # every question has an answer in it

Answer = tuple[list[str], list[tuple[Any, ...]]]
"""Columns and rows, of values that both languages share: ids, texts, numbers, truths."""


@dataclass(frozen=True)
class Place:
    """A graph in a store: what it holds, and the ways in which it is asked there."""

    facts: Facts
    ways: tuple[Callable[[Question], Answer], ...]


# ---------------------------------------------------------------- the answers


@pytest.mark.parametrize("question", FORTY, ids=lambda question: question.key)
def test_the_answer_is_that_of_plain_python(place: Place, question: Question) -> None:
    for ask in place.ways:
        columns, rows = ask(question)
        assert rows == wanted(question, place.facts)
        assert columns == (_selected(question.sparql) or columns)


def test_the_made_up_graph_is_hard(facts: Mapping[str, Facts]) -> None:
    empty = [question.key for question in FORTY if not wanted(question, facts["made up"])]
    assert empty == []
    (two_hops,) = (question for question in FORTY if question.key == "two-hops")
    assert len(wanted(two_hops, facts["made up"])) > 2_048


@pytest.mark.parametrize("server", ["oxigraph", "fuseki"])
def test_a_server_of_quads_answers_cypher_through_a_projection(server: str, servers: Servers, cache: None) -> None:
    with example() as small:
        url = _home(server, small, servers)
        held = Facts(small)
    for question in PRINTED[:2]:
        assert by_command(url, "cypher", question)[1] == wanted(question, held) != []


# ---------------------------------------------------------------- the graphs and the stores


@pytest.fixture(scope="module")
def folders(starter_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each graph in a folder of its own."""
    home = tmp_path_factory.mktemp("graphs")
    shutil.copytree(starter_path, home / "starter")
    with open_store(home / "made up", write=True, create=True) as store:
        generated.fill(store, SEED)
        assert store.verify() == []
    return {name: home / name for name in ("starter", "made up")}


@pytest.fixture(scope="module")
def facts(folders: Mapping[str, Path]) -> dict[str, Facts]:
    """What each graph holds."""
    found = {}
    for name, folder in folders.items():
        with open_store(folder) as store:
            found[name] = Facts(store)
    return found


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of our own, for the projections of servers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module", params=PLACES, ids=" in ".join)
def place(
    request: pytest.FixtureRequest,
    folders: Mapping[str, Path],
    facts: Mapping[str, Facts],
    servers: Servers,
    cache: None,
) -> Iterator[Place]:
    """A graph in a store. The made-up one in Neo4j is asked in both languages: in SPARQL through a projection."""
    graph, store = request.param
    if store == "embedded":
        with _projection(folders[graph]) as opened:
            yield Place(facts[graph], (lambda question: _embedded(opened, question),))
        return
    url = str(folders[graph])
    if store != "folder":
        with open_store(url) as source:
            url = _home(store, source, servers)
    languages = ["sparql" if store in SPARQL else "cypher"]
    languages += ["sparql"] if request.param == ("made up", "neo4j") else []
    yield Place(facts[graph], tuple(partial(by_command, url, language) for language in languages))


def _projection(folder: Path) -> Store:
    """The Cypher projection of a folder, made by a command and held open, as Java starts anew for each command."""
    by_command(str(folder), "cypher", PRINTED[0])
    made = json.loads((folder / "cypher" / "current.json").read_text())
    return open_store(f"arcadedb:{folder / 'cypher' / made['generation']}")


def _home(server: str, source: Store, servers: Servers) -> str:
    """The address of a server that holds what a store holds."""
    url = servers.bare(server).login
    with open_store(url, write=True, create=True) as target:
        copying.copy(source, target)
        assert target.revision == source.revision
    return url


# ---------------------------------------------------------------- asking, and what comes back


def wanted(question: Question, facts: Facts) -> list[tuple[Any, ...]]:
    """The rows that plain Python gives."""
    rows = answer(question.key, facts, **question.cypher_parameters)
    return [tuple(map(_plain, row)) for row in rows]


def by_command(url: str, language: str, question: Question) -> Answer:
    """The answer of `corredor sparql` or `corredor cypher`."""
    query = question.sparql if language == "sparql" else question.cypher
    given = question.sparql_parameters if language == "sparql" else question.cypher_parameters
    params = [part for name, value in given.items() for part in ("--param", f"{name}={value}")]
    result = CliRunner().invoke(cli, ["--store", url, language, query, *params, "--json"])
    assert result.exit_code in (0, 3), result.stderr
    columns, rows = (_solutions if language == "sparql" else _table)(json.loads(result.stdout))
    assert (result.exit_code == 3) == (not rows)
    return columns, rows


def _embedded(store: Store, question: Question) -> Answer:
    return _table(store.cypher(question.cypher, question.cypher_parameters).to_json())


def _table(told: Mapping[str, Any]) -> Answer:
    return told["columns"], [tuple(map(_plain, row)) for row in told["rows"]]


def _solutions(told: Mapping[str, Any]) -> Answer:
    if "boolean" in told:
        return [], [(told["boolean"],)]
    columns = told["head"]["vars"]
    return columns, [tuple(_term(row.get(name)) for name in columns) for row in told["results"]["bindings"]]


def _term(term: Mapping[str, str] | None) -> object:
    if term is None:
        return None
    kind = term.get("datatype", "").rpartition("#")[2]
    if kind in ("integer", "decimal", "double"):
        return _plain(float(term["value"]))
    return term["value"] == "true" if kind == "boolean" else term["value"].removeprefix(BASE)


def _plain(value: object) -> object:
    """Numbers as one engine or another rounds and types them."""
    return round(float(value), 6) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _selected(sparql: str) -> list[str]:
    """The columns of a SELECT; an ASK has none, whatever the Cypher calls it."""
    clause = sparql.partition("WHERE")[0].partition("{")[0]
    named = re.sub(r"\(\w+\([^()]*\) AS (\?\w+)\)", r"\1", clause)
    return re.findall(r"\?(\w+)", named) if clause.startswith("SELECT") else []

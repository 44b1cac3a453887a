"""The other language of a store: made when asked for, up to date, and never seen half made."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corredor.graph import Store, open_store
from corredor.graph.peru import example, example_records
from corredor.graph.stores.oxigraph import OxigraphStore
from tests.servers.fixtures import Servers

PERU = example_records()
COUNT = "MATCH (s:Source) RETURN count(s) AS n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of a user of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def steps() -> list[int]:
    """How many sources each copy had to make."""
    return []


@pytest.fixture
def store(tmp_path: Path, steps: list[int]) -> Iterator[Store]:
    """The Peru graph in a folder."""
    with open_store(tmp_path / "store", write=True, create=True) as store:
        for _ in store.put_all(PERU):
            pass
        store.progress = lambda done, of: None if done else steps.append(of)
        yield store


def generations(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())


def current(folder: Path) -> str:
    return str(json.loads((folder / "current.json").read_text())["generation"])


def test_it_is_made_once_for_each_revision_and_then_updated(store: Store, tmp_path: Path, steps: list[int]) -> None:
    assert store.cypher(COUNT).rows == store.cypher(COUNT).rows == ((6,),)
    assert steps == [6]
    first = current(tmp_path / "store" / "cypher")
    store.put(type(PERU[0])(PERU[0].source, PERU[0].claims[1:]))
    claims = len(store.claims(live=False))
    assert store.cypher("MATCH (c:Claim) RETURN count(c) AS n").rows == ((claims,),)
    assert steps == [6, 1]
    assert first in generations(tmp_path / "store" / "cypher")  # for whoever reads it still


def test_where_much_has_changed_it_is_made_from_nothing(store: Store, steps: list[int]) -> None:
    store.cypher(COUNT)
    for record in PERU[:3]:
        store.put(type(record)(record.source, record.claims[1:]))
    store.cypher(COUNT)
    assert steps == [6, 6]


def test_one_that_was_not_finished_is_never_seen(store: Store, tmp_path: Path) -> None:
    def cut(done: int, of: int) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "store" / "cypher"
    store.progress = cut
    with pytest.raises(KeyboardInterrupt):
        store.cypher(COUNT)
    assert generations(folder) == []
    (folder / "left-over").mkdir()  # by a process that was killed
    store.progress = None
    assert store.cypher(COUNT).rows == ((6,),)
    assert generations(folder) == [current(folder)]


@pytest.mark.parametrize("harm", ["emptied", "stated wrongly", "no json"])
def test_a_damaged_one_is_made_anew(store: Store, tmp_path: Path, harm: str) -> None:
    store.cypher(COUNT)
    folder = tmp_path / "store" / "cypher"
    if harm == "emptied":
        shutil.rmtree(folder / current(folder))
        (folder / current(folder)).mkdir()
    else:
        (folder / "current.json").write_text("[]" if harm == "stated wrongly" else "{")
    assert store.cypher(COUNT).rows == ((6,),)


def test_one_of_another_store_is_not_taken(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "other", write=True, create=True) as other:
        other.extend(groups=[{"name": "Los Nuevos", "kind": "gang"}])
        other.cypher(COUNT)
    shutil.copytree(tmp_path / "other" / "cypher", tmp_path / "store" / "cypher")
    assert store.cypher(COUNT).rows == ((6,),)


def test_of_two_that_ask_at_once_one_makes_it(store: Store, steps: list[int]) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: store.cypher(COUNT).rows, range(2))) == [((6,),)] * 2
    assert steps == [6]


def test_a_folder_that_cannot_be_written_leaves_it_to_the_cache(
    store: Store, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert store.cypher(COUNT).rows == ((6,),)
    assert not (tmp_path / "store" / "cypher").exists()
    (made,) = cache.glob("corredor/projections/*")
    assert made.stat().st_mode & 0o077 == 0


def test_of_a_store_in_memory_nothing_is_kept(cache: Path) -> None:
    assert example().cypher(COUNT).rows == ((6,),)
    assert not list(cache.glob("corredor/projections/*"))


def test_sparql_on_neo4j_answers_as_a_folder_does(servers: Servers, cache: Path) -> None:
    text = "SELECT ?b { place:PE route:cocaine+ ?b } ORDER BY ?b"
    reference = OxigraphStore.in_memory()
    with open_store(servers.bare("neo4j").login, write=True, create=True) as store:
        for record in PERU:
            store.put(record)
            reference.put(record)
        assert store.query(text).rows == reference.query(text).rows != ()
        for either in (store, reference):
            either.retract(PERU[0].source.id, by="analyst")
        assert store.query(text).rows == reference.query(text).rows
        assert len(list(cache.glob("corredor/projections/*/rdf/current.json"))) == 1

"""One store into another, of every kind: equal afterwards, whatever happens on the way."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corredor.graph import Store, open_store
from corredor.graph.errors import CopyRefused
from corredor.graph.peru import example_records
from corredor.graph.stores.copying import Copied, copy
from corredor.graph.stores.opening import opened_to_copy
from corredor.graph.stores.oxigraph import OxigraphStore
from tests.servers.fixtures import Servers

PERU = example_records()
NUEVA = {"ref": "port:Nueva, PE", "name": "Nueva", "kind": "port", "country": "PE", "within": "Peru"}
CHAIN = ("neo4j", "fuseki", "oxigraph", "arcadedb", "embedded", "disk")
Opener = Callable[[str], Store]


@pytest.fixture
def opened(servers: Servers, tmp_path: Path) -> Iterator[Opener]:
    """Opens an empty store of a kind, to write."""
    stores: list[Store] = []

    def opened(kind: str) -> Store:
        folders = {"embedded": f"arcadedb:{tmp_path / 'projection'}", "disk": str(tmp_path / "copy.store")}
        stores.append(opened_to_copy(folders.get(kind) or servers.bare(kind).login))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def judged(starter_path: Path, tmp_path: Path) -> Iterator[Store]:
    """The starter facts with every kind of judgement, a place and a group of a user's own."""
    shutil.copytree(starter_path, tmp_path / "judged.store")
    with open_store(tmp_path / "judged.store", write=True) as store:
        store.extend([{**NUEVA, "lat": "-12.1", "lon": "-77.1"}], [{"name": "Los Nuevos", "kind": "gang"}])
        one, two, *_ = store.claims()
        store.judge("accept", one.id, by="analyst")
        store.judge("reject", two.id, by="analyst", because="misread")
        retracted = store.retract(next(reversed(store.digests())), by="analyst")
        undone = store.undo(retracted.id, by="analyst")
        store.undo(undone.id, by="analyst")
        yield store


def peru() -> OxigraphStore:
    store = OxigraphStore.in_memory()
    for record in PERU:
        store.put(record)
    return store


def test_a_chain_of_all_stores_ends_as_it_began(judged: Store, opened: Opener) -> None:
    source = judged
    for kind in CHAIN:
        target = opened(kind)
        assert copy(source, target) == Copied(len(judged.digests()), 0, 0, 5), kind
        assert target.revision == judged.revision, kind
        assert list(target.records()) == list(judged.records()), kind
        assert target.judgements() == judged.judgements(), kind
        assert [sorted(map(str, own)) for own in target.entries()] == [list(map(str, own)) for own in judged.entries()]
        assert target.shortcuts() == judged.shortcuts(), kind
        assert target.verify() == [], kind
        assert copy(source, target) == Copied(0, 0, len(judged.digests()), 0), kind
        source = target


@pytest.mark.parametrize("kind", ["disk", "neo4j"])
def test_a_copy_that_was_cut_goes_on(starter: Store, opened: Opener, kind: str) -> None:
    class Cut(Exception):
        pass

    def cut(done: int, of: int) -> None:
        if done == of // 2:
            raise Cut

    target = opened(kind)
    with pytest.raises(Cut):
        copy(starter, target, progress=cut)
    half = len(target.digests())
    assert 0 < half < len(starter.digests())
    assert copy(starter, target).same == half
    assert target.revision == starter.revision
    assert target.verify() == []


def test_what_another_version_told_is_replaced() -> None:
    source, target = peru(), peru()
    source.put(replace(PERU[0], claims=PERU[0].claims[1:]))
    assert copy(source, target) == Copied(0, 1, 5, 0)
    assert target.revision == source.revision


@pytest.mark.parametrize("more", ["source", "judgement", "entry"])
def test_a_target_that_holds_more_is_refused_and_left_as_it_is(more: str) -> None:
    source, target = OxigraphStore.in_memory(), OxigraphStore.in_memory()
    for record in PERU[1:]:
        source.put(record)
    if more == "source":
        target.put(PERU[0])
    elif more == "judgement":
        target.put(PERU[1])
        target.retract(PERU[1].source.id, by="analyst")
    else:
        target.extend(groups=[{"name": "Los Nuevos", "kind": "gang"}])
    before = target.revision, target.digests(), target.judgements(), target.entries()
    with pytest.raises(CopyRefused, match="copy into an empty store"):
        copy(source, target)
    assert (target.revision, target.digests(), target.judgements(), target.entries()) == before


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_written_meanwhile_comes_along(times: int) -> None:
    source, target = OxigraphStore.in_memory(), OxigraphStore.in_memory()
    source.put(PERU[0])
    rest = iter(PERU[1 : 1 + times])

    def meanwhile(done: int, of: int) -> None:
        if done == of and (record := next(rest, None)):
            source.put(record)

    assert copy(source, target, progress=meanwhile) == Copied(1 + times, 0, 0, 0)
    assert target.revision == source.revision

"""What every store keeps to, run on each of them. A new store is one more entry in STORES."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corredor.graph import Record, Store, open_store
from corredor.graph.claim import Claim
from corredor.graph.errors import JudgementError, NotAStore, StoreLocked, StoreMissing, UnsupportedStore
from corredor.graph.filters import Filters, select
from corredor.graph.identity import claim_id
from corredor.graph.peru import example_records
from corredor.graph.resolve import resolve
from corredor.graph.shortcuts import shortcuts
from corredor.graph.stores.oxigraph import OxigraphStore
from corredor.ontology.names import shipped_names
from tests.graph.tiny import source
from tests.servers.fixtures import Servers

PERU = example_records()
Opener = Callable[[pytest.FixtureRequest], Store]


def on_server(name: str) -> Opener:
    """A store on a server, without sources."""

    def opened(request: pytest.FixtureRequest) -> Store:
        servers: Servers = request.getfixturevalue("servers")
        return open_store(servers.bare(name).login, write=True, create=True)

    return opened


STORES: dict[str, Opener] = {
    "memory": lambda request: OxigraphStore.in_memory(),
    "disk": lambda request: open_store(request.getfixturevalue("tmp_path") / "store", write=True, create=True),
    "oxigraph serve": on_server("oxigraph"),
    "Fuseki": on_server("fuseki"),
    "Neo4j": on_server("neo4j"),
    "ArcadeDB over Bolt": on_server("arcadedb"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with STORES[request.param](request) as opened:
        yield opened


def filled(store: Store, records: list[Record] = PERU) -> Store:
    for record in records:
        store.put(record)
    return store


# ---------------------------------------------------------------- the record


def test_put_says_what_it_did(store: Store) -> None:
    record = PERU[0]
    assert store.put(record) == "new"
    assert store.put(record) == "same"
    assert store.put(replace(record, claims=record.claims[:0])) == "replaced"


def test_records_come_back_whole(store: Store) -> None:
    assert list(filled(store).records()) == sorted(PERU, key=lambda record: record.source.id)


def test_record_of_one_source(store: Store) -> None:
    assert filled(store).record(PERU[2].source.id) == PERU[2]
    assert store.record("source/nobody") is None


def test_revision_depends_on_content_alone(store: Store) -> None:
    shuffled = random.Random(7).sample(PERU, len(PERU))
    expected = filled(OxigraphStore.in_memory(), shuffled).revision
    assert filled(filled(store)).revision == expected
    assert filled(OxigraphStore.in_memory(), PERU[:-1]).revision != expected


def test_replacing_leaves_nothing_of_the_old(store: Store) -> None:
    filled(store)
    mended = replace(PERU[1].source, title="Mended")
    changed = Record(mended, tuple(replace(claim, source=mended) for claim in PERU[1].claims[:1]))
    store.put(changed)
    assert store.record(changed.source.id) == changed
    assert store.verify() == []


def test_the_derived_graph_follows_every_change(store: Store) -> None:
    filled(store)
    assert store.shortcuts() == shortcuts(store.claims()) != set()
    for record in PERU:
        store.put(Record(record.source, record.claims[1:]))
        assert store.shortcuts() == shortcuts(store.claims())


def test_a_market_stays_while_another_source_tells_of_it(store: Store) -> None:
    said = {"place": "Peru", "commodity": "cocaine"}
    ids = resolve("market", said, shipped_names())
    sources = [source("one"), source("two")]
    claims = [Claim(claim_id(s.id, "market", said, "stated", None), s, "market", said, ids, "stated") for s in sources]
    filled(store, [Record(claim.source, (claim,)) for claim in claims])
    for about, left in zip(sources, (3, 0), strict=True):
        store.retract(about.id, by="analyst")
        assert len(store.shortcuts()) == left


# ---------------------------------------------------------------- judgements


def test_retract_equals_a_load_without(store: Store) -> None:
    filled(store).retract(PERU[0].source.id, by="analyst")
    without = filled(OxigraphStore.in_memory(), PERU[1:])
    assert store.revision == without.revision
    assert store.claims() == without.claims()
    assert store.shortcuts() == without.shortcuts()
    assert store.record(PERU[0].source.id) == PERU[0]


def test_undo_brings_it_back(store: Store) -> None:
    before = filled(store).revision
    store.retract(PERU[0].source.slug, by="analyst")
    store.undo(by="analyst")
    assert store.revision == before
    assert len(store.judgements()) == 2
    assert store.verify() == []


def test_undoing_an_undo_puts_the_judgement_back_in_force(store: Store) -> None:
    filled(store)
    retracted = store.retract(PERU[0].source.id, by="analyst")
    undone = store.undo(retracted.id, by="analyst")
    store.undo(undone.id, by="analyst")
    assert store.standing == {PERU[0].source.id: retracted}


def test_reject_takes_a_claim_out_and_keeps_it_in_the_record(store: Store) -> None:
    filled(store)
    claim = PERU[3].claims[0]
    store.judge("reject", claim.id, by="analyst", because="misread")
    assert claim not in store.claims()
    assert [c.review for c in store.claims(live=False) if c.id == claim.id] == ["rejected"]
    assert store.record(PERU[3].source.id) == PERU[3]
    assert store.shortcuts() == shortcuts(store.claims())


def test_accept_lets_an_extracted_claim_in(store: Store) -> None:
    pending = replace(PERU[3].claims[0], score=0.6)
    store.put(Record(PERU[3].source, (pending,)))
    assert store.network().claims == []
    assert [c.id for c in store.network(unreviewed=True).claims] == [pending.id]
    assert store.shortcuts() == set()
    store.judge("accept", pending.id, by="analyst")
    assert [c.review for c in store.network().claims] == ["accepted"]
    assert store.shortcuts() == shortcuts(store.claims()) != set()


def test_a_judgement_outlives_a_new_version_of_its_source(store: Store) -> None:
    filled(store)
    record, claim = PERU[1], PERU[1].claims[0]
    store.judge("reject", claim.id, by="analyst")
    noted = tuple(replace(c, note="A better note.") for c in record.claims)
    store.put(Record(record.source, noted))
    assert claim.id not in {c.id for c in store.claims()}
    store.put(Record(record.source, record.claims[1:]))
    assert [j.about for j in store.judgements()] == [claim.id]


def test_a_judgement_needs_a_target(store: Store) -> None:
    filled(store)
    with pytest.raises(JudgementError, match="no claim"):
        store.judge("reject", "claim/ffff")
    with pytest.raises(JudgementError, match="Write more"):
        store.judge("reject", "claim/")
    with pytest.raises(JudgementError, match="nothing to undo"):
        store.undo()


STEPS = ["put", "cut", "retract", "reject", "undo"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=12))
def test_any_history_equals_a_fresh_load_of_what_is_left(steps: list[tuple[str, int]]) -> None:
    """The model: a dictionary of records, a set of retracted sources and one of rejected claims."""
    store = OxigraphStore.in_memory()
    kept: dict[str, Record] = {}
    in_force: list[tuple[str, str]] = []
    for step, n in steps:
        record = PERU[n]
        source = record.source.id
        if step == "put":
            store.put(record)
            kept[source] = record
        elif step == "cut":
            kept[source] = Record(record.source, record.claims[1:])
            store.put(kept[source])
        elif step == "undo" and in_force:
            store.undo(by="analyst")
            in_force.pop()
        elif source in kept and kept[source].claims and step in ("retract", "reject"):
            target = source if step == "retract" else kept[source].claims[0].id
            if target not in {about for _, about in in_force}:
                store.judge(step, target, by="analyst")
                in_force.append((step, target))
    gone = {about for _, about in in_force}
    alive = [claim for r in kept.values() if r.source.id not in gone for claim in r.claims if claim.id not in gone]
    assert sorted(c.id for c in store.claims()) == sorted(c.id for c in alive)
    assert store.shortcuts() == shortcuts(alive)
    assert store.verify() == []


# ---------------------------------------------------------------- the user's own places and groups


def test_extend_adds_names_and_resolves_what_waited_for_them(store: Store) -> None:
    claim = PERU[4].claims[0]
    said = {**claim.said, "from": "port:Nueva, PE"}
    id = claim_id(claim.source.id, claim.kind, said, claim.certainty, claim.said_by)
    store.put(Record(PERU[4].source, (replace(claim, id=id, said=said, ids={**claim.ids, "from": (None,)}),)))
    assert [c.unresolved for c in store.claims()] == [("from",)]
    entry = {"ref": "port:Nueva, PE", "name": "Nueva", "kind": "port", "country": "PE", "within": "Peru"}
    store.extend(places=[{**entry, "lat": "-12.1", "lon": "-77.1"}])
    assert store.names.place("Nueva") == "place/port-pe-nueva"
    assert [c.entity("from") for c in store.claims()] == ["place/port-pe-nueva"]
    assert store.verify() == []


def test_the_order_of_registries_and_sheets_does_not_matter(store: Store) -> None:
    entry = {"name": "Los Nuevos", "kind": "gang"}
    filled(store).extend(groups=[entry])
    other = OxigraphStore.in_memory()
    other.extend(groups=[entry])
    assert filled(other).revision == store.revision != filled(OxigraphStore.in_memory()).revision


# ---------------------------------------------------------------- checks and exits


def test_query_answers_over_all_graphs(store: Store) -> None:
    answer = filled(store).query("SELECT ?b WHERE { place:PE route:cocaine+ ?b }")
    assert len(answer.rows) == len(store.network().reachable("Peru", commodity="cocaine")) == 3


def test_rdf_gives_an_rdflib_dataset(store: Store) -> None:
    text = "ASK { <https://w3id.org/corredor/place/PE> <https://w3id.org/corredor/routeTo/cocaine> ?b }"
    assert filled(store).rdf().query(text).askAnswer is True


def test_export_holds_every_statement(store: Store, tmp_path: Path) -> None:
    import pyoxigraph

    filled(store).export_nquads(tmp_path / "all.nq")
    graphs = {str(q.graph_name) for q in pyoxigraph.parse(path=str(tmp_path / "all.nq"))}
    assert {f"<https://w3id.org/corredor/{record.source.id}>" for record in PERU} <= graphs


def test_reach_is_asked_where_the_graph_is(store: Store) -> None:
    network = filled(store).network()
    for name in ("Peru", "VRAEM", "Rotterdam", "Serbian groups"):
        for kind in ("route", "partnership"):
            for commodity in ("cocaine", "drugs", None) if kind == "route" else (None,):
                for hops, backward in ((1, False), (None, False), (2, True)):
                    here = store.reach(name, kind=kind, commodity=commodity, hops=hops, backward=backward)
                    right = network.reach(name, kind=kind, commodity=commodity, hops=hops, backward=backward)
                    assert here == right, (name, kind, commodity, hops, backward)


def test_a_filtered_question_has_the_same_claims_and_counts_the_same_silence(store: Store) -> None:
    reference = filled(OxigraphStore.in_memory()).claims()
    filled(store)
    for filters in (
        Filters(commodity="cocaine"),
        Filters(kind=("route", "price")),
        Filters(kind=("route",), commodity="drugs", mode=("sea",)),
        Filters(source=(PERU[0].source.slug,), certainty=("stated",)),
        Filters(since="2015", until="2018", commodity="cocaine", status=("active",)),
    ):
        expected = select(reference, filters)
        network = store.network(filters)
        assert network.claims == expected.claims
        assert network.left_out == expected.silent
        assert store.claims(filters) == expected.claims


def test_what_a_store_says_of_itself(store: Store) -> None:
    assert "@" not in store.address
    assert filled(store).verify() == []
    store.rebuild()
    assert store.verify() == []


# ---------------------------------------------------------------- the folder of the embedded store


def test_open_refuses_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="corredor load starter"):
        open_store(tmp_path / "none")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(NotAStore):
        open_store(tmp_path / "letters")
    with pytest.raises(NotAStore):
        open_store(tmp_path / "letters", write=True, create=True)
    with pytest.raises(NotAStore):
        open_store(tmp_path / "letters" / "mine.txt", write=True, create=True)
    for address in ("ftp://localhost", "arcadedb:there"):
        with pytest.raises(UnsupportedStore):
            open_store(address, write=True)


def test_one_writer_many_readers(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", write=True, create=True) as writer:
        filled(writer)
        with pytest.raises(StoreLocked, match="Wait"):
            open_store(tmp_path / "store", write=True)
        with open_store(tmp_path / "store") as one, open_store(tmp_path / "store") as two:
            assert one.revision == two.revision == writer.revision


def test_verify_finds_what_was_tampered_with(starter_path: Path, tmp_path: Path) -> None:
    import pyoxigraph

    shutil.copytree(starter_path, tmp_path / "store")
    engine = pyoxigraph.Store(str(tmp_path / "store" / "rdf"))
    engine.update(
        "DELETE { GRAPH ?g { ?c ?p ?o } } WHERE { { SELECT * { GRAPH ?g { ?c ?p ?o . ?c "
        "<https://w3id.org/corredor/certainty> <https://w3id.org/corredor/denied> } "
        "FILTER(?p = <https://w3id.org/corredor/certainty>) } LIMIT 1 } }"
    )
    del engine
    with open_store(tmp_path / "store") as store:
        (problem,) = store.verify()
    assert problem.startswith("source/")
    assert "Load its sheet again" in problem

"""Load rates of servers and of the projection for Cypher, against the raw engine fed the same rows; query times.

    PYTHONPATH=. python tests/benchmarks/stores.py [CLAIMS] [neo4j|cypher|fuseki|oxigraph ...]

CLAIMS (default 100,000) synthetic claims: the starter records again and again under other ids. The peer of a property
graph is its own engine given the finished nodes and relationships by UNWIND and CREATE, in the same batches, with the
same constraints: it weighs no links and reads nothing. The peer of a SPARQL server is the same statements as INSERT
DATA. Both run on a fresh server, one after the other.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from corredor.graph import Record, Store, open_store
from corredor.graph import property_graph as shape
from corredor.graph.rdf import quads
from corredor.graph.stores import cypher_writing as writing
from corredor.graph.stores.arcadedb import ArcadeEngine
from corredor.graph.stores.bolt import BoltEngine
from corredor.graph.stores.cypher_engine import CypherEngine, Run
from corredor.graph.stores.endpoint import EndpointStore
from corredor.graph.stores.rdf_store import RdfStore
from corredor.loaders import sheets
from corredor.loaders.files import STARTER
from corredor.ontology.names import shipped_names
from tests.benchmarks.load import copy_of, timed
from tests.servers import processes

Rows = dict[str, list[dict[str, object]]]
SPARQL = {
    "reach, any depth": "SELECT DISTINCT ?b { place:CO route:cocaine+ ?b }",
    "two legs": "SELECT DISTINCT ?b ?c { place:CO route:cocaine ?b . ?b route:cocaine ?c }",
    "claims of a voice": "SELECT (COUNT(?c) AS ?n) { ?c cor:voice <https://w3id.org/corredor/voice/unodc> }",
}
CYPHER = {
    "reach, up to six legs": "MATCH (:Place {id: 'place/CO'})-[:ROUTE*1..6 {commodity: 'cocaine'}]->(b) "
    "RETURN DISTINCT b.id",
    "two legs": "MATCH (:Place {id: 'place/CO'})-[:ROUTE {commodity: 'cocaine'}]->(b)"
    "-[:ROUTE {commodity: 'cocaine'}]->(c) RETURN DISTINCT b.id, c.id",
    "claims of a voice": "MATCH (c:Claim {voice: 'UNODC'}) RETURN count(c) AS n",
}


def main() -> None:
    """Print the figures."""
    size = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
    chosen = [word for word in sys.argv[1:] if word in BENCHES] or list(BENCHES)
    records = synthetic(size)
    claims = sum(len(record.claims) for record in records)
    print(f"{claims:,} claims of {len(records):,} sources")
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            BENCHES[name](records, claims, Path(folder))


def synthetic(size: int) -> list[Record]:
    """The starter records, and copies of them under other ids, until there are enough claims."""
    read = [sheets.read(path, shipped_names()) for path in sorted(STARTER.glob("*.yaml"))]
    copies = max(1, round(size / sum(len(record.claims) for record in read)))
    return [copy_of(record, n) for n in range(copies) for record in read]


def bench_neo4j(records: list[Record], claims: int, folder: Path) -> None:
    """A load into Neo4j."""
    with served("neo4j", folder / "ours") as url, open_store(url, write=True, create=True) as store:
        ours, _ = timed(lambda: put(store, records))
        rates("Neo4j: load", claims, ours)
        times(CYPHER, lambda text: store.cypher(text).rows)
    with served("neo4j", folder / "raw") as url:
        peer = raw(BoltEngine.open(url), records)
    rates("  Neo4j given the rows", claims, peer, ours)


def bench_cypher(records: list[Record], claims: int, folder: Path) -> None:
    """The projection of a folder for Cypher."""
    with open_store(folder / "store", write=True, create=True) as store:
        put(store, records)
        ours, _ = timed(lambda: store.cypher("RETURN 1 AS one"))
        rates("projection for Cypher", claims, ours)
        times(CYPHER, lambda text: store.cypher(text).rows)
        times(SPARQL, lambda text: store.query(text).rows)
    peer = raw(ArcadeEngine.open(folder / "raw", write=True, create=True), records)
    rates("  its engine given the rows", claims, peer, ours)


def bench_sparql(name: str) -> Callable[[list[Record], int, Path], None]:
    """A load into a SPARQL server."""

    def bench(records: list[Record], claims: int, folder: Path) -> None:
        with served(name, folder / "ours") as url, open_store(url, write=True, create=True) as store:
            ours, _ = timed(lambda: put(store, records))
            rates(f"{name}: load", claims, ours)
            times(SPARQL, lambda text: store.query(text).rows)
        with served(name, folder / "raw") as url, closing(EndpointStore.open(url, write=True, create=True)) as store:
            parts = [[q for record in some for q in quads(record)] for some in batches(records, store.batch)]
            peer, _ = timed(lambda: write(store, parts))
        rates(f"  {name} given the statements", claims, peer, ours)

    return bench


BENCHES = {
    "neo4j": bench_neo4j,
    "cypher": bench_cypher,
    "fuseki": bench_sparql("fuseki"),
    "oxigraph": bench_sparql("oxigraph"),
}


# ---------------------------------------------------------------- the peer


def raw(engine: CypherEngine, records: Sequence[Record]) -> float:
    """Seconds that an engine takes for the finished rows."""
    engine.alter(shape.schema())
    engine.write(lambda run: writing.write_registries(run, shipped_names()))
    parts = [dict(rows(some)) for some in batches(records, 250)]
    seconds, _ = timed(lambda: [engine.write(lambda run: create(run, part)) for part in parts])  # noqa: B023
    engine.close()
    return seconds


def rows(records: Sequence[Record]) -> Rows:
    """The rows by the statement that creates them."""
    made: Rows = defaultdict(list)
    for record in records:
        made["UNWIND $rows AS row CREATE (s:Source) SET s = row"].append(shape.source_properties(record))
        for claim in record.claims:
            labels = ":".join(shape.claim_labels(claim.kind))
            text = f"MATCH (s:Source {{id: row.source}}) CREATE (c:{labels})-[:DERIVED_FROM]->(s) SET c = row"
            made[f"UNWIND $rows AS row {text}"].append(shape.claim_properties(claim))
    for claim in (claim for record in records for claim in record.claims):
        for type_, id, order in shape.roles(claim):
            ends = "MATCH (c:Claim {id: row.c}) MATCH (e:Entity {id: row.e})"
            text = f"UNWIND $rows AS row {ends} CREATE (c)-[:{type_} {{order: row.o}}]->(e)"
            made[text].append({"c": claim.id, "e": id, "o": order})
    return made


def create(run: Run, part: Rows) -> None:
    """Create some rows in one transaction."""
    for text, some in part.items():
        run(text, rows=some)


def write(store: RdfStore, parts: Sequence[Sequence[Quad]]) -> None:
    """Write some statements in one update each."""
    for part in parts:
        store.write(part)


# ---------------------------------------------------------------- shared


class served:  # noqa: N801 - reads as a verb
    """The address of a fresh server, which ends with the block."""

    def __init__(self, name: str, home: Path) -> None:
        (home / "data").mkdir(parents=True)
        on_disk = {"dataset": ("--tdb2", f"--loc={home / 'data'}")} if name == "fuseki" else {}
        self._server = getattr(processes, name)(home, **on_disk)

    def __enter__(self) -> str:
        return str(self._server.start().login)

    def __exit__(self, *_: object) -> None:
        self._server.kill()


def put(store: Store, records: Sequence[Record]) -> None:
    """Load records."""
    for _ in store.put_all(records):
        pass


def batches(records: Sequence[Record], size: int) -> Iterator[list[Record]]:
    """Records, some at a time."""
    rest = iter(records)
    while some := list(islice(rest, size)):
        yield some


def rates(what: str, claims: int, seconds: float, ours: float | None = None) -> None:
    """One line: claims a second, and ours against the peer."""
    against = f"  ours is {seconds / ours:.2f} of its rate" if ours else ""
    print(f"{what:32} {seconds:8.1f} s {claims / seconds:8,.0f} claims/s{against}", flush=True)


def times(questions: dict[str, str], ask: Callable[[str], Sequence[object]]) -> None:
    """One line for each question: its second run."""
    for what, text in questions.items():
        ask(text)
        begin = perf_counter()
        found = len(ask(text))
        print(f"    {what:28} {(perf_counter() - begin) * 1000:8.0f} ms {found:8,} rows", flush=True)


if __name__ == "__main__":
    main()

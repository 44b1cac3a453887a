"""Two hundred hostile texts through every argument of every store: each stays a value, and nothing else changes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from corredor.graph import Filters, Record, Store
from corredor.graph.claim import Claim
from corredor.graph.errors import QueryRefused
from corredor.graph.identity import claim_id
from corredor.graph.peru import example_records
from corredor.ontology.errors import UnknownName
from tests.graph.test_store_contract import STORES

PERU = example_records()
SEEDS = (
    *("'", '"', "`", "\\", "\\'", '\\"', "''", '"""', "'''", "${x}", "$x", "?x", "{", "}", ")", "]", ";", "--"),
    *("//", "/*"),
    *(
        "#",
        "<",
        ">",
        "<>",
        "|",
        "^",
        "%00",
        "%s",
        "{0}",
        "\u0000",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        "\u202e",
        "\ufeff",
        "😀",
    ),
    *("\\u0027", "\\u0022", "\\n", "𝒳" * 50, "x" * 5_000, " ", "\u00a0", "null", "NaN"),
    *("' OR 1=1", "'}) DETACH DELETE n //", "} ; DROP ALL #", '" } ; CLEAR ALL ; INSERT DATA { <a:a> <a:b> "', "*/ */"),
    *("LOAD CSV FROM 'file:///etc/passwd' AS l", "CALL dbms.killConnections()", "SERVICE <http://127.0.0.1/> {}"),
)
WRAPS = ("{}", "a{}b", "{}'", '"{}', "}} {} {{")
PAYLOADS = list(dict.fromkeys(wrap.format(seed) for seed in SEEDS for wrap in WRAPS))[:200]
WRITES_SPARQL = (
    "INSERT DATA { <https://a.example/a> <https://a.example/b> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DROP ALL",
    "CLEAR GRAPH <https://w3id.org/corredor/graph/links>",
    "LOAD <file:///etc/hostname>",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
)
WRITES_CYPHER = (
    "CREATE (n:Claim {id: 'x'}) RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Claim) SET n.certainty = 'stated' RETURN n",
    "MATCH (n) REMOVE n.id RETURN n",
    "MERGE (n:Source {id: 'x'}) RETURN n",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "MATCH (n) CALL (n) { CREATE (m) RETURN m } RETURN m",
    "CALL dbms.killConnections([]) YIELD connectionId RETURN connectionId",
    "SHOW USERS",
)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with STORES[request.param](request) as opened:
        for record in PERU:
            opened.put(record)
        yield opened


def hostile() -> Record:
    """A source whose every text is hostile, with a claim for each payload."""
    everything = " ".join(PAYLOADS)
    source = replace(
        PERU[0].source, id="source/hostile", title=everything, publisher=PAYLOADS[1], authors=(everything,)
    )
    claims = []
    for number, text in enumerate(PAYLOADS):
        said = {"from": text, "to": "Peru", "period": "2018", "commodity": "cocaine"}
        id = claim_id(source.id, "route", said, "attributed", f"{text} {number}")
        ids = {"from": (None,), "to": ("place/PE",), "commodity": ("commodity/cocaine",)}
        told = Claim(id, source, "route", said, ids, "attributed", f"{text} {number}", text, text, text, 0, 5)
        claims.append(told)
    return Record(source, tuple(sorted(claims, key=lambda claim: claim.id)))


def test_there_are_two_hundred() -> None:
    assert len(set(PAYLOADS)) == 200


def test_hostile_texts_come_back_as_they_were(store: Store) -> None:
    record = hostile()
    assert store.put(record) == "new"
    assert store.record(record.source.id) == record
    judged = store.judge("reject", record.claims[0].id, by=" ".join(PAYLOADS), because=PAYLOADS[3])
    assert store.judgements() == [judged]
    store.undo(by=PAYLOADS[2])
    assert [each for each in store.records() if each != record] == sorted(PERU, key=lambda each: each.source.id)
    assert store.verify() == []


def test_hostile_names_lead_to_nothing(store: Store) -> None:
    before = store.revision
    for text in PAYLOADS:
        assert store.record("source/" + text) is None
        assert store.home("claim/" + text) is None
        with pytest.raises(UnknownName) as refused:
            store.reach(text + " quay")
        assert "\n" not in str(refused.value)
    assert store.claims(Filters(source=tuple(PAYLOADS))) == []
    assert store.revision == before


def test_hostile_parameters_are_texts(store: Store) -> None:
    with pytest.raises(QueryRefused, match="Correct it"):
        store.query("SELECT ?p {}", {"p": "<>"})
    texts = [text for text in PAYLOADS if text != "<>" and "\0" not in text and len(text) < 200]
    names = [f"p{number}" for number in range(len(texts))]
    written = dict(zip(names, texts, strict=True))
    answer = store.query(f"SELECT {' '.join('?' + name for name in names)} {{}}", written)
    assert [getattr(term, "value", None) for term in answer.rows[0]] == texts
    if not hasattr(store, "find"):  # the stores of quads answer Cypher through a projection, tested with it
        table = store.cypher(f"RETURN [{', '.join('$' + name for name in names)}] AS texts", written)
        assert table.rows[0][0] == texts


@pytest.mark.parametrize("language", ["sparql", "cypher"])
def test_writing_is_refused(store: Store, language: str) -> None:
    before = store.revision
    ask, writes = (store.query, WRITES_SPARQL) if language == "sparql" else (store.cypher, WRITES_CYPHER)
    for text in writes:
        with pytest.raises(QueryRefused) as refused:
            ask(text)
        assert "\n" not in str(refused.value), text
    assert store.revision == before
    assert list(store.records()) == sorted(PERU, key=lambda record: record.source.id)

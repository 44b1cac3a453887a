"""The gate before an engine that speaks Cypher: what passes, what does not, and that it takes its time."""

import time
from contextlib import suppress

import pytest

from corredor.graph.errors import QueryRefused
from corredor.graph.queries.cypher_guard import BEGINNINGS, check, tokens

# Also run by the embedded engine (test_arcadedb_engine.py), so that they are Cypher.
HONEST = [
    "MATCH p = (c:Country)-[:ROUTE*1..3]->(q:Port) WHERE all(r IN relationships(p) WHERE r.commodity = $c) RETURN p",
    "MATCH (c:Country) WHERE EXISTS { (c)-[:ROUTE]->(:Port) } RETURN c.name",
    "MATCH (c:Country) WHERE NOT EXISTS { MATCH (c)-[:ROUTE]->(p) WHERE p.name = 'Callao' } RETURN c.name",
    "MATCH (c:Country) RETURN c.id, COUNT { (c)-[:ROUTE]->() } AS routes ORDER BY routes DESC LIMIT 5",
    "MATCH (c:Country) RETURN COLLECT { MATCH (c)-[:ROUTE]->(p) RETURN p.id } AS ports",
    "MATCH (c:Country) RETURN c.id AS id UNION MATCH (p:Port) RETURN p.id AS id",
    "MATCH (c:Country) RETURN c.id AS id UNION ALL MATCH (p:Port) RETURN p.id AS id",
    "RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x * x] AS squares",
    "MATCH p = shortestPath((a {id: 'place/PE'})-[:ROUTE*]->(b {id: 'place/NL'})) RETURN [n IN nodes(p) | n.id]",
    "MATCH p = allShortestPaths((a {id: 'place/PE'})-[:ROUTE*..4]->(b {id: 'place/NL'})) RETURN length(p)",
    "MATCH (c:Country) RETURN c {.id, .name, kind: 'country', .*} AS card",
    "MATCH (c:Country) RETURN c {.set, .delete, create: 1} AS card",
    "MATCH (c) RETURN CASE WHEN c:Port THEN 'port' WHEN c:Country THEN 'country' ELSE 'other' END AS kind",
    "MATCH (c) RETURN CASE c.name WHEN 'Peru' THEN 1 ELSE 0 END AS peru",
    "MATCH (a)-[:ROUTE]->(b) WITH a, count(b) AS degree WHERE degree > 0 RETURN a.id, degree ORDER BY degree",
    "UNWIND ['place/PE', 'place/NL'] AS id MATCH (n {id: id}) RETURN n",
    "MATCH (a:Country) CALL (a) { MATCH (a)-[r:ROUTE]->(b) RETURN count(b) AS n } RETURN a.id, n",
    "MATCH (a:Country) CALL { WITH a MATCH (a)-[r:ROUTE]->(b) RETURN count(b) AS n } RETURN a.id, n",
    "CALL { MATCH (n:Port) RETURN n UNION MATCH (n:Country) RETURN n } RETURN count(n)",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.labels",
    "CALL `db`. /* of all */ `labels`() YIELD label RETURN label",
    "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
    "call db.propertyKeys()",
    "MATCH (n) WHERE n.set = 1 OR n.delete IS NULL RETURN n.create, n.load, n.call AS `CALL`",
    "MATCH (n:Load) RETURN n",
    "MATCH (n:`CREATE`) RETURN n AS `DELETE`",
    "MATCH (set:Port)-[use:ROUTE]->(create:Port) RETURN 1",
    "RETURN {call: 1, set: 2, merge: {drop: 3}} AS m",
    "RETURN 'CREATE (n)' AS a, \"it's MERGE\" AS b, 'a \\' DELETE' AS c, \"\\\\\" AS d",
    "RETURN 'DETACH DELETE // no comment /* nor this' AS x",
    "// CREATE (n)\nMATCH (n) /* SET n.x = 1 */ RETURN count(n) // ' \" `",
    "MATCH (n) RETURN n.id;",
    "OPTIONAL MATCH (a:Country {id: 'place/XX'}) RETURN a",
    "MATCH (n) WHERE n.name =~ '(?i)peru.*' AND n.id STARTS WITH 'place' RETURN n.name",
    "MATCH (n) WHERE exists((n)-[:ROUTE]->()) RETURN n.id",
    "MATCH (n)-[r:ROUTE|WITHIN]-(m) RETURN type(r), startNode(r).id, endNode(r).id",
    "RETURN date('2020-01-01') AS d, date.truncate('month', date('2020-02-03')) AS m, time('10:00') AS t",
    "RETURN duration.between(date('2020-01-01'), date('2021-01-01')) AS d, datetime.truncate('day', datetime()) AS t",
    "RETURN point.distance(point({x: 1, y: 2}), point({x: 4, y: 6})) AS far, datetime().year > 2000 AS now",
    "WITH [1, 2, 3] AS xs RETURN xs[0], xs[1..], xs[..2], 1.5e3 AS e, 0x1F AS h, -2 ^ 2 AS p",
    "MATCH (start)-[:ROUTE]->(next)-[:ROUTE]->(stop) RETURN start.id, next.id, stop.id",
    "RETURN reduce(total = 0, x IN [1, 2, 3] | total + x) AS total, any(x IN [1] WHERE x > 0) AS some",
    "MATCH (a)-[r]->(b) WHERE r.commodity IN [$c] RETURN DISTINCT properties(r) SKIP 1 LIMIT 2",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE MATCH (n) RETURN n.id",
    "MATCH (n) WHERE n.name = 'Callao – Perú' RETURN n.name AS `año`",
    "RETURN $c AS c, $`c` AS same",
    "MATCH (n)\r\n\tRETURN count(*) AS n",
    "RETURN " + "[" * 20 + "]" * 20,
]
REFUSED = {
    "write": [
        "CREATE (n)",
        "DROP DATABASE neo4j",
        "ALTER USER x SET PASSWORD 'y'",
        "GRANT ROLE a TO b",
        "MATCH (n) CREATE (m)",
        "MATCH (n) MERGE (n)-[:ROUTE]->(m)",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) set n += {x: 1}",
        "MATCH (n) SeT n:Port",
        "MATCH (n) DELETE n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) NODETACH DELETE n",
        "MATCH (n) REMOVE n.x",
        "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
        "MATCH (n) INSERT (:Port)",
        "MATCH (n)/**/CREATE/**/(m)",
        "MATCH (n) //\nCREATE (m)",
        "MATCH (n) WHERE n.x = 1.SET n.x = 2",
        "MATCH (n) WHERE n.x = 1. SET n.x = 2",
        "MATCH (n) WHERE n.x = 0x1.SET n.x = 2",
        "MATCH (n) WHERE n.x = [0..1][0..SET n.x = 2",
        "CALL { CREATE (n) }",
        "MATCH (a) CALL (a) { SET a.x = 1 }",
        "MATCH (a) CALL (a) { RETURN 1 AS x } IN TRANSACTIONS RETURN a",
        "MATCH (a) CALL (a) { RETURN 1 AS x } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS RETURN a",
        "MATCH (n) RETURN n UNION CREATE (m) RETURN m",
        "EXPLAIN MATCH (n) SET n.x = 1",
        "PROFILE MATCH (n) CREATE (m)",
        "MATCH (n) RETURN n {.a} CREATE (m)",
        "RETURN EXISTS { CREATE (n) }",
        "MATCH (n) WITH n AS n:CREATE SET n.x = 1",
        "RETURN 'a' 'b' CREATE (n)",
        "RETURN \"'\" CREATE (n) //'",
        "RETURN '\\\\' CREATE (n) //'",
        "RETURN `'` CREATE (n) //'",
        "RETURN 1 /***/ CREATE (n)",
    ],
    "network": [
        "LOAD CSV FROM 'https://a.example/x.csv' AS row RETURN row",
        "MATCH (n) LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "MATCH (n) LOAD/**/CSV WITH HEADERS FROM 'x' AS row RETURN row",
        "WITH 1 AS x USE other MATCH (n) RETURN n",
        "CALL { USE graph.byName('x') MATCH (n) RETURN n } RETURN n",
    ],
    "engine": [
        "CALL apoc.load.json('https://a.example/')",
        "CALL apoc.cypher.doIt('CREATE (n)', {})",
        "CALL dbms.shutdown()",
        "CALL db.createLabel('x')",
        "CALL db.labels.more()",
        "CALL `apoc`.`load`.`json`('x')",
        "CALL `apoc.load.json`('x')",
        "CALL apoc . load /**/ . json ('x')",
        "CALL dbms.listConfig",
        "CALL 'apoc.load.json'('x')",
        "MATCH (n) CALL gds.graph.drop('x') YIELD graphName RETURN n",
        "OPTIONAL CALL apoc.x.y() RETURN 1",
        "RETURN apoc.load.json('x')",
        "RETURN apoc.cypher.runFirstColumn('CREATE (n)', {})",
        "RETURN `apoc`.`load`.json('x')",
        "RETURN `apoc.load.json`('x')",
        "RETURN apoc /**/ . load\n. json ('x')",
        "RETURN genai.vector.encode('x', 'OpenAI')",
        "RETURN util.sleep(60000)",
        "RETURN 1.apoc.load('x')",
        "RETURN date.x.apoc('x')",
        "SHOW USERS",
        "MATCH (n) SHOW INDEXES YIELD * RETURN *",
        "MATCH (n) TERMINATE TRANSACTIONS 'x'",
    ],
    "text": [
        "",
        "// nothing",
        "START DATABASE neo4j",
        "STOP DATABASE neo4j",
        "EXPLAIN STOP DATABASE neo4j",
        "EXPLAIN EXPLAIN MATCH (n) RETURN n",
        "SESSION RESET",
        "COMMIT",
        "CYPHER 5 MATCH (n) RETURN n",
        "`MATCH` (n) RETURN n",
        "RETURN 1; CREATE (n)",
        "RETURN 1;;",
        "MATCH (n) \\u0043REATE (m)",
        "MATCH (n) RETURN '\\u0027 CREATE (m) //'",
        "MATCH (n) RETURN '\\\\u0027 CREATE (m) //'",
        "MATCH (n) // \\u000aCREATE (m)",
        "MATCH (n) RETURN `\\u0060 CREATE (m) //`",
        "MATCH (n) RETURN '\\U00000027'",
        "MATCH (n) // \rCREATE (m)",
        "MATCH (n) // \u2028CREATE (m)",
        "MATCH (n) // \x85CREATE (m)",
        "MATCH (n)\u00a0CREATE (m)",
        "MATCH (n)\u3000RETURN n",
        "MATCH (n) \u017fET n.x = 1",
        "MATCH (n) \uff33ET n.x = 1",
        "MATCH (n) CREA\u00adTE (m)",
        "MATCH (n)\x0bRETURN n",
        "MATCH (n)\x00RETURN n",
        "RETURN 'open",
        'RETURN "open',
        "RETURN `open",
        "RETURN 1 /* open",
        "RETURN 1 /*/ x */",
        "RETURN 1 /* a /* b */ c */",
        "RETURN '\\q'",
        "RETURN 'a' \\ 'b'",
        "MATCH (n) WHERE n.x = 1SET n.x = 2",
        "MATCH (n) WHERE n.x = 1e5SET n.x = 2",
        "MATCH (n) WHERE n.x = 0xDELETE n",
        "MATCH (n) WHERE n.x = 1DELETE n",
        "RETURN 1 # CREATE (n)",
        "RETURN '\ud800'",
    ],
}
CASES = [(reason, text) for reason, texts in REFUSED.items() for text in texts]


def passes(text: str) -> None:
    check(text, text_bytes=65_536, nesting=100)


@pytest.mark.parametrize("text", HONEST, ids=range(len(HONEST)))
def test_honest_query_passes(text: str) -> None:
    passes(text)


@pytest.mark.parametrize(("reason", "text"), CASES, ids=range(len(CASES)))
def test_anything_but_reading_is_refused_in_one_line(reason: str, text: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        passes(text)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_enough_is_tried() -> None:
    assert len(HONEST) >= 40
    assert len(CASES) >= 60


WORDS = """CREATE MERGE SET DELETE DETACH NODETACH REMOVE DROP FOREACH INSERT TRANSACTIONS ALTER GRANT DENY REVOKE
RENAME ENABLE DEALLOCATE REALLOCATE DRYRUN LOAD USE SHOW TERMINATE"""


@pytest.mark.parametrize("word", WORDS.split())
def test_word_that_does_more_than_read_is_refused_but_not_as_a_name(word: str) -> None:
    for text in (f"MATCH (n) {word} n", f"MATCH (n) {word.lower()}(n)", f"MATCH (n) RETURN {word}"):
        with pytest.raises(QueryRefused, match=f"(?i)`{word}`"):
            passes(text)
    named = f"MATCH (n:{word} {{{word}: '{word}'}}) RETURN n.{word}, n {{.{word}}}, 1 AS `{word}`"
    passes(f"/* {word} */ {named} // {word}")


@pytest.mark.parametrize("word", sorted(BEGINNINGS - {"OPTIONAL"}))
def test_words_are_read_in_any_case(word: str) -> None:
    passes(f"{word.lower()} (n) RETURN n")


def test_more_than_is_allowed_is_refused() -> None:
    with pytest.raises(QueryRefused, match="200 bytes, and 199") as caught:
        check("RETURN '" + "é" * 95 + "x'", text_bytes=199, nesting=1)
    assert caught.value.reason == "size"
    check("RETURN [[1], [2]]", text_bytes=100, nesting=2)
    with pytest.raises(QueryRefused, match="more than 1 deep") as caught:
        check("RETURN [[1], [2]]", text_bytes=100, nesting=1)
    assert caught.value.reason == "nesting"


def test_advice_names_line_and_way_out() -> None:
    with pytest.raises(QueryRefused, match=r"line 2.*backquotes"):
        passes("RETURN 1 AS a,\n 2 AS año")
    with pytest.raises(QueryRefused, match="corredor load"):
        passes("MATCH (n) SET n.x = 1")


PIECES = ["'", '"', "`", "'\\'", "/*", "*/", "/**/", "//", "a.", "`a`.", "a.b(", "CALL a.", "1", "0x", "EXPLAIN ", "$"]


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear_in_the_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "RETURN " + piece * (size // len(piece))
        start = time.process_time()
        with suppress(QueryRefused):
            check(text, text_bytes=10**7, nesting=10**7)
        return time.process_time() - start

    short, long = (min(seconds(size) for _ in range(5)) for size in (10_000, 80_000))
    assert long < max(40 * short, 0.3)  # 64 times as long, were it the square


def test_tokens_cover_the_text_but_for_space_and_comments() -> None:
    text = "MATCH (n) // x\nRETURN n.id, 'a b', $p /* y */ ;"
    assert [token.group() for token in tokens(text)] == [
        *("MATCH", "(", "n", ")", "RETURN", "n", ".", "id", ",", "'a b'", ",", "$p", ";"),
    ]

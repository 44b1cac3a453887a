"""Neo4j's Graph Data Science library, where a server has it: it counts shortest paths with all its cores.

The graph that is measured is the one of the question, put together from its claims, not the one that is stored: so the
answers are those of networkx, whatever the filters.
"""

import uuid
from collections.abc import Mapping

from corredor.graph.measures import Between, Lengths
from corredor.graph.stores.cypher_engine import CypherEngine

_PROJECT = """UNWIND $edges AS edge MATCH (a:Entity {id: edge[0]}) MATCH (b:Entity {id: edge[1]})
WITH gds.graph.project($graph, a, b, {relationshipProperties: {length: toFloat(edge[2])}}) AS made
RETURN made.relationshipCount AS edges"""
_MEASURE = """CALL gds.betweenness.stream($graph, {relationshipWeightProperty: 'length', concurrency: 4})
YIELD nodeId, score WHERE score > 0 RETURN gds.util.asNode(nodeId).id AS id, score"""
_DROP = "CALL gds.graph.drop($graph, false) YIELD graphName RETURN graphName"


def is_there(engine: CypherEngine) -> bool:
    """True where the server has the library."""
    return "gds.betweenness.stream" in engine.procedures()


def between(engine: CypherEngine) -> Between:
    """What counts, for each node, the ordered pairs of others whose shortest path runs through it (Brandes 2001)."""

    def counted(lengths: Lengths) -> Mapping[str, float]:
        if not lengths:  # of no edges the library makes no graph
            return {}
        graph = f"corredor-{uuid.uuid4().hex}"
        edges = [[*ends, length] for ends, length in lengths.items()]
        try:
            list(engine.rows(_PROJECT, graph=graph, edges=edges))
            return {row["id"]: row["score"] for row in engine.rows(_MEASURE, graph=graph)}
        finally:
            list(engine.rows(_DROP, graph=graph))

    return counted

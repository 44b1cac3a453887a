"""A SPARQL server as an rdflib store, to read: asked by our own client, with our login and default graph."""

from io import BytesIO
from typing import TYPE_CHECKING

from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from corredor.graph.stores.endpoint_addresses import RESULTS
from corredor.graph.stores.endpoint_query import over_all
from corredor.graph.stores.http import Patience

if TYPE_CHECKING:
    from corredor.graph.stores.endpoint import EndpointStore

MOST = 1 << 30  # bytes of an answer
_ACCEPTED = f"{RESULTS}, text/turtle;q=0.9"


class ReadOnly(SPARQLStore):
    """The graphs of an endpoint store; the default graph of a query is the union of all."""

    def __init__(self, store: "EndpointStore") -> None:
        super().__init__(query_endpoint=store.address)
        self._store = store

    def _query(self, query: str, default_graph: str | None = None) -> Result:
        patience = Patience()
        one = [("query", query), ("default-graph-uri", default_graph or "")]
        fields = one if default_graph else over_all(self._store, query, patience)
        with self._store.asked(fields, _ACCEPTED, patience) as reply:
            kind = reply.header("Content-Type").partition(";")[0].strip()
            return Result.parse(BytesIO(reply.whole(MOST)), content_type=kind)

"""An address to the store that answers there."""

from pathlib import Path

from corredor.graph.errors import UnsupportedStore
from corredor.graph.store import Store

BOLT = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
EMBEDDED = "arcadedb"


def opened(url: str, *, write: bool, create: bool) -> Store:
    """The store at an address; see `corredor.graph.store.open_store`."""
    scheme = url.partition(":")[0].lower() if ":" in url else ""  # a folder may be called http
    if scheme in ("http", "https"):
        from corredor.graph.stores.endpoint import EndpointStore

        return EndpointStore.open(url, write=write, create=create)
    if scheme in BOLT:
        from corredor.graph.stores.bolt import BoltEngine
        from corredor.graph.stores.cypher_store import CypherStore

        return CypherStore.open(BoltEngine.open(url), write=write, create=create)
    if scheme == EMBEDDED:
        if write or create:
            advice = "Write to the store that it is made of, then `corredor copy` that into it."
            raise UnsupportedStore(f"{url}: a store of this kind is a projection, never the only copy. {advice}")
        return _projection(url, write=False)
    if "://" in url:
        known = f"a folder, http://, https://, {', '.join(f'{name}://' for name in BOLT)}, {EMBEDDED}:FOLDER"
        raise UnsupportedStore(f"{scheme}://: no store answers to this kind of address. Known are: {known}.")
    from corredor.graph.stores.oxigraph import OxigraphStore

    return OxigraphStore.open(Path(url), write=write, create=create)


def opened_to_copy(url: str) -> Store:
    """The store at an address as the target of a copy, made where there is none; a projection in a folder too."""
    embedded = url.lower().startswith(f"{EMBEDDED}:")
    return _projection(url, write=True) if embedded else opened(url, write=True, create=True)


def _projection(url: str, *, write: bool) -> Store:
    """The property graph in a folder, of the embedded engine."""
    from corredor.graph.stores.arcadedb import ArcadeEngine
    from corredor.graph.stores.cypher_store import CypherStore

    path = Path(url.partition(":")[2]).absolute()  # what is cached for it must not depend on where one stands
    return CypherStore.open(ArcadeEngine.open(path, write=write, create=write), write=write, create=write)

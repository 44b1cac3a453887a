"""The claims, and what follows from them: stores, links, networks, routes, rankings.

>>> from corredor.graph import open_store
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corredor.graph.claim import Claim, Record, Source
    from corredor.graph.filters import Filters
    from corredor.graph.network import Network
    from corredor.graph.peru import example
    from corredor.graph.store import Store, open_store

__all__ = ["Claim", "Filters", "Network", "Record", "Source", "Store", "example", "open_store"]

_HOMES = {
    "Claim": "claim",
    "Filters": "filters",
    "Network": "network",
    "Record": "claim",
    "Source": "claim",
    "Store": "store",
    "example": "peru",
    "open_store": "store",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that nothing heavy is loaded before it is needed."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

from collections.abc import Iterator
from pathlib import Path

import pytest

from corredor.graph.store import Store
from corredor.graph.stores.oxigraph import OxigraphStore
from corredor.ontology.names import Names, shipped_names


@pytest.fixture(scope="session")
def names() -> Names:
    return shipped_names()


@pytest.fixture
def store() -> Iterator[Store]:
    with OxigraphStore.in_memory() as store:
        yield store


@pytest.fixture(scope="session")
def bad_sheets() -> Path:
    return Path(__file__).parent.parent / "bad_sheets"

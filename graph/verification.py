"""Whether a store is what its claims make it: digests, ids and the derived graph computed anew and compared."""

from typing import TYPE_CHECKING

from corredor.graph.identity import claim_id, record_digest
from corredor.graph.shortcuts import shortcuts

if TYPE_CHECKING:
    from corredor.graph.store import Store


def problems(store: "Store") -> list[str]:
    """What is wrong, a line each with what to do; empty where all is well."""
    found = []
    digests = store.digests()
    for record in store.records():
        source = record.source.id
        if digests.get(source) != record_digest(record):
            found.append(f"{source}: its digest is not that of its content. Load its sheet again.")
        for claim in record.claims:
            if claim.id != claim_id(source, claim.kind, claim.said, claim.certainty, claim.said_by):
                found.append(f"{claim.id}: its id is not that of its words. Load its sheet again.")
    if store.shortcuts() != shortcuts(store.claims(), store.canonical):
        found.append("The derived links are not those of the claims. Run `corredor rebuild`.")
    return found

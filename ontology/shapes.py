"""SHACL shapes of an export, made from the vocabulary: a kind that is added in Turtle has its shape at once.

They describe the RDF form in full: which properties a claim of each kind, a source, a judgement or an entity has, how
often, and what they hold. Validate an export as one graph with them (`corredor export --format ttl`), as claims stand
in the graphs of their sources and what they name is described in another.

>>> "shape:Route-destination a sh:PropertyShape" in shapes()
True
"""

from corredor.ontology.shape import HEADER
from corredor.ontology.shapes_of_claims import kind_shapes, pair_shapes
from corredor.ontology.shapes_of_things import edge_shapes, thing_shapes
from corredor.ontology.vocabulary import vocabulary


def shapes() -> str:
    """All shapes, as Turtle."""
    kinds = (text for kind in vocabulary().kinds.values() for text in kind_shapes(kind))
    return "\n".join([HEADER, *thing_shapes(), *kinds, *pair_shapes(), *edge_shapes()])

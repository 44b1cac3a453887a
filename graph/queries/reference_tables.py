"""Tables of the reference page that speak of both shapes, and of RDF: all from the ontology, nothing told twice."""

from collections.abc import Iterable, Iterator

from corredor.graph import property_graph as shape
from corredor.graph.prefixes import PREFIXES
from corredor.ontology.namespaces import RDFS, short
from corredor.ontology.shapes_of_things import rules
from corredor.ontology.turtle import BASE
from corredor.ontology.vocabulary import Field, vocabulary

THINGS = ("Source", "Claim", "Leg", "Voice", "Judgement", "Place", "Group", "Market", "Commodity")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str("" if value is None else value).replace("|", r"\|").split())


def code(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names)


# ---------------------------------------------------------------- both shapes


def classes() -> str:
    """What claims are about, and the kinds of claims."""
    described = {d.iri: d for d in vocabulary().descriptions}
    named = [(c.name, described[c.iri].definition) for c in vocabulary().entity_classes.values()]
    kinds = [(shape.claim_labels(kind.key)[1], kind.definition) for kind in vocabulary().kinds.values()]
    rows = [*((f"`cor:{n}`", code("Entity", n), d) for n, d in named)]
    rows += [(f"`cor:{n}`", code("Claim", n), d) for n, d in kinds]
    return table(["RDF class", "labels", "what it is"], rows)


def facts() -> str:
    """Each field of a fact: where it stands in either shape."""
    words = vocabulary()
    having: dict[str, list[str]] = {}
    fields: dict[str, Field] = {}
    for kind in words.kinds.values():
        for field in kind.fields.values():
            having.setdefault(field.key, []).append(kind.key)
            fields[field.key] = field
    rows = (
        (f"`{key}`", ", ".join(having[key]), _in_rdf(field), _in_graph(field), field.definition)
        for key, field in fields.items()
    )
    return table(["in a sheet", "of", "RDF, on the claim", "property graph, on or from the claim", "meaning"], rows)


def _in_rdf(field: Field) -> str:
    name = short(field.iri)
    if field.is_entity:
        return f"`{name}` ({entity_class(field)}), `{name}Text` as written"
    if field.terms:
        return f"`{name}` (`cor:{field.range}`; `skos:notation`: the word)"
    if field.range == "measure":
        return f"`{name}`, `{name}Unit`, `{name}Bound`, `{name}Kg` (masses), `{name}Text`"
    if field.range in _FIGURES:
        return f"`{name}`, `{name}Text`"
    return f"`{name}`, `cor:begins`, `cor:ends`" if field.range == "span" else f"`{name}`"


def _in_graph(field: Field) -> str:
    name = field.name
    if field.range == "Commodity":
        return f"`[:{field.edge_name}]`, `{name}`"
    if field.is_entity:
        order = " {order}" if field.many else ""
        return f"`[:{field.edge_name}{order}]`, `{name}Text`" + (" (list)" if field.many else "")
    if field.range == "measure":
        return f"`{name}`, `{name}Unit`, `{name}Bound`, `{name}Kg` (masses), `{name}Text`"
    if field.range in _FIGURES:
        return f"`{name}`, `{name}Text`"
    if field.range == "span":
        return f"`{name}`, `begins`, `ends`"
    return f"`{name}`" + (" (list)" if field.many else "")


_FIGURES = ("amount", "percent", "count")


# ---------------------------------------------------------------- RDF


def prefixes() -> str:
    """The prefixes that `corredor sparql` declares."""
    return table(["prefix", "stands for"], ((f"`{prefix}:`", f"`{iri}`") for prefix, iri in PREFIXES.items()))


def rdf_properties() -> str:
    """What each class of things says, without the fields of claims."""
    rows = [(f"`cor:{thing}`", *row) for thing in THINGS for row in _said_of(thing)]
    of_kinds = [("leg", "a leg; routes alone"), ("unresolved", "the key of a field")]
    rows += [("`cor:Claim`", f"`cor:{name}`", holds, "0..n", defined(BASE + name)) for name, holds in of_kinds]
    return table(["of", "property", "holds", "how often", "meaning"], rows)


def _said_of(thing: str) -> Iterator[tuple[str, str, str, str]]:
    for rule in rules(thing):
        path = "^cor:leg" if rule.path.startswith("^") else short(rule.path)
        holds = rule.holds.words.replace("the name (IRI) of ", "").replace(" that the export describes", "")
        often = {(1, 1): "1", (0, 1): "0..1", (1, None): "1..n", (0, None): "0..n"}[rule.least, rule.most]
        yield f"`{path}`", holds, often, defined(rule.path) or rule.label


def rdf_links() -> str:
    """The properties that live links are, from what to what."""
    edges = [kind.edge for kind in vocabulary().kinds.values() if kind.edge]
    rows = ((f"`{short(edge.iri)}`", *ends(edge.iri), defined(edge.iri)) for edge in edges)
    return table(["property", "from", "to", "meaning"], rows)


# ---------------------------------------------------------------- what the ontology says of a word


def ends(iri: str) -> tuple[str, str]:
    described = next(d for d in vocabulary().descriptions if d.iri == iri)
    return f"`cor:{_local(described.one(RDFS + 'domain'))}`", f"`cor:{_local(described.one(RDFS + 'range'))}`"


def defined(iri: str) -> str:
    return next((d.definition for d in vocabulary().descriptions if d.iri == iri), "")


def _local(iri: str) -> str:
    return iri.removeprefix(BASE)


def entity_class(field: Field) -> str:
    """The class of the entities that a field names."""
    return "Entity" if field.range == "PlaceOrCommodity" else field.range

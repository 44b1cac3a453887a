"""Tables of the reference page that speak of the property graph.

What a node or a link carries comes from the very functions that write it, run over the records of a store, so that a
table cannot say what is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from corredor.graph import property_graph as shape
from corredor.graph.claim import Claim, Record
from corredor.graph.judgement import Judgement
from corredor.graph.links import links
from corredor.graph.queries.reference_tables import defined, ends, entity_class, table
from corredor.graph.store import Store
from corredor.ontology.turtle import BASE
from corredor.ontology.vocabulary import vocabulary

EVERYWHERE = {"id", "iri", "record"}


def graph_relationships() -> str:
    """The types of relationships, from what to what."""
    words = vocabulary()
    rows = [
        (f"`{k.edge.name}`", *map(_label, ends(k.edge.iri)), defined(k.edge.iri))
        for k in words.kinds.values()
        if k.edge
    ]
    rows += [
        ("`WITHIN`", "`Place`", "`Place`", defined(BASE + "within") + " The nearest one: ask `[:WITHIN*0..]`."),
        ("`IN_COUNTRY`", "`Place`", "`Country`", defined(BASE + "inCountry") + " A country is in itself."),
        ("`BROADER`", "`Commodity`", "`Commodity`", "What it is a kind of and moves as, all the way up."),
        ("`IN`", "`Market`", "`Place`", defined(BASE + "inPlace")),
        ("`OF`", "`Market`", "`Commodity`", defined(BASE + "ofCommodity")),
        ("`DERIVED_FROM`", "`Claim`", "`Source`", "The source that says it."),
    ]
    fields = {f.iri: f for kind in words.kinds.values() for f in kind.fields.values() if f.is_entity}
    rows += [(f"`{f.edge_name}`", "`Claim`", f"`{entity_class(f)}`", f.definition) for f in fields.values()]
    return table(["type", "from", "to", "meaning"], rows)


def _label(written: str) -> str:
    return written.replace("cor:", "")


def graph_properties(store: Store) -> str:
    """What nodes and relationships carry, with the types of the values, as the records of a store have it."""
    rows = (
        (f"`{of}`" if of[0].isupper() else of, f"`{name}`", type_, _meaning(of, name))
        for of, told in _carried(store).items()
        for name, type_ in told.items()
        if name not in EVERYWHERE
    )
    return table(["on", "property", "type", "meaning"], rows)


def _meaning(of: str, name: str) -> str:
    return _MEANINGS.get(f"{of} {name}") or _MEANINGS.get(name) or defined(BASE + name)


def _carried(store: Store) -> dict[str, dict[str, str]]:
    records = list(store.records())
    claims = [*(claim for record in records for claim in record.claims), _full(records)]
    judged = Judgement("reject", claims[0].id, "analyst", "2020-01-01T00:00:00+00:00", "reason")
    entities = list(shape.entity_properties(store.names))
    fields = {name for claim in claims for name in _of_fields(claim)}
    market = shape.market_properties("place/PE", "cocaine", store.names)
    return {
        "Source": _types(map(shape.source_properties, records)),
        "Claim": {n: t for n, t in _types(map(shape.claim_properties, claims)).items() if n not in fields},
        "Place": _types(e for e in entities if e["id"].startswith("place/")),
        "Group": _types(e for e in entities if e["id"].startswith("group/")),
        "Commodity": _types(e for e in entities if e["id"].startswith("commodity/")),
        "Market": _types([market]),
        "Judgement": _types([shape.judgement_properties(judged, in_force=True)]),
        "links": _types(map(shape.link_properties, links(claims))),
    }


def _full(records: Iterable[Record]) -> Claim:
    """A claim with all that a claim can carry beside its fields."""
    some = next(claim for record in records for claim in record.claims)
    told: dict[str, Any] = {
        "exact": "words",
        "start": 0,
        "end": 5,
        "score": 0.5,
        "where": "here",
        "note": "note",
        "loader": "articles/1",
    }
    return replace(some, **told, said_by="an office, through a paper", ids=dict.fromkeys(some.ids, (None,)))


def _of_fields(claim: Claim) -> set[str]:
    """The names of the properties of a claim node that are its fields'; `graph_facts` tells of them."""
    bare = replace(claim, said={})
    period = {"begins", "ends"}
    return set(shape.claim_properties(claim)) - set(shape.claim_properties(bare)) - period


def _types(carried: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for told in carried:
        for name, value in told.items():
            if found.get(name) in (None, "list"):
                found[name] = _type(value)
    return found


def _type(value: object) -> str:
    if isinstance(value, list):
        return f"list of {_type(value[0])}s" if value else "list"
    return {str: "text", bool: "truth", int: "whole number", float: "number"}[type(value)]


_MEANINGS = {
    "kind": "Which kind of claim, place or source it is, as fact sheets write it.",
    "links certainty": "The strongest certainty that a voice gives it.",
    "links status": "The status that its latest claim gives.",
    "denied": "True where the certainty is denied.",
    "voice": "The name of the institution that speaks.",
    "voiceId": "The id of the institution that speaks: agreement is counted by it.",
    "source": "The id of its source.",
    "slug": "The id without `source/`.",
    "title": "Its title.",
    "publisher": "Where it was read, as written.",
    "published": "A day, a month or a year, as precise as is known.",
    "url": "Its address.",
    "language": "Its language, by code.",
    "authors": "Its authors.",
    "name": "What it is called.",
    "aliases": "What else it is called.",
    "lat": "Latitude.",
    "lon": "Longitude.",
    "key": "The word that claims, links and commands use for it.",
    "collections": "Families that only share a shelf: drugs, opiates.",
    "place": "The id of the place.",
    "commodity": "The key of the commodity; none where claims name none.",
    "endedAtTime": "When.",
    "confidence": "A rank score: how many voices, how surely. No probability.",
    "voices": "How many voices support it.",
    "sources": "How many sources support it.",
    "disputed": "True where a source denies it, or a longer route through it.",
    "first": "The first year that its claims speak of.",
    "last": "The last year that its claims speak of.",
    "modes": "Ways of transport, named for whole journeys.",
    "actors": "Ids of groups, named for whole journeys.",
    "claims": "The ids of all claims about it, denials first.",
}


def constraints() -> str:
    """The constraints and indexes, as they are made."""
    return (
        "```cypher\n" + "".join(f"{statement.replace(' IF NOT EXISTS', '')};\n" for statement in shape.schema()) + "```"
    )

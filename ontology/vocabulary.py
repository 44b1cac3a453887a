"""The vocabulary: kinds, fields, terms, commodities and factors, as the Turtle beside this file declares them.

Everything else in Corredor asks here what can be said and how it is called. The Turtle is read once, on first use.
Files named in the environment variable CORREDOR_ONTOLOGY (separated like PATH) are read after the shipped ones and
may add kinds, terms and commodities.

>>> words = vocabulary()
>>> words.kinds["route"].edge.name
'ROUTE'
>>> [field.key for field in words.kinds["price"].one_of]
['low', 'high']
>>> sorted(words.narrower("cannabis"))
['cannabis', 'cannabis-resin']
"""

import os
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from corredor.ontology.errors import OntologyError
from corredor.ontology.turtle import BASE, SKOS, Description, read

HERE = Path(__file__).parent
SHIPPED = (HERE / "corredor.ttl", HERE / "commodities.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a closed list, such as the certainty `denied`; `weight` and `kilograms` are 0 where none applies."""

    iri: str
    word: str
    label: str
    definition: str
    weight: float
    kilograms: float
    dash: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a claim can say.

    `range` is the local name of what it holds: Place, Group, Commodity, PlaceOrCommodity (entities), the class of a
    closed list (then `terms` has its words), or a form of plain value: amount, count, percent, measure, span,
    currencyCode, text. `edge_name` is the type of the relationships that an entity field draws in a property graph.
    """

    key: str
    iri: str
    label: str
    definition: str
    range: str
    many: bool
    ordered: bool
    exactly: int | None
    terms: dict[str, Term]
    edge_name: str

    @property
    def name(self) -> str:
        """What the property is called in RDF and in a property graph: `whereActive`."""
        return _local(self.iri)

    @property
    def is_entity(self) -> bool:
        """True where the values are names of entities."""
        return self.range in ENTITY_RANGES


ENTITY_RANGES = frozenset({"Place", "Group", "Commodity", "PlaceOrCommodity"})


@dataclass(frozen=True, slots=True)
class Edge:
    """The relation that links of a kind draw: `name` in a property graph, `iri` in RDF.

    With `by_commodity` each commodity has a property of its own below it: `iri/cocaine`.
    """

    iri: str
    name: str
    label: str
    symmetric: bool
    by_commodity: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of claim: its fields, and how its claims become links (`edge` is None where they do not)."""

    iri: str
    key: str
    label: str
    definition: str
    phrase: str
    colour: str
    required: tuple[Field, ...]
    one_of: tuple[Field, ...]
    optional: tuple[Field, ...]
    bounds: tuple[str, ...]
    edge: Edge | None
    link_from: str | None
    link_through: str | None
    link_to: str | None
    link_between: str | None
    marks_market: bool

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by its key: required, one-of, optional."""
        return {field.key: field for field in (*self.required, *self.one_of, *self.optional)}


@dataclass(frozen=True, slots=True)
class Commodity:
    """What is moved: `broader` are the keys it is a kind of and moves as."""

    id: str
    key: str
    label: str
    names: tuple[str, ...]
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A class of entities, and how it is drawn."""

    iri: str
    name: str
    key: str
    label: str
    colour: str
    shape: str


class Vocabulary:
    """What the Turtle declares, each list in the order of `cor:position`."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._all = read(paths)
        self.paths = paths

    @property
    def descriptions(self) -> list[Description]:
        """Everything that the Turtle describes, as it stands there."""
        return list(self._all.values())

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that is declared, whatever the order in the files."""
        return sha256("\n".join(sorted(d.canonical() for d in self._all.values())).encode()).hexdigest()

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Kinds of claims by key."""
        return {kind.key: kind for kind in map(self._kind, self._instances("Kind"))}

    @cached_property
    def commodities(self) -> dict[str, Commodity]:
        """Commodities by key."""
        return {c.key: c for c in map(_commodity, self._instances("Commodity"))}

    @cached_property
    def collections(self) -> dict[str, tuple[str, ...]]:
        """Families of commodities that only share a shelf: the keys of the members by the key of the family."""
        found = (d for d in self._all.values() if SKOS + "Collection" in d.types)
        return {d.one(SKOS + "notation"): tuple(_local(m) for m in d.all(SKOS + "member")) for d in found}

    @cached_property
    def factors(self) -> dict[str, float]:
        """The factors of rank scores by key."""
        return {d.one("key"): float(d.one("factor")) for d in self._instances("Factor")}

    @cached_property
    def certainties(self) -> dict[str, Term]:
        """Certainties by word, the strongest first."""
        return self.terms("Certainty")

    @cached_property
    def entity_classes(self) -> dict[str, EntityClass]:
        """Classes of entities by key: country, port, ... group, market, commodity."""
        classes = sorted((d for d in self._all.values() if d.has("shape")), key=Description.position)
        return {d.one("key"): _entity_class(d) for d in classes}

    @cache  # noqa: B019 - one vocabulary lives as long as the process
    def terms(self, scheme: str) -> dict[str, Term]:
        """The words of a closed list, `terms("Mode")`, in their order."""
        return {d.one(SKOS + "notation"): _term(d) for d in self._instances(scheme)}

    @cache  # noqa: B019
    def narrower(self, commodity: str) -> frozenset[str]:
        """The commodity and all that is a kind of it and moves as it."""
        return frozenset(key for key in self.commodities if commodity in self.broader(key))

    @cache  # noqa: B019
    def broader(self, commodity: str) -> tuple[str, ...]:
        """The commodity, then what it is a kind of, nearest first."""
        above = [commodity]
        for key in above:
            above += [up for up in self.commodities[key].broader if up not in above]
        return tuple(above)

    def _instances(self, name: str) -> list[Description]:
        found = [d for d in self._all.values() if BASE + name in d.types]
        return sorted(found, key=Description.position)

    def _kind(self, d: Description) -> Kind:
        fields = {key: self._fields(d, key) for key in ("requires", "requiresOneOf", "allows", "bounds")}
        links = {key: (self._field(d.one(key)).key if d.has(key) else None) for key in _LINK_KEYS}
        return Kind(
            iri=d.iri,
            key=d.one("key"),
            label=d.label,
            definition=d.definition,
            phrase=d.get("phrase") or d.label,
            colour=d.get("colour") or "#666666",
            required=fields["requires"],
            one_of=fields["requiresOneOf"],
            optional=fields["allows"],
            bounds=tuple(field.key for field in fields["bounds"]),
            edge=self._edge(d.one("draws")) if d.has("draws") else None,
            link_from=links["linkFrom"],
            link_through=links["linkThrough"],
            link_to=links["linkTo"],
            link_between=links["linkBetween"],
            marks_market=d.get("marks") == BASE + "Market",
        )

    def _fields(self, kind: Description, key: str) -> tuple[Field, ...]:
        found = sorted((self._describe(iri) for iri in kind.all(key)), key=Description.position)
        return tuple(self._field(d.iri) for d in found)

    @cache  # noqa: B019
    def _field(self, iri: str) -> Field:
        d = self._describe(iri)
        prop = self._describe(d.one("property"))
        reach = _local(prop.one("http://www.w3.org/2000/01/rdf-schema#range"))
        return Field(
            key=d.one("key"),
            iri=prop.iri,
            label=prop.label,
            definition=prop.definition,
            range=reach,
            many=d.get("many") == "true",
            ordered=d.get("ordered") == "true",
            exactly=int(d.one("exactly")) if d.has("exactly") else None,
            terms={} if reach in ENTITY_RANGES else self.terms(reach),
            edge_name=prop.get("edgeName") or _in_capitals(_local(prop.iri)),
        )

    def _edge(self, iri: str) -> Edge:
        d = self._describe(iri)
        symmetric = "http://www.w3.org/2002/07/owl#SymmetricProperty" in d.types
        return Edge(iri, d.one("edgeName"), d.label, symmetric, d.get("byCommodity") == "true")

    def _describe(self, iri: str) -> Description:
        if iri not in self._all:
            raise OntologyError(f"<{iri}> is named in the vocabulary but not described; add it to the Turtle.")
        return self._all[iri]


_LINK_KEYS = ("linkFrom", "linkThrough", "linkTo", "linkBetween")


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary with the additions that CORREDOR_ONTOLOGY names. Raises OntologyError if it is broken."""
    added = os.environ.get("CORREDOR_ONTOLOGY", "")
    return Vocabulary((*SHIPPED, *(Path(p) for p in added.split(os.pathsep) if p)))


def _term(d: Description) -> Term:
    return Term(
        iri=d.iri,
        word=d.one(SKOS + "notation"),
        label=d.label,
        definition=d.definition,
        weight=float(d.get("weight") or 0),
        kilograms=float(d.get("kilograms") or 0),
        dash=d.get("dash") or "",
    )


def _commodity(d: Description) -> Commodity:
    key = d.one(SKOS + "notation")
    names = (*d.all(SKOS + "prefLabel"), *d.all(SKOS + "altLabel"))
    label = d.in_english(SKOS + "prefLabel") or key
    return Commodity("commodity/" + key, key, label, names, tuple(_local(b) for b in d.all(SKOS + "broader")))


def _entity_class(d: Description) -> EntityClass:
    return EntityClass(d.iri, _local(d.iri), d.one("key"), d.label, d.one("colour"), d.one("shape"))


def _in_capitals(name: str) -> str:
    """A name as the type of a relationship: whereActive, WHERE_ACTIVE."""
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in name)


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]

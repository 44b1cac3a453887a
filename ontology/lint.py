"""What the ontology check looks for: the Turtle must be whole, unambiguous and explained.

`python -m corredor.ontology.lint` prints one line for each problem and ends with 1 where there is any.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from corredor.ontology.errors import OntologyError
from corredor.ontology.turtle import BASE, SKOS, Description
from corredor.ontology.vocabulary import Vocabulary, vocabulary

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_EDGE_NAME = re.compile(r"[A-Z][A-Z_]*")


def problems(words: Vocabulary) -> list[str]:
    """One line for each thing that is wrong with a vocabulary; empty where nothing is."""
    return [line for check in _CHECKS for line in check(words)]


def _readable(words: Vocabulary) -> Iterator[str]:
    try:
        _ = words.kinds, words.commodities, words.factors, words.entity_classes
    except OntologyError as error:
        yield str(error)


def _explained(words: Vocabulary) -> Iterator[str]:
    for d in _own(words):
        if BASE + "Field" in d.types:
            continue  # a field is explained by its property
        if not d.in_english(_RDFS + "label") and not d.in_english(SKOS + "prefLabel"):
            yield f"<{d.iri}> has no English label; add rdfs:label."
        if not d.definition:
            yield f"<{d.iri}> has no English definition; add skos:definition."
        elif not d.definition.endswith("."):
            yield f"<{d.iri}> has a definition that does not end as a sentence."


def _described(words: Vocabulary) -> Iterator[str]:
    known = {d.iri for d in words.descriptions}
    for d in words.descriptions:
        for name, values in d.said.items():
            for iri in [name, *(value for value, _ in values)]:
                if iri.startswith(BASE) and iri not in known:
                    yield f"<{d.iri}> names <{iri}>, which is not described; describe it or mend the name."


def _unique(words: Vocabulary) -> Iterator[str]:
    for what, keys in _keys(words).items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield f"{what} {key!r} stands {count} times; give each a word of its own."


def _keys(words: Vocabulary) -> dict[str, list[str]]:
    own = list(_own(words))
    found = {
        "the key of a kind": [d.one("key") for d in own if BASE + "Kind" in d.types],
        "the key of a field": [d.one("key") for d in own if BASE + "Field" in d.types],
        "the name of an edge": [d.one("edgeName") for d in own if BASE + "Edge" in d.types],
        "the label of a kind": [d.label for d in own if BASE + "Kind" in d.types],
        "the key of a commodity": [d.one(SKOS + "notation") for d in own if BASE + "Commodity" in d.types],
    }
    schemes = {type for d in own for type in d.types if type.startswith(BASE) and d.has(SKOS + "notation")}
    for scheme in sorted(schemes):
        label = scheme.removeprefix(BASE)
        found[f"the word of {label}"] = [d.one(SKOS + "notation") for d in own if scheme in d.types]
    return found


def _linked(words: Vocabulary) -> Iterator[str]:
    for kind in words.kinds.values():
        used = [kind.link_from, kind.link_through, kind.link_to, kind.link_between]
        for key in filter(None, used):
            if key not in kind.fields:
                yield f"kind {kind.key} links by {key}, which is no field of it; require or allow it."
        ends = bool(kind.link_from and kind.link_to) or bool(kind.link_between)
        if (kind.edge is not None) != ends:
            yield f"kind {kind.key} needs an edge and two ends, or neither; see cor:draws, cor:linkFrom, cor:linkTo."
        for key in kind.bounds:
            if key not in kind.fields:
                yield f"kind {kind.key} bounds {key}, which is no field of it."


def _used(words: Vocabulary) -> Iterator[str]:
    used = {key for kind in words.kinds.values() for key in kind.fields}
    for d in _own(words):
        if BASE + "Field" in d.types and d.one("key") not in used:
            yield f"field {d.one('key')} is used by no kind; take it out or use it."


def _in_bounds(words: Vocabulary) -> Iterator[str]:
    for d in _own(words):
        for name in ("weight", "factor"):
            if d.has(name) and not 0 < float(d.one(name)) <= 1:
                yield f"<{d.iri}> has a {name} that is not between 0 and 1."
        if d.has("colour") and not _COLOUR.fullmatch(d.one("colour")):
            yield f"<{d.iri}> has a colour that is not written as #rrggbb."
        if d.has("edgeName") and not _EDGE_NAME.fullmatch(d.one("edgeName")):
            yield f"<{d.iri}> has an edge name that is not in CAPITALS_WITH_UNDERSCORES."
    affirming = [term.weight for word, term in words.certainties.items() if word != "denied"]
    if affirming != sorted(affirming, reverse=True):
        yield "certainties are not in the order of their weights, the strongest first."


def _no_circles(words: Vocabulary) -> Iterator[str]:
    for key, commodity in words.commodities.items():
        if any(key in words.broader(up) for up in commodity.broader):
            yield f"commodity {key} is broader than itself; mend skos:broader."


_CHECKS: tuple[Callable[[Vocabulary], Iterator[str]], ...] = (
    _readable,
    _explained,
    _described,
    _unique,
    _linked,
    _used,
    _in_bounds,
    _no_circles,
)


def _own(words: Vocabulary) -> Iterator[Description]:
    return (d for d in words.descriptions if d.iri.startswith(BASE))


def main() -> int:
    """Check the vocabulary in use; the exit code."""
    found = problems(vocabulary())
    for line in found:
        print(line)
    print(
        f"ontology: {len(vocabulary().kinds)} kinds, {len(vocabulary().commodities)} commodities, {len(found)} problems"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

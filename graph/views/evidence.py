"""Links, their claims and the sources in words, as plain JSON values for a page to show. Each claim and source once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corredor.graph.claim import Claim, Source, kind_of
from corredor.graph.links import Link
from corredor.graph.properties import label
from corredor.graph.sentence import called, sentence
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import EntityClass, vocabulary


def evidence(links: Sequence[Link], ids: Iterable[str], names: Names) -> dict[str, Any]:
    """What a page shows of the links and of the entities `ids`: `links` in order, the rest by id or word."""
    claims = {claim.id: claim for link in links for claim in link.all_claims}
    sources = {claim.source.id: claim.source for claim in claims.values()}
    words = vocabulary()
    return {
        "links": [_link(link, names) for link in links],
        "claims": {id: _claim(claim, names) for id, claim in claims.items()},
        "sources": {id: _source(source) for id, source in sources.items()},
        "entities": {id: _entity(id, names) for id in ids},
        "kinds": {k.key: {"label": k.label, "symmetric": bool(k.link_between)} for k in words.kinds.values() if k.edge},
        "certainties": {t.word: {"label": t.label, "means": t.definition} for t in words.certainties.values()},
    }


def class_of(id: str, names: Names) -> EntityClass:
    """What an entity is, and so how it is drawn; a place that no registry describes is drawn as some area."""
    place = names.places.get(id)
    classes = vocabulary().entity_classes
    return classes.get(place.kind if place else id.partition("/")[0]) or classes["zone"]


def commodity_label(key: str | None, names: Names) -> str:
    """What a commodity is called; a word for none."""
    return label(f"commodity/{key}", names) if key else "unspecified"


def _entity(id: str, names: Names) -> dict[str, Any]:
    group = names.groups.get(id)
    thing = names.places.get(id) or group
    return _filled(
        name=label(id, names),
        kind=class_of(id, names).key,
        about=_about(id, names),
        also=thing.aliases if thing else (),
        collective=bool(group and group.is_collective),
        note="The kind of a group is the registry's description and no finding." if group else None,
    )


def _about(id: str, names: Names) -> str:
    """The name and what tells it from others; of a collective, what it stands for."""
    group = names.groups.get(id)
    known = id in names.places or (group and not group.is_collective)
    return names.describe(id) if known else called(id, names)


def _link(link: Link, names: Names) -> dict[str, Any]:
    modes = vocabulary().terms("Mode")
    return _filled(
        kind=link.kind,
        start=link.start,
        end=link.end,
        commodity=commodity_label(link.commodity, names),
        certainty=link.certainty,
        voices=link.voices,
        score=round(link.confidence, 2),
        years=_years(link.first, link.last),
        status=link.status,
        disputed=link.disputed,
        actors=[called(id, names) for id in link.actors],
        modes=[modes[mode].label for mode in link.modes],
        **{part: [c.id for c in getattr(link, part)] for part in ("denials", "disputes", "claims", "silent")},
    )


def _years(first: str | None, last: str | None) -> str:
    if first and last:
        return first if first == last else f"{first}–{last}"
    return f"since {first}" if first else f"until {last}" if last else ""


def _claim(claim: Claim, names: Names) -> dict[str, Any]:
    return _filled(
        source=claim.source.id,
        sentence=sentence(claim, names),
        written=list(_written(claim, names)),
        certainty=claim.certainty,
        speaker=claim.speaker,
        relayed=claim.relayed_by,
        voice=claim.voice.name,
        time=f"{claim.source.published}, as published" if claim.dated_as_published else None,
        pending=round(claim.score or 0, 2) if claim.pending else None,
        where=claim.where,
        exact=claim.exact,
        note=claim.note,
    )


def _written(claim: Claim, names: Names) -> Iterator[str]:
    """The names as the claim writes them, where they are others than the reader is shown."""
    for key, ids in claim.ids.items():
        label_of_field = kind_of(claim).fields[key].label
        for text, id in zip(claim.texts(key), ids, strict=True):
            if id and text not in _usual(id, names):
                yield f"{label_of_field}: “{text}”"


def _usual(id: str, names: Names) -> set[str]:
    place = names.places.get(id)
    return {label(id, names), id.removeprefix("commodity/"), *([place.ref] if place else [])}


def _source(source: Source) -> dict[str, Any]:
    return _filled(
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        guess=source.published_guess,
        url=source.url,
        withheld=source.url_withheld,
        kind=source.kind,
        weak=source.weak,
    )


def _filled(**values: Any) -> dict[str, Any]:
    """The values without those that say nothing: the page is smaller for it. A score of 0 says something."""
    return {key: value for key, value in values.items() if value or (value == 0 and value is not False)}

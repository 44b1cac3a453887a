"""Links, their claims and the sources in words, as plain JSON values for a page to show. Each claim and source once."""

from collections.abc import Iterable, Sequence
from typing import Any

from corredor.graph.claim import Claim, Source, kind_of
from corredor.graph.links import Link
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


def name_of(id: str, names: Names) -> str:
    """The name of a place, group or commodity for the reader."""
    return commodity_name(id.removeprefix("commodity/")) if id.startswith("commodity/") else names.label(id)


def commodity_name(key: str | None) -> str:
    """The label of a commodity; a word for none."""
    if key is None:
        return "unspecified"
    known = vocabulary().commodities.get(key)
    return known.label if known else key


def class_of(id: str, names: Names) -> EntityClass:
    """What an entity is, and so how it is drawn; a place that no registry describes is drawn as some area."""
    place = names.places.get(id)
    key = place.kind if place else id.partition("/")[0]
    classes = vocabulary().entity_classes
    return classes.get(key) or classes["zone"]


# ------------------------------------------------------------ entities


def _entity(id: str, names: Names) -> dict[str, Any]:
    place, group = names.places.get(id), names.groups.get(id)
    thing = place or group
    return _filled(
        name=name_of(id, names),
        kind=class_of(id, names).key,
        about=about(id, names),
        also=list(thing.aliases) if thing else [],
        collective=bool(group and group.is_collective),
        note="The kind of a group is the registry's description and no finding." if group else None,
    )


def about(id: str, names: Names) -> str:
    """The name and what tells it from others; a collective is no group, and is never called one."""
    group = names.groups.get(id)
    if group and group.is_collective:
        return f"unnamed groups described as {group.name.removesuffix(' groups')}"
    return f"{name_of(id, names)} (commodity)" if id.startswith("commodity/") else names.describe(id)


# ------------------------------------------------------------ links, claims, sources


def _link(link: Link, names: Names) -> dict[str, Any]:
    modes = vocabulary().terms("Mode")
    return _filled(
        kind=link.kind,
        start=link.start,
        end=link.end,
        commodity=commodity_name(link.commodity),
        certainty=link.certainty,
        voices=link.voices,
        score=round(link.confidence, 2),
        years=_years(link.first, link.last),
        status=link.status,
        disputed=link.disputed,
        actors=[about(id, names) for id in link.actors],
        modes=[modes[mode].label for mode in link.modes],
        denials=[claim.id for claim in link.denials],
        disputes=[claim.id for claim in link.disputes],
        claims=[claim.id for claim in link.claims],
        silent=[claim.id for claim in link.silent],
    )


def _years(first: str | None, last: str | None) -> str:
    if first and last:
        return first if first == last else f"{first}–{last}"
    return f"since {first}" if first else f"until {last}" if last else ""


def _claim(claim: Claim, names: Names) -> dict[str, Any]:
    return _filled(
        source=claim.source.id,
        sentence=("Denied: " if claim.denies else "") + sentence(claim, names),
        certainty=claim.certainty,
        speaker=claim.speaker,
        relayed=claim.relayed_by,
        voice=claim.voice.name,
        told=_told(claim, names),
        pending=round(claim.score or 0, 2) if claim.pending else None,
        where=claim.where,
        exact=claim.exact,
        note=claim.note,
    )


def sentence(claim: Claim, names: Names) -> str:
    """A claim in one line: its stops with arrows, or its two ends and between them the phrase of its kind."""
    kind = kind_of(claim)
    keys = (kind.link_between,) if kind.link_between else (kind.link_from, kind.link_through, kind.link_to)
    ends = [text for key in keys if key for text in _values(claim, key, names)]
    return (" → " if kind.link_through else f" – {kind.phrase} – ").join(ends)


def _told(claim: Claim, names: Names) -> list[tuple[str, str]]:
    """What else it says, by the labels of its fields; a claim without a time of its own says so."""
    kind = kind_of(claim)
    ends = {kind.link_from, kind.link_through, kind.link_to, kind.link_between}
    told = [(f.label, "; ".join(_values(claim, key, names))) for key, f in kind.fields.items() if key not in ends]
    time = [("time", f"{claim.source.published}, as published")] if claim.dated_as_published else []
    return [(label, text) for label, text in told if text] + time


def _values(claim: Claim, key: str, names: Names) -> list[str]:
    field, texts = kind_of(claim).fields[key], claim.texts(key)
    if field.is_entity:
        return [_named(text, id, names) for text, id in zip(texts, claim.ids.get(key, ()), strict=True)]
    return [field.terms[text].label if text in field.terms else text for text in texts]


def _named(written: str, id: str | None, names: Names) -> str:
    """A name for the reader; the words of the source beside it where they are others."""
    if id is None:
        return f"{written} (no single place or group of this name is known)"
    name, place = name_of(id, names), names.places.get(id)
    same = {name, id.removeprefix("commodity/"), place.ref if place else name}
    return name if written in same else f"{name} (written “{written}”)"


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
    """The values without those that say nothing: the page is smaller for it."""
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}

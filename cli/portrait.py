"""What `corredor show` prints for a person: an entity, a source or a claim, from its document."""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from corredor.cli.lines import claim_lines, described
from corredor.cli.table import as_table, plain, shown

Document = Mapping[str, Any]

LINKS, CLAIMS = 20, 10  # shown of each kind of link, and of claims, without --all

_FACTS = {
    "group_kind": "kind of group",
    "within": "lies in",
    "countries": "shared by",
    "based_in": "based in",
    "part_of": "part of",
    "parts": "has parts",
    "broader": "is a kind of",
    "narrower": "has kinds",
    "collections": "one of the",
    "aliases": "also called",
    "unlocode": "UN/LOCODE",
    "ref": "in sheets",
    "id": "id",
}


def drawn(document: Document, *, everything: bool) -> str:
    """The whole of it as text; without `everything`, long lists are cut, and say so."""
    if "claim" in document:
        lines = _claim(document)
    elif "source" in document:
        lines = [*_source(document["source"]), *_judgements(document), *_claims(document, everything)]
    else:
        lines = [*_entity(document), *_links(document, everything), *_claims(document, everything), *_inside(document)]
    return "\n".join([*lines, ""])


def _entity(document: Document) -> list[str]:
    entity = document["entity"]
    lines = [click.style(shown(entity["description"]), bold=True)]
    facts = {key: _named(entity.get(key)) for key in _FACTS}
    if len(entity.get("countries", ())) < 2:
        facts["countries"] = ""
    lines += [f"  {label}: {shown(facts[key])}" for key, label in _FACTS.items() if facts[key]]
    if "registry" in entity:
        lines.append(f"  {entity['registry']}")
    asked = f" ({document['filters']})" if document["filters"] else ""
    return [*lines, "", f"Out of {document['counted']}, revision {document['revision']}{shown(asked)}", ""]


def _named(value: Any) -> str:
    """The names in a value: of an entity, of several, or plain texts."""
    if isinstance(value, Mapping):
        return str(value["name"])
    if isinstance(value, list):
        return ", ".join(map(_named, value))
    return str(plain(value))


_ARROWS = {"out": "to", "in": "from", "both": "with", "of": "between"}


def _links(document: Document, everything: bool) -> Iterable[str]:
    kinds = dict.fromkeys((link["kind"], link["direction"]) for link in document["links"])
    for kind, direction in kinds:
        found = [x for x in document["links"] if (x["kind"], x["direction"]) == (kind, direction)]
        cut = found if everything else found[:LINKS]
        yield f"{kind} {_ARROWS[direction]} ({len(found):,}{_first(cut, found)})"
        yield from as_table([_link(link) for link in cut], (*_ENDS[direction], *_SCORES)).splitlines()
        yield ""


_SCORES = ("commodity", "rank_score", "certainty", "voices", "status", "years", "disputed")
_ENDS = {"out": ("to",), "in": ("from",), "both": ("groups",), "of": ("from", "to")}


def _link(link: Document) -> dict[str, Any]:
    start, end = link["from"]["called"], link["to"]["called"]
    years = link["last"] if link["first"] == link["last"] else f"{link['first'] or '…'}-{link['last'] or '…'}"
    disputed = "DISPUTED" if link["disputed"] else ""
    ends = {"from": start, "to": end, "groups": f"{start}, {end}"}
    return {**link, **ends, "rank_score": link["confidence"], "years": years, "disputed": disputed}


def _claims(document: Document, everything: bool) -> list[str]:
    found = document["claims"]
    denials = sum(claim["certainty"] == "denied" for claim in found)
    cut = found if everything else found[: CLAIMS + denials]
    lines = [f"claims ({len(found):,}{_first(cut, found)})"] if found else []
    return lines + [line for claim in cut for line in claim_lines(claim)]


def _first(cut: list[Any], found: list[Any]) -> str:
    return f", the first {len(cut)}; --all shows the rest" if len(cut) < len(found) else ""


def _inside(document: Document) -> list[str]:
    count, name = document["inside"], document["entity"].get("ref")
    if not count or not name:
        return []
    return ["", f"{count:,} more claims name places inside it: corredor claims --place {shown(_quoted(name))}"]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _source(source: Document) -> list[str]:
    remarks = described(source)
    authors = f"{', '.join(source['authors'])}: " if source["authors"] else ""
    lines = [click.style(shown(source["title"]), bold=True)]
    lines.append(f"  {shown(authors)}{shown(source['publisher'])}, {source['published']}")
    lines.append(f"  {shown(source['url'])}")
    lines.append(f"  {source['kind']}, language {source['language']}{'; ' if remarks else ''}{remarks}")
    return [*lines, f"  {source['id']}", ""]


def _claim(document: Document) -> list[str]:
    claim = document["claim"]
    source, time = claim["source"], claim["time"]
    days = f"{time['begins'] or '…'} to {time['ends'] or '…'}{' (as published)' if time['as_published'] else ''}"
    lines = [*claim_lines(claim), f"    {shown(source['title'])}", f"    {shown(source['url'])}", f"    {source['id']}"]
    lines += [f"    {key}: {shown(_named(value))}{_led(claim, key)}" for key, value in _written(claim)]
    lines += [f"    voice: {shown(claim['voice'])}", f"    speaks of: {days}"]
    lines += [f"    note: {shown(claim['note'])}"] if claim["note"] else []
    return [*lines, f"    {claim['id']}", *_judgements(document)]


def _written(claim: Document) -> list[tuple[str, Any]]:
    said: dict[str, Any] = {**claim["said"]}
    return [(key, plain(value) if isinstance(value, Mapping) else value) for key, value in said.items()]


def _led(claim: Document, key: str) -> str:
    """The entities that the words of a field lead to."""
    ids = claim["ids"].get(key)
    if key not in claim["ids"]:
        return ""
    led = [id or "unresolved" for id in (ids if isinstance(ids, list) else [ids])]
    return f"  [{', '.join(led)}]"


def _judgements(document: Document) -> list[str]:
    lines = [judgement_line(judgement) for judgement in document["judgements"]]
    return [*lines, ""] if lines else []


def judgement_line(judgement: Document) -> str:
    """One judgement in one line: what, by whom, when, why."""
    because = f": {judgement['because']}" if judgement["because"] else ""
    return shown(f"    {judgement['act']} by {judgement['by']}, {judgement['at'][:10]}{because} ({judgement['id']})")

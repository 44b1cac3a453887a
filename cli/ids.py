"""What a person types for a claim or a source, led to the one id that it means."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from corredor.ontology.errors import AmbiguousName, UnknownName

if TYPE_CHECKING:
    from corredor.graph.store import Store

SHORTEST = 4  # digits of a claim's id that are taken for one, where its prefix is left out


def find_source(store: "Store", text: str) -> str:
    """The id of the source that a text names: its id, with or without `source/`, or a beginning that no other has.

    Raises UnknownName or AmbiguousName.
    """
    return _one(text, "source", store.digests())


def find_claim(store: "Store", text: str) -> str:
    """The id of the claim that a text names: its id, with or without `claim/`, or a beginning that no other has.

    Raises UnknownName or AmbiguousName.
    """
    return _one(text, "claim", [claim.id for record in store.records() for claim in record.claims])


def looks_like_claim(text: str) -> bool:
    """True for what can only be meant as the id of a claim: `claim/…`, or digits of one."""
    digits = set("0123456789abcdef")
    bare = len(text) >= SHORTEST and set(text) <= digits and bool(set(text) & set("0123456789"))
    return text.startswith("claim/") or bare


def sources_alike(text: str, known: Iterable[str]) -> list[str]:
    """Up to three ids of sources that are spelled much like a text."""
    slugs = {id.removeprefix("source/"): id for id in known}
    return [slugs[slug] for slug in get_close_matches(text.removeprefix("source/").lower(), slugs, 3, 0.6)]


def _one(text: str, what: str, known: Collection[str]) -> str:
    wanted = f"{what}/{text.removeprefix(f'{what}/')}"
    if wanted in known:
        return wanted
    found = sorted(id for id in known if id.startswith(wanted)) if wanted != f"{what}/" else []
    if len(found) == 1:
        return found[0]
    candidates = [(id, id) for id in found or (sources_alike(text, known) if what == "source" else [])]
    if found:
        listed = f"{', '.join(found[:3])}{', …' if len(found) > 3 else ''}"
        raise AmbiguousName(text, f'"{text}" begins {len(found)} {what} ids: {listed}. Write more of it.', candidates)
    near = " or ".join(id for id, _ in candidates)
    advice = f"Did you mean {near}?" if near else f"`corredor {what}s` lists them."
    raise UnknownName(text, f'There is no {what} "{text}" here. {advice}', candidates)

"""A claim as one sentence for the reader, never stronger than it was said: what is not simply stated says so first.

The sentence comes from the vocabulary: the phrase of the kind stands between its two ends, and what else the claim
says follows in brackets.
"""

import re
from collections.abc import Iterator, Mapping

from corredor.graph.claim import Claim, kind_of
from corredor.graph.properties import label
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import Field, Kind, vocabulary

UNNAMED = "unnamed groups described as"
PLAIN = ("Commodity", "Mode", "Status")  # what needs no label in brackets


def sentence(claim: Claim, names: Names) -> str:
    """What a claim says, in one line, with its certainty in front unless the source states it itself.

    >>> from corredor.graph import example
    >>> store = example()
    >>> for claim in store.claims():
    ...     if claim.denies or claim.kind == "partnership":
    ...         print(sentence(claim, store.names))
    denied: cocaine moves from Peru via Lake Titicaca to Bolivia (river; 2015)
    believed: unnamed groups described as Serbian work with unnamed groups ... VRAEM clans (cocaine; ... active)
    """
    text, told = _body(claim, names)
    details = "; ".join(_details(claim, names, told))
    said = "" if claim.certainty == next(iter(vocabulary().certainties)) else f"{claim.certainty}: "
    return f"{said}{text} ({details})" if details else said + text


def called(id: str, names: Names) -> str:
    """An entity for the reader. A collective is no group, and is never called one."""
    group = names.groups.get(id)
    if group and group.is_collective:
        return f"{UNNAMED} {group.name.removesuffix(' groups')}"
    return label(id, names)


def _body(claim: Claim, names: Names) -> tuple[str, set[str]]:
    """The sentence without its brackets, and the keys of the fields that it tells."""
    kind = kind_of(claim)
    if kind.link_through and kind.link_from and kind.link_to:
        return _journey(claim, kind, names), {kind.link_from, kind.link_through, kind.link_to, "commodity"}
    keys = _ends(kind)
    ends = [text for key in keys for text in _called(claim, key, names)]
    subject, others = "".join(ends[:1]), " and ".join(ends[1:])
    phrase = _agreeing(kind.phrase, subject.startswith(UNNAMED))
    return f"{subject} {phrase} {others}".strip(), set(keys)


def _journey(claim: Claim, kind: Kind, names: Names) -> str:
    start, through, end = (
        ", ".join(_called(claim, key or "", names)) for key in (kind.link_from, kind.link_through, kind.link_to)
    )
    what = ", ".join(_called(claim, "commodity", names)) or "something"
    moves, _, to = _agreeing(kind.phrase, what.endswith("s")).rpartition(" ")
    return f"{what} {moves} from {start}{f' via {through}' if through else ''} {to} {end}"


def _agreeing(phrase: str, several: bool) -> str:
    """The phrase after one or after several: `fights or competes with`, `fight or compete with`."""
    return re.sub(r"(^|\bor )(\w{3,}?)s\b", r"\1\2", phrase) if several else phrase


def _ends(kind: Kind) -> list[str]:
    if kind.link_between:
        return [kind.link_between]
    if kind.link_from and kind.link_to:
        return [kind.link_from, kind.link_to]
    return [field.key for field in kind.required if field.is_entity][:2]


def _called(claim: Claim, key: str, names: Names) -> list[str]:
    ids, texts = claim.ids.get(key, ()), claim.texts(key)
    return [called(id, names) if id else f'"{text}" (unresolved)' for id, text in zip(ids, texts, strict=True)]


# ------------------------------------------------------------ what stands in brackets


def _details(claim: Claim, names: Names, told: set[str]) -> Iterator[str]:
    price = _price(claim)
    if price:
        yield price
        told = told | {"low", "high", "currency", "per"}
    for key, field in kind_of(claim).fields.items():
        if key in claim.said and key not in told | {"bound", "share_of"}:
            yield _detail(claim, key, field, names)


def _detail(claim: Claim, key: str, field: Field, names: Names) -> str:
    if field.is_entity:
        text = ", ".join(_called(claim, key, names))
    elif field.terms:
        text = ", ".join(field.terms[word].label for word in claim.texts(key))
    elif field.range == "span":
        return _span(claim.text(key) or "")
    else:
        text = _figure(claim, key, field)
    return text if field.range in PLAIN else f"{field.label}: {text}"


def _figure(claim: Claim, key: str, field: Field) -> str:
    said = claim.said[key]
    if isinstance(said, Mapping):
        return _bounded(said.get("bound"), f"{said['amount']} {said['unit']}")
    text = str(said)
    if field.range == "percent":
        of = claim.text("share_of")
        text += " per cent" + (f" {vocabulary().terms('ShareOf')[of].label}" if of else "")
    return _bounded(claim.text("bound") if key in kind_of(claim).bounds else None, text)


def _price(claim: Claim) -> str | None:
    low, high, currency, per = (claim.text(key) for key in ("low", "high", "currency", "per"))
    if not (currency and per and (low or high)):
        return None
    amount = f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    amount = low if low and low == high else amount
    return _bounded(claim.text("bound"), f"{amount} {currency} per {vocabulary().terms('Per')[per].label}")


def _bounded(bound: str | None, text: str) -> str:
    return f"{vocabulary().terms('Bound')[bound].label} {text}" if bound else text


def _span(text: str) -> str:
    first, slash, last = text.partition("/")
    if not slash:
        return text
    return f"since {first}" if last == ".." else f"until {last}" if first == ".." else f"{first} to {last}"

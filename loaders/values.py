"""One value of a fact against the field that the vocabulary declares for it."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corredor.graph.period import span
from corredor.loaders.errors import quoted
from corredor.loaders.trail import Value
from corredor.ontology.folding import fold
from corredor.ontology.vocabulary import Field, vocabulary

SHORT, LONG = 400, 2000  # characters of a value, of a title or a note
MANY = 100  # values of one list
DATES = "write a date such as '2018-03-12' or '2018', or a span such as '2014/2018' or '2016/..'"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: at which fact (from 1) and key, why, and what to do."""

    key: str | None
    reason: str
    advice: str
    fact: int | None = None


def check_value(field: Field, value: Value) -> Iterator[Problem]:
    """What is wrong with the value of a field. A text alone counts as a list of one where the field holds a list."""
    if not field.many:
        yield from _single(field, value)
    elif isinstance(value, dict):
        yield Problem(field.key, "is no list", "write [first, second]")
    else:
        yield from _several(field, [value] if isinstance(value, str) else value)


def check_text(key: str, value: Value, longest: int = SHORT) -> Iterator[Problem]:
    """What keeps a value from being one line of text."""
    if not isinstance(value, str):
        yield Problem(key, f"is a {_shape(value)}", "write one text")
    elif not value:
        yield Problem(key, "is empty", "write a text, or leave the key out")
    elif len(value) > longest:
        yield Problem(key, f"has {len(value)} characters", f"write at most {longest}")
    elif any(space in value for space in "\n\r\t"):
        yield Problem(key, "holds a line break or a tab", "write it in one line")
    elif value != value.strip():
        yield Problem(key, "begins or ends with a space", "take the space off")


def check_word(key: str, text: str, words: Iterable[str], what: str) -> Iterator[Problem]:
    """What is wrong with a word of a closed list."""
    known = list(words)
    if text not in known:
        yield Problem(key, f"{quoted(text)} is no {what}", did_you_mean(text, known))


def check_keys(
    entry: Iterable[str], required: Mapping[str, str], optional: Iterable[str], at: str = ""
) -> Iterator[Problem]:
    """Keys that mean nothing in a mapping, and keys that it lacks.

    `required` says of each key what to write there; `at` is what messages put before a key.
    """
    present, known = list(entry), [*required, *optional]
    for key in present:
        if key not in known:
            yield Problem(at + key, "means nothing here", did_you_mean(key, known))
    for key, meaning in required.items():
        if key not in present:
            yield Problem(at + key, "is missing", f"add it: {meaning}")


def did_you_mean(text: str, words: Iterable[str]) -> str:
    """Advice: the word that looks like a text, else all words."""
    import difflib

    known = list(words)
    alike = difflib.get_close_matches(text.casefold()[:SHORT], known, n=1, cutoff=0.7)
    return f"did you mean {alike[0]}?" if alike else f"write one of: {', '.join(known)}"


def same_name(one: str, other: str) -> bool:
    """True where two names differ in case, accents and marks only."""
    return one == other or (fold(one) == fold(other) != "")


def _several(field: Field, values: list[Value]) -> Iterator[Problem]:
    if not values:
        yield Problem(field.key, "is an empty list", "fill it, or leave the key out")
    elif len(values) > MANY:
        yield Problem(field.key, f"is a list of {len(values)}", f"name at most {MANY}")
        return
    elif field.exactly and len(values) != field.exactly:
        yield Problem(field.key, f"names {len(values)}", f"name {field.exactly}")
    for value in values:
        yield from _single(field, value)
    texts = [value for value in values if isinstance(value, str)]
    for place, text in enumerate(texts):
        if any(same_name(text, before) for before in texts[:place]):
            yield Problem(field.key, f"names {quoted(text)} twice", "name each once")


def _single(field: Field, value: Value) -> Iterator[Problem]:
    if field.range == "measure" and not field.many:
        yield from _measure(field, value)
        return
    unfit = list(check_text(field.key, value))
    if unfit or not isinstance(value, str):
        yield from unfit
    elif field.terms:
        yield from check_word(field.key, value, field.terms, field.label)
    elif field.range in _FORMS:
        yield from _FORMS[field.range](field.key, value)


def _measure(field: Field, value: Value) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(field.key, "has no amount and unit", "write {amount: 35, unit: kg}")
        return
    at = f"{field.key}."
    words = vocabulary()
    required = {"amount": "a figure such as 12 or 1.5", "unit": f"one of {', '.join(words.terms('Unit'))}"}
    yield from check_keys(value, required, ["bound"], at)
    for key, part in value.items():
        unfit = list(check_text(at + key, part))
        if unfit or not isinstance(part, str):
            yield from unfit
        elif key == "amount":
            yield from _amount(at + key, part)
        elif key in ("unit", "bound"):
            yield from check_word(at + key, part, words.terms(key.title()), key)


def _amount(key: str, text: str) -> Iterator[Problem]:
    if not _NUMBER.fullmatch(text):
        yield Problem(key, f"{quoted(text)} is no number", "write a figure such as 12 or 1.5")
    elif not 0 < float(text) < math.inf:
        yield Problem(key, f"{quoted(text)} is no figure above 0", "write a figure such as 12 or 1.5")


def _count(key: str, text: str) -> Iterator[Problem]:
    unfit = list(_amount(key, text))
    if "." in text and not unfit:
        unfit.append(Problem(key, f"{quoted(text)} is no whole number", "write a figure such as 12"))
    yield from unfit


def _percent(key: str, text: str) -> Iterator[Problem]:
    unfit = list(_amount(key, text))
    if not unfit and float(text) > 100:
        unfit.append(Problem(key, f"{quoted(text)} is more than 100 per cent", "write a figure up to 100"))
    yield from unfit


def _span(key: str, text: str) -> Iterator[Problem]:
    try:
        span(text)
    except ValueError as error:
        yield Problem(key, str(error), DATES)


def _currency(key: str, text: str) -> Iterator[Problem]:
    if not _CURRENCY.fullmatch(text):
        yield Problem(key, f"{quoted(text)} is no currency", "write its three-letter code, such as USD")


def _commodity(key: str, text: str) -> Iterator[Problem]:
    known = vocabulary().commodities
    if text not in known:
        called = [c.key for c in known.values() if fold(text) in map(fold, c.names)]
        advice = f"did you mean {called[0]}?" if called else did_you_mean(text, known)
        yield Problem(key, f"{quoted(text)} is no commodity", advice)


def _shape(value: Value) -> str:
    return "mapping" if isinstance(value, dict) else "list"


_FORMS: dict[str, Callable[[str, str], Iterator[Problem]]] = {
    "amount": _amount,
    "count": _count,
    "percent": _percent,
    "span": _span,
    "currencyCode": _currency,
    "Commodity": _commodity,
}

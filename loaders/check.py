"""A fact sheet against the vocabulary: every problem with its fact, key, reason and advice.

Kinds, fields and words come from the vocabulary, so that a kind added in Turtle is checked like any other. Only the
rules that speak of several fields at once name keys, and hold for any kind that has them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from corredor.graph.period import span
from corredor.loaders.check_source import check_source
from corredor.loaders.errors import quoted
from corredor.loaders.trail import Value
from corredor.loaders.values import (
    LONG,
    Problem,
    check_keys,
    check_text,
    check_value,
    check_word,
    did_you_mean,
    same_name,
)
from corredor.ontology.vocabulary import Kind, vocabulary

Body = Mapping[str, Value]

BESIDE = ("said_by", "where", "note", "exact")
"""What may stand beside a fact's kind and certainty."""


def check_sheet(sheet: Value) -> Iterator[Problem]:
    """All that is wrong with what a file holds."""
    if not isinstance(sheet, dict):
        yield Problem(None, "is no fact sheet", "write source: with what it is, and facts: with what it says")
        return
    yield from check_keys(sheet, {"source": "what the text is", "facts": "the list of what it says"}, ())
    if "source" in sheet:
        yield from check_source(sheet["source"])
    facts = sheet.get("facts", [{}])
    if not isinstance(facts, list) or not facts:
        yield Problem("facts", "is no list with a fact in it", "write each fact after a hyphen")
    elif "facts" in sheet:
        latest = _latest(sheet.get("source"))
        for number, fact in enumerate(facts, 1):
            yield from (replace(problem, fact=number) for problem in check_fact(fact, latest))


def check_fact(fact: Value, latest: str | None = None) -> Iterator[Problem]:
    """What is wrong with one fact. `latest` is the last day (ISO 8601) on which what it dates can have happened."""
    if not isinstance(fact, dict):
        yield Problem(None, "is no mapping", "write a kind with its roles, as in route: {from: Peru, to: Brazil}")
        return
    kinds = [key for key in fact if key in vocabulary().kinds]
    if len(kinds) != 1:
        yield _second(kinds) if kinds else _kindless(fact)
        return
    kind = vocabulary().kinds[kinds[0]]
    yield from _beside(fact, kind)
    yield from _body(fact[kind.key], kind, latest)


def _latest(source: Value | None) -> str | None:
    """The last day of the publication, where the source shows when that was."""
    if not isinstance(source, dict) or "published_guess" in source or any(check_source(source)):
        return None
    return span(str(source["published"])).ends


def _second(kinds: list[str]) -> Problem:
    return Problem(kinds[1], f"is a second kind, beside {kinds[0]}", "write a fact for each")


def _kindless(fact: Body) -> Problem:
    kinds = vocabulary().kinds
    unknown = [key for key in fact if key not in (*BESIDE, "certainty")]
    if not unknown:
        return Problem(None, "has no kind", f"write one of: {', '.join(kinds)}")
    return Problem(unknown[0], "is no kind of fact", did_you_mean(unknown[0], kinds))


def _beside(fact: Body, kind: Kind) -> Iterator[Problem]:
    certainties = vocabulary().certainties
    for problem in check_keys(fact, {kind.key: "", "certainty": f"one of {', '.join(certainties)}"}, BESIDE):
        inside = problem.key in kind.fields
        yield replace(problem, advice=f"move it into the braces of {kind.key}") if inside else problem
    for key in (key for key in BESIDE if key in fact):
        yield from _text_beside(key, fact[key])
    certainty, spoken = fact.get("certainty"), "said_by" in fact
    if isinstance(certainty, str):
        yield from check_word("certainty", certainty, certainties, "certainty")
    elif certainty is not None:
        yield from check_text("certainty", certainty)
    if certainty == "attributed" and not spoken:
        yield Problem("said_by", "is missing beside attributed", "say by office who said it, or write stated")
    if certainty == "stated" and spoken:
        yield Problem("certainty", "is stated beside said_by", "write attributed, or take said_by out")


def _text_beside(key: str, value: Value) -> Iterator[Problem]:
    if key == "exact" and isinstance(value, str):  # the words of the source keep their lines and margins
        value = " ".join(value.split())
    yield from check_text(key, value, LONG if key in ("note", "exact") else 400)


def _body(body: Value, kind: Kind, latest: str | None) -> Iterator[Problem]:
    if not isinstance(body, dict):
        roles = ", ".join(f"{field.key}: …" for field in kind.required)
        yield Problem(kind.key, "is no mapping", f"write {{{roles}}}")
        return
    problem = None
    for problem in _each(body, kind):
        yield problem
    if problem is None:
        yield from _together(body, kind, latest)


def _each(body: Body, kind: Kind) -> Iterator[Problem]:
    """What is wrong with single fields."""
    fields = kind.fields
    yield from check_keys(body, {field.key: _lower(field.definition) for field in kind.required}, fields)
    if kind.one_of and not any(field.key in body for field in kind.one_of):
        keys = [field.key for field in kind.one_of]
        yield Problem(keys[0], "is missing", f"write at least one of: {', '.join(keys)}")
    for key in body:
        if key in fields:
            yield from check_value(fields[key], body[key])


def _together(body: Body, kind: Kind, latest: str | None) -> Iterator[Problem]:
    """What fields say to each other, once each of them is in order."""
    if "bound" in body:
        yield from _bound(body, [key for key in kind.bounds if key in body], kind)
    if "share_of" in body and "share" not in body:
        yield Problem("share_of", "stands without share", "add share, or take share_of out")
    if "low" in body and "high" in body and float(str(body["low"])) > float(str(body["high"])):
        yield Problem("low", f"{body['low']} is above high, {body['high']}", "swap the two")
    yield from _journey(body, kind)
    begins = span(str(body["date"])).begins if "date" in body else None
    if begins and latest and begins > latest:
        yield Problem("date", "is later than the publication", "mend one of the two, or write published_guess: true")


def _bound(body: Body, figures: list[str], kind: Kind) -> Iterator[Problem]:
    if not figures:
        add = f"add {' or '.join(kind.bounds)}, or " if kind.bounds else ""
        yield Problem("bound", "stands without its figure", f"{add}take bound out")
    elif {"share", "users"} <= set(figures):
        yield Problem("bound", "can be of share or of users", "write two facts")
    elif {"low", "high"} & set(figures) and body["bound"] != "about":
        advice = "write high alone for up to, low alone for from"
        yield Problem("bound", f"{body['bound']} stands beside a price", advice)


def _journey(body: Body, kind: Kind) -> Iterator[Problem]:
    keys = [key for key in (kind.link_from, kind.link_through, kind.link_to) if key]
    if len({kind.fields[key].range for key in keys}) != 1:
        return
    told = [body[key] for key in keys if key in body]
    stops = [stop for value in told for stop in (value if isinstance(value, list) else [value])]
    texts = [stop for stop in stops if isinstance(stop, str)]
    for before, after in pairwise(texts):
        if same_name(before, after):
            yield Problem(keys[-1], f"the stop {quoted(after)} comes right after itself", "name each stop once")
    if len(texts) > 2 and same_name(texts[0], texts[-1]):
        advice = "write the way back as a fact of its own"
        yield Problem(keys[-1], f"ends where it begins, at {quoted(texts[0])}", advice)


def _lower(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")

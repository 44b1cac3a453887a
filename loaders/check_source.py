"""The source of a fact sheet against its rules: what identifies a text, and where a reader finds it."""

import re
from collections.abc import Callable, Iterator

from corredor.graph.period import span
from corredor.loaders.errors import quoted
from corredor.loaders.trail import Value
from corredor.loaders.values import LONG, MANY, SHORT, Problem, check_keys, check_text, check_word, same_name
from corredor.ontology.vocabulary import vocabulary

REQUIRED = {
    "id": "small letters, digits and hyphens, as publisher-year-topic",
    "title": "as the source has it",
    "publisher": "who published the text",
    "published": "a date such as '2018-10-18' or '2018'",
    "url": "where a reader finds it",
    "kind": "what sort of text it is, such as news or report",
    "language": "its code, such as en",
}
FLAGS = ("published_guess", "url_withheld", "weak")
OPTIONAL = ("authors", *FLAGS)

_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile("[a-z]{2,3}")
_URL = re.compile(r'https?://[^/?#\s<>"{}|\\^`]+\.[^/?#\s<>"{}|\\^`]+([/?#][^\s<>"{}|\\^`]*)?')
_HOME_PAGE = re.compile(r"https?://[^/?#]+/?")


def check_source(source: Value) -> Iterator[Problem]:
    """All that is wrong with the mapping that stands under `source`."""
    if not isinstance(source, dict):
        yield Problem("source", "is no mapping", f"write under it: {', '.join(REQUIRED)}")
        return
    yield from check_keys(source, REQUIRED, OPTIONAL, "source.")
    for key, value in source.items():
        if key == "authors":
            yield from _authors(value)
        elif key in REQUIRED or key in FLAGS:
            yield from _single(key, value)
    if "url_withheld" in source and not _HOME_PAGE.fullmatch(str(source.get("url"))):
        yield Problem("source.url", "is more than a home page beside url_withheld", "write the publisher's home page")


def _single(key: str, value: Value) -> Iterator[Problem]:
    at = f"source.{key}"
    unfit = list(check_text(at, value, LONG if key in ("title", "url") else SHORT))
    if unfit or not isinstance(value, str):
        yield from unfit
    elif key in _CHECKS:
        yield from _CHECKS[key](at, value)


def _authors(value: Value) -> Iterator[Problem]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not 0 < len(names) <= MANY:
        yield Problem(
            "source.authors", f"is no list of 1 to {MANY} names", "write [first, second], or leave the key out"
        )
        return
    for place, name in enumerate(names):
        yield from check_text("source.authors", name)
        if any(isinstance(name, str) and isinstance(n, str) and same_name(n, name) for n in names[:place]):
            yield Problem("source.authors", f"names {quoted(str(name))} twice", "name each once")


def _id(at: str, text: str) -> Iterator[Problem]:
    if not _ID.fullmatch(text):
        yield Problem(at, f"{quoted(text)} is no id", f"write {REQUIRED['id']}")


def _published(at: str, text: str) -> Iterator[Problem]:
    try:
        span(text)
        reason = f"{quoted(text)} is no single date" if "/" in text else ""
    except ValueError as error:
        reason = str(error)
    if reason:
        yield Problem(at, reason, f"write {REQUIRED['published']}")


def _url(at: str, text: str) -> Iterator[Problem]:
    if not _URL.fullmatch(text):
        yield Problem(at, f"{quoted(text)} is no web address", "write it with http:// or https://, and %20 for a space")


def _kind(at: str, text: str) -> Iterator[Problem]:
    yield from check_word(at, text, vocabulary().terms("SourceKind"), "kind of source")


def _language(at: str, text: str) -> Iterator[Problem]:
    if not _LANGUAGE.fullmatch(text):
        yield Problem(at, f"{quoted(text)} is no code of a language", "write two or three small letters, such as en")


def _flag(at: str, text: str) -> Iterator[Problem]:
    if text != "true":
        yield Problem(at, f"is {quoted(text)}", "write true, or leave the key out")


_CHECKS: dict[str, Callable[[str, str], Iterator[Problem]]] = {
    "id": _id,
    "published": _published,
    "url": _url,
    "kind": _kind,
    "language": _language,
    **dict.fromkeys(FLAGS, _flag),
}

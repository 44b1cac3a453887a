"""Whose voice a claim is, so that agreement counts institutions and not sheets.

The voice is the institution that `said_by` names, by the table `voices.yaml`; where it names none ("police",
"migrants", or nobody) it is the publisher. One claim is one voice: where several institutions are named ("Europol and
UNODC") the first counts. Counting each of them would let one sentence agree with itself.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from typing import TypeAlias

from corredor.ontology.entries import check_keys, text, texts
from corredor.ontology.errors import OntologyError
from corredor.ontology.folding import fold, slug
from corredor.ontology.registry import Entry, shipped_entries

Words: TypeAlias = tuple[str, ...]

_REQUIRED = frozenset({"id", "name"})
_OPTIONAL = frozenset({"aliases", "whole"})
_WORD = re.compile(r"[^\W_]+")
_RELAY = re.compile(r",\s+(?:through|reported by|seen by)\s+")
_REPORT = re.compile(r",\s+on\s+(?:an?\s+)?(?P<origin>.+?)(?:\s+report)?$")


@dataclass(frozen=True, slots=True)
class Voice:
    """An institution that speaks; two are equal if their ids (`voice/unodc`) are."""

    id: str
    name: str = field(compare=False)


class Voices:
    """The table of institutions, and whose voice a claim is by it.

    >>> voices = shipped_voices()
    >>> voices.of("administrator of the US DEA", "AFP, in nordot")
    Voice(id='voice/us-dea', name='US DEA')
    >>> voices.of("migrants", "The Guardian, in Taipei Times").name
    'The Guardian'
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """From entries in the form of `voices.yaml`, in any order.

        Raises OntologyError where an entry is broken, or two of them share an id or a text.
        """
        self._voices: dict[str, Voice] = {}
        self._complete: dict[Words, Voice] = {}
        self._inside: dict[Words, Voice] = {}
        for entry in entries:
            self._add(entry)
        self._longest = max(map(len, self._inside), default=0)
        # Claims repeat few pairs of speaker and publisher, and this is asked once for each claim.
        self._remembered = lru_cache(maxsize=1 << 16)(self._decided)

    def of(self, said_by: str | None, publisher: str) -> Voice:
        """The voice of a claim, from its `said_by` as written (None: the source itself) and its source's `publisher`.

        A publisher that the table does not know speaks with its own name, the part before the first comma; `Y, on a Z
        report` with that of Z.
        """
        return self._remembered(said_by, publisher)

    def named(self, said_by: str) -> Voice | None:
        """The institution of the table that a speaker's text names, or None.

        >>> shipped_voices().named("police, through The New York Times").name
        'The New York Times'
        """
        said, relayed = speaker(said_by)
        return self._complete.get(_name(_words(said_by))) or self._part(said) or self._part(relayed or "")

    def __len__(self) -> int:
        """How many institutions the table knows."""
        return len(self._voices)

    def _decided(self, said_by: str | None, publisher: str) -> Voice:
        return (self.named(said_by) if said_by else None) or self._published(publisher)

    def _part(self, part: str) -> Voice | None:
        """The voice that is the part as a whole; else the first that begins in it, the longest if several do."""
        words = _words(part)
        pieces = (words[start : start + size] for start in range(len(words)) for size in range(self._longest, 0, -1))
        return self._complete.get(_name(words)) or next((self._inside[p] for p in pieces if p in self._inside), None)

    def _published(self, publisher: str) -> Voice:
        """A publisher is matched as a whole: The Guardian (Tanzania) is not The Guardian."""
        origin = _origin(publisher)
        for name in (publisher, origin, *origin.split(" and ")):
            if voice := self._complete.get(_name(_words(name))):
                return voice
        id = f"voice/{slug(fold(origin)) or 'unnamed'}"
        return self._voices.get(id) or Voice(id, origin or "publisher not named")

    def _add(self, entry: Entry) -> None:
        check_keys(entry, _REQUIRED, _OPTIONAL)
        id = text(entry, "id") or ""
        voice = Voice(f"voice/{id}", text(entry, "name") or "")
        if not id or id != slug(id) or voice.id in self._voices:
            raise OntologyError(f"{voice.id} is no id, or stands twice. Give each voice an id of its own, like us-dea.")
        self._voices[voice.id] = voice
        whole = texts(entry, "whole")
        for alias in (voice.name, *texts(entry, "aliases"), *whole):
            words = self._claimed(alias, voice)
            if alias not in whole:
                self._inside[words] = voice

    def _claimed(self, alias: str, voice: Voice) -> Words:
        words = _words(alias)
        if not words:
            raise OntologyError(f"{voice.id}: {alias!r} has no words. Leave it out.")
        other = self._complete.setdefault(_name(words), voice)
        if other is not voice:
            raise OntologyError(f"{alias!r} is {other.id} and {voice.id}. Leave it out of one, or make it longer.")
        return words


@cache
def shipped_voices() -> Voices:
    """The voices of the shipped table. Raises OntologyError where it is broken."""
    return Voices(shipped_entries("voices"))


def speaker(said_by: str) -> tuple[str, str | None]:
    """Who said it and who passed it on: 'X, through Y', 'X, reported by Y' or 'X, seen by Y'; None: nobody else.

    >>> speaker("head of Peru's National Police, through Peru 21")
    ("head of Peru's National Police", 'Peru 21')
    >>> speaker("migrants")
    ('migrants', None)
    """
    said, *relayed = _RELAY.split(said_by, maxsplit=1)
    return said, relayed[0] if relayed else None


def voices_digest(*own: Iterable[Entry]) -> str:
    """SHA-256, in hex, of the shipped table and of a user's own; the order of entries and comments do not matter.

    >>> voices_digest() == voices_digest([]) != voices_digest([{"id": "radio-nueva", "name": "Radio Nueva"}])
    True
    """
    lines = sorted(
        json.dumps(entry, sort_keys=True) for entries in (shipped_entries("voices"), *own) for entry in entries
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _origin(publisher: str) -> str:
    """Whose text it is: 'X' of 'X, in Y', 'Z' of 'Y, on a Z report'."""
    report = _REPORT.search(publisher)
    return report["origin"] if report else publisher.partition(",")[0].strip()


def _name(words: Words) -> Words:
    """A complete name without its leading article."""
    return words[1:] if words[:1] == ("the",) and len(words) > 1 else words


def _words(phrase: str) -> Words:
    """Words as `_spelling` has them; dots go, so that U.S. is US."""
    return tuple(map(_spelling, _WORD.findall(phrase.replace(".", ""))))


@lru_cache(maxsize=1 << 14)
def _spelling(word: str) -> str:
    """Without accents and case; a word in capitals is an acronym, and stays as it is."""
    return word if word.isupper() and len(word) > 1 else slug(word)

"""What is wrong with a file, as data and as one line.

>>> print(BadSheet("pe.yaml", '"many" is no number', "write a figure such as 12 or 1.5", fact=3, key="quantity.amount"))
pe.yaml: fact 3: quantity.amount: "many" is no number; write a figure such as 12 or 1.5
"""

import os

from corredor.ontology.errors import CorredorError

LONGEST = 60


class LoadError(CorredorError):
    """A file that was not loaded.

    `path` as it was given; `fact` counted from 1, None where it is about no single fact; `key` such as
    `quantity.amount`, None where it is about no single key; `reason`; `advice`: what to do; `more`: how many other
    problems the file has. `str()` is one line, whatever the file holds.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        reason: str,
        advice: str,
        *,
        fact: int | None = None,
        key: str | None = None,
        more: int = 0,
    ) -> None:
        self.path, self.reason, self.advice = os.fspath(path), reason, advice
        self.fact, self.key, self.more = fact, key, more
        where = [self.path, f"fact {fact}" if fact else "", key or ""]
        rest = f" (and {more} more)" if more else ""
        super().__init__(printable(": ".join(part for part in (*where, f"{reason}; {advice}") if part) + rest))


class BadFile(LoadError):
    """It cannot be read as what its name says: no text, no YAML, too large, not there."""


class BadSheet(LoadError):
    """It can be read and breaks a rule of fact sheets."""


def quoted(text: str) -> str:
    """A text in quotes as messages show it, cut to 60 characters.

    >>> quoted("many"), quoted("a\\nb")
    ('"many"', '"a\\\\nb"')
    """
    return printable(f'"{text[:LONGEST]}…"' if len(text) > LONGEST else f'"{text}"')


def printable(text: str) -> str:
    """A text with all that could break or disguise a line of output shown as its escape."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)

"""What an answer rests on: how many claims, sources and voices."""

from collections.abc import Iterable
from dataclasses import dataclass

from corredor.graph.claim import Claim


@dataclass(frozen=True, slots=True)
class Basis:
    """Distinct claims, their sources, and the voices that speak in them."""

    claims: int
    sources: int
    voices: int

    def __str__(self) -> str:
        return ", ".join(
            _counted(n, one) for n, one in ((self.claims, "claim"), (self.sources, "source"), (self.voices, "voice"))
        )


def basis(claims: Iterable[Claim]) -> Basis:
    """What some claims amount to, each counted once.

    >>> from corredor.graph import example
    >>> print(basis(example().claims()))
    10 claims, 6 sources, 6 voices
    """
    about = set(claims)
    return Basis(len(about), len({c.source.id for c in about}), len({c.voice.id for c in about}))


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"

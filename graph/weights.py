"""How much claims weigh together: a rank score between 0 and 1, never a probability.

A claim weighs by its certainty, half in a weak source, and by its extraction score while nobody has accepted it. One
voice counts once, with its strongest claim. Voices that agree add up as 1 − Π(1 − w); those that deny take away.
"""

from collections.abc import Iterable
from math import prod

from corredor.graph.claim import Claim
from corredor.ontology.vocabulary import vocabulary


def weight(claim: Claim) -> float:
    """What one claim weighs: its certainty's weight, less in a weak source or before review."""
    words = vocabulary()
    base = words.certainties[claim.certainty].weight
    trust = words.factors["weak"] if claim.source.weak else 1.0
    return base * trust * (claim.score or 0.0 if claim.pending else 1.0)


def together(claims: Iterable[Claim]) -> float:
    """1 − Π(1 − w) over the voices of the claims, each with its strongest."""
    strongest: dict[str, float] = {}
    for claim in claims:
        strongest[claim.voice.id] = max(weight(claim), strongest.get(claim.voice.id, 0.0))
    return 1.0 - prod(1.0 - w for _, w in sorted(strongest.items()))


def confidence(affirming: Iterable[Claim], denying: Iterable[Claim]) -> float:
    """The rank score of what some claims say and others deny; at most the ceiling of the vocabulary."""
    return min(vocabulary().factors["ceiling"], together(affirming) * (1.0 - together(denying)))


def lends(claim: Claim, ended: bool) -> bool:
    """True where a claim supports a link: it does not deny, and speaks of what is over only when that is asked."""
    return not claim.denies and (ended or claim.status != "ended")

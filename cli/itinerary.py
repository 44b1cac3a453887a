"""Routes as a person reads them: legs with their evidence, and one row a leg for tables."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from corredor.cli.table import shown

if TYPE_CHECKING:
    from corredor.graph.answer import Leg, Route, RouteAnswer
    from corredor.graph.claim import Claim, Source
    from corredor.graph.network import Network
    from corredor.ontology.names import Names

COLUMNS = (
    "route",
    "confidence",
    "told",
    "leg",
    "kind",
    "from",
    "to",
    "commodity",
    "leg_confidence",
    "certainty",
    "disputed",
    "voices",
    "claims",
)

SHOWN_CLAIMS = 3  # of a leg; --cite shows all


def leg_rows(answer: "RouteAnswer", names: "Names") -> list[dict[str, Any]]:
    """One row for each leg of each route, with the columns of `COLUMNS`."""
    return [_row(n, m, route, leg, names) for n, route in _counted(answer.routes) for m, leg in _counted(route.legs)]


def _counted(things: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(things, 1)


def _row(number: int, position: int, route: "Route", leg: "Leg", names: "Names") -> dict[str, Any]:
    link = leg.link
    return {
        "route": number,
        "confidence": round(route.confidence, 6),
        "told": route.told,
        "leg": position,
        "kind": "route" if link else "within",
        "from": names.label(leg.start),
        "to": names.label(leg.end),
        "commodity": link.commodity if link else None,
        "leg_confidence": round(link.confidence, 6) if link else leg.factor,
        "certainty": link.certainty if link else None,
        "disputed": bool(link and link.disputed),
        "voices": link.voices if link else None,
        "claims": [claim.id for claim in link.all_claims] if link else [],
    }


def written(answer: "RouteAnswer", network: "Network", *, variants: bool, cite: bool) -> str:
    """The whole answer as text."""
    sources: dict[Source, int] = {}

    def reference(claim: "Claim") -> str:
        if cite:
            return f"[{sources.setdefault(claim.source, len(sources) + 1)}]"
        return f"{claim.source.publisher}, {claim.source.published}"

    parts = [
        _route(n, route, network.names, reference, variants=variants, everything=cite)
        for n, route in _counted(answer.routes)
    ]
    parts += _more_widely(answer, network.names)
    parts += ["Sources\n" + "".join(_citation(n, source) for source, n in sources.items())] if sources else []
    return shown_lines("\n".join(parts))


def shown_lines(text: str) -> str:
    """Text safe for a terminal, line by line."""
    return "\n".join(map(shown, text.split("\n")))


def _route(
    number: int,
    route: "Route",
    names: "Names",
    reference: Callable[["Claim"], str],
    *,
    variants: bool,
    everything: bool,
) -> str:
    lines = [f"{number}. {itinerary(route, names)}", f"   {_verdict(route)}"]
    for leg in route.legs:
        lines += _leg(leg, names, reference, everything)
    if variants:
        lines += [f"   variant {v.confidence:.3f}  {itinerary(v, names)} ({v.told})" for v in route.variants]
    elif route.variants:
        lines.append(f"   {plural(len(route.variants), 'variant')} (--variants lists them)")
    return "\n".join(lines) + "\n"


def itinerary(route: "Route", names: "Names") -> str:
    """The stops in one line: `>` is told, `~` is a joint or an end that we supply."""
    text = names.label(route.legs[0].start)
    for leg in route.legs:
        if leg.link is not None:
            text += f" > {names.label(leg.end)}"
        elif leg.start != leg.end:
            text += f" ~ {names.label(leg.end)}"
        else:
            text += " ~"
    return text


def _verdict(route: "Route") -> str:
    if route.told == "whole":
        told = "told whole"
    else:
        told = f"pieced together from {plural(route.sources, 'source')}; no source tells it whole"
    years = route.last if route.first == route.last else f"{route.first or '…'}-{route.last or '…'}"
    parts = [f"rank score {route.confidence:.3f}", route.commodity or "no commodity named", told]
    parts += [f"as certain as its weakest leg: {route.certainty}", f"speaks of {years}"]
    return "; ".join([*parts, "DISPUTED: a source denies a leg"] if route.disputed else parts)


def _leg(leg: "Leg", names: "Names", reference: Callable[["Claim"], str], everything: bool) -> list[str]:
    start, end = names.label(leg.start), names.label(leg.end)
    if leg.link is None:
        if leg.factor == 1:
            inner, outer = (end, start) if leg.place == leg.start else (start, end)
            return [f"   ~ {inner} lies in {outer}"]
        where = f"both at {start}" if leg.start == leg.end else f"{start} taken with {end}"
        return [f"   ~ {where}: not told, factor {leg.factor:g}"]
    link = leg.link
    lines = [f"   > {start} > {end}: {plural(link.voices, 'voice')}, {link.certainty}"]
    named = [", ".join(link.modes), ", ".join(names.label(id) for id in link.actors)]
    if any(named):
        lines.append(f"       named for whole journeys: {'; '.join(filter(None, named))}")
    told = Counter(evidence(claim, reference) for claim in link.all_claims)  # one source may say it in several facts
    shown_ = list(told)[: None if everything else SHOWN_CLAIMS + len(link.denials)]
    lines += [f"       {text}{f' in {told[text]} facts' if told[text] > 1 else ''}" for text in shown_]
    if len(shown_) < len(told):
        rest = sum(told.values()) - sum(told[text] for text in shown_)
        lines.append(f"       and {plural(rest, 'more claim')} (--cite lists all)")
    return lines


def evidence(claim: "Claim", reference: Callable[["Claim"], str]) -> str:
    """One claim in one line: who says it, how surely, where it stands."""
    hedge = "DENIED" if claim.denies else claim.certainty
    said = f"{hedge} by {claim.speaker}" if claim.speaker else hedge
    relayed = f", through {claim.relayed_by}" if claim.relayed_by else ""
    where = f", {claim.where}" if claim.where else ""
    weak = "; a source not relied on alone" if claim.source.weak else ""
    words = f' "{claim.exact}"' if claim.exact else ""
    return f"{said}{relayed} ({reference(claim)}{where}{weak}){words}"


def plural(count: int, thing: str) -> str:
    """A count with its noun: '1 voice', '12 voices'."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _more_widely(answer: "RouteAnswer", names: "Names") -> list[str]:
    if not answer.told_more_widely:
        return []
    lines = ["Told more widely (context, part of no route)"]
    for wider in answer.told_more_widely[:10]:
        ends = f"{names.label(wider.start)} > {names.label(wider.end)}"
        lines.append(f"   {ends}: {plural(wider.voices, 'voice')}")
    return ["\n".join(lines) + "\n"]


def _citation(number: int, source: "Source") -> str:
    guessed = " (date read from the context)" if source.published_guess else ""
    return f"[{number}] {source.publisher}: {source.title}. {source.published}{guessed}. {source.url}\n"

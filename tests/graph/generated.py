"""Made-up records about real places and groups: dense, circular, disputed, judged. No source says any of it."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from corredor.graph import Record, Store
from corredor.graph.claim import Claim, Source, Written
from corredor.graph.identity import claim_id
from corredor.graph.resolve import resolve
from corredor.ontology.names import shipped_names
from corredor.ontology.vocabulary import vocabulary

Said = dict[str, Written]
NOWHERE = "city:Nowhere At All, BR"
HUBS = [
    "Peru",
    "Bolivia",
    "Ecuador",
    "Brazil",
    "port:Guayaquil, EC",
    "port:Rotterdam, NL",
    "port:Algeciras, ES",
    "Spain",
    "Mexico",
]
ENDS = [
    "Peru",
    "Bolivia",
    "Russia",
    "Afghanistan",
    "Colombia",
    "port:Barcelona, ES",
    "city:Kabul, AF",
    "zone:VRAEM, PE",
]
GROUPS = [
    "Sinaloa Cartel",
    "Albanian groups",
    "'Ndrangheta",
    "Clan del Golfo",
    "Los Zetas",
    "Primeiro Comando da Capital",
    "Sam Gor",
    "Mexican groups",
    "Colombian groups",
    "Super Cartel",
    "Balkan groups",
    "M23",
    "Hezbollah",
]
GOODS = ["cocaine"] * 9 + ["heroin"] * 3 + ["cannabis", "cannabis-resin", "opium", "ivory", "wildlife", ""]
SURE = ["stated"] * 4 + ["attributed"] * 3 + ["believed", "alleged", "denied"]
SPEAKERS = ["head of DEVIDA", "UNODC", "Europol, through Reuters", "a spokesman of the port", "DEA, through AFP"]
STATUS = ["active", "active", "emerging", "declining", "ended"]
TIMES = ["2012", "2014/2018", "2015-06", "2016/..", "../2013", "2015-03-02"]


def fill(store: Store, seed: int) -> None:
    """Put the records of a seed into a store, then accept, reject, retract and undo, some of it twice."""
    records, dice = generated(seed), Random(seed)
    assert all(outcome == "new" for _, outcome in store.put_all(records))
    claims = [claim for record in records for claim in record.claims]
    pending = [claim for claim in claims if claim.score is not None]
    for claim in pending[::12]:
        store.judge("accept", claim.id, by="analyst")
    for claim in dice.sample([claim for claim in claims if claim.score is None], 4):
        store.judge("reject", claim.id, by="analyst")
    for record in dice.sample(records, 2):
        store.retract(record.source.id, by="analyst")
    undone = store.undo(by="analyst")  # one source is back,
    store.judge("undo", undone.id, by="analyst")  # and away again,
    store.judge("undo", store.judgements()[0].id, by="analyst")  # and one claim waits once more


def generated(seed: int, sources: int = 60, claims: int = 10) -> list[Record]:
    """So many sources with so many claims each, at most."""
    dice = Random(seed)
    others = sorted(place.ref for place in shipped_names().places.values())
    places = [*HUBS * 4, *ENDS, *dice.sample(others, 24)]
    made: list[Claim] = []
    records = []
    for number in range(sources):
        source = _source(number, dice)
        told = [_claim(source, dice, places, made) for _ in range(claims)]
        made += told
        records.append(Record(source, tuple({claim.id: claim for claim in told}.values())))
    return records


def _source(number: int, dice: Random) -> Source:
    day = dice.choice(["2014", "2017-05", "2019-11-02", "2021"])
    return Source(
        id=f"source/made-up-{number}",
        title=f"Made up, number {number}",
        publisher=dice.choice(["UNODC", "Reuters", "Reuters, in Ñandú Online", "El Águila", f"Paper {number}"]),
        published=day,
        url=f"https://example.org/{number}",
        kind=dice.choice(["news", "report"]),
        language="en",
        weak=dice.random() < 0.2,
    )


def _claim(source: Source, dice: Random, places: list[str], made: list[Claim]) -> Claim:
    """A claim of any kind; one in six tells what an earlier one told, so that sources agree and deny each other."""
    if made and dice.random() < 0.16:
        kind, said = (earlier := dice.choice(made)).kind, dict(earlier.said)
    else:
        kind = dice.choices(list(KINDS), [18, 2, 3, 2, 2, 1, 2, 2, 1])[0]
        said = {
            key: value for key, value in KINDS[kind](dice, places).items() if key in vocabulary().kinds[kind].fields
        }
    certainty = dice.choice(SURE)
    said_by = dice.choice(SPEAKERS) if certainty == "attributed" or dice.random() < 0.3 else None
    id = claim_id(source.id, kind, said, certainty, said_by)
    told = Claim(id, source, kind, said, resolve(kind, said, shipped_names()), certainty, said_by, "paragraph 1")
    read: dict[str, Any] = {"score": 0.75, "exact": "words, as read", "start": 0, "end": 14, "loader": "made/1"}
    return replace(told, **read) if dice.random() < 0.12 else told


def _place(dice: Random, places: list[str]) -> str:
    return NOWHERE if dice.random() < 0.02 else dice.choice(places)


def _some(dice: Random, odds: float, **said: Any) -> Said:
    return {key: value for key, value in said.items() if value and dice.random() < odds}


def _often(dice: Random) -> Said:
    return _some(dice, 0.3, status=dice.choice(STATUS), period=dice.choice(TIMES))


def _route(dice: Random, places: list[str]) -> Said:
    start, end = _place(dice, places), _place(dice, places)
    via = tuple(_place(dice, places) for _ in range(dice.choice([0, 1, 2, 3, 4])))
    modes = tuple(dice.sample(["sea", "air", "land"], dice.choice([1, 2])))
    good = dice.choice(GOODS)
    more = _some(dice, 0.3, mode=modes, actors=(dice.choice(GROUPS),))
    part = {"share": "12.5", "share_of": "origin", "bound": "about"} if dice.random() < 0.1 else {}
    named = {"via": via} if via else {}
    return {"from": start, "to": end, **named, **({"commodity": good} if good else {}), **more, **part, **_often(dice)}


def _presence(dice: Random, places: list[str]) -> Said:
    good = _some(dice, 0.5, commodity=dice.choice(GOODS))
    return {"group": dice.choice(GROUPS), "place": _place(dice, places), **good, **_often(dice)}


def _between(dice: Random, places: list[str]) -> Said:
    return {"between": tuple(dice.sample(GROUPS, 2)), **_often(dice)}


def _production(dice: Random, places: list[str]) -> Said:
    area = _some(dice, 0.5, hectares=dice.choice(["1200", "85.5", "40000"]))
    return {"place": _place(dice, places), "commodity": dice.choice(["opium", "cannabis"]), **area, **_often(dice)}


def _market(dice: Random, places: list[str]) -> Said:
    return {"place": _place(dice, places), "commodity": "cocaine", **_often(dice)}


def _price(dice: Random, places: list[str]) -> Said:
    figures = dice.choice([{"low": "5", "high": "7.50"}, {"low": "1200"}, {"high": "900", "bound": "at-most"}])
    said = {"currency": "USD", "per": "g", **_some(dice, 0.6, level=dice.choice(["retail", "wholesale"]))}
    return {**_market(dice, places), **figures, **said}


def _seizure(dice: Random, places: list[str]) -> Said:
    unit = dice.choice(["kg", "t", "lb", "pills"])
    quantity = {"amount": dice.choice(["11", "250.5", "12000"]), "unit": unit, "bound": "at-least"}
    said = _some(dice, 0.5, date=dice.choice(TIMES), actors=(dice.choice(GROUPS),))
    good = dice.choice([good for good in GOODS if good])
    return {"place": _place(dice, places), "commodity": good, "quantity": quantity, **said}


KINDS: dict[str, Callable[[Random, list[str]], Said]] = {
    "route": _route,
    "presence": _presence,
    "partnership": _between,
    "control": _presence,
    "rivalry": _between,
    "production": _production,
    "seizure": _seizure,
    "price": _price,
    "market": _market,
}

"""What the tests of pages ask about: a few claims around Peru, and the values that a page carries."""

import json
import re
from typing import Any

from corredor.graph.claim import Claim, Source, Written
from corredor.graph.identity import claim_id
from corredor.graph.links import Link, links
from corredor.graph.resolve import resolve
from corredor.graph.views.network_page import network_page
from corredor.ontology.names import Names, shipped_names

NAMES = shipped_names()


def source(name: str, **more: Any) -> Source:
    """A source called so, of a publisher called so: a voice of its own."""
    told = {"title": name, "publisher": name, "published": "2020", "url": f"https://{name}.example/", **more}
    return Source(id=f"source/{name}", kind="news", language="en", **told)


def claim(about: Source, kind: str, said: dict[str, Written], *, names: Names = NAMES, **more: Any) -> Claim:
    """A claim with its names resolved."""
    told = {"certainty": "stated", "said_by": None, **more}
    id = claim_id(about.id, kind, said, told["certainty"], told["said_by"])
    return Claim(id, about, kind, said, resolve(kind, said, names), **told)


def route(about: Source, start: str, end: str, commodity: str = "cocaine", **more: Any) -> Claim:
    """A route claim without stops between."""
    return claim(about, "route", {"from": start, "to": end, "commodity": commodity}, **more)


ONE, TWO, WEAK = source("one"), source("two"), source("weak", weak=True, published_guess=True)
CLAIMS = [
    route(ONE, "Peru", "Bolivia", where="paragraph 3", exact="by the lake", note="Small boats."),
    route(TWO, "Peru", "Bolivia", certainty="attributed", said_by="head of police, through Reuters"),
    route(WEAK, "Peru", "Bolivia", certainty="denied", said_by="minister"),
    route(ONE, "Peru", "Bolivia", "gold"),
    route(TWO, "Bolivia", "Peru", "arms", certainty="alleged", said_by="prosecutors"),
    claim(ONE, "route", {"from": "Peru", "via": ("Bolivia",), "to": "Brazil", "commodity": "cocaine"}),
    claim(TWO, "presence", {"group": "Serbian groups", "place": "Peru"}, certainty="believed"),
    claim(ONE, "partnership", {"between": ("Serbian groups", "VRAEM clans"), "form": "supply"}),
    claim(ONE, "production", {"place": "zone:VRAEM, PE", "commodity": "coca"}),
]
LINKS = links(CLAIMS)


def page_of(shown: list[Link] = LINKS, names: Names = NAMES, **more: Any) -> str:
    """The page of links, with a title and a header."""
    told = {"title": "Peru", "question": "all that is claimed", "header": "9 claims, 3 sources", **more}
    return network_page(shown, names, **told)


def data_of(html: str) -> Any:
    """The values that a page carries."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])

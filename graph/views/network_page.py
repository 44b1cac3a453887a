"""The network of a question as one HTML file that opens anywhere, without a network, and shows the words behind it.

pyvis gives the model and, from its own files, vis-network; the page around them is ours: nothing is fetched, no text
from a source is ever read as HTML, and its policy forbids every script but the two that it was written with.
"""

import json
import os
import tempfile
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from corredor.graph.errors import PageError
from corredor.graph.links import Link
from corredor.graph.views.drawing import drawing
from corredor.graph.views.evidence import UNSPECIFIED, class_of, evidence
from corredor.graph.views.layout import Point
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

HERE = files("corredor.graph.views")
SCRIPTS = ("page_evidence.js", "page_picture.js", "page_controls.js")
VIS = "lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"


def network_page(
    links: Sequence[Link],
    names: Names,
    *,
    title: str,
    question: str,
    header: str,
    limit: int = 1000,
    positions: Mapping[str, Point] | None = None,
) -> str:
    """The page as HTML text: the picture, a table of every drawn link, and the claims behind each, denials first.

    `question` says in words what was asked, `header` what stands behind the answer. Of more than `limit` nodes those
    with the highest sums of rank scores are drawn, and the page says so. `positions` (x, y in pixels, y down) overrule
    the layout. The same input gives the same bytes. Raises PageError where pyvis ships another vis-network than known.
    """
    shown = _shown(links, limit)
    style, scripts = _own("network_page.css"), (_vis(), "\n".join(map(_own, SCRIPTS)))
    page = drawing(shown.links, shown.nodes, names, positions) | evidence(shown.links, shown.nodes, names)
    return _template().render(
        title=title,
        question=question,
        header=header,
        notice=shown.notice,
        links=len(shown.links),
        facets=_facets(shown, names),
        style=style,
        scripts=scripts,
        policy=_policy(style, scripts),
        data=_inert(json.dumps(page, ensure_ascii=False, separators=(",", ":"))),
    )


def write_page(path: Path, html: str) -> None:
    """The page written as UTF-8, in one step: a reader finds the old file or the whole new one. Raises OSError."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)


# ------------------------------------------------------------ what is drawn


@dataclass(frozen=True, slots=True)
class _Shown:
    """The links and nodes that are drawn, and a line that says what is not."""

    links: list[Link]
    nodes: list[str]
    notice: str


def _shown(links: Sequence[Link], limit: int) -> _Shown:
    sums: dict[str, float] = defaultdict(float)
    for link in links:
        for end in (link.start, link.end):
            sums[end] += link.confidence
    kept = set(sorted(sums, key=lambda id: (-sums[id], id))[:limit])
    drawn = [link for link in links if link.start in kept and link.end in kept]
    notice = (
        f"Showing {len(kept):,} of {len(sums):,} nodes and {len(drawn):,} of {len(links):,} links, ranked by the sum of"
        " the rank scores of their links; narrow the question with --commodity, --since or --source to see the rest."
    )
    return _Shown(drawn, sorted(kept), notice if len(kept) < len(sums) else "")


# ------------------------------------------------------------ the legend, which is the filter


def _facets(shown: _Shown, names: Names) -> list[dict[str, Any]]:
    """The four lists of the legend: of each word that something drawn has, its label, its look and how many have it."""
    words = vocabulary()
    classes = Counter(class_of(id, names).key for id in shown.nodes)
    kinds = Counter(link.kind for link in shown.links)
    goods = Counter(link.commodity or "" for link in shown.links)
    sure = Counter(link.certainty for link in shown.links)
    looks = [(c.key, c.label, {"shape": c.shape, "colour": c.colour}) for c in words.entity_classes.values()]
    lines = [(k.key, k.label, {"line": "", "colour": k.colour}) for k in words.kinds.values()]
    moved = [(c.label, c.label, {}) for c in words.commodities.values()] + [(UNSPECIFIED, UNSPECIFIED, {})]
    return [
        _facet("class", "Places and groups", looks, classes),
        _facet("kind", "Links", lines, kinds),
        _facet("commodity", "What is moved", moved, _relabelled(goods)),
        _facet("certainty", "How sure the sources are", [(t.word, t.label, {"line": t.dash}) for t in words.certainties.values()], sure),
    ]


def _facet(key: str, title: str, entries: list[tuple[str, str, dict[str, str]]], counts: Mapping[str, int]) -> dict[str, Any]:
    found = [{"value": v, "label": label, "count": counts[v], **look} for v, label, look in entries if counts.get(v)]
    return {"key": key, "title": title, "entries": found}


def _relabelled(goods: Mapping[str, int]) -> dict[str, int]:
    known = vocabulary().commodities
    return {known[key].label if key in known else key or UNSPECIFIED: count for key, count in goods.items()}


# ------------------------------------------------------------ the file


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("corredor.graph.views", "")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).get_template("network_page.html")

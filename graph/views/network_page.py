"""The network of a question as one HTML file that opens anywhere and shows the words behind every line of it.

pyvis gives the model and, out of its own files, vis-network. The page around them is ours: pyvis's own is not offline,
reads texts of sources as HTML and draws parallel links on one another.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from corredor.graph.links import Link
from corredor.graph.views.drawing import drawing
from corredor.graph.views.evidence import evidence
from corredor.graph.views.layout import Point
from corredor.graph.views.legend import legend
from corredor.graph.views.offline import offline_page, own_file, vis_network, write_page
from corredor.ontology.names import Names

__all__ = ["network_page", "write_page"]

SCRIPTS = ("page_evidence.js", "page_picture.js", "page_names.js", "page_table.js", "page_controls.js")
"""One program in five parts, in this order."""


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
    the layout. The same input gives the same bytes. Raises GraphError where pyvis ships another vis-network than known.
    """
    ids, drawn, notice = _capped(links, limit)
    return offline_page(
        "network_page.html",
        style=own_file("network_page.css"),
        scripts=[vis_network(), "\n".join(map(own_file, SCRIPTS))],
        data=drawing(drawn, ids, names, positions) | evidence(drawn, ids, names),
        title=title,
        question=question,
        header=header,
        notice=notice,
        links=len(drawn),
        legend=legend(drawn, ids, names),
    )


def _capped(links: Sequence[Link], limit: int) -> tuple[list[str], list[Link], str]:
    """The nodes and links to draw, and a line on what is left out; empty where nothing is."""
    sums: dict[str, float] = defaultdict(float)
    for link in links:
        for end in (link.start, link.end):
            sums[end] += link.confidence
    kept = sorted(sorted(sums, key=lambda id: (-sums[id], id))[:limit])
    if len(kept) == len(sums):
        return kept, list(links), ""
    inside = set(kept)
    drawn = [link for link in links if link.start in inside and link.end in inside]
    notice = (
        f"Showing {len(kept):,} of {len(sums):,} nodes and {len(drawn):,} of {len(links):,} links, ranked by the sum of"
        " the rank scores of their links; narrow the question with --commodity, --since or --source to see the rest."
    )
    return kept, drawn, notice

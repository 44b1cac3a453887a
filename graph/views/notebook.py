"""How answers draw themselves in a notebook: a table that survives everywhere, and the page in a frame of its own."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corredor.graph.answer import Route, RouteAnswer
    from corredor.graph.network import Network

DRAWN = 150  # nodes: more are no picture in the frame of a notebook


def answer_html(answer: "RouteAnswer") -> str:
    """Routes as a table: score, whether told whole, stops, certainty, voices of each leg."""
    rows = [_row(answer, route) for route in answer.routes]
    head = ("rank score", "commodity", "told", "stops", "weakest leg", "voices by leg", "years")
    wider = [f"{_label(answer, w.start)} > {_label(answer, w.end)} ({w.voices})" for w in answer.told_more_widely[:5]]
    below = f"<p>Told more widely, by voices: {escape('; '.join(wider))}.</p>" if wider else ""
    caution = "<p>Rank scores are no probabilities. A pieced route is put together by us; no source tells it whole.</p>"
    return _table(head, rows) + below + caution


def network_html(network: "Network") -> str:
    """The header, and the picture of the links with the highest scores in a sandboxed frame."""
    from corredor.graph.views.network_page import network_page

    header = f"{network.header}, revision {network.revision}"
    links = network.links()
    if not links:
        return f"<p>{escape(header)}: no links.</p>"
    page = network_page(
        links, network.names, title="Corredor", question=network.filters.words, header=header, limit=DRAWN
    )
    frame = (
        f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(page)}"'
        ' title="Network" style="width:100%;height:640px;border:1px solid #999"></iframe>'
    )
    return f"<p>{escape(header)}; {len(links):,} links.</p>{frame}"


def _row(answer: "RouteAnswer", route: "Route") -> list[str]:
    stops = [_label(answer, route.legs[0].start)]
    stops += [("~ " if leg.link is None else "> ") + _label(answer, leg.end) for leg in route.legs]
    voices = ", ".join(str(link.voices) for link in route.links)
    years = f"{route.first or '…'}-{route.last or '…'}"
    certainty = f"{route.certainty} (disputed)" if route.disputed else route.certainty
    return [f"{route.confidence:.3f}", route.commodity or "", route.told, " ".join(stops), certainty, voices, years]


def _label(answer: "RouteAnswer", id: str) -> str:
    return answer.network.names.label(id)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return f"<table><thead>{line(head, 'th')}</thead><tbody>{''.join(line(row, 'td') for row in rows)}</tbody></table>"

"""Values in and out of a Cypher query: what a driver gives becomes plain JSON, what a user writes becomes a parameter.

Both engines answer through this module, so that the same query gives the same answer: one way to write an instant, a
duration, a point, and what JSON has no number for.
"""

import math
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corredor.graph.errors import QueryRefused
from corredor.graph.queries.cypher_guard import tokens
from corredor.graph.queries.table import Value

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_TRUTHS = {"true": True, "false": False}
_LARGEST = 2**63 - 1
_CLOCK = re.compile(
    r"(?P<until>.*?\d\d:\d\d)(?::(?P<seconds>\d\d))?(?:\.(?P<rest>\d+))?(?P<zone>Z|[+-][\d:]+)?(?:\[.*\])?"
)
_SYSTEMS = {4326: "wgs-84", 4979: "wgs-84-3d", 7203: "cartesian", 9157: "cartesian-3d"}

# ---------------------------------------------------------------- parameters


def bound(text: str, written: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a query: exactly those that it has as $name. Raises QueryRefused.

    >>> bound("RETURN $n, '$m'", {"n": "2.5"})
    {'n': 2.5}
    """
    asked = {_name(token.group()) for token in tokens(text) if token.lastgroup == "parameter"}
    if strange := sorted(set(written) - asked):
        name = strange[0]
        raise QueryRefused("parameter", f'The query has no ${name} for the parameter "{name}". Write ${name} in it.')
    if missing := sorted(asked - set(written)):
        name = missing[0]
        raise QueryRefused("parameter", f"The query asks for ${name}. Give it with --param {name}=VALUE.")
    return typed(written)


def typed(written: Mapping[str, str]) -> dict[str, Any]:
    """What values mean: a number is a number, true and false are truths, all else is text. Raises QueryRefused.

    >>> typed({"a": "10", "b": "-0.5", "c": "true", "d": "010", "e": "place/PE"})
    {'a': 10, 'b': -0.5, 'c': True, 'd': '010', 'e': 'place/PE'}
    """
    return {name: _typed(name, value) for name, value in written.items()}


def _typed(name: str, value: str) -> Any:
    if not (number := _NUMBER.fullmatch(value)):
        return _TRUTHS.get(value, value)
    if number[1] and math.isfinite(meant := float(value)):
        return meant
    if number[1] or len(value) > 20 or not -_LARGEST <= int(value) <= _LARGEST:
        message = f'The parameter "{name}" is a larger number than any engine knows. Give a smaller one.'
        raise QueryRefused("parameter", message)
    return int(value)


def _name(parameter: str) -> str:
    bare = parameter[1:]
    return bare[1:-1].replace("``", "`") if bare.startswith("`") else bare


# ---------------------------------------------------------------- values


def plain(value: object, ids: Mapping[str, str] | None = None) -> Value:
    """A value of the neo4j driver as plain JSON; see `corredor.graph.queries.table`.

    An end of a relationship is known by its property `id`, else by what `ids` says of its element id, else by that.
    """
    from neo4j import graph, spatial, time

    if isinstance(value, graph.Node):
        return {"labels": sorted(value.labels), "properties": plain(dict(value.items()), ids)}
    if isinstance(value, graph.Relationship):
        start, end = (_end(node, ids or {}) for node in (value.start_node, value.end_node))
        return relationship(value.type, start, end, plain(dict(value.items()), ids))
    if isinstance(value, graph.Path):
        return {part: [plain(each, ids) for each in getattr(value, part)] for part in ("nodes", "relationships")}
    if isinstance(value, time.Duration):
        return duration(value.months, value.days, value.seconds, value.nanoseconds)
    if isinstance(value, (time.Date, time.Time, time.DateTime)):
        return instant(value.iso_format())
    if isinstance(value, spatial.Point):
        return point(value.srid or 0, value)
    return simple(value, lambda each: plain(each, ids))


def bare_ends(value: object) -> set[str]:
    """The element ids of the ends of relationships in a value that came without their properties."""
    from neo4j import graph

    if isinstance(value, graph.Relationship):
        return {node.element_id for node in value.nodes if node is not None and not node.keys()}
    if isinstance(value, graph.Path):
        return set()
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return {id for part in parts for id in bare_ends(part)}


def _end(node: Any, ids: Mapping[str, str]) -> str:
    held = node.get("id")
    return ids.get(node.element_id, node.element_id) if held is None else str(held)


# ---------------------------------------------------------------- what both engines write alike


def relationship(kind: str, start: str, end: str, properties: Value) -> Value:
    """A relationship between two nodes known by their ids."""
    return {"type": kind, "from": start, "to": end, "properties": properties}


def simple(value: object, each: Callable[[Any], Value]) -> Value:
    """A value of Python as plain JSON, the parts of a list or mapping by `each`; bytes become Base64."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(name): each(part) for name, part in value.items()}
    return [each(part) for part in value] if isinstance(value, (list, tuple)) else str(value)


def instant(written: str) -> str:
    """A date, time or both in one form of ISO 8601, whatever the engine leaves out; the name of a zone goes.

    >>> instant("2020-01-01T10:00Z[Etc/UTC]"), instant("10:00:00.500000000+00:00"), instant("2020-01-01")
    ('2020-01-01T10:00:00Z', '10:00:00.5Z', '2020-01-01')
    """
    clock = _CLOCK.fullmatch(written)
    if not clock:
        return written
    rest = (clock["rest"] or "").rstrip("0")
    zone = "Z" if clock["zone"] in ("Z", "+00:00") else clock["zone"] or ""
    return f"{clock['until']}:{clock['seconds'] or '00'}{'.' if rest else ''}{rest}{zone}"


def duration(months: int, days: int, seconds: int, nanoseconds: int) -> str:
    """A duration in ISO 8601; its parts do not turn into one another, since no month has a fixed number of days.

    >>> duration(14, -1, 90, 500_000_000), duration(0, 0, 0, 0)
    ('P1Y2M-1DT1M30.5S', 'PT0S')
    """
    nanoseconds += seconds * 10**9
    date = _units(months, Y=12, M=1) + _units(days, D=1)
    clock = _units(nanoseconds, H=3600 * 10**9, M=60 * 10**9, S=10**9)
    return f"P{date}T{clock}" if clock else f"P{date}" if date else "PT0S"


def _units(amount: int, **sizes: int) -> str:
    written, sign, left = "", "-" if amount < 0 else "", abs(amount)
    for unit, size in sizes.items():
        count, left = divmod(left, size)
        rest = f".{left:09}".rstrip("0.") if unit == "S" else ""
        if count or rest:
            written += f"{sign}{count}{rest}{unit}"
    return written


def point(srid: int, coordinates: Sequence[float]) -> Value:
    """A point with its axes: x is the longitude and y the latitude where the system is that of the globe."""
    axes = dict(zip("xyz", map(float, coordinates), strict=False))
    return {"crs": _SYSTEMS.get(srid, str(srid)), "srid": srid, **axes}
